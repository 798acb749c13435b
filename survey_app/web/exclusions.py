"""What does not count after re-checks, for Home Affairs: a list, and letting one count again."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.objects import exclusion_for, round_for
from survey_app.access.policy import Verb
from survey_app.db.exclusion_list import (
    WantedExclusions,
    exclusion_counts,
    listed_exclusions,
    units_with_exclusions,
)
from survey_app.db.interview_exclusions import ExclusionRecord
from survey_app.db.interview_list import Standing
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.excluding import EndRequest, let_count_again
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_words import standing_name
from survey_app.web.paging import numbered_page, text_asked_for
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import vietnamese_key

blueprint = Blueprint("exclusions", __name__, url_prefix="/recheck/rounds/<code>/exclusions")

REFUSED = 422
PAGE = 50
ONE = "/<uuid:interview_uuid>"


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """As what an interview is excluded, for the templates."""
    return {"exclusion_name": lambda kind: standing_name(Standing(kind))}


@blueprint.get("")
@declares(Verb.RECHECK_EXCLUDE)
def page(code: str) -> str:
    """The interviews of a round that are excluded, by lot."""
    found = round_for(database(), person_required(), code=code)
    asked = {name: text_asked_for(name) or "" for name in ("kind", "unit", "lot")}
    wanted = WantedExclusions(**asked)
    counts = exclusion_counts(database(), found.id, wanted=wanted)
    shown = numbered_page(sum(counts.values()), size=PAGE)
    units = units_with_exclusions(database(), found.id)
    return render_template(
        "exclusions.html",
        round=found,
        excluded=listed_exclusions(
            database(), found.id, wanted=wanted, start=shown.start, most=PAGE
        ),
        counts=counts,
        shown=shown,
        wanted=wanted,
        chosen={name: text for name, text in asked.items() if text},
        units=sorted(units, key=lambda one: vietnamese_key(one[1])),
        standings=(Standing.INVALID, Standing.UNVERIFIED),
    )


@blueprint.get(ONE)
@declares(Verb.RECHECK_EXCLUDE)
def one(code: str, interview_uuid: UUID) -> str:
    """One of them, and the form with which it counts again."""
    found, excluded = _excluded(code, interview_uuid)
    return _page(found, excluded)


@blueprint.post(ONE)
@declares(Verb.RECHECK_EXCLUDE)
def count_again(code: str, interview_uuid: UUID) -> Response | tuple[str, int]:
    """Lets it count again, with a reason, or says all that stands against it."""
    found, excluded = _excluded(code, interview_uuid)
    wanted = EndRequest(uuid=interview_uuid, reason=typed("reason"), by=person_required(), at=now())
    faults = let_count_again(database(), found.id, wanted)
    if faults:
        return _page(found, excluded, faults=faults), REFUSED
    if excluded.is_its_void:
        flash(_("The interview counts again."))
    else:
        flash(_("The interview is no longer excluded. The field manager had voided it before."))
    return redirect(url_for(".page", code=code), code=303)


def _excluded(code: str, interview_uuid: UUID) -> tuple[RoundRecord, ExclusionRecord]:
    return exclusion_for(database(), person_required(), code=code, interview_uuid=interview_uuid)


def _page(found: RoundRecord, excluded: ExclusionRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "exclusion.html",
        round=found,
        excluded=excluded,
        faults=faults,
        reason=request.form.get("reason", ""),
        longest_reason=LONGEST_REASON,
    )
