"""The enumerator's pages: my work, the interview, the receipt."""

from uuid import UUID, uuid4

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires import Definition
from survey_app.access.objects import assignment_for, round_unit_for, rounds_for
from survey_app.access.people import Person
from survey_app.access.policy import Verb
from survey_app.db.assignments import AssignmentRecord, mark_opened
from survey_app.fieldwork.my_work import (
    end_without_interview,
    open_listed,
    start_unlisted,
    work_of,
)
from survey_app.fieldwork.receiving import (
    ON_A_PAGE,
    FinishedInterview,
    Outcome,
    receive_interview,
)
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_form import (
    InterviewForm,
    form_class,
    put_blanks,
    put_faults,
)
from survey_app.web.interview_page import (
    definition_for,
    followed_version,
    is_by_phone,
    round_with,
    values_of_page,
)
from survey_app.web.judging import Judged, judged
from survey_app.web.language import change_language, current_language
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("interviews", __name__, url_prefix="/interviews")


@blueprint.get("/")
@declares(Verb.INTERVIEW_WRITE)
def my_work() -> str:
    """Respondents to reach, units to choose from, what was sent."""
    person = person_required()
    work = work_of(database(), person, of_rounds=rounds_for(database(), person))
    return render_template("my_work.html", work=work)


@blueprint.post("/")
@declares(Verb.INTERVIEW_WRITE)
def start() -> Response:
    """Starts an interview with somebody who is on no list: the UUID is made here."""
    person = person_required()
    of_round, unit = round_unit_for(
        database(),
        person,
        round_code=request.form.get("round", ""),
        unit_code=request.form.get("unit", ""),
    )
    interview_uuid = uuid4()
    start_unlisted(
        database(),
        person,
        of_round=of_round,
        unit=unit,
        interview_uuid=interview_uuid,
        at=now(),
    )
    mark_opened(database(), interview_uuid, at=now())
    return redirect(url_for(".questions", interview_uuid=interview_uuid), code=303)


@blueprint.post("/<uuid:interview_uuid>/open")
@declares(Verb.INTERVIEW_WRITE)
def open_case(interview_uuid: UUID) -> Response:
    """Starts the interview with a listed respondent."""
    person = person_required()
    assignment = assignment_for(database(), person, interview_uuid=interview_uuid)
    open_listed(
        database(), person, of_round=round_with(assignment.round_id), case=assignment, at=now()
    )
    return redirect(url_for(".questions", interview_uuid=interview_uuid), code=303)


@blueprint.get("/<uuid:interview_uuid>")
@declares(Verb.INTERVIEW_WRITE)
def questions(interview_uuid: UUID) -> Response | str:
    """The consent text and the questions; the receipt once it is finished."""
    assignment = assignment_for(database(), person_required(), interview_uuid=interview_uuid)
    if assignment.finished_at is not None or assignment.disposition is not None:
        return redirect(url_for(".receipt", interview_uuid=interview_uuid))
    definition = definition_for(assignment)
    form = form_class(definition, language=current_language())()
    return _questions_page(assignment, definition, form, faults=(), blanks=())


@blueprint.post("/<uuid:interview_uuid>")
@declares(Verb.INTERVIEW_WRITE)
def submit(interview_uuid: UUID) -> Response | str | tuple[str, int]:
    """Stores the interview, or shows what is wrong beside the questions, or ends it."""
    person = person_required()
    assignment = assignment_for(database(), person, interview_uuid=interview_uuid)
    definition = definition_for(assignment)
    if change_language(request.form.get("language")):
        # The same page in the other language, with everything that was already chosen.
        form = form_class(definition, language=current_language())()
        return _questions_page(assignment, definition, form, faults=(), blanks=())
    found = judged(definition, request.form)
    if found.ending is not None:
        end_without_interview(
            database(),
            person,
            interview_uuid=interview_uuid,
            disposition=found.ending.disposition,
            at=now(),
        )
        return redirect(url_for(".receipt", interview_uuid=interview_uuid), code=303)
    form = form_class(definition, language=current_language())()
    blanks = () if form.confirm_blank.data else found.blanks
    if found.faults or blanks:
        without_place = put_faults(form, found.faults)
        put_blanks(form, blanks)
        page = _questions_page(assignment, definition, form, faults=without_place, blanks=blanks)
        return page, 422
    return _store(assignment, person, definition=definition, found=found)


def _store(
    assignment: AssignmentRecord,
    person: Person,
    *,
    definition: Definition,
    found: Judged,
) -> Response | tuple[str, int]:
    at = now()
    of_round = round_with(assignment.round_id)
    finished = FinishedInterview(
        uuid=assignment.interview_uuid,
        round_unit_id=assignment.round_unit_id,
        enumerator_id=person.account_id,
        questionnaire_version_id=of_round.questionnaire_version_id,
        mode="phone" if is_by_phone(assignment) else ON_A_PAGE,
        answers=found.asked,
        started_at=min(assignment.opened_at or at, at),
        finished_at=at,
        is_simulated=assignment.is_simulated or of_round.is_simulated,
        follows=followed_version(),
    )
    receipt = receive_interview(
        database(),
        finished,
        definition=definition,
        is_listed=assignment.is_listed,
        at=at,
    )
    if receipt.outcome is Outcome.CONFLICT:
        keep_work()
        return render_template("conflict.html", assignment=assignment), 409
    return redirect(
        url_for(
            ".receipt", interview_uuid=assignment.interview_uuid, left_out=found.left_out or None
        ),
        code=303,
    )


@blueprint.get("/<uuid:interview_uuid>/receipt")
@declares(Verb.INTERVIEW_WRITE)
def receipt(interview_uuid: UUID) -> Response | str:
    """What the server holds of this interview."""
    assignment = assignment_for(database(), person_required(), interview_uuid=interview_uuid)
    if assignment.finished_at is None and assignment.disposition is None:
        return redirect(url_for(".questions", interview_uuid=interview_uuid))
    definition = definition_for(assignment)
    ending = next(
        (
            found
            for found in definition.endings
            if assignment.finished_at is None and found.disposition == assignment.disposition
        ),
        None,
    )
    left_out = request.args.get("left_out", default=0, type=int)
    return render_template("receipt.html", assignment=assignment, ending=ending, left_out=left_out)


def _questions_page(
    assignment: AssignmentRecord,
    definition: Definition,
    form: InterviewForm,
    *,
    faults: tuple[str, ...],
    blanks: tuple[str, ...],
) -> str:
    return render_template(
        "interview.html",
        assignment=assignment,
        action=url_for(
            ".submit",
            interview_uuid=assignment.interview_uuid,
            # The voided version that it is made after, as it was when the form was opened.
            follows=followed_version() or assignment.voided_sha256,
        ),
        **values_of_page(assignment, definition, form, faults=faults, blanks=blanks),
    )
