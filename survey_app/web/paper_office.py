"""Paper for the field manager: how much is keyed, how well, and where two entries differ."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Definition, Fault, unanswered_criteria
from scoring.keying_errors import ErrorRate, keying_error_rate
from survey_app.access.objects import paper_form_to_decide, round_for
from survey_app.access.policy import Verb
from survey_app.db import interviews, paper_counts, paper_forms
from survey_app.db.definitions import definition_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.paper.choosing import USUAL_SHARE, change_share
from survey_app.fieldwork.paper.comparing import differing_items
from survey_app.fieldwork.paper.problems import PaperCode
from survey_app.fieldwork.paper.second import Entry, decide, first_answers, second_answers
from survey_app.web.answers_in_words import AnswerLine, answer_lines
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_form import InterviewForm, form_class
from survey_app.web.judging import Judged, form_values, judged
from survey_app.web.keying_form import NOTHING_SAID, Shown, early_end, questions_of, said_on
from survey_app.web.language import current_language
from survey_app.web.paging import LARGEST
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("paper_office", __name__, url_prefix="/field/rounds/<code>/paper")

MOST_SHEETS = 100
MOST_REPEATED = 20
WHOLE = 100
REFUSED = 422
COMPARED = "paper-compared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """What one person keyed, and how often it was not what stands on the paper."""

    record: paper_counts.ClerkRecord
    errors: ErrorRate


@blueprint.get("/")
@declares(Verb.PAPER_DECIDE)
def overview(code: str) -> str:
    """Counts, what is to be decided, and errors by person."""
    return _overview(round_for(database(), person_required(), code=code))


def _overview(of_round: RoundRecord, *, faults: Sequence[Fault] = ()) -> str:
    clerks = paper_counts.clerks_of(database(), of_round.id)
    share = paper_forms.share_of(database(), of_round.id)
    return render_template(
        "paper_overview.html",
        round=of_round,
        counts=paper_counts.counts_of(database(), of_round.id),
        sheets=paper_forms.to_decide(database(), of_round.id, limit=MOST_SHEETS),
        share=request.form.get("share", USUAL_SHARE if share is None else share),
        faults=faults,
        clerks=[
            Clerk(record=clerk, errors=keying_error_rate(clerk.errors, items=clerk.items))
            for clerk in clerks
        ],
    )


@blueprint.post("/")
@declares(Verb.PAPER_DECIDE)
def set_share(code: str) -> Response | tuple[str, int]:
    """Another share of sheets is keyed twice from now on, if what was typed is one."""
    person = person_required()
    of_round = round_for(database(), person, code=code)
    typed = request.form.get("share", "").strip().removesuffix("%").strip()
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len("100")
    if not is_number or int(typed) > WHOLE:
        fault = PaperCode.SHARE_IMPOSSIBLE.at("share", typed=typed[:MOST_REPEATED])
        return _overview(of_round, faults=(fault,)), REFUSED
    change_share(
        database(),
        person,
        of_round=of_round,
        share_percent=int(typed),
        secret_key=current_app.config["SECRET_KEY"],
        random_bytes=secrets.token_bytes,
        at=now(),
    )
    flash(_("From now on %(share)s %% of the forms are keyed twice.", share=int(typed)))
    return redirect(url_for(".overview", code=code), code=303)


@blueprint.get(f"/<int(max={LARGEST}):number>")
@declares(Verb.PAPER_DECIDE)
def sheet_page(code: str, number: int) -> Response | str:
    """The questions in which the two entries differ, with both."""
    of_round, sheet = paper_form_to_decide(
        database(), person_required(), round_code=code, number=number
    )
    if sheet.decided_at is not None:
        return redirect(url_for(".overview", code=code))
    definition = definition_of(database(), sheet.questionnaire_version_id)
    form = form_class(definition, language=current_language())()
    return _page(of_round, sheet, definition, form, shown=NOTHING_SAID)


@blueprint.post(f"/<int(max={LARGEST}):number>")
@declares(Verb.PAPER_DECIDE)
def settle(code: str, number: int) -> Response | tuple[str, int]:
    """Stores what stands on the paper; other questions keep what both entries say."""
    person = person_required()
    of_round, sheet = paper_form_to_decide(database(), person, round_code=code, number=number)
    definition = definition_of(database(), sheet.questionnaire_version_id)
    form = form_class(definition, language=current_language())()
    found = _judged_with_the_rest(definition, sheet)
    differing = _differing(definition, sheet)
    blanks = tuple(code for code in found.blanks if code in differing)
    blanks = () if form.confirm_blank.data else blanks
    early = early_end(found)
    if found.faults or blanks or early:
        shown = said_on(form, found, head_faults=early, blanks=blanks)
        faulty = [fault.where for fault in found.faults]
        page = _page(of_round, sheet, definition, form, shown=shown, also=faulty)
        return page, REFUSED
    entry = Entry(person=person, definition=definition, answers=found.asked, at=now())
    compared = request.form.get(COMPARED, default=0, type=int)
    decide(database(), sheet, entry, compared=compared)
    flash(_("Form %(number)s is decided.", number=sheet.form_number))
    return redirect(url_for(".overview", code=code), code=303)


def _differing(definition: Definition, sheet: paper_forms.PaperFormRecord) -> tuple[str, ...]:
    return differing_items(definition, first_answers(sheet), second_answers(sheet))


def _judged_with_the_rest(definition: Definition, sheet: paper_forms.PaperFormRecord) -> Judged:
    """What was chosen for the questions that stood on the page, and both entries for the others."""
    asked = set(_differing(definition, sheet)) | set(request.form)
    values = form_values(definition, first_answers(sheet))
    for item in definition.items:
        for name in (item.code, item.text_code):
            if item.code in asked or name in asked:
                values.setlist(name, request.form.getlist(name))
    return judged(definition, values)


def _page(
    of_round: RoundRecord,
    sheet: paper_forms.PaperFormRecord,
    definition: Definition,
    form: InterviewForm,
    *,
    shown: Shown,
    also: list[str] | None = None,
) -> str:
    current = interviews.current_interview(database(), sheet.interview_uuid)
    differing = _differing(definition, sheet)
    lines: dict[str, AnswerLine] = {
        line.code: line
        for line in answer_lines(definition, [first_answers(sheet), second_answers(sheet)])
    }
    return render_template(
        "paper_sheet.html",
        round=of_round,
        sheet=sheet,
        is_own=person_required().account_id in {sheet.keyed_by, sheet.second_keyed_by},
        current=current,
        compared_name=COMPARED,
        compared=request.form.get(COMPARED, current.version if current else 0, type=int),
        lines=lines,
        open_criteria=unanswered_criteria(definition, first_answers(sheet)),
        action=url_for(".settle", code=of_round.code, number=sheet.id),
        **questions_of(definition, form, shown=shown, only=[*differing, *(also or [])]),
    )
