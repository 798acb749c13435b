"""An enumerator looks again at an interview that was returned: the form with its earlier answers.

`follows`, in the address that the form is sent to, is the version whose answers it opened with.
What is sent is never turned away: if the return has ended meanwhile, it is kept beside the version
that counts, and the field manager decides.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Definition
from survey_app.access.objects import interview_made_by, returned_for
from survey_app.access.policy import Verb
from survey_app.db.assignments import AssignmentRecord
from survey_app.db.interview_returns import ReturnedInterview, returned_interview
from survey_app.fieldwork.my_work import open_returned
from survey_app.fieldwork.receiving import (
    ON_A_PAGE,
    FinishedInterview,
    Outcome,
    receive_interview,
)
from survey_app.fieldwork.stored_answers import answers_in, covered_in
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_form import InterviewForm, form_class, put_blanks, put_faults
from survey_app.web.interview_page import (
    definition_for,
    followed_version,
    is_by_phone,
    round_with,
    values_of_page,
)
from survey_app.web.judging import Judged, form_values, judged
from survey_app.web.language import change_language, current_language
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("returned", __name__, url_prefix="/interviews")

ADDRESS = "/<uuid:interview_uuid>/returned"


@blueprint.post(f"{ADDRESS}/open")
@declares(Verb.INTERVIEW_WRITE)
def open_again(interview_uuid: UUID) -> Response:
    """Opens an interview that was returned; from here its second visit counts."""
    person = person_required()
    found = returned_for(database(), person, interview_uuid=interview_uuid)
    of_round = round_with(found.round_id)
    open_returned(database(), person, of_round=of_round, returned=found, at=now())
    return redirect(url_for(".questions", interview_uuid=interview_uuid), code=303)


@blueprint.get(ADDRESS)
@declares(Verb.INTERVIEW_WRITE)
def questions(interview_uuid: UUID) -> str:
    """The questions with the answers that were given, and what is to be looked at."""
    found = returned_for(database(), person_required(), interview_uuid=interview_uuid)
    if covered_in(found.content):
        raise Problem(Code.ANSWERS_COVERED)
    assignment = interview_made_by(database(), person_required(), interview_uuid=interview_uuid)
    definition = definition_for(assignment)
    form = form_class(definition, language=current_language())(
        formdata=form_values(definition, answers_in(found.content))
    )
    return _page(assignment, definition, form, returned=found, follows=found.sha256)


@blueprint.post(ADDRESS)
@declares(Verb.INTERVIEW_WRITE)
def submit(interview_uuid: UUID) -> Response | str | tuple[str, int]:
    """Stores the answers as the next version, or shows what is wrong beside the questions."""
    person = person_required()
    assignment = interview_made_by(database(), person, interview_uuid=interview_uuid)
    returned = returned_interview(database(), interview_uuid)
    definition = definition_for(assignment)
    follows = followed_version() or ""
    switched = change_language(request.form.get("language"))
    form = form_class(definition, language=current_language())()
    if switched:
        return _page(assignment, definition, form, returned=returned, follows=follows)
    found = judged(definition, request.form)
    blanks = () if form.confirm_blank.data or found.ending else found.blanks
    if not found.ending and (found.faults or blanks):
        without_place = put_faults(form, found.faults)
        put_blanks(form, blanks)
        page = _page(
            assignment,
            definition,
            form,
            returned=returned,
            follows=follows,
            faults=without_place,
            blanks=blanks,
        )
        return page, 422
    return _store(assignment, definition, found, returned=returned, follows=follows)


def _store(
    assignment: AssignmentRecord,
    definition: Definition,
    found: Judged,
    *,
    returned: ReturnedInterview | None,
    follows: str,
) -> Response | tuple[str, int]:
    at = now()
    of_round = round_with(assignment.round_id)
    begun_at = None if returned is None else returned.opened_at
    finished = FinishedInterview(
        uuid=assignment.interview_uuid,
        round_unit_id=assignment.round_unit_id,
        enumerator_id=person_required().account_id,
        questionnaire_version_id=of_round.questionnaire_version_id,
        mode="phone" if is_by_phone(assignment) else ON_A_PAGE,
        answers=found.asked,
        started_at=min(begun_at or at, at),
        finished_at=at,
        is_simulated=assignment.is_simulated or of_round.is_simulated,
        follows=follows,
    )
    receipt = receive_interview(
        database(), finished, definition=definition, may_count=found.ending is None, at=at
    )
    if receipt.outcome is Outcome.CONFLICT:
        keep_work()
        return render_template("conflict.html", assignment=assignment), 409
    flash(_("The interview has been received again. Thank you."))
    return redirect(url_for("interviews.my_work"), code=303)


def _page(
    assignment: AssignmentRecord,
    definition: Definition,
    form: InterviewForm,
    *,
    returned: ReturnedInterview | None,
    follows: str,
    faults: tuple[str, ...] = (),
    blanks: tuple[str, ...] = (),
) -> str:
    action = url_for(".submit", interview_uuid=assignment.interview_uuid, follows=follows)
    return render_template(
        "returned.html",
        returned=returned,
        action=action,
        **values_of_page(assignment, definition, form, faults=faults, blanks=blanks),
    )
