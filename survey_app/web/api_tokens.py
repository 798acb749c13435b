"""Tokens of programs: which there are, making one, ending one."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from questionnaires import Fault
from questionnaires.problems import Refused
from survey_app.access.api_tokens import (
    HOLDING,
    LONGEST_NAME,
    LONGEST_REASON,
    MOST_DAYS,
    USUAL_DAYS,
    TokenRequest,
    TokenState,
    make_token,
    revoke_token,
    state_of,
)
from survey_app.access.policy import Verb, may
from survey_app.access.token_scopes import Scope
from survey_app.db.api_tokens import TokenRecord, all_tokens, token_numbered
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.paging import LARGEST
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed, typed_number
from survey_app.web.unit_of_work import database

blueprint = Blueprint("api_tokens", __name__, url_prefix="/admin/tokens")

REFUSED = 422
ONE = f"/<int(max={LARGEST}):number>/end"


@blueprint.get("/")
@declares(Verb.TOKENS_READ)
def listing() -> str:
    """Every token, those that hold first."""
    return _listing()


@blueprint.post("/")
@declares(Verb.TOKENS_MAKE)
def make() -> str | tuple[str, int]:
    """Makes a token and shows it, once; or says all that is wrong."""
    wanted = TokenRequest(
        name=typed("name"),
        scopes=tuple(request.form.getlist("scope")),
        days=typed_number("days", most=MOST_DAYS) or 0,
    )
    try:
        made = make_token(database(), person_required(), wanted, at=now())
    except Refused as refused:
        return _listing(faults=refused.faults), REFUSED
    return render_template("api_token_made.html", made=made, scope_words=scope_words())


@blueprint.get(ONE)
@declares(Verb.TOKENS_END)
def confirm_end(number: int) -> Response | str:
    """Asks before a program is cut off, and says what that means."""
    found = _token(number)
    if found.revoked_at is not None:
        return redirect(url_for(".listing"))
    return _end_page(found)


@blueprint.post(ONE)
@declares(Verb.TOKENS_END)
def end(number: int) -> Response | tuple[str, int]:
    """Ends a token at once, or says all that stands against it."""
    found = _token(number)
    try:
        revoke_token(database(), person_required(), number=number, reason=typed("reason"), at=now())
    except Refused as refused:
        return _end_page(found, faults=refused.faults), REFUSED
    flash(_("The token does not hold any more."))
    return redirect(url_for(".listing"), code=303)


def scope_words() -> dict[str, str]:
    """What each scope lets a program read."""
    return {
        str(Scope.SCORES): _("what is public"),
        str(Scope.SCORES_UNPUBLISHED): _("also what has been received and is not public yet"),
    }


def tokens_ending_soon(session: Session, *, at: datetime) -> tuple[TokenRecord, ...]:
    """Those that hold, and for two weeks at most."""
    found = all_tokens(session)
    return tuple(one for one in found if state_of(one, at=at) is TokenState.ENDS_SOON)


def _token(number: int) -> TokenRecord:
    found = token_numbered(database(), number)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _listing(*, faults: tuple[Fault, ...] = ()) -> str:
    at = now()
    tokens = all_tokens(database())
    states = {one.id: state_of(one, at=at) for one in tokens}
    return render_template(
        "api_tokens.html",
        tokens=tokens,
        states=states,
        holding=sum(state in HOLDING for state in states.values()),
        ending=sum(state is TokenState.ENDS_SOON for state in states.values()),
        may_make=may(person_required().role, Verb.TOKENS_MAKE),
        scopes=Scope,
        scope_words=scope_words(),
        usual_days=typed("days") or USUAL_DAYS,
        most_days=MOST_DAYS,
        name=typed("name"),
        longest_name=LONGEST_NAME,
        faults=faults,
    )


def _end_page(found: TokenRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "api_token_end.html",
        token=found,
        faults=faults,
        reason=typed("reason"),
        longest_reason=LONGEST_REASON,
    )
