"""Which cases of a round are looked for, as statements that find them."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from survey_app.db.assignments import is_open
from survey_app.db.case_outcomes import CaseOutcome, holder, is_replaced
from survey_app.db.outcome_filter import WITHOUT_ASSIGNMENT, has_outcome
from survey_app.db.tables import Assignment, FrameCase, RoundUnit, SampleMember
from survey_app.db.unindexed import unindexed


class CaseScope(StrEnum):
    """Which cases are looked at, by the lists of samples."""

    FIELD = "field"
    """Whoever is or was to be interviewed: official members, replacements, whatever was given."""
    OFFICIAL = "official"
    RESERVE = "reserve"
    NOT_DRAWN = "not_drawn"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """What is looked for; blank and None do not restrict.

    enumerator_id: whoever has the case now. is_nobodys: cases that nobody has and somebody should.
    is_open: cases that somebody has still to reach, whether tried or not. code: how the file code
    begins.
    """

    scope: CaseScope = CaseScope.FIELD
    round_unit_id: int | None = None
    stratum: str = ""
    enumerator_id: int | None = None
    is_nobodys: bool = False
    outcome: CaseOutcome | None = None
    is_open: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRange:
    """The units that are looked at: from the first to the last number, but for those of others."""

    first: int
    last: int
    others: frozenset[int] = frozenset()

    @property
    def is_one(self) -> bool:
        """Whether it is one unit."""
        return self.first == self.last

    def of(self, unit: SQLColumnExpression[int]) -> ColumnElement[bool]:
        """Whether this is the number of one of the units.

        Their numbers are written into the statement: PostgreSQL takes a range that it does not know
        for a two-hundredth of all cases, and looks the others up one by one.
        """
        if self.is_one:
            return unit == _number(self.first)
        inside = unit.between(_number(self.first), _number(self.last))
        if not self.others:
            return inside
        return and_(inside, unit.not_in([_number(one) for one in sorted(self.others)]))


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(int(value)), BigInteger)


def units_inside(session: Session, round_id: int, wanted: CaseFilter) -> UnitRange:
    """The units of the round, or the chosen one."""
    if wanted.round_unit_id is not None:
        return UnitRange(first=wanted.round_unit_id, last=wanted.round_unit_id)
    first, last = (
        select(of(RoundUnit.id)).where(RoundUnit.round_id == round_id).scalar_subquery()
        for of in (func.min, func.max)
    )
    found = session.execute(
        select(RoundUnit.id, RoundUnit.round_id).where(RoundUnit.id.between(first, last))
    ).all()
    numbers = [row[0] for row in found]
    return UnitRange(
        first=min(numbers, default=0),
        last=max(numbers, default=0),
        others=frozenset(row[0] for row in found if row[1] != round_id),
    )


def in_order(inside: UnitRange, wanted: CaseFilter) -> Select[int, int | None]:
    """Number and holder of every case of this kind, to be put in the order of unit and file code.

    The units are a range along the index that has this order: a page is read from there and no
    further.
    """
    return _from_cases(inside.of(FrameCase.round_unit_id), wanted)


def to_count(inside: UnitRange, wanted: CaseFilter) -> Select[int, int | None]:
    """The same, in no order; of all units from the assignments where each such case has one.

    They are fewer, and SQLite, which joins in the order that is written here, then finds what
    belongs together side by side.
    """
    if inside.is_one:
        return _from_cases(inside.of(FrameCase.round_unit_id), wanted)
    units = inside.of(unindexed(FrameCase.round_unit_id))
    return (_from_assignments if _is_given_out(wanted) else _from_cases)(units, wanted)


def _from_cases(inside: ColumnElement[bool], wanted: CaseFilter) -> Select[int, int | None]:
    return (
        select(FrameCase.id, holder().label("holder"))
        .select_from(FrameCase)
        .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
        .outerjoin(Assignment, Assignment.frame_case_id == FrameCase.id)
        .where(inside, *_conditions(wanted))
    )


def _from_assignments(inside: ColumnElement[bool], wanted: CaseFilter) -> Select[int, int | None]:
    return (
        select(FrameCase.id, holder().label("holder"))
        .select_from(Assignment)
        .join(FrameCase, FrameCase.id == unindexed(Assignment.frame_case_id))
        .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
        .where(inside, *_conditions(wanted))
    )


def _is_given_out(wanted: CaseFilter) -> bool:
    """Whether only cases with an assignment can be of this kind."""
    was_heard = wanted.outcome is not None and wanted.outcome not in WITHOUT_ASSIGNMENT
    return was_heard or wanted.is_open or wanted.enumerator_id is not None


def _conditions(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    yield from _of_scope(wanted.scope)
    if wanted.stratum:
        yield SampleMember.stratum == wanted.stratum
    if wanted.enumerator_id is not None:
        yield Assignment.enumerator_id == wanted.enumerator_id
        yield Assignment.recalled_at.is_(None)
    if wanted.is_nobodys:
        yield or_(Assignment.interview_uuid.is_(None), Assignment.recalled_at.is_not(None))
        yield ~is_replaced()
    if wanted.code:
        yield FrameCase.file_code.istartswith(wanted.code, autoescape=True)
    if wanted.is_open:
        yield is_open()
    if wanted.outcome is not None:
        yield has_outcome(wanted.outcome)


def _of_scope(scope: CaseScope) -> Iterator[ColumnElement[bool]]:
    if scope in {CaseScope.OFFICIAL, CaseScope.RESERVE}:
        yield SampleMember.sample_list == scope.value
    elif scope is CaseScope.NOT_DRAWN:
        yield SampleMember.frame_case_id.is_(None)
    elif scope is CaseScope.FIELD:
        # Whoever replaces somebody was given out at the same moment.
        yield or_(SampleMember.sample_list == "official", Assignment.interview_uuid.is_not(None))
