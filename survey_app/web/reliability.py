"""How far the scores of a round can be relied on: a page, its figures and its tables as files."""

from flask import Blueprint, Response, render_template, request

from field_export.analysis_tables import (
    consistency_rows,
    driver_rows,
    subgroup_difference_rows,
    subgroup_rows,
    unit_reliability_rows,
)
from scoring.unit_reliability import LEAST_UNITS
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.rounds import RoundRecord
from survey_app.problems import Code, Problem
from survey_app.results.analysed_round import LIVE_UP_TO, AnalysedRound, analysed_round
from survey_app.results.analysis_lines import consistency_lines, driver_lines, unit_lines
from survey_app.results.attributes import Attribute, attribute_coded
from survey_app.results.round_subgroups import subgroups_of_round
from survey_app.results.run_analyses import DRIVERS, RELIABILITY
from survey_app.web.attribute_words import attribute_choices, attribute_name
from survey_app.web.declare import declares
from survey_app.web.reliability_charts import (
    consistency_chart,
    drivers_chart,
    units_chart,
)
from survey_app.web.reliability_page import (
    ShownSubgroups,
    reliability_shown,
    set_names,
    subgroups_shown,
)
from survey_app.web.reliability_words import change_said
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("reliability", __name__, url_prefix="/results/rounds/<code>/reliability")

BY = "by"
"""The question in an address, by which people are compared."""


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """How far to rely on the ranking, on the criteria; what goes with the whole; subgroups."""
    of_round, of = _analysed(code, RELIABILITY, DRIVERS)
    by = _asked_for(of)
    return render_template(
        "reliability.html",
        round=of_round,
        **reliability_shown(of),
        live_up_to=LIVE_UP_TO,
        choices=tuple(attribute_choices(of.estimates.definition)),
        by=by,
        question=None if by is None else attribute_name(by),
        can_compare=by is None or by.item is None or of.is_live,
        subgroups=_subgroups(of, by=by),
        change_said=change_said,
        minimum=of.estimates.table.limits.minimum_people,
        people_to_rank=of.estimates.table.limits.people_to_rank,
        least_units=LEAST_UNITS,
    )


@blueprint.get("/units.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def units(code: str) -> Response:
    """The ranked units, as the page prints them."""
    of_round, of = _analysed(code)
    lines = () if of.units is None else unit_lines(of.units, of=of.estimates)
    return csv_file(
        unit_reliability_rows(lines), name=file_of_round(of_round, "reliability-units.csv")
    )


@blueprint.get("/units.svg")
@declares(Verb.RESULTS_READ)
def units_figure(code: str) -> Response:
    """The same as dots."""
    _, of = _analysed(code)
    lines = () if of.units is None else unit_lines(of.units, of=of.estimates)
    return drawn_file(units_chart(lines))


@blueprint.get("/criteria.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def criteria(code: str) -> Response:
    """Alpha and omega, as the page prints them."""
    of_round, of = _analysed(code, RELIABILITY)
    lines = () if of.reliability is None else consistency_lines(of.reliability)
    return csv_file(
        consistency_rows(lines), name=file_of_round(of_round, "reliability-criteria.csv")
    )


@blueprint.get("/criteria.svg")
@declares(Verb.RESULTS_READ)
def criteria_figure(code: str) -> Response:
    """The same as dots."""
    _, of = _analysed(code, RELIABILITY)
    lines = () if of.reliability is None else consistency_lines(of.reliability)
    return drawn_file(consistency_chart(lines, names=set_names(of)))


@blueprint.get("/drivers.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def drivers(code: str) -> Response:
    """What goes with overall satisfaction, as the page prints it."""
    of_round, of = _analysed(code, DRIVERS)
    lines = () if of.drivers is None else driver_lines(of.drivers)
    return csv_file(driver_rows(lines), name=file_of_round(of_round, "drivers.csv"))


@blueprint.get("/drivers.svg")
@declares(Verb.RESULTS_READ)
def drivers_figure(code: str) -> Response:
    """The same as dots."""
    _, of = _analysed(code, DRIVERS)
    lines = () if of.drivers is None else driver_lines(of.drivers)
    return drawn_file(drivers_chart(lines, names=set_names(of)))


@blueprint.get("/subgroups.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def subgroups(code: str) -> Response:
    """The subgroups by the question of the address."""
    of_round, by, found = _compared(code)
    name = file_of_round(of_round, f"subgroups-{by.code}.csv")
    return csv_file(subgroup_rows(found.lines), name=name)


@blueprint.get("/subgroups.svg")
@declares(Verb.RESULTS_READ)
def subgroups_figure(code: str) -> Response:
    """The same as dots."""
    _, _, found = _compared(code)
    return drawn_file(None if found.drawn is None else found.drawn.wide)


@blueprint.get("/differences.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def differences(code: str) -> Response:
    """How far the subgroups are apart, two by two."""
    of_round, by, found = _compared(code)
    name = file_of_round(of_round, f"differences-{by.code}.csv")
    return csv_file(subgroup_difference_rows(found.differences), name=name)


def _analysed(code: str, *wanted: str) -> tuple[RoundRecord, AnalysedRound]:
    """The round, and of its analyses those that are wanted."""
    found = round_for(database(), person_required(), code=code)
    return found, analysed_round(database(), found, wanted=wanted)


def _asked_for(of: AnalysedRound) -> Attribute | None:
    """The question of the address; one by which nobody can be compared does not exist."""
    wanted = request.args.get(BY, "")
    found = attribute_coded(of.estimates.definition, wanted)
    if wanted and found is None:
        raise Problem(Code.NOT_FOUND)
    return found


def _subgroups(of: AnalysedRound, *, by: Attribute | None) -> ShownSubgroups | None:
    """None without a question, and where too many answers would have to be read."""
    if by is None or (by.item is not None and not of.is_live):
        return None
    return subgroups_shown(subgroups_of_round(database(), of.basis, by=by), by=by)


def _compared(code: str) -> tuple[RoundRecord, Attribute, ShownSubgroups]:
    of_round, of = _analysed(code)
    by = _asked_for(of)
    found = _subgroups(of, by=by)
    if by is None or found is None:
        raise Problem(Code.NOT_FOUND)
    return of_round, by, found
