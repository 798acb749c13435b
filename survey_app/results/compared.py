"""The published figures of a unit beside those of its group and of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.published_row import PublishedRow
from survey_app.results.criteria import Criterion, ShareShown, criteria_of, share_shown
from survey_app.results.own_results import OwnResult
from survey_app.results.ranking import FactorShown, Shown, factors_shown, shown_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedScore:
    """The score of the unit, of its group and of the whole; nothing in what is not public."""

    own: Shown
    group: Shown
    whole: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFactor:
    """A factor. is_hidden: too few people answered it, or it protects one that too few answered;
    so are also its numbers of people.
    """

    code: str
    own: FactorShown
    group: FactorShown | None
    whole: FactorShown
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCriterion:
    """A criterion. is_hidden: so are also its numbers of people."""

    own: Criterion
    group: ShareShown | None
    whole: ShareShown
    is_hidden: bool

    @property
    def is_beside_group(self) -> bool:
        """Whether it is held against that of the group, or against the whole where it is hidden."""
        return self.group is not None and self.group.percent is not None

    @property
    def beside(self) -> ShareShown:
        """What it is held against."""
        return self.group if self.group is not None and self.is_beside_group else self.whole

    @property
    def is_higher(self) -> bool:
        """Whether its whole interval lies above that of the others."""
        own, other = self.own.low, self.beside.high
        return own is not None and other is not None and own > other

    @property
    def is_lower(self) -> bool:
        """Whether its whole interval lies below that of the others."""
        own, other = self.own.high, self.beside.low
        return own is not None and other is not None and own < other

    @property
    def difference(self) -> Decimal:
        """Percentage points from the others to the unit; 0 where one of them is not shown."""
        own, other = self.own.percent, self.beside.percent
        return Decimal(0) if own is None or other is None else own - other


def compared_score(result: OwnResult) -> ComparedScore:
    """The scores side by side."""
    return ComparedScore(
        own=shown_of(result.own.score),
        group=shown_of(None if result.group is None else result.group.score),
        whole=shown_of(result.whole.score),
    )


def compared_factors(result: OwnResult) -> tuple[ComparedFactor, ...]:
    """The factors in the order of the plan."""
    minimum = result.table.limits.minimum_people
    codes = [factor.code for factor in result.plans.rule.factors]
    own, whole = (
        factors_shown(row.score, codes=codes, minimum=minimum) for row in (result.own, result.whole)
    )
    group = None
    if result.group is not None:
        group = factors_shown(result.group.score, codes=codes, minimum=minimum)
    return tuple(
        ComparedFactor(
            code=code,
            own=own[code],
            group=None if group is None else group[code],
            whole=whole[code],
            is_hidden=code in result.own.hidden_factors,
        )
        for code in codes
    )


def compared_criteria(result: OwnResult) -> tuple[ComparedCriterion, ...]:
    """The criteria, factor by factor."""
    minimum, group = result.table.limits.minimum_people, result.group
    return tuple(
        ComparedCriterion(
            own=one,
            group=None if group is None else share_in(group, one.code, minimum=minimum),
            whole=share_in(result.whole, one.code, minimum=minimum),
            is_hidden=one.code in result.own.hidden_items,
        )
        for one in criteria_of(result.own.score, rule=result.plans.rule, minimum=minimum)
    )


def share_in(row: PublishedRow, code: str, *, minimum: int) -> ShareShown:
    """Of a sum over units. Where its people are not told, enough of them gave the share."""
    is_counted = code not in row.uncounted_items
    is_few = is_counted and row.score.items[code].n_valid < minimum
    return ShareShown() if row.is_hidden or is_few else share_shown(row.score.items[code])


def strengths(criteria: Sequence[ComparedCriterion]) -> tuple[ComparedCriterion, ...]:
    """Criteria that are higher than those of the others as far as intervals tell, the farthest
    first. Two 95 % intervals that do not meet are told apart more surely than at 5 %.
    """
    higher = [one for one in criteria if one.is_higher]
    return tuple(sorted(higher, key=lambda one: -one.difference))


def weaknesses(criteria: Sequence[ComparedCriterion]) -> tuple[ComparedCriterion, ...]:
    """Those that are lower, the farthest first."""
    lower = [one for one in criteria if one.is_lower]
    return tuple(sorted(lower, key=lambda one: one.difference))
