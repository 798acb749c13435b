"""Addresses that are told of publications: a list, one of them, and what it was told."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from questionnaires import Fault
from questionnaires.problems import Refused
from survey_app.access.policy import Verb
from survey_app.db.webhook_outbox import deliveries_of
from survey_app.db.webhooks import WebhookRecord, all_webhooks, webhook_numbered
from survey_app.problems import Code, Problem
from survey_app.publication.webhooks import posting, registering, sending
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.language import gettext as _
from survey_app.web.paging import LARGEST
from survey_app.web.signed_in import person_required
from survey_app.web.telling import house, tell_now
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("webhooks", __name__, url_prefix="/admin/webhooks")

REFUSED = 422
ONE = f"/<int(max={LARGEST}):number>"
MOST_SHOWN = 50


@blueprint.app_context_processor
def words() -> dict[str, Callable[[str], str]]:
    """What events, states and failures are called, for the templates."""
    return {"event_name": _event, "delivery_name": _state, "posting_problem": _problem}


def _event(code: str) -> str:
    return {
        "round.published": _("scores published"),
        "round.superseded": _("scores published anew"),
        "round.withdrawn": _("scores withdrawn"),
        "index.published": _("index published"),
        "index.superseded": _("index published anew"),
        "index.withdrawn": _("index withdrawn"),
    }.get(code, code)


def _state(code: str) -> str:
    return {
        "waiting": _("waits"),
        "delivered": _("delivered"),
        "given_up": _("given up"),
    }.get(code, code)


def _problem(code: str) -> str:
    return {
        posting.NOT_FOUND: _("The name of the server is not known."),
        posting.NOT_ALLOWED: _("The name leads into a network of this house."),
        posting.NOT_REACHED: _("The server cannot be reached, or its certificate does not hold."),
        posting.NO_ANSWER: _("The server did not answer."),
        sending.UNREADABLE: _("The secret cannot be read any more; make a new one."),
        sending.GAVE_UP: _("nobody answered for about three days"),
        sending.WENT_AWAY: _("the receiver said that it is gone (410)"),
    }.get(code, code)


@blueprint.get("/")
@declares(Verb.WEBHOOKS_WRITE)
def listing() -> str:
    """Every address, those that are told first."""
    return _listing()


@blueprint.post("/")
@declares(Verb.WEBHOOKS_WRITE)
def add() -> str | tuple[str, int]:
    """Registers an address and shows its secret, once; or says all that is wrong."""
    wanted = registering.WebhookRequest(name=typed("name"), url=typed("url"))
    try:
        made = registering.register(database(), person_required(), wanted, house=house(), at=now())
    except Refused as refused:
        return _listing(faults=refused.faults), REFUSED
    return render_template("webhook_secret.html", made=made, webhook=_webhook(made.webhook_id))


@blueprint.get(ONE)
@declares(Verb.WEBHOOKS_WRITE)
def one(number: int) -> str:
    """One address, and the newest of what it was told."""
    return _page(_webhook(number))


@blueprint.post(f"{ONE}/secret")
@declares(Verb.WEBHOOKS_WRITE)
def change_secret(number: int) -> str:
    """A new secret, shown once."""
    _webhook(number)
    made = registering.change_secret(
        database(), person_required(), number=number, house=house(), at=now()
    )
    return render_template("webhook_secret.html", made=made, webhook=_webhook(number))


@blueprint.post(f"{ONE}/end")
@declares(Verb.WEBHOOKS_WRITE)
def end(number: int) -> Response | tuple[str, int]:
    """Sends nothing there any more, or says all that stands against it."""
    found = _webhook(number)
    try:
        registering.end(
            database(), person_required(), number=number, reason=typed("reason"), at=now()
        )
    except Refused as refused:
        return _page(found, faults=refused.faults), REFUSED
    flash(_("Nothing is sent there any more."))
    return redirect(url_for(".one", number=number), code=303)


@blueprint.post(f"{ONE}/begin")
@declares(Verb.WEBHOOKS_WRITE)
def begin_again(number: int) -> Response:
    """Tells it again, and sends what waits."""
    _webhook(number)
    registering.begin_again(database(), person_required(), number=number, at=now())
    tell_now()
    flash(_("It is told again; what waits for it is sent now."))
    return redirect(url_for(".one", number=number), code=303)


@blueprint.post(f"{ONE}/again/<int(max={LARGEST}):delivery>")
@declares(Verb.WEBHOOKS_WRITE)
def tell_again(number: int, delivery: int) -> Response:
    """Sends a message once more."""
    try:
        registering.tell_again(
            database(), person_required(), number=number, delivery=delivery, at=now()
        )
    except Refused as unknown:
        raise Problem(Code.NOT_FOUND) from unknown
    tell_now()
    flash(_("The message is sent once more."))
    return redirect(url_for(".one", number=number), code=303)


def _webhook(number: int) -> WebhookRecord:
    found = webhook_numbered(database(), number)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _listing(*, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "webhooks.html",
        webhooks=all_webhooks(database()),
        faults=faults,
        name=typed("name"),
        url=typed("url"),
        longest_name=registering.LONGEST_NAME,
    )


def _page(found: WebhookRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    return render_template(
        "webhook.html",
        webhook=found,
        deliveries=deliveries_of(database(), found.id, most=MOST_SHOWN),
        faults=faults,
        reason=typed("reason"),
        longest_reason=registering.LONGEST_REASON,
    )
