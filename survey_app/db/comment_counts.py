"""How many comments there are in each state.

An index counts all of them; those of voided interviews, which are few, are looked up and taken off.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from survey_app.db.tables import CommentDecision, Publication, RunComment
from survey_app.db.unindexed import unindexed
from survey_app.db.wanted_comments import (
    CommentState,
    WantedComments,
    is_of_voided,
    narrowed,
    places,
)


def comment_counts(
    session: Session, run_id: int, *, wanted: WantedComments
) -> Mapping[CommentState, int]:
    """How many wait, are released and are withheld, of those that are looked for in any state."""
    every = union_all(
        *(
            places(run_id, replace(wanted, state=state), literal(state.value), func.count())
            for state in CommentState
        )
    )
    counts = {CommentState(state): number for state, number in session.execute(every)}
    gone = (
        select(CommentDecision.outcome, func.count())
        .select_from(RunComment)
        .outerjoin(CommentDecision, CommentDecision.id == RunComment.decision_id)
        .where(
            unindexed(RunComment.score_run_id) == run_id,
            is_of_voided(),
            *narrowed(replace(wanted, state=None)),
        )
        .group_by(CommentDecision.outcome)
    )
    for outcome, number in session.execute(gone):
        counts[CommentState(outcome or CommentState.WAITING)] -= number
    return counts


def waiting_of_rounds(session: Session, round_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments on what is public wait, by round; a round without any is absent."""
    waiting = (
        select(Publication.round_id, func.count())
        .where(
            Publication.round_id.in_(round_ids),
            Publication.state == "current",
            RunComment.decision_id.is_(None),
        )
        .group_by(Publication.round_id)
    )
    run = Publication.score_run_id
    every = session.execute(waiting.where(RunComment.score_run_id == run))
    counts = {row[0]: row[1] for row in every}
    gone = waiting.where(unindexed(RunComment.score_run_id) == run, is_of_voided())
    for round_id, number in session.execute(gone):
        counts[round_id] -= number
    return counts
