"""The cases for which the points plan of a round adds points to units, or takes them away."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from field_export.adjustments import AdjustmentLine, adjustment_rows
from questionnaires import Fault
from survey_app.access.objects import round_for, round_to_change, run_for
from survey_app.access.policy import Verb
from survey_app.db.adjustments import cases_of_run, counted_cases
from survey_app.db.published_scores import units_of_run
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.adjusting import (
    MOST_CASES,
    AdjustmentCounts,
    CountRequest,
    TypedCases,
    adjustment_counts,
    fingerprint,
    record_cases,
)
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.paging import LARGEST
from survey_app.web.plan_words import adjustment_words, name_of
from survey_app.web.sent_files import csv_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint("adjustments", __name__, url_prefix="/results/rounds/<code>")

REFUSED = 422
PAGE = "/adjustments"


@blueprint.get(PAGE)
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """Every surveyed unit with the cases that were counted so far."""
    return _page(round_for(database(), person_required(), code=code))


@blueprint.post(PAGE)
@declares(Verb.RESULTS_ADJUST)
def store(code: str) -> AnyResponse | tuple[str, int]:
    """Lets the numbers of the form stand, or says all that is wrong with them."""
    found = round_to_change(database(), person_required(), code=code)
    counts = adjustment_counts(database(), found)
    wanted = CountRequest(
        by=person_required(), at=now(), reason=typed("reason"), seen=typed("seen")
    )
    faults = record_cases(database(), found.id, _typed(counts), wanted)
    if faults:
        return _page(found, faults=faults), REFUSED
    flash(_("The cases are stored; it is written down with your name."))
    return redirect(url_for(".page", code=code), code=303)


@blueprint.get(f"{PAGE}.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def listing(code: str) -> Response:
    """What was counted, in the layout that can be read again."""
    found = round_for(database(), person_required(), code=code)
    lines = [
        AdjustmentLine(
            unit_code=one.unit_code,
            adjustment=one.adjustment,
            cases=one.cases,
            reason=one.reason,
            recorded_by=one.recorded_by,
            recorded_at=one.recorded_at,
        )
        for one in counted_cases(database(), found.id)
    ]
    return csv_file(adjustment_rows(lines), name=file_of_round(found, "adjustments.csv"))


@blueprint.get(f"/publication/<int(max={LARGEST}):run>{PAGE}.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def of_run(code: str, run: int) -> Response:
    """What the points of a run were made with, to be read beside its responses.

    Of a unit without any there were no points to make.
    """
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    scored = units_of_run(database(), kept.id)
    lines = [
        AdjustmentLine(unit_code=unit, adjustment=adjustment, cases=cases)
        for unit, counted in cases_of_run(database(), kept.id).items()
        for adjustment, cases in counted.items()
        if unit in scored
    ]
    name = file_of_round(found, f"run-{kept.id}-adjustments.csv")
    return csv_file(adjustment_rows(lines), name=name)


def _typed(counts: AdjustmentCounts) -> list[TypedCases]:
    """What the form says of every place; with the tick, what was left empty is 0."""
    empty = "0" if "rest_none" in request.form else ""
    return [
        TypedCases(
            unit_code=unit.unit_code,
            adjustment=one.code,
            cases=typed(field_of(unit.unit_code, one.code)).strip() or empty,
            where=f"{unit.unit_name}, {name_of(one.name)}",
        )
        for unit in counts.units
        for one in counts.plan.adjustments
    ]


def field_of(unit_code: str, adjustment: str) -> str:
    """The name of the field for a place."""
    return f"cases/{unit_code}/{adjustment}"


def _place(where: str) -> str:
    """A unit with its adjustment; other faults are of the whole form."""
    return where if ", " in where else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Numbers of a unit that were counted together. names: of the adjustments, "" for all."""

    names: str
    at: datetime
    by: str
    reason: str


def _entries(counts: AdjustmentCounts) -> dict[str, list[Entry]]:
    """By unit, who counted which of its numbers."""
    names = {one.code: name_of(one.name) for one in counts.plan.adjustments}
    together: dict[str, dict[tuple[datetime, str, str], list[str]]] = {}
    for one in counts.counted:
        of_unit = together.setdefault(one.unit_code, {})
        entry = one.recorded_at, one.recorded_by, one.reason
        of_unit.setdefault(entry, []).append(names[one.adjustment])
    return {
        unit: [
            Entry(
                names="" if len(said) == len(names) else ", ".join(said),
                at=at,
                by=by,
                reason=reason,
            )
            for (at, by, reason), said in of_unit.items()
        ]
        for unit, of_unit in together.items()
    }


def _page(found: RoundRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    counts = adjustment_counts(database(), found)
    return render_template(
        "adjustments.html",
        round=found,
        counts=counts,
        counted={(one.unit_code, one.adjustment): one for one in counts.counted},
        entries=_entries(counts),
        sentences=[adjustment_words(one) for one in counts.plan.adjustments],
        name_of=name_of,
        field_of=field_of,
        seen=fingerprint(counts),
        faults=faults,
        place=_place,
        typed=request.form if faults else None,
        most_cases=MOST_CASES,
        longest_reason=LONGEST_REASON,
    )
