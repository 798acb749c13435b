"""Flags about all interviews of an enumerator, or about a day or a place of theirs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from statistics import median

import numpy as np

from scoring.quality.enumerator_figures import Comparison, EnumeratorFigures
from scoring.quality.flags import MOST_EXAMPLES, Figure, Flag, Kind
from scoring.quality.interview_table import Floats, InterviewTable
from scoring.quality.positions import E6, Place
from scoring.quality.rules import EnumeratorRules, QualityRules
from scoring.quality.times import Series

KIND_OF = {
    "duration": Kind.DURATION,
    "blank": Kind.MISSING_RATE,
    "not_applicable": Kind.NOT_APPLICABLE_RATE,
    "straight": Kind.STRAIGHT_RATE,
    "satisfied": Kind.ANSWERS_DIFFER,
    "refused": Kind.REFUSAL_RATE,
}
LOWER_ONLY = frozenset({"duration"})
"""Long interviews are no reason to look."""
HIGHER_ONLY = frozenset({"straight"})


def figure_flags(
    figures: Sequence[EnumeratorFigures], *, many_near: Sequence[bool], rules: QualityRules
) -> Iterator[Flag]:
    """What the figures of enumerators give reason to look at."""
    known = [one.mean_excess for one in figures if one.mean_excess is not None]
    middle = median(known) if known else None
    for one, has_many in zip(figures, many_near, strict=True):
        if one.excess_z is not None and one.excess_z > rules.matching.excess_z:
            yield _about(
                Kind.EXCESS_MATCH,
                one,
                strength=one.excess_z,
                mean_excess=one.mean_excess,
                middle_excess=middle,
                excess_z=one.excess_z,
            )
        if has_many and one.near_ratio is not None:
            yield _about(
                Kind.NEAR_DUPLICATE_RATE,
                one,
                strength=one.near_ratio,
                near=one.near,
                near_expected=one.near_expected,
                near_ratio=one.near_ratio,
            )
        yield from _fast_share(one, rules=rules)
        for measure, compared in one.beside.items():
            if _stands_out(measure, compared, rules=rules.enumerator):
                yield _about(
                    KIND_OF[measure],
                    one,
                    strength=abs(compared.robust_z or 0.0),
                    **asdict(compared),
                )


def series_flags(kind: Kind, table: InterviewTable, found: Sequence[Series]) -> Iterator[Flag]:
    """Nights and dense hours."""
    for one in found:
        evidence: dict[str, Figure] = {
            "day": one.day.isoformat(),
            "interviews": one.interviews,
            "first_started_s": float(table.started_s[one.rows[0]]),
            "last_started_s": float(table.started_s[one.rows[-1]]),
        }
        yield Flag(
            kind=kind,
            enumerator=table.enumerators[one.enumerator],
            occasion=one.day.isoformat(),
            strength=one.interviews,
            evidence=evidence,
            examples=_keys(table, one.rows),
        )


def place_flags(kind: Kind, table: InterviewTable, found: Sequence[Place]) -> Iterator[Flag]:
    """Points and surroundings."""
    for one in found:
        evidence: dict[str, Figure] = {
            "interviews": one.interviews,
            "positioned": one.positioned,
            "other_enumerators": one.other_enumerators,
            "units": one.units,
            "accuracy_m": one.accuracy_m,
            "latitude": one.latitude_e6 / E6,
            "longitude": one.longitude_e6 / E6,
        }
        # The middle of a cluster moves while interviews come; there is one cluster at most.
        point = f"{one.latitude_e6},{one.longitude_e6}" if kind is Kind.SAME_POSITION else ""
        yield Flag(
            kind=kind,
            enumerator=table.enumerators[one.enumerator],
            occasion=point,
            strength=one.interviews,
            evidence=evidence,
            examples=_keys(table, one.rows),
        )


def _fast_share(one: EnumeratorFigures, *, rules: QualityRules) -> Iterator[Flag]:
    share = one.below_floor / one.timed if one.timed else 0.0
    is_enough = one.timed >= rules.enumerator.minimum_interviews
    if is_enough and share > rules.duration.floor_share:
        yield _about(
            Kind.FAST_SHARE,
            one,
            strength=share,
            below_floor=one.below_floor,
            timed=one.timed,
            below_floor_share=share,
            floor_s=rules.duration.floor_s,
        )


def _stands_out(measure: str, one: Comparison, *, rules: EnumeratorRules) -> bool:
    """Further from the others than chance, and than enumerators are from each other anyway."""
    if one.chance_z is None or one.robust_z is None or one.compared < rules.minimum_interviews:
        return False
    if measure in LOWER_ONLY and one.chance_z > 0:
        return False
    if measure in HIGHER_ONLY and one.chance_z < 0:
        return False
    is_one_way = one.chance_z * one.robust_z > 0
    is_far = abs(one.chance_z) >= rules.chance_z and abs(one.robust_z) >= rules.robust_z
    return is_one_way and is_far


def with_examples(
    flags: Iterable[Flag], table: InterviewTable, *, weights: Mapping[Kind, Floats]
) -> Iterator[Flag]:
    """Names the interviews with the largest weight above 0, by the kind of the flag."""
    places = {name: place for place, name in enumerate(table.enumerators)}
    for flag in flags:
        weight = weights.get(flag.kind)
        if weight is None or _is_below_the_others(flag):
            yield flag
            continue
        span = table.rows_of(places[flag.enumerator])
        own = np.nan_to_num(weight[span])
        largest = np.argsort(-own, kind="stable")[:MOST_EXAMPLES]
        rows = (largest[own[largest] > 0] + span.start).tolist()
        yield replace(flag, examples=_keys(table, rows))


def _is_below_the_others(flag: Flag) -> bool:
    """No interview shows that there are fewer of something."""
    own, others = flag.evidence.get("own"), flag.evidence.get("others")
    is_share = flag.kind in {Kind.MISSING_RATE, Kind.NOT_APPLICABLE_RATE}
    return is_share and isinstance(own, float) and isinstance(others, float) and own < others


def _keys(table: InterviewTable, rows: Sequence[int]) -> tuple[str, ...]:
    return tuple(table.keys[row] for row in rows[:MOST_EXAMPLES])


def _about(kind: Kind, one: EnumeratorFigures, *, strength: float, **figures: Figure) -> Flag:
    evidence = {"interviews": one.interviews, "interviewed_units": one.units, **figures}
    return Flag(kind=kind, enumerator=one.enumerator, strength=strength, evidence=evidence)
