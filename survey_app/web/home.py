"""The address `/`: everyone's way in, and what Home Affairs has to decide today."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from survey_app.access.objects import rounds_for
from survey_app.access.policy import Role, Verb
from survey_app.db import quarantine
from survey_app.db.comment_counts import waiting_of_rounds
from survey_app.db.recheck_aside import aside_counts
from survey_app.db.recheck_promises import plan_contents
from survey_app.db.rounds import RoundRecord
from survey_app.db.webhooks import all_webhooks
from survey_app.fieldwork.round_states import State
from survey_app.web.api_tokens import tokens_ending_soon
from survey_app.web.boards_known import known_board
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.signed_in import current_person, person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("home", __name__)

HOME_OF = {
    Role.ENUMERATOR: "interviews.my_work",
    Role.FIELD_MANAGER: "progress.rounds",
    Role.SUPERVISOR: "recheck.my_rechecks",
    Role.HOME_AFFAIRS: "home.today",
    Role.UNIT: "own_results.page",
    Role.ADMINISTRATOR: "accounts.listing",
}
AT_WORK = (State.OPEN, State.CLOSED)
"""Rounds in which there may be lots to decide about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsToDecide:
    """The lots of a round that wait for a decision, and tasks whose usual time is over."""

    round: RoundRecord
    lots: int
    overdue: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentsToDecide:
    """The comments on what is public of a round that nobody has decided about."""

    round: RoundRecord
    comments: int


@blueprint.get("/")
@declares(Verb.PUBLIC)
def page() -> Response:
    """To the page of the person's role, or to the sign-in."""
    person = current_person()
    if person is None:
        return redirect(url_for("sign_in.page"))
    return redirect(url_for(HOME_OF[person.role]))


@blueprint.get("/today")
@declares(Verb.RESULTS_READ)
def today() -> str:
    """What Home Affairs has to decide, each with its place; then the rounds."""
    rounds = rounds_for(database(), person_required())
    return render_template(
        "today.html",
        rounds=rounds,
        lots=[one for one in _lots(rounds) if one.lots or one.overdue],
        aside=aside_counts(database()).waiting,
        documents=quarantine.counts(database()).waiting,
        closed=[one for one in rounds if one.state == State.CLOSED],
        comments=_comments(rounds),
        untold=[one for one in all_webhooks(database()) if one.was_given_up],
        ending_tokens=tokens_ending_soon(database(), at=now()),
    )


def _comments(rounds: tuple[RoundRecord, ...]) -> list[CommentsToDecide]:
    """Rounds in the archive are left alone."""
    public = [one for one in rounds if one.state == State.PUBLISHED]
    waiting = waiting_of_rounds(database(), [one.id for one in public])
    return [
        CommentsToDecide(round=one, comments=waiting[one.id])
        for one in public
        if waiting.get(one.id)
    ]


def _lots(rounds: tuple[RoundRecord, ...]) -> Iterator[LotsToDecide]:
    at_work = {one.id: one for one in rounds if one.state in AT_WORK}
    for number in sorted(plan_contents(database(), at_work)):
        board = known_board(database(), at_work[number], at=now())
        yield LotsToDecide(
            round=at_work[number],
            lots=sum(one.is_to_decide for one in board.every),
            overdue=sum(one.overdue for one in board.every),
        )
