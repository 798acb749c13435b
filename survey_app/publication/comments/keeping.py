"""What is written down of the comments of a run, held against the answers; and what mends it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Definition
from questionnaires.themes import comment_codes, theme_item
from survey_app.db import audit, rounds
from survey_app.db.definitions import definition_of
from survey_app.db.published_scores import public_scores
from survey_app.db.run_comments import (
    CommentItems,
    comments_that_differ,
    freeze_comments_anew,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedComments:
    """A run that is public, and how many rows of it are not as answers and decisions say."""

    round_id: int
    round_code: str
    run_id: int
    items: CommentItems
    differing: int


def comment_items(definition: Definition) -> CommentItems:
    """Where this questionnaire has its comments and its themes."""
    themes = theme_item(definition)
    return CommentItems(
        codes=comment_codes(definition), themes=None if themes is None else themes.code
    )


def check_comments(session: Session) -> tuple[CheckedComments, ...]:
    """Of every run that is public now: nobody reads the comments of others. Reads every answer of
    these runs.
    """
    return tuple(_checked(session))


def _checked(session: Session) -> Iterator[CheckedComments]:
    codes = {one.id: one.code for one in rounds.all_rounds(session)}
    for round_id, history in sorted(public_scores(session, codes).items()):
        for one in history:
            if one.state == "current":
                definition = definition_of(session, one.questionnaire_version_id)
                items = comment_items(definition)
                yield CheckedComments(
                    round_id=round_id,
                    round_code=codes[round_id],
                    run_id=one.run_id,
                    items=items,
                    differing=comments_that_differ(session, one.run_id, items=items),
                )


def mend_comments(session: Session, *, at: datetime) -> None:
    """Writes down anew what differs; the log says so of each such round."""
    differing = [one for one in check_comments(session) if one.differing]
    for one in differing:
        # Whoever decides about a comment meanwhile waits, or is waited for.
        rounds.locked_round(session, one.round_id)
        freeze_comments_anew(session, one.run_id, items=one.items)
    events = [
        audit.Event(
            action="round.comments_remade", object_kind="round", object_id=str(one.round_id)
        )
        for one in differing
    ]
    audit.record_all(session, events, account_id=None, at=at)
