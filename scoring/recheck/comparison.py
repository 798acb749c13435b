"""Compares re-checks with the original interviews: everything that is told of a set of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from scoring.recheck.answer_pairs import AnswerPairs, answer_pairs
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.interviews import RecheckedInterview, Selection
from scoring.recheck.item_agreement import ItemAgreement, item_agreement
from scoring.recheck.person_level import PersonLevel, mean_levels, satisfied_shares
from scoring.recheck.pooled_agreement import PooledAgreement, pooled_agreement
from scoring.recheck.ratio_estimate import RatioEstimate, weighted_ratio
from scoring.recheck.shrunken_rates import Prior, ShrunkenRate, fitted_prior, shrunken_rate
from scoring.recheck.standing_out import above_the_others
from scoring.recheck.work_done import WorkDone, WorkRows, work_rows
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


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All figures, each computed when it is first asked for: a page needs few of them.

    contact: reached of drawn. Everything is of the random selections, but `risk`.

    weighted_…: by 1 over the chance to be drawn, None where it is not known of all. checks: by
    name, failed of those made. agreement, pooled: with all re-asked answers; …_without_false:
    without the interviews that did not happen. satisfied, levels: without these, too. risk: the
    others, in the order of their keys.
    """

    interviews: tuple[RecheckedInterview, ...]
    risk: tuple[RecheckedInterview, ...]
    rule: ScoringRule
    items: tuple[str, ...]

    @cached_property
    def weighted_contact(self) -> RatioEstimate | None:
        return _weighted(self._contacted, [1] * len(self.interviews), weights=self._weights)

    @cached_property
    def weighted_defective(self) -> RatioEstimate | None:
        defective = [int(one.is_defective) for one in self.interviews]
        return _weighted(defective, self._contacted, weights=self._weights)

    @cached_property
    def whole(self) -> WorkDone:
        return self._rows.all()

    @cached_property
    def checks(self) -> Mapping[str, ExactRate]:
        return _checks(self.interviews)

    @property
    def prior(self) -> Prior:
        return self._enumerators[0]

    @property
    def enumerators(self) -> Mapping[str, EnumeratorFigures]:
        return self._enumerators[1]

    @cached_property
    def units(self) -> Mapping[str, WorkDone]:
        return self._rows.by([one.unit for one in self.interviews])

    @cached_property
    def supervisors(self) -> Mapping[str, WorkDone]:
        return self._rows.by([one.supervisor for one in self.interviews])

    @cached_property
    def delays(self) -> Mapping[str, WorkDone]:
        return self._rows.by([delay_class(one) for one in self.interviews])

    @cached_property
    def agreement(self) -> Mapping[str, ItemAgreement]:
        return _agreement(self._pairs, items=self.items)

    @cached_property
    def agreement_without_false(self) -> Mapping[str, ItemAgreement]:
        return _agreement(self._true_pairs, items=self.items)

    @cached_property
    def pooled(self) -> PooledAgreement:
        return pooled_agreement(self._pairs, weights=self._weights)

    @cached_property
    def pooled_without_false(self) -> PooledAgreement:
        weights = self._weights
        of_true = None if weights is None else [weights[at] for at in self._true]
        return pooled_agreement(self._true_pairs, weights=of_true)

    @cached_property
    def satisfied(self) -> PersonLevel:
        return satisfied_shares(self._true_pairs)

    @cached_property
    def levels(self) -> PersonLevel:
        return mean_levels(self._true_pairs)

    @cached_property
    def _pairs(self) -> AnswerPairs:
        return answer_pairs(self.interviews, rule=self.rule)

    @cached_property
    def _true(self) -> list[int]:
        return [at for at, one in enumerate(self.interviews) if not one.is_false]

    @cached_property
    def _true_pairs(self) -> AnswerPairs:
        return self._pairs.only(self._true)

    @cached_property
    def _weights(self) -> list[float] | None:
        return weights_of(self.interviews)

    @cached_property
    def _contacted(self) -> list[int]:
        return [int(one.is_contacted) for one in self.interviews]

    @cached_property
    def _rows(self) -> WorkRows:
        return work_rows(self.interviews, pairs=self._pairs)

    @cached_property
    def _enumerators(self) -> tuple[Prior, Mapping[str, EnumeratorFigures]]:
        return _enumerators(self._rows.by([one.enumerator for one in self.interviews]))


def compare_interviews(
    interviews: Sequence[RecheckedInterview], *, rule: ScoringRule, items: Sequence[str]
) -> Comparison:
    """All figures; `items` are those that were asked again. The order of interviews means nothing.

    Interviews that were chosen for a risk say nothing of the others, and are only listed.
    """
    ordered = sorted(interviews, key=lambda one: one.key)
    return Comparison(
        interviews=tuple(one for one in ordered if one.selection is Selection.RANDOM),
        risk=tuple(one for one in ordered if one.selection is Selection.RISK),
        rule=rule,
        items=tuple(items),
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
