"""Writing down what was decided about comments, and what a unit may read of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    exists,
    insert,
    literal_column,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session, aliased

from survey_app.db.comments import Asked, CommentState, is_in_run
from survey_app.db.other_answers import other_word
from survey_app.db.tables import (
    Account,
    Assignment,
    CommentDecision,
    FrameCase,
    Interview,
    Person,
    RoundUnit,
    Unit,
    answer,
)


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
    """Writes a decision down; an IntegrityError where another one about the same text stands."""
    session.execute(
        insert(CommentDecision),
        {
            "interview_uuid": new.interview_uuid,
            "interview_version": new.interview_version,
            "item_code": new.item_code,
            "text_sha256": new.text_sha256,
            "outcome": new.outcome,
            "theme": new.theme,
            "text": new.text,
            "reason": new.reason,
            "place": new.place,
            "decided_at": new.decided_at,
            "decided_by": new.decided_by,
            "state": "current",
        },
    )


def end_decision(session: Session, decision_id: int, *, at: datetime, by: int, reason: str) -> None:
    """Lets a decision stand no longer; its comment waits again."""
    session.execute(
        update(CommentDecision)
        .where(CommentDecision.id == decision_id, CommentDecision.state == "current")
        .values(state="taken_back", ended_at=at, ended_by=by, ended_reason=reason)
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
    session: Session, asked: Asked, *, unit_code: str
) -> tuple[ReleasedComment, ...]:
    """The released ones of a unit, in an order drawn by chance."""
    if not asked.codes:
        return ()
    released = union_all(
        *(_released(asked.run_id, code, unit_code=unit_code) for code in asked.codes)
    ).subquery("released")
    rows = session.execute(
        select(released.c.theme, released.c.text).order_by(released.c.place, released.c.id)
    )
    return tuple(ReleasedComment(theme=theme, text=text) for theme, text in rows)


def _released(
    run_id: int, code: str, *, unit_code: str
) -> Select[int, int | None, str | None, str]:
    """Begins at what was decided, which is little, and not at the interviews of the run."""
    decided, words = aliased(Interview), answer.alias("decided_answer")
    return (
        select(
            CommentDecision.id, CommentDecision.theme, CommentDecision.text, CommentDecision.place
        )
        .join(
            decided,
            and_(
                decided.uuid == CommentDecision.interview_uuid,
                decided.version == CommentDecision.interview_version,
            ),
        )
        .join(words, words.c.interview_id == decided.id)
        .where(
            CommentDecision.state == "current",
            CommentDecision.outcome == CommentState.RELEASED.value,
            CommentDecision.item_code == code,
            _is_said_in_run(run_id, code, unit_code=unit_code),
            _counts_now(),
        )
    )


def _is_said_in_run(run_id: int, code: str, *, unit_code: str) -> ColumnElement[bool]:
    """Whether the run counts a version of the interview, of this unit, that says the same text."""
    said: ColumnElement[str] = literal_column(other_word(code), Text)
    decided: ColumnElement[str] = literal_column(other_word(code, of="decided_answer"), Text)
    units = (
        select(RoundUnit.id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(Unit.code == unit_code)
        .scalar_subquery()
    )
    return exists(
        select(1)
        .select_from(Interview)
        .join(answer, answer.c.interview_id == Interview.id)
        .where(
            Interview.uuid == CommentDecision.interview_uuid,
            Interview.round_unit_id.in_(units),
            is_in_run(run_id),
            said == decided,
        )
        .correlate_except(Interview, answer)
    )


def _counts_now() -> ColumnElement[bool]:
    """Whether some version of the interview is not voided."""
    current = aliased(Interview)
    return exists(
        select(1).where(current.uuid == CommentDecision.interview_uuid, current.is_current)
    )


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
