"""Where a page of a long list of comments is, without walking there.

The list goes unit by unit, and of each is kept how many comments it has: whole units are skipped.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.db.comment_counts import counts_by_unit
from survey_app.db.tables import RoundUnit, RunComment
from survey_app.db.wanted_comments import WantedComments


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInList:
    """The first and the last place of a unit in a run, and how many comments it has that are
    looked for.
    """

    first: int
    last: int
    comments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOfList:
    """The places of the units of which a page has comments; none where last is before first.

    skipped: how many comments that are looked for stand among these places before the page.
    """

    first: int
    last: int
    skipped: int


def part_of_page(
    session: Session, run_id: int, *, wanted: WantedComments, start: int, most: int
) -> PartOfList:
    """Reads what is kept of the units, and no comment."""
    counts = counts_by_unit(session, run_id, wanted=wanted)
    units = [
        UnitInList(
            first=first,
            last=last,
            comments=sum(
                number for state, number in counts[unit].items() if wanted.state in (None, state)
            ),
        )
        for unit, first, last in _places_of_units(session, run_id, counts)
    ]
    return part_of(units, start=start, most=most)


def part_of(units: Sequence[UnitInList], *, start: int, most: int) -> PartOfList:
    """The part in which the page is. units: in the order of the list."""
    ends = accumulate(one.comments for one in units)
    shown = [
        (one, end - one.comments)
        for one, end in zip(units, ends, strict=True)
        if end > start and end - one.comments < start + most
    ]
    if not shown:
        return PartOfList(first=1, last=0, skipped=0)
    (first, before), (last, _) = shown[0], shown[-1]
    return PartOfList(first=first.first, last=last.last, skipped=start - before)


def _places_of_units(
    session: Session, run_id: int, units: Collection[int]
) -> Sequence[tuple[int, int, int]]:
    """The first and the last place of each, in the order of the list."""
    ends = (
        select(end(RunComment.place))
        .where(RunComment.score_run_id == run_id, RunComment.round_unit_id == RoundUnit.id)
        .scalar_subquery()
        for end in (func.min, func.max)
    )
    rows = session.execute(select(RoundUnit.id, *ends).where(RoundUnit.id.in_(units)))
    return sorted(((row[0], row[1], row[2]) for row in rows), key=lambda row: row[1])
