"""The comments of the interviews of a run, each with what stands decided about it.

A voided interview has no comments, whatever its run says: nobody would read it any more in a score
that is published anew. A decision holds for every version of an interview that says the same text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    Text,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from survey_app.db.other_answers import other_word
from survey_app.db.tables import (
    Account,
    CommentDecision,
    Interview,
    RoundUnit,
    ScoreRunInterview,
    Unit,
    answer,
)
from survey_app.db.themes import chosen


class CommentState(StrEnum):
    """Whether somebody has decided, and what."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where the comments of a run are: the codes of the answers, and of the question of themes."""

    run_id: int
    codes: tuple[str, ...]
    themes: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedComments:
    """Which are looked for; None does not narrow."""

    unit: str | None = None
    state: CommentState | None = None
    theme: int | None = None


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
    session: Session, asked: Asked, *, wanted: WantedComments, start: int, most: int
) -> tuple[CommentRecord, ...]:
    """A part of them by unit; within a unit in an order that says nothing of time."""
    if not asked.codes:
        return ()
    every = _every_comment(asked)
    rows = session.execute(
        _with_names(every)
        .where(*_narrowed(every, wanted))
        .order_by(every.c.position, every.c.uuid, every.c.item)
        .offset(start)
        .limit(most)
    )
    return tuple(_record(row) for row in rows)


def comment_counts(
    session: Session, asked: Asked, *, wanted: WantedComments
) -> Mapping[CommentState, int]:
    """How many wait, are released and are withheld, of those that are looked for in any state."""
    counts = dict.fromkeys(CommentState, 0)
    in_any_state = replace(wanted, state=None)
    if not asked.codes:
        return counts
    every = _every_comment(asked)
    rows = session.execute(
        select(every.c.state, func.count())
        .where(*_narrowed(every, in_any_state))
        .group_by(every.c.state)
    )
    return counts | {CommentState(state): number for state, number in rows}


def comment_of(
    session: Session, asked: Asked, *, interview_uuid: UUID, item_code: str
) -> CommentRecord | None:
    """One of them."""
    if item_code not in asked.codes:
        return None
    # Sought from the interview on, and not from the run: that would be read as a whole.
    one = (
        _said(item_code, asked, of=select().select_from(Interview))
        .where(Interview.uuid == interview_uuid, is_in_run(asked.run_id))
        .subquery("one")
    )
    row = session.execute(_with_names(one)).one_or_none()
    return None if row is None else _record(row)


def next_waiting(session: Session, asked: Asked) -> tuple[UUID, str] | None:
    """The interview and the answer of the first comment that waits; None where none does."""
    first = listed_comments(
        session, asked, wanted=WantedComments(state=CommentState.WAITING), start=0, most=1
    )
    return (first[0].interview_uuid, first[0].item_code) if first else None


def units_with_comments(session: Session, asked: Asked) -> tuple[tuple[str, str], ...]:
    """The codes and names of the units that there are comments on."""
    if not asked.codes:
        return ()
    every = _every_comment(asked)
    rows = session.execute(select(every.c.unit_code, every.c.unit_name).distinct())
    return tuple((code, name) for code, name in rows)


def _every_comment(asked: Asked) -> Subquery:
    """A row a comment, with the number and the outcome of the decision that holds for it."""
    return union_all(*(_of_answer(asked, code) for code in asked.codes)).subquery("every_comment")


def _of_answer(asked: Asked, code: str) -> Select[Any]:
    of_run = (
        select()
        .select_from(ScoreRunInterview)
        .join(Interview, Interview.id == ScoreRunInterview.interview_id)
        .where(ScoreRunInterview.score_run_id == asked.run_id)
    )
    return _said(code, asked, of=of_run)


def _said(code: str, asked: Asked, *, of: Select[Any]) -> Select[Any]:
    """What the interviews that `of` selects say in an answer, unless it is blank."""
    said: ColumnElement[str] = literal_column(other_word(code), Text)
    themes: ColumnElement[str] = literal("", Text)
    if asked.themes is not None:
        themes = literal_column(other_word(asked.themes), Text)
    stands = and_(
        CommentDecision.interview_uuid == Interview.uuid,
        CommentDecision.item_code == code,
        CommentDecision.state == "current",
        _said_by_what_was_decided(code, said),
    )
    state = case(
        (CommentDecision.id.is_(None), CommentState.WAITING.value), else_=CommentDecision.outcome
    )
    return (
        of.add_columns(
            Interview.uuid.label("uuid"),
            Interview.version.label("version"),
            literal(code).label("item"),
            RoundUnit.position.label("position"),
            Unit.code.label("unit_code"),
            RoundUnit.name.label("unit_name"),
            said.label("said"),
            themes.label("themes"),
            state.label("state"),
            CommentDecision.id.label("decision_id"),
            CommentDecision.theme.label("theme"),
        )
        .join(answer, answer.c.interview_id == Interview.id)
        .join(RoundUnit, RoundUnit.id == Interview.round_unit_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .outerjoin(CommentDecision, stands)
        .where(func.trim(said) != "", _is_not_voided())
    )


def is_in_run(run_id: int) -> ColumnElement[bool]:
    """Whether the run counts this version of the interview."""
    counted = aliased(ScoreRunInterview)
    return exists(
        select(1).where(counted.score_run_id == run_id, counted.interview_id == Interview.id)
    )


def _is_not_voided() -> ColumnElement[bool]:
    """Whether some version of the interview counts now."""
    current = aliased(Interview)
    return exists(select(1).where(current.uuid == Interview.uuid, current.is_current))


def _said_by_what_was_decided(code: str, said: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the version that somebody decided about says the same text."""
    version, words = aliased(Interview), answer.alias("decided_answer")
    return exists(
        select(1)
        .select_from(version)
        .join(words, words.c.interview_id == version.id)
        .where(
            version.uuid == CommentDecision.interview_uuid,
            version.version == CommentDecision.interview_version,
            literal_column(other_word(code, of="decided_answer")) == said,
        )
    )


def _narrowed(every: Subquery, wanted: WantedComments) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.unit is not None:
        found.append(every.c.unit_code == wanted.unit)
    if wanted.state is not None:
        found.append(every.c.state == wanted.state.value)
    if wanted.theme is not None:
        found.append(
            or_(
                every.c.theme == wanted.theme,
                and_(every.c.theme.is_(None), _names(every.c.themes, wanted.theme)),
            )
        )
    return found


def _names(themes: ColumnElement[str], theme: int) -> ColumnElement[bool]:
    """Whether the JSON of an answer with several options has this one."""
    plain = func.replace(func.replace(func.replace(themes, "[", ","), "]", ","), " ", "")
    return plain.like(f"%,{theme},%")


def _with_names(every: Subquery) -> Select[Any]:
    return (
        select(
            every,
            CommentDecision.outcome,
            CommentDecision.text,
            CommentDecision.reason,
            CommentDecision.decided_at,
            Account.display_name,
        )
        .outerjoin(CommentDecision, CommentDecision.id == every.c.decision_id)
        .outerjoin(Account, Account.id == CommentDecision.decided_by)
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
        item_code=row.item,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        text=row.said,
        chosen=chosen(row.themes),
        decision=decision,
    )
