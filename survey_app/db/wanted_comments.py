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
        yield of_unit(RunComment.round_unit_id, wanted.unit)
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


_CURRENT = aliased(Interview)


def of_unit(round_unit_id: Any, code: str) -> ColumnElement[bool]:
    """Whether it is the number of this unit in some round."""
    units = select(RoundUnit.id).join(Unit, Unit.id == RoundUnit.unit_id).where(Unit.code == code)
    in_them: ColumnElement[bool] = round_unit_id.in_(units)
    return in_them


def counts_now(interview_uuid: Any) -> ColumnElement[bool]:
    """Whether some version of the interview is not voided; for a few, each looked up."""
    return exists(select(1).where(_CURRENT.uuid == interview_uuid, _CURRENT.is_current))
