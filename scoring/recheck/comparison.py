"""Compares re-checks with the original interviews: everything that is told of a set of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scoring.recheck.answer_pairs import AnswerPairs, answer_pairs
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.interviews import RecheckedInterview, Selection
from scoring.recheck.item_agreement import ItemAgreement, item_agreement
from scoring.recheck.person_level import PersonLevel, mean_levels, satisfied_shares
from scoring.recheck.pooled_agreement import PooledAgreement, pooled_agreement
from scoring.recheck.ratio_estimate import RatioEstimate, weighted_ratio
from scoring.recheck.shrunken_rates import Prior, ShrunkenRate, fitted_prior, shrunken_rate
from scoring.recheck.standing_out import above_the_others
from scoring.recheck.work_done import WorkDone, work_by, work_done
from scoring.rule import ScoringRule

HAPPENED = "interview_happened"
"""The check that every re-check makes."""
DELAYS = (("to_48_hours", timedelta(hours=48)), ("to_7_days", timedelta(days=7)))
LATER, NOT_SAID = "later", "not_said"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumeratorFigures:
    """chance: of so many defective ones among the others' work, adjusted; None without others."""

    work: WorkDone
    shrunken: ShrunkenRate
    chance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """contact: reached of drawn. Everything is of the random selections, but `risk`.

    weighted_…: by 1 over the chance to be drawn, None where it is not known of all. checks: by
    name, failed of those made. agreement, pooled: with all re-asked answers; …_without_false:
    without the interviews that did not happen. satisfied, levels: without these, too. risk: the
    others, in the order of their keys.
    """

    interviews: tuple[RecheckedInterview, ...]
    risk: tuple[RecheckedInterview, ...]
    weighted_contact: RatioEstimate | None
    weighted_defective: RatioEstimate | None
    whole: WorkDone
    checks: Mapping[str, ExactRate]
    prior: Prior
    enumerators: Mapping[str, EnumeratorFigures]
    units: Mapping[str, WorkDone]
    supervisors: Mapping[str, WorkDone]
    delays: Mapping[str, WorkDone]
    agreement: Mapping[str, ItemAgreement]
    agreement_without_false: Mapping[str, ItemAgreement]
    pooled: PooledAgreement
    pooled_without_false: PooledAgreement
    satisfied: PersonLevel
    levels: PersonLevel


def compare_interviews(
    interviews: Sequence[RecheckedInterview], *, rule: ScoringRule, items: Sequence[str]
) -> Comparison:
    """All figures; `items` are those that were asked again. The order of interviews means nothing.

    Interviews that were chosen for a risk say nothing of the others, and are only listed.
    """
    ordered = sorted(interviews, key=lambda one: one.key)
    random = tuple(one for one in ordered if one.selection is Selection.RANDOM)
    pairs = answer_pairs(random, rule=rule)
    true = [at for at, one in enumerate(random) if not one.is_false]
    weights = weights_of(random)
    of_true = None if weights is None else [weights[at] for at in true]
    without_false = pairs.only(true)
    work = work_by(lambda one: one.enumerator, interviews=random, pairs=pairs)
    prior, enumerators = _enumerators(work)
    contacted = [int(one.is_contacted) for one in random]
    defective = [int(one.is_defective) for one in random]
    return Comparison(
        interviews=random,
        risk=tuple(one for one in ordered if one.selection is Selection.RISK),
        weighted_contact=_weighted(contacted, [1] * len(random), weights=weights),
        weighted_defective=_weighted(defective, contacted, weights=weights),
        whole=work_done(random, pairs=pairs),
        checks=_checks(random),
        prior=prior,
        enumerators=enumerators,
        units=work_by(lambda one: one.unit, interviews=random, pairs=pairs),
        supervisors=work_by(lambda one: one.supervisor, interviews=random, pairs=pairs),
        delays=work_by(delay_class, interviews=random, pairs=pairs),
        agreement=_agreement(pairs, items=items),
        agreement_without_false=_agreement(without_false, items=items),
        pooled=pooled_agreement(pairs, weights=weights),
        pooled_without_false=pooled_agreement(without_false, weights=of_true),
        satisfied=satisfied_shares(without_false),
        levels=mean_levels(without_false),
    )


def weights_of(interviews: Sequence[RecheckedInterview]) -> list[float] | None:
    """1 over the chance to be drawn; None unless it is known of everybody."""
    chances = [one.probability for one in interviews if one.probability is not None]
    if not chances or len(chances) < len(interviews):
        return None
    return [1 / chance for chance in chances]


def delay_class(interview: RecheckedInterview) -> str:
    """How long after the interview it was re-checked: late re-checks differ more by forgetting."""
    if interview.delay is None:
        return NOT_SAID
    return next((name for name, most in DELAYS if interview.delay <= most), LATER)


def _weighted(
    parts: Sequence[int], sizes: Sequence[int], *, weights: Sequence[float] | None
) -> RatioEstimate | None:
    return None if weights is None else weighted_ratio(parts, sizes, weights)


def _checks(interviews: Sequence[RecheckedInterview]) -> Mapping[str, ExactRate]:
    """Of everybody who was reached, by name; what was left blank was not made."""
    reached = [one for one in interviews if one.is_contacted]
    names = sorted({name for one in interviews for name in one.checks})
    made = {name: [one.checks.get(name) for one in reached] for name in names}
    of_checks = {
        name: ExactRate(
            count=sum(fits is False for fits in found),
            of=sum(fits is not None for fits in found),
        )
        for name, found in made.items()
    }
    happened = ExactRate(count=sum(one.is_false for one in reached), of=len(reached))
    return {HAPPENED: happened, **of_checks}


def _enumerators(
    work: Mapping[str, WorkDone],
) -> tuple[Prior, Mapping[str, EnumeratorFigures]]:
    defective = [of.defective.count for of in work.values()]
    reached = [of.defective.of for of in work.values()]
    prior = fitted_prior(defective, reached)
    chances = above_the_others(defective, reached)
    return prior, {
        name: EnumeratorFigures(
            work=of,
            shrunken=shrunken_rate(of.defective.count, reached=of.defective.of, prior=prior),
            chance=chance,
        )
        for (name, of), chance in zip(work.items(), chances, strict=True)
    }


def _agreement(pairs: AnswerPairs, *, items: Sequence[str]) -> Mapping[str, ItemAgreement]:
    return {item: item_agreement(pairs.table(item), satisfied=pairs.satisfied) for item in items}
