"""Adds rows by the hundred thousand: by COPY on PostgreSQL, in batches on SQLite."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from sqlalchemy import Table as CoreTable
from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from survey_app.db.driver import copy_rows, is_postgresql

BATCH = 5_000
"""Rows of one statement on SQLite; so many are in memory at once."""

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
    if is_postgresql(session):
        in_order = ([row[name] for name in columns] for row in _with(first, coming))
        copy_rows(session, table=table.name, columns=columns, rows=in_order)
        return
    whole = _with(first, coming)
    while batch := list(islice(whole, BATCH)):
        session.execute(insert(table), batch)


def _with(
    first: Mapping[str, object], rest: Iterator[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    yield first
    yield from rest
