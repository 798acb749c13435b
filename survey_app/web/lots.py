"""Home Affairs decides about lots of re-checks: what waits, one lot, its evidence, a signature."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from scoring.recheck.work_done import WorkDone
from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import lot_for, rechecked_round_for
from survey_app.db.interview_exclusions import excluded_of
from survey_app.db.lot_decisions import LotHead
from survey_app.db.recheck_promises import promise_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.accepting import (
    AcceptanceRequest,
    accept_lots,
    acceptable_of,
)
from survey_app.fieldwork.rechecks.claim_response import claim_response
from survey_app.fieldwork.rechecks.deciding import (
    EXTENDED,
    LONGER_REASON,
    DecisionRequest,
    choices_of,
    decide,
    mark_of,
    others_of,
)
from survey_app.fieldwork.rechecks.evidence import (
    LONGEST_TEXT,
    EvidenceRequest,
    Proposal,
    proposals_of,
    write_down,
)
from survey_app.fieldwork.rechecks.excluding import ExclusionRequest, exclude_interviews
from survey_app.fieldwork.rechecks.lot_board import Board, LotOnBoard, board_of
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.problems import Code, Problem
from survey_app.web import claim_words, lot_words
from survey_app.web.boards_known import known_board
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.lot_order import KEYS, lot_rows
from survey_app.web.sent_files import csv_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.sorting import Order, in_order
from survey_app.web.typed import typed, typed_number
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import given_name_key

blueprint = Blueprint("lots", __name__, url_prefix="/recheck/rounds/<code>")

REFUSED = 422
ONE = "/lots/<lot_code>"
FIRST = 10
"""Lots named above everything else; the table has all of them."""
MOST_MORE = 99_999
"""Interviews that somebody can want to have drawn besides."""


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The words of lots, for the templates."""
    return {"lot_words": lot_words, "claim_words": claim_words}


@blueprint.get("/")
@declares(Verb.RECHECK_READ)
def board(code: str) -> str:
    """What has to be decided, how far the re-checks are, then every lot."""
    found = rechecked_round_for(database(), person_required(), code=code)
    if promise_of(database(), found.id) is None:
        return render_template("lots_none.html", round=found)
    return _board(found)


@blueprint.post("/accept")
@declares(Verb.RECHECK_DECIDE)
def accept(code: str) -> Response | tuple[str, int]:
    """Accepts the lots that are ticked, or says all that stands against it."""
    found = rechecked_round_for(database(), person_required(), code=code)
    pairs = (ticked.partition(" ") for ticked in request.form.getlist("lot"))
    wanted = AcceptanceRequest(
        seen={lot: mark for lot, _space, mark in pairs},
        reason=typed("reason"),
        by=person_required(),
        at=now(),
    )
    faults = accept_lots(database(), found, wanted)
    if faults:
        return _board(found, faults=faults), REFUSED
    flash(_("Your decision has been signed and stored."))
    return redirect(url_for(".board", code=found.code), code=303)


def _board(found: RoundRecord, *, faults: Sequence[Fault] = ()) -> str:
    shown = _shown(found, faults=faults)
    order = Order.read(request.args, columns=KEYS)
    urgent = [one for one in shown.every if one.is_to_decide]
    return render_template(
        "lots.html",
        round=found,
        board=shown,
        order=order,
        rows=in_order(shown.lots, order=order, keys=KEYS),
        claim_rows=in_order(shown.claim_lots, order=order, keys=KEYS),
        urgent=sorted(urgent, key=KEYS["state"]),
        acceptable=[(one, mark_of(one)) for one in acceptable_of(shown)],
        # Cases are counted for it, which is felt; where no claim is closed nothing says it.
        response=claim_response(database(), found, shown) if shown.claim_lots else None,
        states={state: str(said) for state, said in lot_words.STATES.items()},
        longest_reason=LONGEST_REASON,
        first=FIRST,
        supervisors=_supervisors(shown),
        faults=faults,
        typed=request.form,
    )


@blueprint.get("/lots.csv")
@declares(Verb.RECHECK_READ)
def file(code: str) -> Response:
    """The table of lots as a file."""
    found = rechecked_round_for(database(), person_required(), code=code)
    shown = known_board(database(), found, at=now())
    return csv_file(lot_rows(shown.every), name=file_of_round(found, "lots.csv"))


@blueprint.get(ONE)
@declares(Verb.RECHECK_READ)
def lot(code: str, lot_code: str) -> str:
    """A lot: what the plan says, what was found, heard and decided, and the form to sign."""
    return _page(*_lot(code, lot_code))


@blueprint.post(f"{ONE}/decide")
@declares(Verb.RECHECK_DECIDE)
def sign(code: str, lot_code: str) -> Response | tuple[str, int]:
    """Signs a decision, or says all that stands against it."""
    found, head = _lot(code, lot_code)
    wanted = DecisionRequest(
        lot=head.code,
        decision=typed("decision"),
        reason=typed("reason"),
        seen=typed("seen"),
        by=person_required(),
        at=now(),
        more=typed_number("more", most=MOST_MORE),
        with_others="with_others" in request.form,
    )
    secret_key = str(current_app.config["SECRET_KEY"])
    faults = decide(database(), found, wanted, secret_key=secret_key)
    return _answer(found, head, faults, said=_("Your decision has been signed and stored."))


@blueprint.post(f"{ONE}/evidence")
@declares(Verb.RECHECK_DECIDE)
def add_evidence(code: str, lot_code: str) -> Response | tuple[str, int]:
    """Writes down what was heard or found, or says all that stands against it."""
    found, head = _lot(code, lot_code)
    wanted = EvidenceRequest(
        lot=head.code,
        about=_uuid(typed("about")),
        kind=typed("kind"),
        is_against={"against": True, "for": False}.get(typed("speaks")),
        text=typed("text"),
        by=person_required(),
        at=now(),
    )
    faults = write_down(database(), found, wanted)
    return _answer(found, head, faults, said=_("It has been written down."))


@blueprint.post(f"{ONE}/exclude")
@declares(Verb.RECHECK_EXCLUDE)
def exclude(code: str, lot_code: str) -> Response | tuple[str, int]:
    """Excludes the interviews that are ticked, each as what was proposed."""
    found, head = _lot(code, lot_code)
    shown = board_of(database(), found, at=now()).lot(head.code)
    ticked = set(request.form.getlist("exclude"))
    proposed = () if shown is None else _proposals(shown)
    wanted = ExclusionRequest(
        lot=head.code,
        kinds={one.uuid: one.kind for one in proposed if str(one.uuid) in ticked},
        reason=typed("reason"),
        by=person_required(),
        at=now(),
    )
    faults = exclude_interviews(database(), found.id, wanted)
    return _answer(found, head, faults, said=_("These interviews do not count any more."))


def _shown(found: RoundRecord, *, faults: Sequence[Fault]) -> Board:
    """After a refusal anew: what is kept is of transactions that ended well."""
    return (board_of if faults else known_board)(database(), found, at=now())


def _supervisors(of: Board) -> list[tuple[str, WorkDone]]:
    """Names with the work of those who have ended re-checks, by given name."""
    names = {one.supervisor: one.supervisor_name for one in of.compared.findings}
    found = [
        (names.get(login) or login, work)
        for login, work in of.compared.comparison.supervisors.items()
    ]
    return sorted(found, key=lambda one: given_name_key(one[0]))


def _lot(code: str, lot_code: str) -> tuple[RoundRecord, LotHead]:
    return lot_for(database(), person_required(), round_code=code, lot_code=lot_code)


def _answer(
    found: RoundRecord, head: LotHead, faults: tuple[Fault, ...], *, said: str
) -> Response | tuple[str, int]:
    if faults:
        return _page(found, head, faults=faults), REFUSED
    flash(said)
    return redirect(url_for(".lot", code=found.code, lot_code=head.code), code=303)


def _page(found: RoundRecord, head: LotHead, *, faults: Sequence[Fault] = ()) -> str:
    shown = _shown(found, faults=faults)
    one = shown.lot(head.code)
    if one is None:
        raise Problem(Code.NOT_FOUND)
    return render_template(
        "lot.html",
        round=found,
        lot=one,
        faults=faults,
        seen=mark_of(one),
        choices=[choice for choice in choices_of(one) if choice != EXTENDED or one.undrawn],
        others=others_of(one, shown) if one.confirmed_false else (),
        proposals=_proposals(one),
        longer_reason=LONGER_REASON,
        longest_reason=LONGEST_REASON,
        longest_text=LONGEST_TEXT,
        now=now(),
        typed=request.form,
    )


def _proposals(lot: LotOnBoard) -> tuple[Proposal, ...]:
    """Those that are not excluded already."""
    found = proposals_of(lot)
    gone = excluded_of(database(), [one.uuid for one in found])
    return tuple(one for one in found if one.uuid not in gone)


def _uuid(text: str) -> UUID | None:
    """None where nothing is chosen; what is no UUID is one that no lot has."""
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
