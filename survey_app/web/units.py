"""Units and their types as they are now: renamed, merged, ended; past rounds stay as they were."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb, may
from survey_app.db import rounds as queries
from survey_app.db.units import UnitRecord, all_units
from survey_app.fieldwork.units import merge_unit, rename_unit, restore_unit, set_validity
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.round_forms import day_of
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("units", __name__, url_prefix="/admin/units")

REFUSED = 422
GROUP = "/groups/<group_code>"


@blueprint.get("/")
@declares(Verb.ROUNDS_READ)
def listing() -> str:
    """Every unit under its present name, and the types of unit with their days."""
    known = all_units(database())
    return render_template(
        "units.html",
        units=known.values(),
        names={found.id: found.name for found in known.values()},
        groups=queries.all_groups(database()),
        may_write=may(person_required().role, Verb.ROUNDS_WRITE),
    )


@blueprint.get("/<unit_code>")
@declares(Verb.ROUNDS_WRITE)
def unit(unit_code: str) -> str:
    """The forms of one unit: its name, and what it was merged into."""
    return _unit_page(_known(unit_code))


@blueprint.post("/<unit_code>/name")
@declares(Verb.ROUNDS_WRITE)
def rename(unit_code: str) -> Response | tuple[str, int]:
    """Gives the unit another name, here and in drafts."""
    found = _known(unit_code)
    typed = {"name": request.form.get("name", "")}
    faults = rename_unit(database(), unit_code, typed, by=person_required(), at=now())
    if faults:
        return _unit_page(found, faults=faults), REFUSED
    flash(_("The unit has its new name; rounds that have opened keep the old one."))
    return redirect(url_for(".listing"), code=303)


@blueprint.post("/<unit_code>/merge")
@declares(Verb.ROUNDS_WRITE)
def merge(unit_code: str) -> Response | tuple[str, int]:
    """Lets the unit end, its duties going to another one."""
    found = _known(unit_code)
    typed = {
        "into": request.form.get("into", ""),
        "ended_on": day_of(request.form.get("ended_on", "")),
    }
    faults = merge_unit(database(), unit_code, typed, by=person_required(), at=now())
    if faults:
        return _unit_page(found, faults=faults), REFUSED
    flash(_("The unit has been merged; copies of rounds take its successor."))
    return redirect(url_for(".listing"), code=303)


@blueprint.post("/<unit_code>/restore")
@declares(Verb.ROUNDS_WRITE)
def restore(unit_code: str) -> Response | tuple[str, int]:
    """Takes a merger back that was a mistake."""
    found = _known(unit_code)
    faults = restore_unit(database(), unit_code, by=person_required(), at=now())
    if faults:
        return _unit_page(found, faults=faults), REFUSED
    flash(_("The unit goes on; its merger has been taken back."))
    return redirect(url_for(".listing"), code=303)


def _known(code: str) -> UnitRecord:
    found = all_units(database()).get(code)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _unit_page(found: UnitRecord, *, faults: Sequence[Fault] = ()) -> str:
    others = [
        (other.code, other.name)
        for other in all_units(database()).values()
        if other.ended_on is None and other.code != found.code
    ]
    return render_template(
        "unit_now.html",
        unit=found,
        others=[("", _("choose a unit")), *others],
        typed=request.form if faults else None,
        faults=faults,
    )


@blueprint.get(GROUP)
@declares(Verb.ROUNDS_WRITE)
def group(group_code: str) -> str:
    """The form of the days between which units of a type exist."""
    return _group_page(_known_group(group_code))


@blueprint.post(GROUP)
@declares(Verb.ROUNDS_WRITE)
def store_group(group_code: str) -> Response | tuple[str, int]:
    """Stores these days; either may be left empty."""
    found = _known_group(group_code)
    typed = {
        name: day_of(request.form.get(name, "")) or None for name in ("valid_from", "valid_until")
    }
    faults = set_validity(database(), group_code, typed, by=person_required(), at=now())
    if faults:
        return _group_page(found, faults=faults), REFUSED
    flash(_("The type of unit has been stored."))
    return redirect(url_for(".listing"), code=303)


def _known_group(code: str) -> queries.GroupRecord:
    for found in queries.all_groups(database()):
        if found.code == code:
            return found
    raise Problem(Code.NOT_FOUND)


def _group_page(found: queries.GroupRecord, *, faults: Sequence[Fault] = ()) -> str:
    typed = request.form if faults else None
    return render_template("unit_group.html", group=found, typed=typed, faults=faults)
