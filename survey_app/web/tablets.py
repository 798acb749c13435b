"""Tablets: which there are, which are silent, enrolling one and ending one."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from survey_app.access.devices import make_code, revoke
from survey_app.access.policy import Verb
from survey_app.db.devices import all_devices
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("tablets", __name__, url_prefix="/field/tablets")

SILENT_AFTER = timedelta(hours=24)
LONGEST_NAME = 100
GROUP = 4


@blueprint.get("/")
@declares(Verb.DEVICES_WRITE)
def listing() -> str:
    """Every tablet, the longest silent first."""
    return render_template(
        "tablets.html", devices=all_devices(database()), silent_since=now() - SILENT_AFTER
    )


@blueprint.post("/")
@declares(Verb.DEVICES_WRITE)
def add() -> str:
    """Makes a code for one tablet and shows it, once."""
    name = request.form.get("name", "").strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise Problem(Code.DEVICE_NAME_MISSING)
    code = make_code(database(), person_required(), device_name=name, at=now())
    return render_template(
        "tablet_code.html",
        name=name,
        code=" ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)),
    )


@blueprint.post("/<uuid:device_id>/revoke")
@declares(Verb.DEVICES_WRITE)
def end(device_id: UUID) -> Response:
    """Ends the credential of a tablet; what it holds stays on it."""
    revoke(database(), person_required(), device_id=device_id, at=now())
    flash(_("The tablet may not send any more."))
    return redirect(url_for(".listing"), code=303)
