"""What the interviews of each enumerator come to, beside those of the others."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import poisson

from scoring.quality.answer_patterns import AnswerPatterns
from scoring.quality.contacts import ContactTable
from scoring.quality.interview_flags import Durations, near_constant
from scoring.quality.interview_table import Bools, Floats, InterviewTable, Ints
from scoring.quality.matching import Matching
from scoring.quality.rules import MatchingRules, QualityRules
from scoring.quality.times import median_gaps
from scoring.quality.within_units import Placed, beside_the_others, robust_z

LEAST_EXPECTED = 0.5
"""Of near-duplicates: where the others have none, one pair alone is no reason to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One figure beside the others of the same units; None where nobody can be compared with.

    compared: interviews in units where others interviewed too. chance_z, robust_z: see Beside.
    """

    compared: int
    own: float | None
    others: float | None
    chance_z: float | None
    robust_z: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorFigures:
    """Figures of one enumerator; None where they cannot be made.

    below_floor, short: interviews. near, near_expected: interviews with a near-duplicate among
    one's own, and how many there would be among equally many of others, both of the interviews
    that can be compared (near of all where none can); near_chance: of so many by chance.
    mean_excess, excess_z: of the excess match of those that can be compared. positioned:
    interviews with a position. beside: by the name of the measure, `MEASURES`.
    """

    enumerator: str
    interviews: int
    units: int
    timed: int
    below_floor: int
    short: int
    near: int
    near_expected: float | None
    near_chance: float | None
    mean_excess: float | None
    excess_z: float | None
    median_duration_s: float | None
    median_gap_s: float | None
    positioned: int
    beside: Mapping[str, Comparison]

    @property
    def near_ratio(self) -> float | None:
        """How many times more near-duplicates than expected."""
        if self.near_expected is None:
            return None
        return self.near / max(self.near_expected, LEAST_EXPECTED)


MEASURES = ("duration", "blank", "not_applicable", "straight", "satisfied", "refused")
NOT_COMPARED = Comparison(compared=0, own=None, others=None, chance_z=None, robust_z=None)


def enumerator_figures(
    table: InterviewTable,
    *,
    patterns: AnswerPatterns,
    times: Durations,
    match: Matching,
    contacts: ContactTable,
    rules: QualityRules,
) -> tuple[EnumeratorFigures, ...]:
    """The figures of every enumerator, by name."""
    count = _per_enumerator(np.ones(table.size), table).astype(np.int64)
    mean_excess, excess_z = _excess_match(table, match, rules=rules.matching)
    near, expected = _near_duplicates(table, match)
    chance = _chance_of_pairs(near, expected)
    below = _per_enumerator(times.is_below_floor.astype(np.float64), table)
    short = _per_enumerator(times.is_short.astype(np.float64), table)
    timed = _per_enumerator((~np.isnan(table.duration_s)).astype(np.float64), table)
    positioned = _per_enumerator((~np.isnan(table.position[:, 0])).astype(np.float64), table)
    gaps = median_gaps(table, zone=rules.time_zone)
    beside = _beside(table, patterns=patterns, contacts=contacts, rules=rules)
    return tuple(
        EnumeratorFigures(
            enumerator=name,
            interviews=int(count[place]),
            units=len(np.unique(table.unit[table.rows_of(place)])),
            timed=int(timed[place]),
            below_floor=int(below[place]),
            short=int(short[place]),
            near=int(near[place]),
            near_expected=_known(expected[place]),
            near_chance=None if np.isnan(expected[place]) else float(chance[place]),
            mean_excess=_known(mean_excess[place]),
            excess_z=_known(excess_z[place]),
            median_duration_s=_median(table.duration_s[table.rows_of(place)]),
            median_gap_s=_known(gaps[place]),
            positioned=int(positioned[place]),
            beside={measure: of.get(name, NOT_COMPARED) for measure, of in beside.items()},
        )
        for place, name in enumerate(table.enumerators)
    )


def _chance_of_pairs(near: Ints, expected: Floats) -> Floats:
    """Of so many or more by a Poisson distribution.

    Two at least are alike, so that they come in pairs: pairs are counted, not interviews.
    """
    pairs = np.ceil(near / 2)
    return np.asarray(poisson.sf(pairs - 1, np.fmax(expected, LEAST_EXPECTED) / 2))


def _near_duplicates(table: InterviewTable, match: Matching) -> tuple[Ints, Floats]:
    """How many each enumerator has, and how many are expected: NaN where nothing is compared."""
    known = ~np.isnan(match.near_expected)
    has = match.has_near.astype(np.float64)
    some = _per_enumerator(known.astype(np.float64), table) > 0
    near = np.where(some, _per_enumerator(has * known, table), _per_enumerator(has, table))
    expected = _per_enumerator(np.where(known, match.near_expected, 0.0), table)
    return near.astype(np.int64), np.where(some, expected, np.nan)


def _excess_match(
    table: InterviewTable, match: Matching, *, rules: MatchingRules
) -> tuple[Floats, Floats]:
    """Mean excess of each enumerator with enough to compare, and its z among all of these.

    Inside a unit an only interview, or those of somebody who made most of the unit's, have none.
    """
    known = ~np.isnan(match.excess)
    count = _per_enumerator(known.astype(np.float64), table)
    sums = _per_enumerator(np.where(known, match.excess, 0.0), table)
    mean = np.where(count >= rules.minimum_interviews, sums / np.maximum(count, 1), np.nan)
    return mean, robust_z(mean, minimum=rules.minimum_enumerators)


def too_many_near(figures: tuple[EnumeratorFigures, ...], *, rules: MatchingRules) -> Bools:
    """By enumerator: near-duplicates so much more often than with others that it is no chance."""
    return np.array(
        [
            one.interviews >= rules.minimum_interviews
            and one.near_ratio is not None
            and one.near_chance is not None
            and one.near_ratio >= rules.ratio
            and one.near_chance < rules.chance
            for one in figures
        ],
        dtype=np.bool_,
    )


def _beside(
    table: InterviewTable, *, patterns: AnswerPatterns, contacts: ContactTable, rules: QualityRules
) -> dict[str, dict[str, Comparison]]:
    minutes = np.where(table.duration_s > 0, table.duration_s / 60, np.nan)
    values: dict[str, tuple[Floats, Placed]] = {
        "duration": (np.log(minutes), table),
        "blank": (patterns.blank, table),
        "not_applicable": (patterns.not_applicable, table),
        "straight": (near_constant(patterns, rules=rules.straight), table),
        "satisfied": (patterns.satisfied, table),
        "refused": (contacts.refused, contacts),
    }
    return {
        measure: _comparisons(*values[measure], measure=measure, rules=rules)
        for measure in MEASURES
    }


def _comparisons(
    values: Floats, table: Placed, *, measure: str, rules: QualityRules
) -> dict[str, Comparison]:
    found = beside_the_others(
        values,
        table,
        minimum_interviews=rules.enumerator.minimum_interviews,
        minimum_enumerators=rules.enumerator.minimum_enumerators,
    )
    # Durations are compared by their logarithms and told as geometric means, in minutes.
    own, others = (
        (np.exp(found.own), np.exp(found.others))
        if measure == "duration"
        else (found.own, found.others)
    )
    return {
        name: Comparison(
            compared=int(found.compared[place]),
            own=_known(own[place]),
            others=_known(others[place]),
            chance_z=_known(found.chance_z[place]),
            robust_z=_known(found.robust_z[place]),
        )
        for place, name in enumerate(table.enumerators)
    }


def _per_enumerator(values: Floats, table: InterviewTable) -> Floats:
    """Sums of what is known of every interview."""
    return np.bincount(table.enumerator, weights=values, minlength=len(table.enumerators)).astype(
        np.float64
    )


def _median(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(np.median(known)) if len(known) else None


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
