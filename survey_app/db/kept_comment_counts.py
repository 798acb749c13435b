"""How many comments of a run stand in which state under which themes: counted once, then moved.

Whoever decides about a comment moves it in the same transaction (`db.comment_decisions`), under the
lock of the round; comments of voided interviews are counted as well (`db.comment_counts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, cast, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.driver import is_postgresql
from survey_app.db.tables import CommentDecision, RunComment, RunCommentCount
from survey_app.db.words import word

WAITING = "waiting"
COUNT = ("score_run_id", "round_unit_id", "state", "themes", "comments")
_KEY = COUNT[:-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedComment:
    """A comment of a run, with the themes that its respondent named (",5,9,")."""

    score_run_id: int
    round_unit_id: int
    themes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a comment stands. theme: under which the unit reads it, None where it reads none."""

    state: str
    theme: int | None = None


WAITS = Standing(state=WAITING)


def count_comments(session: Session, run_id: int) -> None:
    """Counts the comments that are written down of a run, in which none were counted before."""
    session.execute(insert(RunCommentCount).from_select(COUNT, counted_comments(run_id)))


def counted_comments(run_id: int) -> Select[Any]:
    """What is kept, as what is written down of the comments of the run says it."""
    state = func.coalesce(CommentDecision.outcome, word(WAITING))
    under = func.coalesce(_between_commas(CommentDecision.theme), RunComment.themes)
    standing = (
        select(
            RunComment.score_run_id,
            RunComment.round_unit_id,
            state.label("state"),
            under.label("themes"),
        )
        .outerjoin(CommentDecision, CommentDecision.id == RunComment.decision_id)
        .where(RunComment.score_run_id == run_id)
        .subquery("standing")
    )
    key = [standing.c[name] for name in _KEY]
    return select(*key, func.count().label("comments")).group_by(*key)


def kept_counts(run_id: int) -> Select[Any]:
    """What is kept of the run; where the last one was taken away, nothing is."""
    return select(*(getattr(RunCommentCount, name) for name in COUNT)).where(
        RunCommentCount.score_run_id == run_id, RunCommentCount.comments > 0
    )


def move_comments(
    session: Session, moved: Sequence[CountedComment], *, start: Standing, end: Standing
) -> None:
    """Counts comments elsewhere from now on."""
    if not moved:
        return
    fewer = update(RunCommentCount).values(comments=RunCommentCount.comments - 1)
    session.connection().execute(
        fewer.where(*(getattr(RunCommentCount, name) == bindparam(f"of_{name}") for name in _KEY)),
        [{f"of_{name}": value for name, value in _key(one, start).items()} for one in moved],
    )
    make = postgresql.insert if is_postgresql(session) else sqlite.insert
    more = make(RunCommentCount)
    session.execute(
        more.on_conflict_do_update(
            index_elements=_KEY, set_={"comments": RunCommentCount.comments + 1}
        ),
        [{**_key(one, end), "comments": 1} for one in moved],
    )


def _key(one: CountedComment, standing: Standing) -> dict[str, object]:
    return {
        "score_run_id": one.score_run_id,
        "round_unit_id": one.round_unit_id,
        "state": standing.state,
        "themes": one.themes if standing.theme is None else f",{standing.theme},",
    }


def _between_commas(theme: Any) -> ColumnElement[str]:
    return word(",") + cast(theme, String) + word(",")
