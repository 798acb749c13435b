"""Tablets: which there are, which are silent, enrolling one and ending one."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey_app.access.devices import CODE_LIFE, make_code, revoke
from survey_app.access.policy import Verb
from survey_app.db.devices import all_devices, device_by_id
from survey_app.db.silent_devices import silent_devices
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.qr import qr_code
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("tablets", __name__, url_prefix="/field/tablets")

SILENT_AFTER = timedelta(hours=24)
LONGEST_NAME = 100
GROUP = 4
APP_PATH = "tablet/"
"""Where the app of the tablet lives, below the address of this site."""


@blueprint.get("/")
@declares(Verb.DEVICES_WRITE)
def listing() -> str:
    """Every tablet: the silent ones first, the longest silent at the top."""
    return render_template("tablets.html", devices=all_devices(database()), silent=_silent())


def silent_tablets() -> int:
    """How many tablets should have been heard of and were not."""
    return len(_silent())


def _silent() -> frozenset[UUID]:
    return silent_devices(database(), since=now() - SILENT_AFTER)


@blueprint.post("/")
@declares(Verb.DEVICES_WRITE)
def add() -> str:
    """Makes a code for one tablet and shows it, once."""
    name = typed("name").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Problem(Code.DEVICE_NAME_MISSING)
    code = make_code(database(), person_required(), device_name=name, at=now())
    address = url_for("home.page", _external=True) + APP_PATH
    return render_template(
        "tablet_code.html",
        name=name,
        address=address,
        code=" ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)),
        # Behind the number sign, so that the code stands in no log of any server.
        qr=qr_code(f"{address}#enrol={code}"),
        expires_at=now() + CODE_LIFE,
    )


@blueprint.get("/<uuid:device_id>/revoke")
@declares(Verb.DEVICES_WRITE)
def confirm_end(device_id: UUID) -> Response | str:
    """Asks before a tablet is cut off, and says what that means."""
    device = device_by_id(database(), device_id)
    if device is None:
        raise Problem(Code.NOT_FOUND)
    if device.revoked_at is not None:
        return redirect(url_for(".listing"))
    return render_template("tablet_end.html", device=device)


@blueprint.post("/<uuid:device_id>/revoke")
@declares(Verb.DEVICES_WRITE)
def end(device_id: UUID) -> Response:
    """Ends the credential of a tablet; what it holds stays on it."""
    revoke(database(), person_required(), device_id=device_id, at=now())
    flash(_("The tablet may not send any more."))
    return redirect(url_for(".listing"), code=303)
