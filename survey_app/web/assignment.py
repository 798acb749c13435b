"""Who interviews whom in a round: loads and tablets, and sharing out after a look at the shares."""

from collections import Counter
from collections.abc import Sequence
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.rounds import RoundRecord
from survey_app.db.samples import draws_of_round
from survey_app.fieldwork.assigning.giving import (
    GIVES_OUT_IN,
    Shared,
    ShareRequest,
    plan_shares,
    share_cases,
)
from survey_app.fieldwork.assigning.leftovers import leftovers
from survey_app.fieldwork.assigning.loads import behind, loads_of
from survey_app.fieldwork.assigning.problems import AssigningCode, AssigningRefused
from survey_app.fieldwork.assigning.sharing import Rule, shares_digest
from survey_app.problems import Code, Problem
from survey_app.web import assignment_words
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.numbers import whole
from survey_app.web.signed_in import person_required
from survey_app.web.translate import translated
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import given_name_key

blueprint = Blueprint("assignment", __name__, url_prefix="/field/rounds/<code>/assignment")

REFUSED = 422
Refusals = Sequence[Problem | Fault]


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of rules, tablets and places, for the templates of assignment."""
    return {
        "rule_words": assignment_words.rule_words,
        "tablet_words": assignment_words.tablet_words,
        "assigning_place": assignment_words.assigning_place,
    }


@blueprint.get("/")
@declares(Verb.ASSIGNMENT_WRITE)
def page(code: str) -> str:
    """Everybody with load, areas, ties and tablet; and the form of sharing out."""
    return _page(round_for(database(), person_required(), code=code))


def _page(found: RoundRecord, *, refusals: Refusals = ()) -> str:
    loads = loads_of(database(), found)
    people = sorted(loads.people, key=lambda one: given_name_key(one.display_name))
    return render_template(
        "assignment.html",
        round=found,
        refusals=refusals,
        people=people,
        status=loads.status,
        behind=behind(people),
        draws=[one for one in draws_of_round(database(), found.id) if one.drawn_at is not None],
        rules=list(Rule),
        gives_out=found.state in GIVES_OUT_IN,
        # After a refusal as it was typed; else everybody whose account is open.
        chosen=request.values.getlist("enumerator")
        if refusals
        else [one.username for one in people],
        rule=request.values.get("rule", Rule.BY_LOAD),
        list_name=request.values.get("list", ""),
    )


@blueprint.get("/share")
@declares(Verb.ASSIGNMENT_WRITE)
def shares(code: str) -> str | tuple[str, int]:
    """What sharing out would come to; nothing is changed."""
    found = round_for(database(), person_required(), code=code)
    try:
        wanted = _wanted(request.args)
        shared = plan_shares(database(), found, wanted)
    except Problem as problem:
        return _page(found, refusals=(problem,)), REFUSED
    except AssigningRefused as refused:
        return _page(found, refusals=refused.faults), REFUSED
    return _shares_page(found, shared, wanted)


@blueprint.post("/share")
@declares(Verb.ASSIGNMENT_WRITE)
def share(code: str) -> Response | tuple[str, int]:
    """Shares out, if it still comes to what was seen; or says all that stands against it."""
    found = round_for(database(), person_required(), code=code)
    try:
        shared = share_cases(
            database(),
            found,
            _wanted(request.form),
            by=person_required(),
            new_uuid=uuid4,
            at=now(),
        )
    except Problem as problem:
        return _page(found, refusals=(problem,)), REFUSED
    except AssigningRefused as refused:
        return _refused(found, refused.faults), REFUSED
    count = len(shared.shares.taken)
    flash(
        ngettext(
            "%(cases)s case has been given out.",
            "%(cases)s cases have been given out.",
            count,
            cases=whole(count),
        )
    )
    return redirect(url_for(".page", code=code), code=303)


def _refused(found: RoundRecord, faults: Refusals) -> str:
    """The shares as they are now, where there are any; else the page with the form."""
    try:
        wanted = _wanted(request.form)
        return _shares_page(found, plan_shares(database(), found, wanted), wanted, refusals=faults)
    except AssigningRefused:
        return _page(found, refusals=faults)


def _wanted(typed: MultiDict[str, str]) -> ShareRequest:
    """What was chosen; AssigningRefused where nobody was: on a page that is a slip, not all.

    A rule that is none raises Problem: cases are not shared out by one that nobody chose.
    """
    rule = typed.get("rule", Rule.BY_LOAD)
    if rule not in set(Rule):
        raise Problem(Code.BAD_REQUEST)
    if not typed.getlist("enumerator"):
        raise AssigningRefused((AssigningCode.NOBODY_CHOSEN.at("enumerator"),))
    return ShareRequest(
        list_name=typed.get("list", ""),
        rule=Rule(rule),
        usernames=tuple(typed.getlist("enumerator")),
        seen=typed.get("seen"),
    )


def _shares_page(
    found: RoundRecord, shared: Shared, wanted: ShareRequest, *, refusals: Refusals = ()
) -> str:
    added = Counter(shared.shares.taken.values())
    people = sorted(shared.enumerators, key=lambda one: given_name_key(one.display_name))
    return render_template(
        "assignment_shares.html",
        round=found,
        refusals=refusals,
        wanted=wanted,
        seen=shares_digest(shared.shares),
        people=[(one, added[one.account_id]) for one in people],
        given=len(shared.shares.taken),
        left=len(shared.shares.left),
        left_lines=[
            translated(text, details) for text, details in leftovers(shared.shares, written=whole)
        ],
    )
