"""Which comments of a run are looked for, in the words of a statement; no answer is read for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from survey_app.db.tables import CommentDecision, Interview, RoundUnit, RunComment, Unit


class CommentState(StrEnum):
    """Whether somebody has decided, and what."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedComments:
    """Which are looked for; None does not narrow."""

    unit: str | None = None
    state: CommentState | None = None
    theme: int | None = None


def places(run_id: int, wanted: WantedComments, *columns: Any) -> Select[Any]:
    """What is asked about the comments that are looked for."""
    asked = (
        select(*columns)
        .select_from(RunComment)
        .where(RunComment.score_run_id == run_id, *narrowed(wanted))
    )
    if wanted.theme is None and wanted.state in (None, CommentState.WAITING):
        return asked
    return asked.outerjoin(CommentDecision, CommentDecision.id == RunComment.decision_id)


def narrowed(wanted: WantedComments) -> Iterator[ColumnElement[bool]]:
    """The conditions, in a statement that reads RunComment, and for some CommentDecision."""
    if wanted.unit is not None:
        units = select(RoundUnit.id).join(Unit, Unit.id == RoundUnit.unit_id)
        yield RunComment.round_unit_id.in_(units.where(Unit.code == wanted.unit))
    if wanted.state is CommentState.WAITING:
        yield RunComment.decision_id.is_(None)
    elif wanted.state is not None:
        # The first says to the database that the index of those that are decided will do.
        yield RunComment.decision_id.is_not(None)
        yield CommentDecision.outcome == wanted.state.value
    if wanted.theme is not None:
        named = RunComment.themes.like(f"%,{wanted.theme},%")
        yield or_(
            CommentDecision.theme == wanted.theme, and_(CommentDecision.theme.is_(None), named)
        )


_CURRENT, _VOIDED = aliased(Interview), aliased(Interview)
# Put together once: that takes longer than all else of a page that is asked for often.
_OF_VOIDED = RunComment.interview_uuid.in_(
    select(_VOIDED.uuid).where(
        _VOIDED.voided_at.is_not(None),
        ~exists(select(1).where(_CURRENT.uuid == _VOIDED.uuid, _CURRENT.is_current)),
    )
)


def counts_now(interview_uuid: Any) -> ColumnElement[bool]:
    """Whether some version of the interview is not voided; for a few, each looked up."""
    return exists(select(1).where(_CURRENT.uuid == interview_uuid, _CURRENT.is_current))


def is_of_voided() -> ColumnElement[bool]:
    """Whether the interview is voided; for very many, as all that are voided are looked up first.

    An interview of which no version counts was voided: a version ends by that or by the next one.
    """
    return _OF_VOIDED
