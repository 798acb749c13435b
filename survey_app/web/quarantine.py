"""The field manager decides about documents that could not be taken in by themselves."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import JsonValue
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.db import quarantine as queries
from survey_app.fieldwork.settling import settle
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("quarantine", __name__, url_prefix="/field/quarantine")

PAGE = 50
LARGEST = 2**63 - 1
ADDRESS = f"/<int(max={LARGEST}):number>"


@blueprint.get("/")
@declares(Verb.QUARANTINE_WRITE)
def listing() -> str:
    """What waits for a decision, the oldest first."""
    after = min(request.args.get("after", default=0, type=int), LARGEST)
    waiting = queries.waiting(database(), after=after, limit=PAGE)
    return render_template(
        "quarantine.html",
        waiting=waiting,
        total=queries.count_waiting(database()),
        next_after=waiting[-1].id if len(waiting) == PAGE else None,
    )


@blueprint.get(ADDRESS)
@declares(Verb.QUARANTINE_WRITE)
def document(number: int) -> str:
    """One document: what is wrong with it, what it says, and the two ways to settle it."""
    found = queries.quarantined(database(), number)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    content: JsonValue = json.loads(found.content)
    answers = content.get("answers") if isinstance(content, dict) else None
    return render_template(
        "quarantined.html",
        found=found,
        faults=[_fault(one) for one in found.faults],
        answers=answers if isinstance(answers, dict) else None,
        pretty=json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True),
    )


@blueprint.post(ADDRESS)
@declares(Verb.QUARANTINE_WRITE)
def decide(number: int) -> Response:
    """Takes the document in, or leaves it out; either way with a reason."""
    settle(
        database(),
        person_required(),
        number=number,
        decision=request.form.get("decision", ""),
        reason=request.form.get("reason", ""),
        at=now(),
    )
    flash(_("The decision has been recorded."))
    return redirect(url_for(".listing"), code=303)


def _fault(stored: dict[str, object]) -> Fault:
    """A fault as it was stored, to be shown in the language of the page."""
    details = stored.get("details")
    return Fault(
        where=str(stored.get("where", "")),
        code=str(stored.get("code", "")),
        message=str(stored.get("message", "")),
        repair=str(stored.get("repair", "")),
        details={str(key): str(value) for key, value in details.items()}
        if isinstance(details, dict)
        else {},
    )
