"""The day a round closes, on one page: every step in its order, how far it is, where it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template, url_for

from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db import audit, publications
from survey_app.db.appraised_points import APPRAISED, points_documents
from survey_app.db.comment_counts import comment_counts
from survey_app.db.index_publications import IndexPublicationRecord, current_index
from survey_app.db.recheck_promises import PromiseRecord, promise_of
from survey_app.db.rounds import RoundRecord
from survey_app.db.samples import DrawRecord, draws_of_round
from survey_app.db.wanted_comments import CommentState, WantedComments
from survey_app.db.webhooks import all_webhooks
from survey_app.fieldwork.round_states import State, Step
from survey_app.fieldwork.round_steps import ACTIONS
from survey_app.publication.closing_day import (
    ENDED,
    DayFacts,
    DayStep,
    StepStanding,
    day_steps,
    to_do,
)
from survey_app.publication.publishing import hindrances
from survey_app.publication.score_runs import Looked, look
from survey_app.results.round_index import NOT_APPRAISED, index_of
from survey_app.web.api_tokens import tokens_ending_soon
from survey_app.web.boards_known import known_board
from survey_app.web.clock import now
from survey_app.web.closing_day_words import standing_names, step_names
from survey_app.web.declare import declares
from survey_app.web.estimates_known import known_estimates
from survey_app.web.progress_known import known_progress
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("closing_day", __name__, url_prefix="/results/rounds/<code>/day")

MOST_EVENTS = 200
"""Steps of a round that are looked through for its closing; a round has a handful."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is written down of a round. current, index: what is public of its scores and index."""

    current: publications.PublicationRecord | None
    index: IndexPublicationRecord | None
    promise: PromiseRecord | None
    draws: tuple[DrawRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneAt:
    """When a step was done, and by whom where that is known."""

    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """A step on the page. place: where it is done. done: None where nobody wrote down when."""

    of: StepStanding
    name: str
    standing: str
    place: str
    done: DoneAt | None


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """What is done, what can be done now, and what stands against the rest."""
    found = round_for(database(), person_required(), code=code)
    current = publications.current_publication(database(), found.id)
    kept = Kept(
        current=current,
        index=current_index(database(), found.id),
        promise=promise_of(database(), found.id),
        draws=draws_of_round(database(), found.id),
    )
    looked = look(database(), found, current=current)
    board = None if kept.promise is None else known_board(database(), found, at=now())
    comments = _comments(current)
    steps = day_steps(_facts(found, kept, looked=looked, comments=comments))
    done = _done(found, kept)
    progress = known_progress(database(), found).progress
    return render_template(
        "closing_day.html",
        round=found,
        steps=[_shown(one, found, current=current, done=done.get(one.step)) for one in steps],
        to_do=[step_names()[step] for step in to_do(steps)],
        progress=progress,
        board=board,
        lots=0 if board is None else sum(one.is_to_decide for one in board.every),
        current=current,
        is_changed=current is not None and not looked.is_public,
        index=kept.index,
        comments_waiting=comments.get(CommentState.WAITING, 0),
    )


def _comments(current: publications.PublicationRecord | None) -> Mapping[CommentState, int]:
    """How many comments there are on what is public, by what was decided."""
    if current is None:
        return {}
    return comment_counts(database(), current.run_id, wanted=WantedComments())


def _facts(
    found: RoundRecord, kept: Kept, *, looked: Looked, comments: Mapping[CommentState, int]
) -> DayFacts:
    current, index, promise = kept.current, kept.index, kept.promise
    not_ready = index_of(database(), known_estimates(database(), found)).not_ready
    untold = sum(one.was_given_up for one in all_webhooks(database()))
    return DayFacts(
        state=State(found.state),
        faults=hindrances(database(), found, looked=looked),
        draws=len(kept.draws),
        is_rechecked=promise is not None and promise.first_day is not None,
        has_cases=bool(looked.found.estimates.plans.points.adjustments),
        is_public=current is not None,
        unappraised=sum(NOT_APPRAISED in one.reasons for one in not_ready),
        has_index=index is not None,
        is_index_outdated=index is not None
        and (current is None or index.publication_id != current.id),
        comments=sum(comments.values()),
        comments_waiting=comments.get(CommentState.WAITING, 0),
        program_cares=untold + len(tokens_ending_soon(database(), at=now())),
    )


def _done(found: RoundRecord, kept: Kept) -> dict[DayStep, DoneAt]:
    """When steps were done, as far as it is written down."""
    current, index = kept.current, kept.index
    done: dict[DayStep, DoneAt] = {}
    events = audit.latest_of(
        database(), object_kind="round", object_id=str(found.id), limit=MOST_EVENTS
    )
    named = {
        DayStep.CLOSE: ACTIONS[Step.CLOSE],
        DayStep.RECHECK_SEED: "recheck.seed_revealed",
    }
    for step, action in named.items():
        last = next((one for one in events if one.action == action), None)
        if last is not None:
            done[step] = DoneAt(at=last.at, by=last.by)
    shown = [one.revealed_at for one in kept.draws if one.revealed_at]
    if shown:
        done[DayStep.SAMPLE_SEEDS] = DoneAt(at=max(shown), by=None)
    documents = points_documents(database(), found.id)
    newest = next((one for one in documents if one.kind == APPRAISED), None)
    if newest is not None and newest.recorded_at is not None:
        done[DayStep.POINTS] = DoneAt(at=newest.recorded_at, by=newest.recorded_by)
    if current is not None:
        done[DayStep.SCORES] = DoneAt(at=current.published_at, by=current.published_by)
    if index is not None:
        done[DayStep.INDEX] = DoneAt(at=index.published_at, by=index.published_by)
    return done


def _shown(
    one: StepStanding,
    found: RoundRecord,
    *,
    current: publications.PublicationRecord | None,
    done: DoneAt | None,
) -> ShownStep:
    return ShownStep(
        of=one,
        name=step_names()[one.step],
        standing=standing_names()[one.standing],
        place=_place(one.step, found, current=current),
        # A round that was opened again is not closed, whenever it was closed before.
        done=None if one.step is DayStep.CLOSE and State(found.state) not in ENDED else done,
    )


def _place(
    step: DayStep, found: RoundRecord, *, current: publications.PublicationRecord | None
) -> str:
    """Where this is done, or looked at."""
    endpoints = {
        DayStep.CLOSE: "rounds.of_round",
        DayStep.DOCUMENTS: "progress.of_round",
        DayStep.SAMPLE_SEEDS: "sample.page",
        DayStep.RECHECK_SEED: "recheck_plan.page",
        DayStep.LOTS: "lots.board",
        DayStep.CASES: "adjustments.page",
        DayStep.SCORES: "publication.page",
        DayStep.POINTS: "index_points.page",
        DayStep.INDEX: "index_publication.page",
        DayStep.COMMENTS: "comments.page",
        DayStep.FILES: "publication.page",
    }
    if step is DayStep.PROGRAMS:
        return url_for("webhooks.listing")
    if step is DayStep.FILES and current is not None:
        return url_for("publication_files.page", code=found.code, run=current.run_id)
    return url_for(endpoints[step], code=found.code)
