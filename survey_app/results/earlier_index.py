"""The index table of the year before: imported from paper, or of an earlier round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from scoring.index import GroupIndex
from scoring.index_changes import EarlierGroup, EarlierUnit
from survey_app.db.earlier_tables import EarlierTableRecord, earlier_table
from survey_app.db.index_publications import current_index
from survey_app.db.rounds import (
    OfficialResultRecord,
    RoundRecord,
    RoundUnitRecord,
    all_rounds,
    official_results,
    units_of_round,
)
from survey_app.db.scored_rounds import rounds_with_table
from survey_app.results.earlier_rounds import earlier_rounds
from survey_app.results.frozen_table import frozen_table
from survey_app.results.round_index import NotReady, published_groups


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierIndex:
    """The table with which a round is compared. groups: by code.

    year: of which it is. round_code: the earlier round, None where the table came on paper for
    this one; then number, issued_on and source name the document. source: in words.
    """

    year: int
    round_code: str | None
    number: str | None
    issued_on: date | None
    source: str | None
    groups: Mapping[str, EarlierGroup]


def earlier_index(
    session: Session, of_round: RoundRecord, *, units: Sequence[RoundUnitRecord]
) -> EarlierIndex | None:
    """The table that was imported for this round; else that of the latest earlier round.

    Of an earlier round the index that was published by a decision, as it was printed; else the
    index of its points that are public; else its table on paper. None without any.
    """
    table = earlier_table(session, of_round.id)
    if table is not None:
        return _of_table(table, units=units)
    found = earlier_rounds(
        of_round, among=all_rounds(session), with_scores=rounds_with_table(session)
    )
    return _of_round(session, found[0]) if found else None


def _of_table(table: EarlierTableRecord, *, units: Sequence[RoundUnitRecord]) -> EarlierIndex:
    groups: dict[str, dict[str, EarlierUnit]] = {unit.group_code: {} for unit in units}
    for unit in units:
        row = table.units.get(unit.unit_code)
        if row is not None:
            groups[unit.group_code][unit.unit_code] = EarlierUnit(
                percent=row.index_percent, rank=row.rank
            )
    said = table.groups
    return EarlierIndex(
        year=table.year,
        round_code=None,
        number=table.number,
        issued_on=table.issued_on,
        source=table.source,
        groups={
            code: EarlierGroup(
                units=rows,
                mean=said[code].mean_index if code in said else None,
                spread=said[code].spread if code in said else None,
                is_whole=False,
            )
            for code, rows in groups.items()
            if rows or code in said
        },
    )


def _of_round(session: Session, earlier: RoundRecord) -> EarlierIndex:
    groups = _groups(session, earlier)
    return EarlierIndex(
        year=earlier.year,
        round_code=earlier.code,
        number=None,
        issued_on=None,
        source=None,
        groups=groups,
    )


def _groups(session: Session, earlier: RoundRecord) -> Mapping[str, EarlierGroup]:
    units = units_of_round(session, earlier.id)
    decided = current_index(session, earlier.id)
    if decided is not None:
        in_groups = {unit.unit_code: unit.group_code for unit in units}
        return frozen_table(decided.content, groups=in_groups)
    made = published_groups(session, earlier)
    if made is None:
        return _of_paper(official_results(session, earlier.id), units=units)
    return {one.group: _of_group(one, not_ready=made[1]) for one in made[0]}


def _of_group(group: GroupIndex, *, not_ready: Sequence[NotReady]) -> EarlierGroup:
    """A group as it was computed; whole where every unit of it is in the table."""
    is_whole = all(one.unit.group_code != group.group for one in not_ready)
    return EarlierGroup(
        units={
            row.unit_code: EarlierUnit(percent=row.percent, rank=row.rank) for row in group.rows
        },
        mean=group.mean_index if is_whole else None,
        spread=group.spread if is_whole else None,
        is_whole=is_whole,
        ranked=len(group.rows),
    )


def _of_paper(
    rows: Sequence[OfficialResultRecord], *, units: Sequence[RoundUnitRecord]
) -> Mapping[str, EarlierGroup]:
    """Groups of a table that was printed; mean and spread are made of what is printed in it."""
    by_code = {row.unit_code: row for row in rows}
    codes: dict[str, list[str]] = {}
    for unit in units:
        codes.setdefault(unit.group_code, []).append(unit.unit_code)
    return {
        group: _printed([by_code[code] for code in members if code in by_code], of=len(members))
        for group, members in codes.items()
    }


def _printed(rows: Sequence[OfficialResultRecord], *, of: int) -> EarlierGroup:
    percents = [row.index_percent for row in rows]
    is_whole = len(rows) == of and bool(rows)
    return EarlierGroup(
        units={
            row.unit_code: EarlierUnit(percent=row.index_percent, rank=row.rank) for row in rows
        },
        mean=sum(percents, Decimal(0)) / len(percents) if is_whole else None,
        spread=max(percents) - min(percents) if is_whole else None,
        is_whole=is_whole,
        ranked=len(rows) if is_whole else None,
    )
