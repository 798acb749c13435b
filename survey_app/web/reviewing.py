"""The field manager looks at interviews that were received: returns, voids or revives them."""

import re
from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.objects import reviewed_for, round_for
from survey_app.access.policy import Verb
from survey_app.db import rounds
from survey_app.db.interview_list import (
    UUID_DIGITS,
    Standing,
    Wanted,
    counts_by_standing,
    enumerators_of,
    interviews_listed,
)
from survey_app.db.packs import NEVER, packs_of
from survey_app.db.reviewed import ReviewedInterview
from survey_app.fieldwork.reviewing.standing import (
    against_returning,
    against_reviving,
    against_voiding,
)
from survey_app.fieldwork.reviewing.steps import (
    Respondent,
    ReviewRequest,
    return_interview,
    revive_interview,
    void_interview,
    withdraw_return,
)
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.interview_words import mode_name, standing_name
from survey_app.web.kept_page import outcome_words
from survey_app.web.paging import LARGEST, row_asked_for, text_asked_for
from survey_app.web.reviewed_page import review_page
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import given_name_key

blueprint = Blueprint("reviewing", __name__, url_prefix="/field")

PAGE = 50
REFUSED = 422
ONE = "/interviews/<uuid:interview_uuid>"
FILTERS = ("unit", "enumerator", "standing", "number")
NO_DIGIT = re.compile(r"[^0-9a-f]")
SHOWN = "shown"
"""The field with the version that the page showed."""


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of modes and standings, for the templates of interviews."""
    return {"mode_name": mode_name, "standing_name": standing_name}


@blueprint.get("/rounds/<code>/interviews")
@declares(Verb.INTERVIEWS_REVIEW)
def listing(code: str) -> str:
    """The interviews of a round, the last received first, a page at a time."""
    found = round_for(database(), person_required(), code=code)
    wanted = _wanted()
    before = row_asked_for("before")
    rows = interviews_listed(
        database(),
        found.id,
        wanted,
        before=before or LARGEST,
        limit=PAGE + 1,
    )
    people = enumerators_of(database(), found.id)
    return render_template(
        "interview_list.html",
        round=found,
        rows=rows[:PAGE],
        next_before=rows[PAGE - 1].id if len(rows) > PAGE else None,
        is_first=before is None,
        wanted=wanted,
        asked={name: text for name in FILTERS if (text := request.args.get(name, ""))},
        counts=counts_by_standing(database(), found.id),
        standings=tuple(Standing),
        units=[unit for unit in rounds.units_of_round(database(), found.id) if not unit.is_exempt],
        enumerators=sorted(people, key=lambda one: given_name_key(one[1])),
    )


def _wanted() -> Wanted:
    """What the address asks for; what cannot be is not narrowed by."""
    standing = request.args.get("standing", "")
    digits = NO_DIGIT.sub("", request.args.get("number", "").lower())
    return Wanted(
        unit_code=text_asked_for("unit"),
        enumerator=text_asked_for("enumerator"),
        standing=Standing(standing) if standing in set(Standing) else None,
        digits=digits[:UUID_DIGITS],
    )


@blueprint.get(ONE)
@declares(Verb.INTERVIEWS_REVIEW)
def interview(interview_uuid: UUID) -> str:
    """One interview: its versions, how it came about, and what can be done with it."""
    return _page(_reviewed(interview_uuid))


@blueprint.post(f"{ONE}/return")
@declares(Verb.INTERVIEWS_REVIEW)
def send_back(interview_uuid: UUID) -> Response | tuple[str, int]:
    """Returns the interview to whoever made it, with a comment."""
    found = _reviewed(interview_uuid)
    faults = return_interview(database(), _request(found, field="comment"))
    return _answer(found, faults, _("The interview is on the list of its enumerator again."))


@blueprint.post(f"{ONE}/withdraw")
@declares(Verb.INTERVIEWS_REVIEW)
def withdraw(interview_uuid: UUID) -> Response | tuple[str, int]:
    """Takes the return back as long as nothing has come."""
    found = _reviewed(interview_uuid)
    faults = withdraw_return(database(), _request(found))
    return _answer(
        found, faults, _("The return has been taken back; the interview counts as it is.")
    )


@blueprint.post(f"{ONE}/void")
@declares(Verb.INTERVIEWS_REVIEW)
def void(interview_uuid: UUID) -> Response | tuple[str, int]:
    """Voids the interview, with a reason, and says what becomes of its respondent."""
    found = _reviewed(interview_uuid)
    chosen = request.form.get("respondent", "")
    faults = void_interview(
        database(),
        _request(found),
        is_confirmed="confirmed" in request.form,
        respondent=Respondent(chosen) if chosen in set(Respondent) else None,
    )
    return _answer(found, faults, _("The interview does not count any more."))


@blueprint.post(f"{ONE}/revive")
@declares(Verb.INTERVIEWS_REVIEW)
def revive(interview_uuid: UUID) -> Response | tuple[str, int]:
    """Lets a voided interview count again."""
    found = _reviewed(interview_uuid)
    faults = revive_interview(database(), _request(found))
    return _answer(found, faults, _("The interview counts again."))


def _reviewed(interview_uuid: UUID) -> ReviewedInterview:
    return reviewed_for(database(), person_required(), interview_uuid=interview_uuid)


def _request(found: ReviewedInterview, *, field: str = "reason") -> ReviewRequest:
    return ReviewRequest(
        uuid=found.uuid,
        by=person_required(),
        reason=typed(field),
        shown=request.form.get(SHOWN, 0, type=int),
        at=now(),
    )


def _answer(
    found: ReviewedInterview, faults: Sequence[Fault], said: str
) -> Response | tuple[str, int]:
    if faults:
        # Somebody else may have changed it while this person was deciding.
        return _page(_reviewed(found.uuid), faults=faults), REFUSED
    flash(said)
    return redirect(url_for(".interview", interview_uuid=found.uuid), code=303)


def _page(found: ReviewedInterview, *, faults: Sequence[Fault] = ()) -> str:
    return render_template(
        "interview_page.html",
        found=found,
        page=review_page(
            database(), found.uuid, version=request.args.get("version", default=None, type=int)
        ),
        pack=packs_of(database(), [found.enumerator_id]).get(found.enumerator_id, NEVER),
        faults=faults,
        typed=request.form,
        against_returning=tuple(against_returning(found)),
        against_voiding=tuple(against_voiding(found)),
        against_reviving=tuple(against_reviving(found)),
        outcome=outcome_words,
        longest_reason=LONGEST_REASON,
        shown_name=SHOWN,
    )
