"""Corrects a document that was put aside: the form of the interview, filled with its answers."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault, unanswered_criteria
from survey_app.access.policy import Verb
from survey_app.db import quarantine as queries
from survey_app.db import rounds
from survey_app.fieldwork.placing import Placed, against_correcting, placed
from survey_app.fieldwork.settling import LONGEST_REASON, NONE_COUNTED, Decision, correct
from survey_app.fieldwork.settling_problems import Hindrance
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_form import InterviewForm, form_class, put_blanks, put_faults
from survey_app.web.interview_texts import (
    consent_text,
    endings_of,
    introduction_text,
    rule_note,
    rule_of,
)
from survey_app.web.judging import form_values, judged
from survey_app.web.kept_page import rows_of
from survey_app.web.language import change_language, current_language
from survey_app.web.quarantine import ADDRESS, record_of
from survey_app.web.signed_in import person_required
from survey_app.web.translate import message_of, repair_of
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("correction", __name__, url_prefix="/field/quarantine")

REASON, COMPARED = "correction-reason", "correction-compared"
"""No code of a question has a hyphen."""
SEEN = "compared"
"""In the address of the form: the version that the page of the document showed beside it."""


@blueprint.get(f"{ADDRESS}/correct")
@declares(Verb.QUARANTINE_WRITE)
def form_page(number: int) -> Response | str:
    """The form of the interview with the answers of the document, faults beside the questions."""
    record = record_of(number)
    found = placed(database(), record)
    if isinstance(found, Fault) or against_correcting(found) or record.decision is not None:
        return redirect(url_for("quarantine.document", number=number))
    form = form_class(found.definition, language=current_language())(
        formdata=form_values(found.definition, found.answers)
    )
    put_faults(form, found.faults)
    put_blanks(form, unanswered_criteria(found.definition, found.asked))
    return _page(record, found, form)


@blueprint.post(f"{ADDRESS}/correct")
@declares(Verb.QUARANTINE_WRITE)
def submit(number: int) -> Response | str | tuple[str, int]:
    """Stores the corrected answers as the version that counts, or shows what is still wrong."""
    record = record_of(number)
    found = placed(database(), record)
    if record.decision is not None:
        raise Problem(Code.ALREADY_DECIDED)
    if isinstance(found, Fault) or against_correcting(found):
        if record_of(number).decision is not None:  # somebody else's came since it was read above
            raise Problem(Code.ALREADY_DECIDED)
        return redirect(url_for("quarantine.document", number=number), code=303)
    definition = found.definition
    switched = change_language(request.form.get("language"))
    form = form_class(definition, language=current_language())()
    if switched:
        return _page(record, found, form)
    sent = judged(definition, request.form)
    blanks = () if form.confirm_blank.data else sent.blanks
    early = () if sent.ending is None else (_sentence(Hindrance.ENDS_EARLY.at("document")),)
    reason_fault = _reason_fault()
    if sent.faults or blanks or early or reason_fault:
        faults = (*early, *put_faults(form, sent.faults), *reason_fault)
        put_blanks(form, blanks)
        page = _page(record, found, form, faults=faults, blanks=blanks, reason_fault=reason_fault)
        return page, 422
    decision = Decision(
        number=number,
        by=person_required(),
        reason=typed(REASON),
        at=now(),
        compared=request.form.get(COMPARED, NONE_COUNTED, type=int),
    )
    hindrance = correct(database(), decision, answers=sent.asked)
    if hindrance is not None:
        return _refused(record, found, form, hindrance), 409
    flash(_("The correction has been recorded and counts from now on."))
    return redirect(url_for("quarantine.listing"), code=303)


def _refused(
    record: queries.QuarantineRecord, found: Placed, form: InterviewForm, hindrance: Fault
) -> str:
    """The form again with what was typed, and with the version that counts by now."""
    by_now = placed(database(), record)
    if not isinstance(by_now, Fault):
        found = by_now
    return _page(record, found, form, faults=(_sentence(hindrance),), compared=_counting(found))


def _counting(found: Placed) -> int:
    return found.before.version if found.before else NONE_COUNTED


def _reason_fault() -> tuple[str, ...]:
    if 0 < len(typed(REASON).strip()) <= LONGEST_REASON:
        return ()
    return (message_of(Problem(Code.REASON_MISSING)),)


def _sentence(fault: Fault) -> str:
    return f"{message_of(fault)} {repair_of(fault)}"


def _page(
    record: queries.QuarantineRecord,
    found: Placed,
    form: InterviewForm,
    *,
    faults: tuple[str, ...] = (),
    blanks: tuple[str, ...] = (),
    reason_fault: tuple[str, ...] = (),
    compared: int | None = None,
) -> str:
    """`compared`: the version that the person has before them, unless the form says it."""
    unit = rounds.round_unit_by_id(database(), found.place.round_unit_id)
    of_round = None if unit is None else rounds.round_by_id(database(), unit.round_id)
    if unit is None or of_round is None:
        raise RuntimeError("a place is a unit of a round")
    (row,) = rows_of(database(), [record])
    return render_template(
        "correct.html",
        record=record,
        told=[fault for fault in row.faults if fault.code not in form],
        is_other_version=found.is_other_version,
        follows=found.before.version if found.before else None,
        action=url_for(".submit", number=record.id),
        heading=unit.unit_name,
        respondent=row.enumerator,
        step=request.form.get("step", ""),
        definition=found.definition,
        form=form,
        faults=faults,
        blanks=blanks,
        introduction=introduction_text(found.definition, of_round=of_round, agency=unit.unit_name),
        consent=consent_text(found.definition, of_round=of_round),
        endings=endings_of(found.definition),
        rule_note=rule_note,
        rule_of=rule_of,
        **_of_the_decision(found, compared=compared, reason_fault=reason_fault),
    )


def _of_the_decision(
    found: Placed, *, compared: int | None, reason_fault: tuple[str, ...]
) -> dict[str, object]:
    """What the form asks and carries beside the questions of the interview."""
    if compared is None:
        seen = request.args.get(SEEN, _counting(found), type=int)
        compared = request.form.get(COMPARED, seen, type=int)
    return {
        "compared_name": COMPARED,
        "compared": compared,
        "reason_name": REASON,
        "reason": typed(REASON),
        "reason_fault": " ".join(reason_fault),
        "longest_reason": LONGEST_REASON,
    }
