"""The comments of the interviews of a run, each with what stands decided about it.

Which these are was written down with the run (`db.run_comments`); of the answers themselves only
those of one page are read. A voided interview has no comments, whatever its run says: nobody would
read it any more in a score that is published anew (`db.voided_comments`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, SQLColumnExpression, exists, select
from sqlalchemy.orm import Session

from survey_app.db.comment_pages import part_of_page
from survey_app.db.other_answers import other_text
from survey_app.db.tables import (
    Account,
    CommentDecision,
    Interview,
    RoundUnit,
    RunComment,
    Unit,
    answer,
)
from survey_app.db.themes import chosen
from survey_app.db.wanted_comments import (
    CommentState,
    WantedComments,
    counts_now,
    places,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDecision:
    """What stands decided. theme, text: of a release; reason: of what is withheld."""

    id: int
    outcome: str
    theme: int | None
    text: str | None
    reason: str | None
    decided_at: datetime
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRecord:
    """A text as it was written; chosen: the themes that its respondent named."""

    interview_uuid: UUID
    version: int
    item_code: str
    unit_code: str
    unit_name: str
    text: str
    chosen: tuple[int, ...]
    decision: StandingDecision | None

    @property
    def state(self) -> CommentState:
        """Whether somebody has decided, and what."""
        return (
            CommentState.WAITING if self.decision is None else CommentState(self.decision.outcome)
        )


def listed_comments(
    session: Session, run_id: int, *, wanted: WantedComments, start: int, most: int
) -> tuple[CommentRecord, ...]:
    """A part of them by unit; within a unit in an order that says nothing of time."""
    part = part_of_page(session, run_id, wanted=wanted, start=start, most=most)
    # Their places first: what is skipped is read out of an index, and no answer is joined to it.
    found = session.scalars(
        places(run_id, wanted, RunComment.place)
        .where(~RunComment.is_voided, RunComment.place.between(part.first, part.last))
        .order_by(RunComment.place)
        .offset(part.skipped)
        .limit(most)
    ).all()
    # Who voids an interview says so of its comments; of these few it is asked once more.
    rows = session.execute(
        _records(run_id)
        .where(RunComment.place.in_(found), counts_now(RunComment.interview_uuid))
        .order_by(RunComment.place)
    )
    return tuple(_record(row) for row in rows)


def comment_of(
    session: Session, run_id: int, *, interview_uuid: UUID, item_code: str
) -> CommentRecord | None:
    """One of them."""
    row = session.execute(
        _records(run_id).where(
            RunComment.interview_uuid == interview_uuid,
            RunComment.item_code == item_code,
            counts_now(RunComment.interview_uuid),
        )
    ).one_or_none()
    return None if row is None else _record(row)


def next_waiting(session: Session, run_id: int) -> tuple[UUID, str] | None:
    """The interview and the answer of the first comment that waits; None where none does."""
    found = session.execute(
        select(RunComment.interview_uuid, RunComment.item_code)
        .where(
            RunComment.score_run_id == run_id,
            RunComment.decision_id.is_(None),
            counts_now(RunComment.interview_uuid),
        )
        .order_by(RunComment.place)
        .limit(1)
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def units_with_comments(session: Session, run_id: int) -> tuple[tuple[str, str], ...]:
    """The codes and names of the units that there are comments on."""
    of_unit = exists(
        select(1).where(RunComment.score_run_id == run_id, RunComment.round_unit_id == RoundUnit.id)
    )
    rows = session.execute(
        select(Unit.code, RoundUnit.name).join(Unit, Unit.id == RoundUnit.unit_id).where(of_unit)
    )
    return tuple((code, name) for code, name in rows)


_COLUMNS: tuple[SQLColumnExpression[Any], ...] = (
    Interview.uuid,
    Interview.version,
    RunComment.item_code,
    Unit.code.label("unit_code"),
    RoundUnit.name.label("unit_name"),
    other_text(RunComment.item_code).label("said"),
    RunComment.themes,
    RunComment.decision_id,
    CommentDecision.outcome,
    CommentDecision.theme,
    CommentDecision.text,
    CommentDecision.reason,
    CommentDecision.decided_at,
    Account.display_name,
)


def _records(run_id: int) -> Select[Any]:
    """Rows as `_record` takes them, of all comments of a run."""
    return (
        select(*_COLUMNS)
        .select_from(RunComment)
        .join(Interview, Interview.id == RunComment.interview_id)
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == RunComment.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .outerjoin(CommentDecision, CommentDecision.id == RunComment.decision_id)
        .outerjoin(Account, Account.id == CommentDecision.decided_by)
        .where(RunComment.score_run_id == run_id)
    )


def _record(row: Any) -> CommentRecord:
    decision = None
    if row.decision_id is not None:
        decision = StandingDecision(
            id=row.decision_id,
            outcome=row.outcome,
            theme=row.theme,
            text=row.text,
            reason=row.reason,
            decided_at=row.decided_at,
            decided_by=row.display_name,
        )
    return CommentRecord(
        interview_uuid=row.uuid,
        version=row.version,
        item_code=row.item_code,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        text=row.said,
        chosen=chosen(row.themes),
        decision=decision,
    )
