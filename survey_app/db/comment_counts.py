"""How many comments there are in each state.

They are kept by unit, state and themes (`db.kept_comment_counts`); those of voided interviews,
which are few, are looked up and taken off.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from survey_app.db.kept_comment_counts import WAITING
from survey_app.db.tables import CommentDecision, Publication, RunComment, RunCommentCount
from survey_app.db.wanted_comments import CommentState, WantedComments, narrowed, of_unit
from survey_app.db.words import word


def comment_counts(
    session: Session, run_id: int, *, wanted: WantedComments
) -> Mapping[CommentState, int]:
    """How many wait, are released and are withheld, of those that are looked for in any state."""
    counts = Counter(dict.fromkeys(CommentState, 0))
    for by_state in counts_by_unit(session, run_id, wanted=wanted).values():
        counts.update(by_state)
    return counts


def counts_by_unit(
    session: Session, run_id: int, *, wanted: WantedComments
) -> Mapping[int, Mapping[CommentState, int]]:
    """The same for each unit of the round, by its number there; without units that have none."""
    anywhere = replace(wanted, state=None)
    kept = select(
        RunCommentCount.round_unit_id,
        RunCommentCount.state,
        func.sum(RunCommentCount.comments).label("comments"),
    ).where(RunCommentCount.score_run_id == run_id)
    if wanted.unit is not None:
        kept = kept.where(of_unit(RunCommentCount.round_unit_id, wanted.unit))
    if wanted.theme is not None:
        kept = kept.where(RunCommentCount.themes.like(f"%,{wanted.theme},%"))
    state = func.coalesce(CommentDecision.outcome, word(WAITING))
    gone = (
        select(RunComment.round_unit_id, state, -func.count())
        .outerjoin(CommentDecision, CommentDecision.id == RunComment.decision_id)
        .where(RunComment.score_run_id == run_id, RunComment.is_voided, *narrowed(anywhere))
    )
    both = union_all(
        kept.group_by(RunCommentCount.round_unit_id, RunCommentCount.state),
        gone.group_by(RunComment.round_unit_id, state),
    )
    counts: dict[int, Counter[CommentState]] = {}
    for unit, name, number in session.execute(both):
        counts.setdefault(unit, Counter())[CommentState(name)] += number
    return counts


def waiting_of_rounds(session: Session, round_ids: Collection[int]) -> Mapping[int, int]:
    """How many comments on what is public wait, by round; a round without any is absent."""
    public = (Publication.round_id.in_(round_ids), Publication.state == "current")
    kept = (
        select(Publication.round_id, func.sum(RunCommentCount.comments).label("comments"))
        .join(RunCommentCount, RunCommentCount.score_run_id == Publication.score_run_id)
        .where(*public, RunCommentCount.state == WAITING)
    )
    gone = (
        select(Publication.round_id, -func.count())
        .join(RunComment, RunComment.score_run_id == Publication.score_run_id)
        .where(*public, RunComment.is_voided, RunComment.decision_id.is_(None))
    )
    both = union_all(kept.group_by(Publication.round_id), gone.group_by(Publication.round_id))
    counts: Counter[int] = Counter()
    for round_id, number in session.execute(both):
        counts[round_id] += number
    return counts
