"""Points of documents on pages: brought as a file, looked at, confirmed.

Nothing waits on the server between looking and confirming: the form carries the file along, and it
is read and judged again. What is stored is what was seen, or the new outcome is shown instead.
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from field_export.points_template import template_rows, template_workbook
from questionnaires import Fault
from survey_app.access.objects import round_for, round_to_change
from survey_app.access.policy import Verb
from survey_app.db.appraised_points import points_documents
from survey_app.db.earlier_tables import earlier_table
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.appraisal.earlier import (
    EarlierRequest,
    read_earlier_table,
    record_earlier_table,
)
from survey_app.fieldwork.appraisal.opening import KILOBYTE, MOST_KILOBYTES
from survey_app.fieldwork.appraisal.reading import PointsReading, read_points_table
from survey_app.fieldwork.appraisal.recording import (
    LONGEST_NUMBER,
    AppraisalFacts,
    DocumentRequest,
    PointsKind,
    against_naming,
    against_points,
    appraisal_facts,
    record_points,
    total_of,
)
from survey_app.fieldwork.appraisal.template import (
    template_codes,
    template_units,
    template_words,
)
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.values import CellRefused, read_date
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.index_words import point_place
from survey_app.web.language import current_language
from survey_app.web.sent_files import csv_file, file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database
from survey_app.wording.speech import Speech

blueprint = Blueprint("index_points", __name__, url_prefix="/results/rounds/<code>/index/points")

REFUSED = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = "any(self, appraised)"
YEAR_DIGITS = 4


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """Where something is wrong in a table of points."""
    return {"point_place": point_place}


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """The documents of a round, and the forms to bring another one."""
    return _page(round_for(database(), person_required(), code=code))


def _page(
    found: RoundRecord,
    *,
    faults: Sequence[Fault] = (),
    earlier_faults: Sequence[Fault] = (),
    more: int = 0,
) -> str:
    facts = appraisal_facts(database(), found)
    return render_template(
        "index_points.html",
        round=found,
        facts=facts,
        kinds=list(PointsKind),
        documents=points_documents(database(), found.id),
        earlier=earlier_table(database(), found.id),
        missing={
            kind: [unit for unit in facts.units if unit.unit_code not in facts.standing[kind]]
            for kind in PointsKind
        },
        faults=faults,
        earlier_faults=earlier_faults,
        total=len(faults) + len(earlier_faults) + more,
        sent=request.form if faults else None,
        earlier_sent=request.form if earlier_faults else None,
        most=MOST_KILOBYTES,
        longest_number=LONGEST_NUMBER,
        longest_reason=LONGEST_REASON,
    )


@blueprint.post("")
@declares(Verb.INDEX_WRITE)
def look(code: str) -> str | tuple[str, int]:
    """What would become of every unit; nothing is stored."""
    found = round_for(database(), person_required(), code=code)
    data = _sent()
    if data is None:
        return _page(found, faults=(FrameCode.NO_FILE.at("file"),)), REFUSED
    file = request.files["file"].filename or ""
    return _outcome(found, data, document_request(seen=None, source=file))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A file as it was read, and everything that stands against storing it."""

    facts: AppraisalFacts
    reading: PointsReading
    faults: tuple[Fault, ...]


def _read(found: RoundRecord, data: bytes, wanted: DocumentRequest) -> _Read:
    facts = appraisal_facts(database(), found)
    reading = read_points_table(data, units=facts.units, criteria=facts.criteria)
    if reading.faults:
        against = tuple(against_naming(facts, wanted))
    else:
        against = tuple(against_points(facts, reading.points, wanted))
    return _Read(facts=facts, reading=reading, faults=(*against, *reading.faults))


def _outcome(
    found: RoundRecord, data: bytes, wanted: DocumentRequest, *, is_looked_at: bool = False
) -> str | tuple[str, int]:
    read = _read(found, data, wanted)
    # A reason is asked for on the page that shows what would change: missing it is no fault yet.
    waiting = [one for one in read.faults if one.code == "reason_missing"]
    faults = [one for one in read.faults if one not in waiting or is_looked_at]
    answer = render_template(
        "index_points_outcome.html",
        round=found,
        facts=read.facts,
        wanted=wanted,
        entries=read.facts.entries(wanted.kind, read.reading.points),
        total_of=total_of,
        faults=faults,
        total=len(faults) + read.reading.total_faults - len(read.reading.faults),
        warnings=read.reading.warnings,
        can_store=all(one.code == "reason_missing" for one in read.faults),
        content=base64.b64encode(data).decode("ascii"),
        longest_reason=LONGEST_REASON,
    )
    return (answer, REFUSED) if faults else answer


@blueprint.post("/store")
@declares(Verb.INDEX_WRITE)
def store(code: str) -> Response | str | tuple[str, int]:
    """Keeps the points as they were seen, all or none."""
    found = round_to_change(database(), person_required(), code=code)
    data = _carried()
    wanted = document_request(seen=typed("seen"), source=typed("source"))
    read = _read(found, data, wanted)
    if read.faults or record_points(database(), found.id, read.reading.points, wanted):
        return _outcome(found, data, wanted, is_looked_at=True)
    flash(_("The points are stored; it is written down with your name."))
    return redirect(url_for(".page", code=code), code=303)


@blueprint.post("/earlier")
@declares(Verb.INDEX_WRITE)
def store_earlier(code: str) -> Response | tuple[str, int]:
    """Keeps the table of an earlier year, or says all that is wrong with it."""
    found = round_to_change(database(), person_required(), code=code)
    data = _sent()
    if data is None:
        return _page(found, earlier_faults=(FrameCode.NO_FILE.at("file"),)), REFUSED
    facts = appraisal_facts(database(), found)
    reading = read_earlier_table(data, units=facts.units)
    year = typed("year").strip()
    wanted = EarlierRequest(
        year=int(year) if year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS else None,
        number=typed("number"),
        issued_on=_day(),
        source=request.files["file"].filename or "",
        reason=typed("reason"),
        by=person_required(),
        at=now(),
    )
    faults = record_earlier_table(database(), found.id, reading, wanted)
    if faults:
        more = reading.total_faults - len(reading.faults)
        return _page(found, earlier_faults=faults, more=more), REFUSED
    flash(_("The table is stored; it is written down with your name."))
    return redirect(url_for("index_pages.changes", code=code), code=303)


def _sent() -> bytes | None:
    """The file of the form; None where none was chosen. A byte more than allowed is too large."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return None
    return bytes(file.read(MOST_KILOBYTES * KILOBYTE + 1))


def _carried() -> bytes:
    try:
        return base64.b64decode(request.form.get("content", ""), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Problem(Code.BAD_REQUEST) from broken


def _day() -> date | None:
    try:
        return read_date(typed("issued_on"))
    except CellRefused:
        return None


def document_request(*, seen: str | None, source: str, kind: str | None = None) -> DocumentRequest:
    """What the form says of the document whose points it brings. kind: where no field says it."""
    named = typed("kind") if kind is None else kind
    if named not in {one.value for one in PointsKind}:
        raise Problem(Code.BAD_REQUEST)
    return DocumentRequest(
        kind=PointsKind(named),
        number=typed("number"),
        issued_on=_day(),
        source=source,
        reason=typed("reason"),
        by=person_required(),
        at=now(),
        seen=seen,
    )


@blueprint.get(f"/<{KINDS}:whose>/template.xlsx")
@declares(Verb.RESULTS_DOWNLOAD)
def template_xlsx(code: str, whose: str) -> Response:
    """The table to be filled in, as a workbook."""
    found = round_for(database(), person_required(), code=code)
    facts = appraisal_facts(database(), found)
    speech = Speech(language=current_language())
    content = template_workbook(
        template_words(facts, kind=PointsKind(whose), speech=speech),
        template_units(facts, language=speech.language),
        made_at=now(),
    )
    return sent_file(content, name=file_of_round(found, f"{whose}.xlsx"), content_type=XLSX)


@blueprint.get(f"/<{KINDS}:whose>/template.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def template_csv(code: str, whose: str) -> Response:
    """The table to be filled in, for programs."""
    found = round_for(database(), person_required(), code=code)
    facts = appraisal_facts(database(), found)
    rows = template_rows(template_codes(facts), template_units(facts, language=current_language()))
    return csv_file(rows, name=file_of_round(found, f"{whose}.csv"))
