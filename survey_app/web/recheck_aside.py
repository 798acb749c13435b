"""Home Affairs decides about what was sent as a re-check and could not be locked; nobody else sees
it, so that whoever sends enumerators out does not learn what is asked again.
"""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import aside_for
from survey_app.db.recheck_aside import AsideRow, aside_counts, aside_rows
from survey_app.fieldwork.rechecks.settling_aside import AsideDecision, outlook_of, settle_aside
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.web.answers_in_words import readable
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.kept_page import stored_fault
from survey_app.web.paging import LARGEST, row_asked_for
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("recheck_aside", __name__, url_prefix="/recheck/aside")

PAGE = 50
REFUSED = 422
ADDRESS = f"/<int(max={LARGEST}):number>"


@blueprint.get("/")
@declares(Verb.RECHECK_ASIDE)
def listing() -> str:
    """What waits for a decision, or has one; the newest first."""
    shows_decided = request.args.get("show") == "decided"
    before = row_asked_for("before") or LARGEST
    rows = aside_rows(database(), before=before, limit=PAGE + 1, are_decided=shows_decided)
    return render_template(
        "rechecks_aside.html",
        rows=rows[:PAGE],
        shows_decided=shows_decided,
        counts=aside_counts(database()),
        fault_of=stored_fault,
        next_before=rows[PAGE - 1].id if len(rows) > PAGE else None,
    )


@blueprint.get(ADDRESS)
@declares(Verb.RECHECK_ASIDE)
def document(number: int) -> str:
    """One document: what is wrong with it, what it says, and what can be done."""
    return _page(aside_for(database(), person_required(), number=number))


@blueprint.post(ADDRESS)
@declares(Verb.RECHECK_DECIDE)
def decide(number: int) -> Response | tuple[str, int]:
    """Takes the re-check in, or leaves it out; either way with a reason."""
    row = aside_for(database(), person_required(), number=number)
    decision = AsideDecision(
        number=row.id,
        what=typed("decision"),
        reason=typed("reason"),
        by=person_required(),
        at=now(),
    )
    faults = settle_aside(database(), decision)
    if faults:
        return _page(row, faults=faults), REFUSED
    flash(_("The decision has been recorded."))
    return redirect(url_for(".listing"), code=303)


def _page(row: AsideRow, *, faults: Sequence[Fault] = ()) -> str:
    return render_template(
        "recheck_aside.html",
        row=row,
        outlook=outlook_of(database(), row),
        faults=faults,
        found=[stored_fault(one) for one in row.faults],
        pretty=readable(row.content),
        reason=typed("reason"),
        longest_reason=LONGEST_REASON,
    )
