"""Keying forms from paper: the stack of a round, the first entry, the second entry."""

import secrets
from urllib.parse import urlencode

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Definition, Fault
from survey_app.access.objects import paper_form_to_key_again, round_for
from survey_app.access.policy import Verb
from survey_app.clock import ZONE
from survey_app.db import paper_counts, paper_forms, rounds
from survey_app.db.definitions import definition_of
from survey_app.fieldwork.paper.choosing import choose
from survey_app.fieldwork.paper.head import (
    DAY,
    ENUMERATOR,
    UNIT,
    UNLISTED,
    Known,
    PaperHead,
    read_head,
)
from survey_app.fieldwork.paper.keying import Desk, Sheet, key_sheet, require_keying
from survey_app.fieldwork.paper.second import Entry, key_again
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_form import InterviewForm, form_class
from survey_app.web.interview_page import round_with
from survey_app.web.judging import judged
from survey_app.web.keying_form import (
    NOTHING_SAID,
    Shown,
    early_end,
    head_typed,
    questions_of,
    said_on,
)
from survey_app.web.language import current_language
from survey_app.web.paging import LARGEST
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import vietnamese_key

blueprint = Blueprint("paper", __name__, url_prefix="/paper")

MOST_WAITING = 50
REFUSED = 422
STAYS = (UNIT, ENUMERATOR, DAY, UNLISTED)
"""What is mostly the same on the next sheet of a stack."""


@blueprint.get("/rounds/<code>")
@declares(Verb.PAPER_KEY)
def stack(code: str) -> str:
    """What one keyed, and the sheets that wait for one's second entry."""
    person = person_required()
    of_round = round_for(database(), person, code=code)
    return render_template(
        "paper_stack.html",
        round=of_round,
        own=paper_counts.keyed_by(database(), of_round.id, person.account_id),
        waiting=paper_forms.waiting_for_second(
            database(), of_round.id, not_by=person.account_id, limit=MOST_WAITING
        ),
    )


@blueprint.get("/rounds/<code>/key")
@declares(Verb.PAPER_KEY)
def form_page(code: str) -> str:
    """An empty sheet; unit, enumerator and day of the sheet before stand there already."""
    of_round = round_for(database(), person_required(), code=code)
    require_keying(of_round)
    definition = definition_of(database(), of_round.questionnaire_version_id)
    form = form_class(definition, language=current_language())()
    kept = {name: request.args.get(name, "") for name in STAYS}
    return _page(of_round, definition, form, typed=kept, shown=NOTHING_SAID)


@blueprint.post("/rounds/<code>/key")
@declares(Verb.PAPER_KEY)
def submit(code: str) -> Response | tuple[str, int]:
    """Stores the sheet as an interview, or says all that is wrong beside its place."""
    of_round = round_for(database(), person_required(), code=code)
    require_keying(of_round)
    definition = definition_of(database(), of_round.questionnaire_version_id)
    units = {unit.unit_code: unit for unit in rounds.units_of_round(database(), of_round.id)}
    form = form_class(definition, language=current_language())()
    found = judged(definition, request.form)
    head = read_head(request.form, known=_known(of_round, units))
    blanks = () if form.confirm_blank.data else found.blanks
    faults = () if isinstance(head, PaperHead) else head
    faults += early_end(found)
    if isinstance(head, PaperHead) and not (faults or found.faults or blanks):
        sheet = Sheet(head=head, answers=found.asked)
        faults = _store(of_round, units[head.unit], definition, sheet)
        if not faults:
            flash(_("Form %(number)s is stored.", number=head.number))
            return redirect(_next_sheet(code), code=303)
    shown = said_on(form, found, head_faults=faults, blanks=blanks)
    page = _page(of_round, definition, form, typed=head_typed(request.form), shown=shown)
    return page, REFUSED


def _store(
    of_round: rounds.RoundRecord,
    unit: rounds.RoundUnitRecord,
    definition: Definition,
    sheet: Sheet,
) -> tuple[Fault, ...]:
    desk = Desk(
        person=person_required(), round=of_round, unit=unit, definition=definition, at=now()
    )
    chosen = choose(
        database(),
        of_round,
        secret_key=current_app.config["SECRET_KEY"],
        random_bytes=secrets.token_bytes,
    )
    return key_sheet(database(), desk, sheet, choose=chosen)


def _next_sheet(code: str) -> str:
    """The address of an empty sheet on which stands what mostly stays the same."""
    kept = {name: request.form.get(name, "") for name in STAYS}
    return f"{url_for('.form_page', code=code)}?{urlencode(kept)}"


def _known(of_round: rounds.RoundRecord, units: dict[str, rounds.RoundUnitRecord]) -> Known:
    people = paper_forms.enumerators(database())
    return Known(
        units=frozenset(code for code, unit in units.items() if not unit.is_exempt),
        enumerators=frozenset(number for number, _user, _name in people),
        allows_unlisted=of_round.allows_unlisted,
        first_day=of_round.period_start,
        now=now(),
    )


def _page(
    of_round: rounds.RoundRecord,
    definition: Definition,
    form: InterviewForm,
    *,
    typed: dict[str, str],
    shown: Shown,
) -> str:
    units = rounds.units_of_round(database(), of_round.id)
    people = paper_forms.enumerators(database())
    return render_template(
        "paper_key.html",
        round=of_round,
        typed=typed,
        units=[unit for unit in units if not unit.is_exempt],
        enumerators=sorted(people, key=lambda person: vietnamese_key(person[2])),
        action=url_for(".submit", code=of_round.code),
        **questions_of(definition, form, shown=shown),
    )


@blueprint.get(f"/forms/<int(max={LARGEST}):number>")
@declares(Verb.PAPER_KEY)
def second_page(number: int) -> Response | str:
    """An empty sheet for the second entry: nothing of the first one is on it."""
    sheet = paper_form_to_key_again(database(), person_required(), number=number)
    if sheet.second_keyed_by is not None:
        return redirect(url_for(".stack", code=round_with(sheet.round_id).code))
    definition = definition_of(database(), sheet.questionnaire_version_id)
    form = form_class(definition, language=current_language())()
    return _second_page(sheet, definition, form, shown=NOTHING_SAID)


@blueprint.post(f"/forms/<int(max={LARGEST}):number>")
@declares(Verb.PAPER_KEY)
def submit_second(number: int) -> Response | tuple[str, int]:
    """Keeps the second entry and compares; where they differ, the field manager decides."""
    person = person_required()
    sheet = paper_form_to_key_again(database(), person, number=number)
    to_stack = redirect(url_for(".stack", code=round_with(sheet.round_id).code), code=303)
    if sheet.second_keyed_by is not None:
        return to_stack  # sent twice
    definition = definition_of(database(), sheet.questionnaire_version_id)
    form = form_class(definition, language=current_language())()
    found = judged(definition, request.form)
    blanks = () if form.confirm_blank.data else found.blanks
    early = early_end(found)
    if found.faults or blanks or early:
        shown = said_on(form, found, head_faults=early, blanks=blanks)
        return _second_page(sheet, definition, form, shown=shown), REFUSED
    entry = Entry(person=person, definition=definition, answers=found.asked, at=now())
    key_again(database(), sheet, entry)
    flash(_("The second entry of form %(number)s is stored.", number=sheet.form_number))
    return to_stack


def _second_page(
    sheet: paper_forms.PaperFormRecord,
    definition: Definition,
    form: InterviewForm,
    *,
    shown: Shown,
) -> str:
    of_round = round_with(sheet.round_id)
    return render_template(
        "paper_second.html",
        round=of_round,
        number=sheet.form_number,
        unit_name=sheet.unit_name,
        enumerator=sheet.enumerator,
        day=sheet.started_at.astimezone(ZONE).date(),
        action=url_for(".submit_second", number=sheet.id),
        **questions_of(definition, form, shown=shown),
    )
