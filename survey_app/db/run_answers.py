"""The interviews of a run as plain rows, read in parts: for files with very many of them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from typing import cast as cast_type

from sqlalchemy import Select, Text, cast, func, null, select, type_coerce
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Account,
    Interview,
    InterviewTally,
    RoundUnit,
    ScoreRunInterview,
    Unit,
    answer,
)
from survey_app.db.tables_fieldwork import slot_name

ROWS = 5000


class AnswerColumns(NamedTuple):
    """What stands in front of the answers of a row, here as whole columns of a part.

    uuid: as the driver gives it. enumerator, started_at, finished_at: None where they were not
    asked for.
    """

    uuid: Sequence[object]
    unit_code: Sequence[object]
    enumerator: Sequence[object]
    started_at: Sequence[object]
    finished_at: Sequence[object]
    mode: Sequence[object]
    origin: Sequence[object]
    stratum: Sequence[object]


def answers_of_run(
    session: Session, run_id: int, *, items: int, is_full: bool
) -> Iterator[Sequence[tuple[object, ...]]]:
    """Parts of at most `ROWS` rows by unit and UUID: what `AnswerColumns` says, the JSON of other
    answers, the levels.

    Without `is_full` nobody asks for enumerators and times.
    """
    # Not through the session: what it adds to every row is for objects, and takes half the time.
    found = session.connection().execute(
        _rows(run_id, items=items, is_full=is_full).execution_options(yield_per=ROWS)
    )
    for part in found.partitions():
        yield cast_type(Sequence[tuple[object, ...]], part)


def _rows(run_id: int, *, items: int, is_full: bool) -> Select[tuple[object, ...]]:
    front = (
        type_coerce(Interview.uuid, Text),
        Unit.code,
        Account.username if is_full else null().label("enumerator"),
        Interview.started_at if is_full else null().label("started"),
        Interview.finished_at if is_full else null().label("finished"),
        Interview.mode,
        Interview.origin,
        InterviewTally.stratum,
        cast(answer.c.other, Text),
    )
    chosen = (
        select(*front, *(answer.c[slot_name(position)] for position in range(items)))
        .select_from(ScoreRunInterview)
        .join(Interview, Interview.id == ScoreRunInterview.interview_id)
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .outerjoin(InterviewTally, InterviewTally.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id)
        .order_by(RoundUnit.position, Interview.uuid)
    )
    return chosen.join(Account, Account.id == Interview.enumerator_id) if is_full else chosen


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


def longest_enumerator(session: Session, run_id: int) -> int:
    """Characters of the longest user name of who made interviews of the run; 0 without any."""
    found = session.scalars(
        select(func.max(func.length(Account.username)))
        .join(Interview, Interview.enumerator_id == Account.id)
        .join(ScoreRunInterview, ScoreRunInterview.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id)
    ).one()
    return found or 0
