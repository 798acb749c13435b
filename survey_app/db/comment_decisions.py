"""Writing down what was decided about comments, and what a unit may read of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.kept_comment_counts import (
    WAITS,
    CountedComment,
    Standing,
    move_comments,
)
from survey_app.db.tables import (
    Account,
    Assignment,
    CommentDecision,
    FrameCase,
    Interview,
    Person,
    RunComment,
)
from survey_app.db.wanted_comments import CommentState, counts_now, of_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """As `CommentDecision` keeps it."""

    interview_uuid: UUID
    interview_version: int
    item_code: str
    text_sha256: str
    outcome: str
    theme: int | None
    text: str | None
    reason: str | None
    place: str
    decided_at: datetime
    decided_by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDecision:
    """What was decided about the answer of an interview, and how that ended.

    ended_…: None while it stands.
    """

    outcome: str
    theme: int | None
    text: str | None
    reason: str | None
    decided_at: datetime
    decided_by: str
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedComment:
    """What a unit may read. theme: None where the questionnaire has no themes."""

    theme: int | None
    text: str


def add_decision(session: Session, new: NewDecision) -> None:
    """Writes a decision down; an IntegrityError where another one about the same text stands.

    It stands at the comment of every run that is of this version.
    """
    columns = {name: getattr(new, name) for name in NewDecision.__dataclass_fields__}
    decision_id = session.execute(
        insert(CommentDecision).returning(CommentDecision.id), {**columns, "state": "current"}
    ).scalar_one()
    version = select(Interview.id).where(
        Interview.uuid == new.interview_uuid, Interview.version == new.interview_version
    )
    moved = session.execute(
        update(RunComment)
        .where(
            RunComment.interview_uuid == new.interview_uuid,
            RunComment.item_code == new.item_code,
            RunComment.interview_id == version.scalar_subquery(),
        )
        .values(decision_id=decision_id)
        .returning(*_COUNTED)
    )
    decided = Standing(state=new.outcome, theme=new.theme)
    move_comments(session, _counted(moved), start=WAITS, end=decided)


def end_decision(session: Session, decision_id: int, *, at: datetime, by: int, reason: str) -> None:
    """Lets a decision stand no longer; its comment waits again."""
    ended = session.execute(
        update(CommentDecision)
        .where(CommentDecision.id == decision_id, CommentDecision.state == "current")
        .values(state="taken_back", ended_at=at, ended_by=by, ended_reason=reason)
        .returning(CommentDecision.interview_uuid, CommentDecision.outcome, CommentDecision.theme)
    ).one_or_none()
    if ended is None:
        return
    moved = session.execute(
        update(RunComment)
        .where(RunComment.interview_uuid == ended[0], RunComment.decision_id == decision_id)
        .values(decision_id=None)
        .returning(*_COUNTED)
    )
    decided = Standing(state=ended[1], theme=ended[2])
    move_comments(session, _counted(moved), start=decided, end=WAITS)


_COUNTED = (RunComment.score_run_id, RunComment.round_unit_id, RunComment.themes)


def _counted(moved: Iterable[Row[int, int, str]]) -> tuple[CountedComment, ...]:
    return tuple(
        CountedComment(score_run_id=run_id, round_unit_id=unit, themes=themes)
        for run_id, unit, themes in moved
    )


def decisions_about(
    session: Session, interview_uuid: UUID, *, item_code: str
) -> tuple[PastDecision, ...]:
    """All that was ever decided about what any version of an interview says, the newest first."""
    ender = aliased(Account)
    rows = session.execute(
        select(
            CommentDecision.outcome,
            CommentDecision.theme,
            CommentDecision.text,
            CommentDecision.reason,
            CommentDecision.decided_at,
            Account.display_name.label("decided_by"),
            CommentDecision.ended_at,
            ender.display_name.label("ended_by"),
            CommentDecision.ended_reason,
        )
        .join(Account, Account.id == CommentDecision.decided_by)
        .outerjoin(ender, ender.id == CommentDecision.ended_by)
        .where(
            CommentDecision.interview_uuid == interview_uuid,
            CommentDecision.item_code == item_code,
        )
        .order_by(CommentDecision.id.desc())
    ).mappings()
    return tuple(PastDecision(**row) for row in rows)


def released_comments(
    session: Session, run_id: int, *, unit_code: str
) -> tuple[ReleasedComment, ...]:
    """The released ones of a unit that its run counts, in an order drawn by chance."""
    rows = session.execute(
        select(CommentDecision.theme, CommentDecision.text)
        .select_from(RunComment)
        .join(CommentDecision, CommentDecision.id == RunComment.decision_id)
        .where(
            RunComment.score_run_id == run_id,
            of_unit(RunComment.round_unit_id, unit_code),
            CommentDecision.outcome == CommentState.RELEASED.value,
            # So that one that was taken back is gone, whatever is written down of the run.
            CommentDecision.state == "current",
            counts_now(CommentDecision.interview_uuid),
        )
        .order_by(CommentDecision.place, CommentDecision.id)
    )
    return tuple(ReleasedComment(theme=row.theme, text=row.text) for row in rows)


def known_of_respondents(
    session: Session, interviews: tuple[UUID, ...]
) -> Mapping[UUID, tuple[str, ...]]:
    """Names of respondents and codes of their files, as far as a list says them and they are not
    erased; only to take them out of texts.
    """
    rows = session.execute(
        select(Assignment.interview_uuid, Person.full_name, FrameCase.file_code)
        .join(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(Person, Person.id == FrameCase.person_id)
        .where(Assignment.interview_uuid.in_(interviews))
    )
    return {uuid: tuple(one for one in (name, code) if one) for uuid, name, code in rows}
