"""A round compared with an earlier one; pages, files and commands all read this."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scoring.differences import Change
from scoring.round_figures import RowFigures
from scoring.year_on_year import YearOnYear, year_on_year
from survey_app.db import rounds, units
from survey_app.results.criteria_wording import Wording, wording_between
from survey_app.results.round_side import RoundSide, side_of
from survey_app.results.unit_changes import (
    Compared,
    Matching,
    UnitChange,
    apart_of,
    matching_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """A group of units, or with an empty code the whole.

    named: a unit of it, for the names of the group. units: surveyed in both rounds; came, gone: in
    the later one only, in the earlier one only.
    """

    code: str
    named: rounds.RoundUnitRecord | None
    row: Compared
    units: int
    came: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoRounds:
    """The later round minus the earlier one.

    units: surveyed in either round, in the order of the later one, then those of the earlier.
    """

    later: RoundSide
    earlier: RoundSide
    found: YearOnYear
    wording: Wording
    whole: GroupChange
    groups: tuple[GroupChange, ...]
    units: tuple[UnitChange, ...]

    @property
    def factors(self) -> tuple[str, ...]:
        """The codes of the factors of either round."""
        return tuple(self.found.overall.factors)

    def units_in(self, group: str) -> tuple[UnitChange, ...]:
        """Those of a group; a unit that moved is in the group of the later round."""
        return tuple(unit for unit in self.units if unit.known_as.group_code == group)

    def units_that(self, change: Change) -> tuple[UnitChange, ...]:
        """Those of which this is told."""
        return tuple(unit for unit in self.units if unit.row.change.published.change is change)

    @property
    def units_apart(self) -> tuple[UnitChange, ...]:
        """Those of which nothing can be told."""
        return tuple(unit for unit in self.units if unit.apart is not None)


def compare_rounds(session: Session, later: RoundSide, earlier: rounds.RoundRecord) -> TwoRounds:
    """Compares with what is official of the earlier round."""
    return two_rounds(later, side_of(session, earlier), known=units.all_units(session))


def two_rounds(
    later: RoundSide, earlier: RoundSide, *, known: Mapping[str, units.UnitRecord]
) -> TwoRounds:
    """known: all units as they are now, by code."""
    of = matching_of(later.units, earlier.units, known=known)
    found = year_on_year(
        later.figures, earlier.figures, other_units={*of.took_over, *of.exempt_once}
    )
    surveyed = {**_surveyed(of.earlier), **_surveyed(of.later)}
    groups = dict.fromkeys(
        unit.group_code for side in (of.later, of.earlier) for unit in _surveyed(side).values()
    )
    return TwoRounds(
        later=later,
        earlier=earlier,
        found=found,
        wording=wording_between(
            later.definition,
            earlier.definition,
            later_factors=later.figures.meaning.factors,
            earlier_factors=earlier.figures.meaning.factors,
        ),
        whole=_whole(later, earlier, found=found, of=of),
        groups=tuple(_group(code, later, earlier, found=found, of=of) for code in groups),
        units=tuple(
            _unit(code, later, earlier, found=found, of=of) for code in of.codes if code in surveyed
        ),
    )


def _whole(later: RoundSide, earlier: RoundSide, *, found: YearOnYear, of: Matching) -> GroupChange:
    row = Compared(
        later=_answered(later.figures.overall),
        earlier=_answered(earlier.figures.overall),
        change=found.overall,
    )
    return _with_units("", row, later=_surveyed(of.later), earlier=_surveyed(of.earlier))


def _answered(row: RowFigures) -> RowFigures | None:
    return row if row.people else None


def _group(
    code: str, later: RoundSide, earlier: RoundSide, *, found: YearOnYear, of: Matching
) -> GroupChange:
    row = Compared(
        later=later.figures.groups.get(code),
        earlier=earlier.figures.groups.get(code),
        change=found.group(code),
    )
    return _with_units(
        code, row, later=_surveyed(of.later, group=code), earlier=_surveyed(of.earlier, group=code)
    )


def _surveyed(
    units_of: Mapping[str, rounds.RoundUnitRecord], *, group: str | None = None
) -> Mapping[str, rounds.RoundUnitRecord]:
    return {
        code: unit
        for code, unit in units_of.items()
        if not unit.is_exempt and group in (None, unit.group_code)
    }


def _with_units(
    code: str,
    row: Compared,
    *,
    later: Mapping[str, rounds.RoundUnitRecord],
    earlier: Mapping[str, rounds.RoundUnitRecord],
) -> GroupChange:
    return GroupChange(
        code=code,
        named=next(iter((*later.values(), *earlier.values())), None),
        row=row,
        units=len(later.keys() & earlier.keys()),
        came=len(later.keys() - earlier.keys()),
        gone=len(earlier.keys() - later.keys()),
    )


def _unit(
    code: str, later: RoundSide, earlier: RoundSide, *, found: YearOnYear, of: Matching
) -> UnitChange:
    change = found.unit(code)
    apart, others = apart_of(code, change, of=of)
    return UnitChange(
        code=code,
        later=of.later.get(code),
        earlier=of.earlier.get(code),
        row=Compared(
            later=later.figures.units.get(code),
            earlier=earlier.figures.units.get(code),
            change=change,
        ),
        apart=apart,
        others=others,
    )
