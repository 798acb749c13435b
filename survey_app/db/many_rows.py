"""Adds rows by the hundred thousand: by COPY on PostgreSQL, through the driver on SQLite."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Table as CoreTable
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from survey_app.db.driver import copy_rows, insert_rows, is_postgresql

_NEXT = text("SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)")


def next_ids(session: Session, table: CoreTable, count: int) -> Sequence[int]:
    """Numbers that no other row of the table will get, ascending; SQLite has one writer only."""
    if is_postgresql(session):
        return session.scalars(_NEXT, {"table": table.name, "count": count}).all()
    last = session.execute(select(func.max(table.c.id))).scalar_one() or 0
    return range(last + 1, last + 1 + count)


def add_many(session: Session, table: CoreTable, rows: Iterable[Mapping[str, object]]) -> None:
    """Adds the rows as they come; all have the same columns, those with defaults included."""
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return
    columns = tuple(first)
    in_order = ([row[name] for name in columns] for row in _with(first, coming))
    add_rows(session, table, columns=columns, rows=in_order)


def add_rows(
    session: Session, table: CoreTable, *, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """The same for rows whose values stand in the order of these columns."""
    if is_postgresql(session):
        copy_rows(session, table=table.name, columns=columns, rows=rows)
    else:
        insert_rows(session, table=table, columns=columns, rows=rows)


def _with(
    first: Mapping[str, object], rest: Iterator[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    yield first
    yield from rest
