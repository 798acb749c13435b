"""One case: who has it, what happened, who replaces it; and changing that."""

from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.objects import case_for
from survey_app.access.policy import Verb
from survey_app.db import audit
from survey_app.db.accounts import all_accounts
from survey_app.db.case_history import AttemptMade, attempts_at, replacements_of
from survey_app.db.case_list import CaseRow
from survey_app.db.field_cases import FieldCase, cases_numbered, count_reserve
from survey_app.db.packs import NEVER, packs_of
from survey_app.db.rounds import RoundRecord, units_of_round
from survey_app.fieldwork.assigning.giving import GIVES_OUT_IN
from survey_app.fieldwork.assigning.loads import tablet_state
from survey_app.fieldwork.assigning.problems import AssigningRefused
from survey_app.fieldwork.assigning.replacing import (
    REPLACES_IN,
    Reason,
    ReplaceRequest,
    against_replacing,
    reason_of,
    replace_case,
)
from survey_app.fieldwork.assigning.standing import against_recalling, is_nobodys
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.problems import Code, Problem
from survey_app.web.case_changes import Done, Refusals, carry_out, ticked
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.kept_page import outcome_words
from survey_app.web.paging import LARGEST
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import vietnamese_key

blueprint = Blueprint(
    "case", __name__, url_prefix=f"/field/rounds/<code>/cases/<int(max={LARGEST}):case_id>"
)

REFUSED = 422
MOST_EVENTS = 100
EXPLAINED = "…"
"""Stands for a note that is still to be written, where only the rest is judged."""


@blueprint.get("")
@declares(Verb.ASSIGNMENT_WRITE)
def page(code: str, case_id: int) -> str:
    """Everything about one case but the person."""
    found, row = case_for(database(), person_required(), round_code=code, case_id=case_id)
    return _page(found, row)


@blueprint.post("")
@declares(Verb.ASSIGNMENT_WRITE)
def change(code: str, case_id: int) -> Response | tuple[str, int]:
    """Moves the case, or takes it back."""
    found, row = case_for(database(), person_required(), round_code=code, case_id=case_id)
    seen = {number: holder for number, holder in ticked().items() if number == case_id}
    return _answer(found, row, carry_out(found, seen))


@blueprint.post("/replace")
@declares(Verb.ASSIGNMENT_WRITE)
def replace(code: str, case_id: int) -> Response | tuple[str, int]:
    """Replaces the case by the next of the reserve: nobody chooses by whom."""
    found, row = case_for(database(), person_required(), round_code=code, case_id=case_id)
    (case,) = cases_numbered(database(), found.id, [case_id])
    reason = request.form.get("reason", "")
    if reason not in set(Reason):
        raise Problem(Code.BAD_REQUEST)
    wanted = ReplaceRequest(
        unit_code=case.unit_code,
        file_code=case.file_code,
        reason=Reason(reason),
        note=typed("note"),
        to=typed("to").strip() or None,
    )
    try:
        made = replace_case(
            database(), found, wanted, by=person_required(), new_uuid=uuid4, at=now()
        )
    except Problem as problem:
        return _answer(found, row, Done(refusals=(problem,)))
    except AssigningRefused as refused:
        return _answer(found, row, Done(refusals=refused.faults))
    said = _(
        "%(file)s takes the place, with %(username)s.",
        file=made.replacement.file_code,
        username=made.enumerator.username,
    )
    return _answer(found, row, Done(said=str(said)))


def _answer(found: RoundRecord, row: CaseRow, done: Done) -> Response | tuple[str, int]:
    if done.refusals:
        return _page(found, row, refusals=done.refusals), REFUSED
    flash(done.said)
    return redirect(url_for(".page", code=found.code, case_id=row.case_id), code=303)


def _page(found: RoundRecord, row: CaseRow, *, refusals: Refusals = ()) -> str:
    session = database()
    (case,) = cases_numbered(session, found.id, [row.case_id])
    accounts = [one for one in all_accounts(session) if one.role == "enumerator"]
    holder = row.enumerator_id
    pack = NEVER if holder is None else packs_of(session, [holder]).get(holder, NEVER)
    return render_template(
        "case.html",
        round=found,
        row=row,
        case=case,
        unit=next(one for one in units_of_round(session, found.id) if one.id == row.round_unit_id),
        refusals=refusals,
        names={str(one.id): one.display_name for one in accounts},
        names_by_username={one.username: one.display_name for one in accounts},
        people=sorted(
            (one for one in accounts if one.is_active),
            key=lambda one: vietnamese_key(one.display_name),
        ),
        tablet=tablet_state(pack, round_state=found.state, assigned=1),
        attempts=_attempts(case),
        disposition_words=outcome_words,
        replacements=replacements_of(session, row.case_id),
        events=_events(case),
        reserve_left=_reserve_left(case),
        gives_out=found.state in GIVES_OUT_IN,
        stays=_against_change(case),
        **_replacing(found, case),
        longest_reason=LONGEST_REASON,
    )


def _attempts(case: FieldCase) -> tuple[AttemptMade, ...]:
    return () if case.interview_uuid is None else attempts_at(database(), case.interview_uuid)


def _events(case: FieldCase) -> tuple[audit.Recorded, ...]:
    if case.interview_uuid is None:
        return ()
    found = audit.latest_of(
        database(),
        object_kind="interview",
        object_id=str(case.interview_uuid),
        limit=MOST_EVENTS,
    )
    return tuple(one for one in found if one.action.startswith("assignment."))


def _reserve_left(case: FieldCase) -> int:
    if case.sample_draw_id is None or case.stratum is None:
        return 0
    return count_reserve(database(), draw_id=case.sample_draw_id, stratum=case.stratum)


def _against_change(case: FieldCase) -> tuple[Fault, ...]:
    """What stands against giving the case to anybody else, whatever is typed."""
    return () if is_nobodys(case) else tuple(against_recalling(case, reason=EXPLAINED))


def _replacing(found: RoundRecord, case: FieldCase) -> dict[str, object]:
    """The reason that its outcome gives, and what stands against replacing it whatever is typed."""
    if case.outcome is not None:
        reason = reason_of(case.outcome)
    else:
        reason = Reason.VOIDED if case.was_voided else Reason.NOT_REACHED
    return {
        "reason": reason,
        "against": tuple(against_replacing(case, reason=reason, note=EXPLAINED)),
        "replaces": found.state in REPLACES_IN and case.sample_list is not None,
    }
