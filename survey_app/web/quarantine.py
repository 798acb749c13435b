"""The field manager decides about documents that could not be taken in by themselves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.db import quarantine as queries
from survey_app.fieldwork.settling import LONGEST_REASON, NONE_COUNTED, Decision, settle
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.kept_page import outcome_words, page_of, rows_of
from survey_app.web.paging import LARGEST, row_asked_for
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("quarantine", __name__, url_prefix="/field/quarantine")

PAGE = 50
COMPARED = "compared"
"""The field with the version that the page set beside the document."""
ADDRESS = f"/<int(max={LARGEST}):number>"


@blueprint.get("/")
@declares(Verb.QUARANTINE_WRITE)
def listing() -> str:
    """What waits for a decision, the oldest first; or what was decided, the newest first."""
    shows_decided = request.args.get("show") == "decided"
    beyond = row_asked_for("after")
    if shows_decided:
        records = queries.decided(database(), before=beyond or LARGEST, limit=PAGE + 1)
    else:
        records = queries.waiting(database(), after=beyond or 0, limit=PAGE + 1)
    return render_template(
        "quarantine.html",
        rows=rows_of(database(), records[:PAGE]),
        shows_decided=shows_decided,
        counts=queries.counts(database()),
        next_after=records[PAGE - 1].id if len(records) > PAGE else None,
    )


@blueprint.get(ADDRESS)
@declares(Verb.QUARANTINE_WRITE)
def document(number: int) -> str:
    """One document: what is wrong with it, what it says, and the ways to settle it."""
    return _page(record_of(number), hindrance=None)


@blueprint.post(ADDRESS)
@declares(Verb.QUARANTINE_WRITE)
def decide(number: int) -> Response | tuple[str, int]:
    """Takes the document in, or leaves it out; either way with a reason."""
    record = record_of(number)
    decision = Decision(
        number=number,
        by=person_required(),
        reason=typed("reason"),
        at=now(),
        compared=request.form.get(COMPARED, NONE_COUNTED, type=int),
    )
    hindrance = settle(database(), decision, what=request.form.get("decision", ""))
    if hindrance is not None:
        return _page(record, hindrance=hindrance), 409
    flash(_("The decision has been recorded."))
    return redirect(url_for(".listing"), code=303)


def record_of(number: int) -> queries.QuarantineRecord:
    """The document with this number; raises Problem where there is none."""
    found = queries.quarantined(database(), number)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _page(record: queries.QuarantineRecord, *, hindrance: Fault | None) -> str:
    page = page_of(database(), record)
    return render_template(
        "quarantined.html",
        page=page,
        compared_name=COMPARED,
        compared=page.first.version if page.first else NONE_COUNTED,
        hindrance=hindrance,
        outcome=outcome_words,
        reason=typed("reason"),
        longest_reason=LONGEST_REASON,
    )
