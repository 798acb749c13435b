"""A later round minus an earlier one: the whole, groups and units, with their factors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scoring.differences import (
    Change,
    Difference,
    Lacking,
    Measured,
    independent_difference,
)
from scoring.round_figures import Aspect, RoundFigures, RowFigures, differing

TOLD = frozenset({Change.RISEN, Change.FALLEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChange:
    """The published indicator of one row, and each factor of either round by code."""

    published: Difference
    factors: Mapping[str, Difference]

    @property
    def most_changed(self) -> str | None:
        """The factor that is furthest from where it was, of those that are told to have changed."""
        told = {code: one for code, one in self.factors.items() if one.change in TOLD}
        return max(told, key=lambda code: abs(told[code].est or 0.0), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOnYear:
    """A later round minus an earlier one; groups and units of either, by code.

    differing: in what they do not measure the same; then there is no difference of anything.
    same_questionnaire: whether they had the same version. Where they had not, a difference may
    come of another wording, which no figure can make up for.
    """

    overall: RowChange
    groups: Mapping[str, RowChange]
    units: Mapping[str, RowChange]
    differing: tuple[Aspect, ...]
    same_questionnaire: bool

    def group(self, code: str) -> RowChange:
        """Of a group, also where nobody answered in either round."""
        return self.groups.get(code) or self._without_answers()

    def unit(self, code: str) -> RowChange:
        """Of a unit, also where nobody answered in either round."""
        return self.units.get(code) or self._without_answers()

    def _without_answers(self) -> RowChange:
        reason = Lacking.OTHER_MEANING if self.differing else Lacking.ONE_SIDE
        return _nothing(reason, codes=tuple(self.overall.factors))


def year_on_year(
    later: RoundFigures, earlier: RoundFigures, *, other_units: Collection[str] = ()
) -> YearOnYear:
    """The later round minus the earlier one, where both published the same of the same criteria.

    other_units: units that have kept their code and are not what they were, such as one that took
    over another; they are not compared. Each interval is a 95 % one for itself: of twenty units
    that did not change, one is expected to be told as changed.
    """
    different = differing(later.meaning, earlier.meaning)
    factors = [one.code for side in (later, earlier) for one in side.meaning.factors]
    codes = tuple(dict.fromkeys(factors))

    def change(one: RowFigures | None, two: RowFigures | None, *, is_other: bool) -> RowChange:
        if different or is_other:
            reason = Lacking.OTHER_MEANING if different else Lacking.OTHER_UNIT
            return _nothing(reason, codes=codes)
        return row_change(one, two, codes=codes)

    def changes(
        here: Mapping[str, RowFigures], there: Mapping[str, RowFigures], others: Collection[str]
    ) -> dict[str, RowChange]:
        return {
            code: change(here.get(code), there.get(code), is_other=code in others)
            for code in sorted({*here, *there})
        }

    return YearOnYear(
        overall=change(later.overall, earlier.overall, is_other=False),
        groups=changes(later.groups, earlier.groups, ()),
        units=changes(later.units, earlier.units, other_units),
        differing=different,
        same_questionnaire=later.questionnaire_version == earlier.questionnaire_version,
    )


def row_change(
    later: RowFigures | None, earlier: RowFigures | None, *, codes: Collection[str]
) -> RowChange:
    """One unit, group or whole of two rounds that were drawn independently of each other.

    Where one of the two may not be told, nor may the difference: it would give the other away.
    """
    if later is None or earlier is None:
        return _nothing(Lacking.ONE_SIDE, codes=codes)
    if later.is_hidden or earlier.is_hidden:
        return _nothing(Lacking.SUPPRESSED, codes=codes)
    return RowChange(
        published=independent_difference(later.published, earlier.published),
        factors={code: _factor(code, later=later, earlier=earlier) for code in codes},
    )


def _factor(code: str, *, later: RowFigures, earlier: RowFigures) -> Difference:
    if code in later.hidden or code in earlier.hidden:
        return Difference(reason=Lacking.SUPPRESSED)
    one, two = _of(later, code), _of(earlier, code)
    if one is None or two is None:
        return Difference(reason=Lacking.ONE_SIDE)
    return independent_difference(one, two)


def _of(row: RowFigures, code: str) -> Measured | None:
    return row.factors.get(code)


def _nothing(reason: Lacking, *, codes: Collection[str]) -> RowChange:
    nothing = Difference(reason=reason)
    return RowChange(published=nothing, factors=dict.fromkeys(codes, nothing))
