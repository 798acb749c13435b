"""Points of a document that are typed for one unit."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from scoring.plans.criteria_set import TOTAL, Scale
from survey_app.access.objects import round_to_change, round_unit_for
from survey_app.access.policy import Verb
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.fieldwork.appraisal.judging import Points, PointsJudge, documents_maximum
from survey_app.fieldwork.appraisal.recording import (
    LONGEST_NUMBER,
    AppraisalFacts,
    PointsKind,
    against_naming,
    appraisal_facts,
    record_points,
)
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.table_files.problems import FaultLog, TableCode
from survey_app.web.declare import declares
from survey_app.web.index_points import KINDS, document_request
from survey_app.web.index_words import point_place
from survey_app.web.language import current_language
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "index_points_typed",
    __name__,
    url_prefix=f"/results/rounds/<code>/index/points/<{KINDS}:whose>/<unit_code>",
)

REFUSED = 422


@blueprint.get("")
@declares(Verb.INDEX_WRITE)
def page(code: str, whose: str, unit_code: str) -> str:
    """The points of one unit, to be typed."""
    found, unit = round_unit_for(
        database(), person_required(), round_code=code, unit_code=unit_code
    )
    return _page(found, unit, kind=PointsKind(whose))


@blueprint.post("")
@declares(Verb.INDEX_WRITE)
def store(code: str, whose: str, unit_code: str) -> Response | tuple[str, int]:
    """Keeps what was typed, or says all that is wrong with it."""
    found = round_to_change(database(), person_required(), code=code)
    _same, unit = round_unit_for(
        database(), person_required(), round_code=code, unit_code=unit_code
    )
    facts = appraisal_facts(database(), found)
    log = FaultLog()
    points = _points(facts, unit, log=log)
    wanted = document_request(seen=typed("seen"), source="", kind=whose)
    faults: Sequence[Fault] = (*against_naming(facts, wanted), *log.faults)
    if points is not None:
        faults = record_points(database(), found.id, {unit.unit_code: points}, wanted)
    if faults:
        return _page(found, unit, kind=PointsKind(whose), faults=faults), REFUSED
    flash(_("The points are stored; it is written down with your name."))
    address = url_for("index_pages.unit", code=code, unit_code=unit_code, _anchor="documents")
    return redirect(address, code=303)


def _points(facts: AppraisalFacts, unit: RoundUnitRecord, *, log: FaultLog) -> Points | None:
    names = [TOTAL]
    if facts.criteria is not None:
        names = [*(one.code for one in facts.criteria.scored_areas), TOTAL]
    cells = {name: typed(f"points/{name}").strip() for name in names}
    scale = _scale(facts, unit)
    if scale is not None:
        cells = {
            name: "x" if name != TOTAL and scale.maximum_of(name) is None else cell
            for name, cell in cells.items()
        }
    judge = PointsJudge(criteria=facts.criteria, log=log)
    points = judge.read(unit, cells, where=lambda name: f"points/{name}")
    if points is None and not log.total:
        log.note(TableCode.BLANK_CELL, "points/")
    return points


def _scale(facts: AppraisalFacts, unit: RoundUnitRecord) -> Scale | None:
    if facts.criteria is None:
        return None
    return facts.criteria.scale_for(maximum=unit.maximum_points, is_surveyed=not unit.is_exempt)


def _page(
    found: RoundRecord, unit: RoundUnitRecord, *, kind: PointsKind, faults: Sequence[Fault] = ()
) -> str:
    facts = appraisal_facts(database(), found)
    scale = _scale(facts, unit)
    areas = [] if facts.criteria is None or scale is None else facts.criteria.scored_areas
    names = {
        f"points/{one.code}": one.name.vi if current_language() == "vi" else one.name.en
        for one in areas
    }
    names |= {f"points/{TOTAL}": _("All areas together"), "points/": unit.unit_name}
    return render_template(
        "index_points_typed.html",
        round=found,
        facts=facts,
        unit=unit,
        kind=kind,
        areas=areas,
        scale=scale,
        most=documents_maximum(unit),
        stands=facts.standing[kind].get(unit.unit_code, {}),
        faults=faults,
        place=lambda where: names.get(where) or point_place(where),
        typed=request.form if faults else None,
        longest_number=LONGEST_NUMBER,
        longest_reason=LONGEST_REASON,
    )
