"""The index of a round in parts: areas, gaps, the year before, one unit with its documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from flask import Blueprint, Response, render_template

from field_export.index_details import (
    PointsLine,
    area_rows,
    gap_rows,
    index_change_rows,
    mean_rows,
    points_rows,
)
from field_export.written import time_for_programs
from scoring.index_changes import UnitChange
from survey_app.access.objects import round_for, round_unit_for
from survey_app.access.policy import Verb
from survey_app.db.appraised_points import (
    PointsDocumentRecord,
    all_points,
    points_documents,
    points_of_unit,
)
from survey_app.problems import Code, Problem
from survey_app.results.full_index import FullGroup, FullIndex, full_index
from survey_app.web.declare import declares
from survey_app.web.estimates_known import known_estimates
from survey_app.web.index_charts import group_gaps
from survey_app.web.index_words import band_names
from survey_app.web.points_words import why_none
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("index_pages", __name__, url_prefix="/results/rounds/<code>/index")

SHADES = 4


def whole_index(code: str) -> FullIndex:
    """The index of a round of this person."""
    found = round_for(database(), person_required(), code=code)
    return full_index(database(), known_estimates(database(), found))


@blueprint.get("/areas")
@declares(Verb.RESULTS_READ)
def areas(code: str) -> str:
    """Units by area as a heat table, and means and maxima of every area."""
    found = whole_index(code)
    return render_template(
        "index_areas.html",
        round=found.round,
        full=found,
        bands=found.plan.bands[:SHADES],
        shade=lambda one: shade(found, one),
    )


def shade(full: FullIndex, percent: Fraction) -> int:
    """Which shade a percentage has: that of its band, the last one for all bands below."""
    starts = [Fraction(band.from_percent) for band in full.plan.bands]
    place = next(at for at, start in enumerate(starts) if percent >= start)
    return min(place + 1, SHADES)


@blueprint.get("/gaps")
@declares(Verb.RESULTS_READ)
def gaps(code: str) -> str:
    """Self-scored beside appraised points: who overrates, and in which areas."""
    found = whole_index(code)
    charts = {one.group: group_gaps(one) for one in found.by_area}
    return render_template("index_gaps.html", round=found.round, full=found, charts=charts)


@blueprint.get("/changes")
@declares(Verb.RESULTS_READ)
def changes(code: str) -> str:
    """The index beside that of the year before."""
    found = whole_index(code)
    return render_template("index_changes.html", round=found.round, full=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPoints:
    """What one document says of a unit."""

    document: PointsDocumentRecord
    points: dict[str, Decimal]
    total: Decimal


@blueprint.get("/units/<unit_code>")
@declares(Verb.RESULTS_READ)
def unit(code: str, unit_code: str) -> str:
    """The index card of one unit, with every document that has points of it."""
    found = whole_index(code)
    _, of_unit = round_unit_for(database(), person_required(), round_code=code, unit_code=unit_code)
    group = next((one for one in found.groups if one.group.group == of_unit.group_code), None)
    by_area = next(one for one in found.by_area if one.group == of_unit.group_code)
    documents = {one.id: one for one in points_documents(database(), found.round.id)}
    kept = [
        KeptPoints(
            document=documents[one.document_id],
            points=dict(one.points),
            total=sum(one.points.values(), Decimal(0)),
        )
        for one in points_of_unit(database(), of_unit.id)
    ]
    not_ready = [one for one in found.index.not_ready if one.unit.unit_code == unit_code]
    return render_template(
        "index_unit.html",
        round=found.round,
        full=found,
        unit=of_unit,
        group=group,
        row=found.row(unit_code),
        by_area=by_area,
        areas_of=next((one for one in by_area.units if one.unit_code == unit_code), None),
        band_names=band_names(found.plan),
        change=_change_of(group, unit_code),
        kept=kept,
        reasons=[reason for one in not_ready for reason in one.reasons],
        why_none=why_none,
    )


def _change_of(group: FullGroup | None, unit_code: str) -> UnitChange | None:
    return None if group is None or group.changes is None else group.changes.of(unit_code)


@blueprint.get("/areas.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def areas_file(code: str) -> Response:
    """Points by unit and area."""
    found = whole_index(code)
    units = [unit for one in found.by_area for unit in one.units]
    return _file(found, area_rows(units, areas=found.areas), "index-areas.csv")


@blueprint.get("/means.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def means_file(code: str) -> Response:
    """Means and maxima by group and area."""
    found = whole_index(code)
    rows = mean_rows([(one.group, one.areas) for one in found.by_area])
    return _file(found, rows, "index-means.csv")


@blueprint.get("/gaps.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def gaps_file(code: str) -> Response:
    """Self-scored and appraised points with their difference."""
    found = whole_index(code)
    rows = gap_rows([(one.group, one.gaps) for one in found.by_area])
    return _file(found, rows, "index-gaps.csv")


@blueprint.get("/changes.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def changes_file(code: str) -> Response:
    """The index beside that of the year before."""
    found = whole_index(code)
    changed = [one.changes for one in found.groups if one.changes is not None]
    return _file(found, index_change_rows(changed), "index-changes.csv")


@blueprint.get("/documents.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def documents_file(code: str) -> Response:
    """Every document with its points, those that stand and those of before."""
    found = round_for(database(), person_required(), code=code)
    documents = {one.id: one for one in points_documents(database(), found.id)}
    seen: set[tuple[str, str]] = set()
    lines = []
    for one in all_points(database(), found.id):
        document = documents[one.document_id]
        place = document.kind, one.unit_code
        lines += [
            PointsLine(
                unit_code=one.unit_code,
                area=area,
                points=points,
                kind=document.kind,
                number=document.number,
                issued_on="" if document.issued_on is None else document.issued_on.isoformat(),
                source=document.source,
                reason=document.reason,
                recorded_by=document.recorded_by or "",
                recorded_at=""
                if document.recorded_at is None
                else time_for_programs(document.recorded_at),
                stands=place not in seen,
            )
            for area, points in one.points.items()
        ]
        seen.add(place)
    return csv_file(points_rows(lines), name=file_of_round(found, "index-documents.csv"))


@blueprint.get("/gaps/<group>.svg")
@declares(Verb.RESULTS_READ)
def gaps_chart(code: str, group: str) -> Response:
    """The gaps of a group as a picture."""
    for one in whole_index(code).by_area:
        if one.group == group:
            both = group_gaps(one)
            return drawn_file(None if both is None else both.wide)
    raise Problem(Code.NOT_FOUND)


def _file(found: FullIndex, rows: Iterable[Sequence[str]], name: str) -> Response:
    return csv_file(rows, name=file_of_round(found.round, name))
