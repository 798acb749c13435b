"""Queries about runs of scores and their publication."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, insert, literal, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.tables import (
    Account,
    Interview,
    Publication,
    PublicationSeal,
    RoundUnit,
    ScoreRow,
    ScoreRun,
    ScoreRunInterview,
)

BLOCK = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCut:
    """Of which versions of interviews scores are made: how many, and their SHA-256."""

    interviews: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A run as it begins: its interviews are those that count, its result is not known yet."""

    round_id: int
    made_at: datetime
    made_by: int
    questionnaire_version_id: str
    scoring_plan_id: str
    points_plan_id: str
    code_version: str
    method_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run of scores; result: canonical JSON."""

    id: int
    round_id: int
    made_at: datetime
    interviews: int
    cut_sha256: str
    result: str
    result_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRecord:
    """A publication with the names of those who answer for it."""

    id: int
    round_id: int
    run_id: int
    published_at: datetime
    published_by: str
    reason: str
    state: str
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None
    interviews: int
    cut_sha256: str
    result_sha256: str
    block: str | None
    """The newest block of the log of changes at that moment, NUMBER:SHA256; None: older ones."""


def begin_run(session: Session, new: NewRun) -> int | None:
    """Takes the interviews that count now into a run and gives its number; None without any.

    From here on the run is of these versions, whatever comes in meanwhile.
    """
    if not _current(session, new.round_id):
        return None
    columns = {name: getattr(new, name) for name in NewRun.__dataclass_fields__}
    # What is not known yet is written by `end_run`, in the same transaction.
    columns |= {"interviews": 1, "cut_sha256": "0" * 64, "result": "-", "result_sha256": "0" * 64}
    run_id: int = session.execute(insert(ScoreRun).returning(ScoreRun.id), columns).scalar_one()
    session.execute(
        insert(ScoreRunInterview).from_select(
            ["score_run_id", "interview_id"],
            select(literal(run_id), Interview.id)
            .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
            .where(RoundUnit.round_id == new.round_id, Interview.is_current),
        )
    )
    return run_id


def _current(session: Session, round_id: int) -> int:
    return session.scalars(
        select(func.count())
        .select_from(Interview)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
    ).one()


def end_run(
    session: Session,
    run_id: int,
    *,
    cut: DataCut,
    result: str,
    rows: Sequence[tuple[str, str, str]],
) -> str:
    """Writes down what came out, once; gives its SHA-256. rows: kind, code and content."""
    sha256 = hashlib.sha256(result.encode()).hexdigest()
    values = {
        "interviews": cut.interviews,
        "cut_sha256": cut.sha256,
        "result": result,
        "result_sha256": sha256,
    }
    session.execute(update(ScoreRun).where(ScoreRun.id == run_id).values(values))
    add_rows = [
        {"score_run_id": run_id, "kind": kind, "code": code, "content": content}
        for kind, code, content in rows
    ]
    session.execute(insert(ScoreRow), add_rows)
    return sha256


def cut_of_run(session: Session, run_id: int) -> DataCut:
    """The cut of a run, read in blocks so that memory stays flat."""
    of_run = (
        select(Interview.uuid, Interview.version, Interview.content_sha256)
        .join(ScoreRunInterview, ScoreRunInterview.interview_id == Interview.id)
        .where(ScoreRunInterview.score_run_id == run_id)
    )
    return _cut(session, of_run)


def cut_now(session: Session, round_id: int) -> DataCut:
    """The cut that a run of the round would have now."""
    current = (
        select(Interview.uuid, Interview.version, Interview.content_sha256)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .where(RoundUnit.round_id == round_id, Interview.is_current)
    )
    return _cut(session, current)


def _cut(session: Session, chosen: Select[UUID, int, str]) -> DataCut:
    """Sorted by UUID the lines are sorted: no two current versions share one."""
    hashed, number = hashlib.sha256(), 0
    rows = session.execute(chosen.order_by(Interview.uuid).execution_options(yield_per=BLOCK))
    for uuid, version, content in rows:
        hashed.update(f"{uuid} {version} {content}\n".encode())
        number += 1
    return DataCut(interviews=number, sha256=hashed.hexdigest())


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBasis:
    """By what a run was scored, and when it was made; the numbers are SHA-256."""

    made_at: datetime
    questionnaire_version_id: str
    scoring_plan_id: str
    points_plan_id: str


def run_basis(session: Session, run_id: int) -> RunBasis:
    """By what this run was scored, whatever its round goes by now."""
    row = session.execute(
        select(
            ScoreRun.made_at,
            ScoreRun.questionnaire_version_id,
            ScoreRun.scoring_plan_id,
            ScoreRun.points_plan_id,
        ).where(ScoreRun.id == run_id)
    ).one()
    return RunBasis(
        made_at=row[0],
        questionnaire_version_id=row[1],
        scoring_plan_id=row[2],
        points_plan_id=row[3],
    )


def run_of_round(session: Session, round_id: int, *, run_id: int) -> RunRecord | None:
    """A run of this round."""
    found = session.scalars(
        select(ScoreRun).where(ScoreRun.id == run_id, ScoreRun.round_id == round_id)
    ).one_or_none()
    return None if found is None else _run(found)


def newest_run(session: Session, round_id: int) -> RunRecord | None:
    """The last run of this round, public or not."""
    found = session.scalars(
        select(ScoreRun).where(ScoreRun.round_id == round_id).order_by(ScoreRun.id.desc()).limit(1)
    ).one_or_none()
    return None if found is None else _run(found)


def _run(found: ScoreRun) -> RunRecord:
    return RunRecord(
        id=found.id,
        round_id=found.round_id,
        made_at=found.made_at,
        interviews=found.interviews,
        cut_sha256=found.cut_sha256,
        result=found.result,
        result_sha256=found.result_sha256,
    )


def add_publication(
    session: Session, *, round_id: int, run_id: int, at: datetime, by: int, reason: str
) -> int:
    """Makes a run public; an IntegrityError where another one of the round stands."""
    row = {
        "round_id": round_id,
        "score_run_id": run_id,
        "published_at": at,
        "published_by": by,
        "reason": reason,
        "state": "current",
    }
    number: int = session.execute(insert(Publication).returning(Publication.id), row).scalar_one()
    return number


def end_publication(
    session: Session, publication_id: int, *, state: str, at: datetime, by: int, reason: str
) -> None:
    """Lets a publication stand no longer."""
    values = {"state": state, "ended_at": at, "ended_by": by, "ended_reason": reason}
    session.execute(
        update(Publication)
        .where(Publication.id == publication_id, Publication.state == "current")
        .values(values)
    )


def publications_of(session: Session, round_id: int) -> tuple[PublicationRecord, ...]:
    """Every publication of a round, the newest first."""
    rows = session.execute(_OF_ROUND, {"round_id": round_id})
    return tuple(_publication(row) for row in rows)


def current_publication(session: Session, round_id: int) -> PublicationRecord | None:
    """The publication that stands."""
    found = session.execute(_CURRENT, {"round_id": round_id}).first()
    return None if found is None else _publication(found)


_ENDER = aliased(Account)
# Put together once: most pages of results ask this. Of the run its large document is left out.
_OF_ROUND = (
    select(
        Publication.id,
        Publication.round_id,
        Publication.score_run_id.label("run_id"),
        Publication.published_at,
        Account.display_name.label("published_by"),
        Publication.reason,
        Publication.state,
        Publication.ended_at,
        _ENDER.display_name.label("ended_by"),
        Publication.ended_reason,
        ScoreRun.interviews,
        ScoreRun.cut_sha256,
        ScoreRun.result_sha256,
        PublicationSeal.seal_number,
        PublicationSeal.seal_sha256,
    )
    .join(ScoreRun, ScoreRun.id == Publication.score_run_id)
    .join(Account, Account.id == Publication.published_by)
    .outerjoin(_ENDER, _ENDER.id == Publication.ended_by)
    .outerjoin(PublicationSeal, PublicationSeal.publication_id == Publication.id)
    .where(Publication.round_id == bindparam("round_id"))
    .order_by(Publication.id.desc())
)
_CURRENT = _OF_ROUND.where(Publication.state == "current")


def _publication(row: Sequence[Any]) -> PublicationRecord:
    *columns, seal_number, seal_sha256 = row
    return PublicationRecord(
        **dict(zip(_COLUMNS, columns, strict=True)),
        block=None if seal_number is None else f"{seal_number}:{seal_sha256}",
    )


_COLUMNS = tuple(column.name for column in _OF_ROUND.selected_columns)[:-2]
