"""The interviews of a run as plain rows, read in parts: for files with very many of them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, NamedTuple
from typing import cast as cast_type

import numpy as np
import numpy.typing as npt
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Text,
    cast,
    literal_column,
    null,
    select,
)
from sqlalchemy.orm import Session

from survey_app.db.engine import expect_scan
from survey_app.db.field_days import whole_seconds
from survey_app.db.tables import (
    Account,
    Interview,
    InterviewTally,
    ScoreRunInterview,
    answer,
)
from survey_app.db.tables_fieldwork import slot_name

ROWS = 5000
PACKED = 7
"""So many answers to criteria come as one whole number, a byte for each: the driver takes as long
for a number as for its parts."""
LOWEST_LEVEL = -128
"""No answer has a lower code (`scoring.responses`); bytes count from it."""
BYTE_BITS, NUMBER_BYTES = 8, 8


class AnswerColumns(NamedTuple):
    """What stands in front of the answers of a row, here as whole columns of a part.

    uuid: hexadecimal, with dashes or without. round_unit, enumerator: numbers of the database.
    started_at, finished_at: whole seconds since 1970; like enumerator None where they were not
    asked for.
    """

    uuid: Sequence[object]
    round_unit: Sequence[object]
    enumerator: Sequence[object]
    started_at: Sequence[object]
    finished_at: Sequence[object]
    mode: Sequence[object]
    origin: Sequence[object]
    stratum: Sequence[object]


def answers_of_run(
    session: Session, run_id: int, *, items: int, is_full: bool
) -> Iterator[Sequence[tuple[object, ...]]]:
    """Parts of at most `ROWS` rows: what `AnswerColumns` says, the JSON of other answers, and the
    levels, packed as `levels_of` takes them. Without `is_full` nobody asks for enumerators and
    times.

    They are in the order of the tables, whatever their units: so the database gives the first row
    at once and keeps none, where it would have to put a million in order before it.
    """
    # Not through the session: what it adds to every row is for objects, and takes half the time.
    connection = session.connection()
    expect_scan(connection)
    rows = _rows(run_id, items=items, is_full=is_full).execution_options(yield_per=ROWS)
    with connection.execute(rows) as found:
        for part in found.partitions():
            yield cast_type(Sequence[tuple[object, ...]], part)


def _rows(run_id: int, *, items: int, is_full: bool) -> Select[tuple[object, ...]]:
    front = (
        cast(Interview.uuid, Text),
        Interview.round_unit_id,
        Interview.enumerator_id if is_full else null().label("enumerator"),
        whole_seconds(Interview.started_at) if is_full else null().label("started"),
        whole_seconds(Interview.finished_at) if is_full else null().label("finished"),
        Interview.mode,
        Interview.origin,
        InterviewTally.stratum,
        cast(answer.c.other, Text),
    )
    return (
        select(*front, *(_packed(range(items)[at : at + PACKED]) for at in range(0, items, PACKED)))
        .select_from(ScoreRunInterview)
        .join(Interview, Interview.id == ScoreRunInterview.interview_id)
        .join(answer, answer.c.interview_id == Interview.id)
        .outerjoin(InterviewTally, InterviewTally.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id)
        .order_by(ScoreRunInterview.interview_id)
    )


def _packed(positions: range) -> ColumnElement[Any]:
    bytes_of = [
        (cast(answer.c[slot_name(position)], BigInteger) - _number(LOWEST_LEVEL))
        * _number(1 << BYTE_BITS * place)
        for place, position in enumerate(positions)
    ]
    return reduce(add, bytes_of)


def _number(constant: int) -> ColumnElement[Any]:
    return literal_column(f"({constant})", BigInteger)


def levels_of(packed: Sequence[Sequence[object]], *, items: int) -> npt.NDArray[np.int32]:
    """(interviews, items) codes of the criteria. packed: the columns behind the JSON of a part."""
    numbers = np.array(packed, dtype="<i8")
    parts = numbers.view(np.uint8).reshape(*numbers.shape, NUMBER_BYTES)[:, :, :PACKED]
    bytes_of = parts.transpose(1, 0, 2).reshape(numbers.shape[1], -1)[:, :items]
    return bytes_of.astype(np.int32) + LOWEST_LEVEL


def strata_of_run(session: Session, run_id: int) -> tuple[str, ...]:
    """The strata that interviews of the run are of, with "" where some are of none."""
    found = session.scalars(
        select(InterviewTally.stratum)
        .join(ScoreRunInterview, ScoreRunInterview.interview_id == InterviewTally.interview_id)
        .where(ScoreRunInterview.score_run_id == run_id)
        .distinct()
        .order_by(InterviewTally.stratum)
    )
    return tuple(found)


def enumerators_of_run(session: Session, run_id: int) -> Mapping[int, str]:
    """The user names of all who made interviews of the run, by their numbers, in this order."""
    made = (
        select(Interview.enumerator_id)
        .join(ScoreRunInterview, ScoreRunInterview.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id)
    )
    found = session.execute(
        select(Account.id, Account.username).where(Account.id.in_(made)).order_by(Account.id)
    )
    return {row.id: row.username for row in found}
