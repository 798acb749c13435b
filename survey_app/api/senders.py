"""Whose credential a request brings: an enrolled tablet's, a signed-in person's, or both."""

from datetime import datetime

from flask import request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from survey_app.access.devices import device_with
from survey_app.access.policy import Verb, may
from survey_app.db.devices import mark_seen
from survey_app.fieldwork.sender import Sender
from survey_app.fieldwork.sync_document import skew_ms
from survey_app.problems import Code, Problem
from survey_app.web.signed_in import current_person
from survey_app.web.unit_of_work import database

SCHEME = "Device "
DEVICE_TIME = "X-Device-Time"
APP_VERSION = "X-App-Version"
LONGEST_VERSION = 32


def sender(*, verb: Verb, at: datetime) -> Sender:
    """Who sends. Without any credential, or with one that was ended, raises Problem.

    verb: what a person needs who sends from a browser without a tablet's credential.

    A person's session may have expired: the tablet's own credential is enough to send.
    """
    skew = skew_ms(sent_at=_device_time(), received_at=at)
    header = request.headers.get("Authorization", "")
    person = current_person()
    account_id = None if person is None else person.account_id
    if header.startswith(SCHEME):
        device = device_with(database(), header.removeprefix(SCHEME))
        version = request.headers.get(APP_VERSION, "")[:LONGEST_VERSION] or None
        mark_seen(database(), device, at=at, app_version=version)
        return Sender(account_id=account_id, device_id=device.id, skew_ms=skew)
    if person is None:
        raise Problem(Code.NOT_SIGNED_IN)
    if not may(person.role, verb):
        raise Problem(Code.NOT_ALLOWED)
    if request.method == "POST":
        require_token()
    return Sender(account_id=account_id, device_id=None, skew_ms=skew)


def require_token() -> None:
    """A session cookie travels by itself; the token shows that our own page sent the request."""
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError as missing:
        raise Problem(Code.BAD_FORM_TOKEN) from missing


def _device_time() -> datetime | None:
    """The tablet's clock when it sent; the HTTP Date of some clients is wrong by twelve hours."""
    raw = request.headers.get(DEVICE_TIME, "")
    try:
        read = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return read if read.tzinfo is not None else None
