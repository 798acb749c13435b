"""What is printed of a run: the report with what the office tells for it, and sheets of units."""

from flask import Blueprint, Response, render_template, request, url_for

from questionnaires import Fault
from survey_app.access.objects import run_for
from survey_app.access.policy import Verb
from survey_app.db.publications import RunRecord
from survey_app.db.rounds import RoundRecord
from survey_app.publication.letter import Letter, WrittenLetter, letter_of
from survey_app.publication.report.printing import printed_report
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import ComparedRun, compared_run
from survey_app.publication.report.unit_sheets import printed_unit_sheets, units_with_sheets
from survey_app.web.declare import declares
from survey_app.web.paging import LARGEST
from survey_app.web.sent_files import file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

PDF = "application/pdf"
REFUSED = 422
FIELDS = ("number", "place", "day", "office", "signer", "copies")
blueprint = Blueprint(
    "reports",
    __name__,
    url_prefix=f"/results/rounds/<code>/publication/<int(max={LARGEST}):run>",
)


@blueprint.get("/report")
@declares(Verb.RESULTS_DOWNLOAD)
def page(code: str, run: int) -> str:
    """Where number, place, day and signature are told, and the sheets of units are."""
    return _page(*run_for(database(), person_required(), code=code, run_id=run))


@blueprint.get("/report.pdf")
@declares(Verb.RESULTS_DOWNLOAD)
def report(code: str, run: int) -> Response | tuple[str, int]:
    """The printed report of a run, which says so where it is not public any more."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    letter = letter_of(_written())
    if not isinstance(letter, Letter):
        return _page(found, kept, faults=letter), REFUSED
    pdf = printed_report(_compared(found, kept), letter=letter)
    return sent_file(pdf, name=file_of_round(found, f"bao-cao-{kept.id}.pdf"), content_type=PDF)


@blueprint.get("/units.pdf")
@declares(Verb.RESULTS_DOWNLOAD)
def sheets(code: str, run: int) -> Response:
    """The sheets of all units in one file."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    pdf = printed_unit_sheets(_compared(found, kept))
    return sent_file(pdf, name=file_of_round(found, f"don-vi-{kept.id}.pdf"), content_type=PDF)


@blueprint.get("/units/<unit_code>.pdf")
@declares(Verb.RESULTS_DOWNLOAD)
def sheet(code: str, run: int, unit_code: str) -> Response:
    """The sheet of one unit; not found where the run has nothing of it."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    pdf = printed_unit_sheets(_compared(found, kept), code=unit_code)
    name = file_of_round(found, f"don-vi-{unit_code}-{kept.id}.pdf")
    return sent_file(pdf, name=name, content_type=PDF)


def _compared(found: RoundRecord, kept: RunRecord) -> ComparedRun:
    return compared_run(database(), reported_run(database(), found, run_id=kept.id))


def _asked(name: str) -> str:
    return request.args.get(name, "").replace("\0", "")


def _written() -> WrittenLetter:
    return WrittenLetter(
        number=_asked("number"),
        place=_asked("place"),
        day=_asked("day"),
        office=_asked("office"),
        signer=_asked("signer"),
        copies=tuple(line for line in _asked("copies").splitlines() if line.strip()),
    )


def _page(found: RoundRecord, kept: RunRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    of = reported_run(database(), found, run_id=kept.id)
    return render_template(
        "report.html",
        round=found,
        run=kept.id,
        faults=faults,
        typed={name: _asked(name) for name in FIELDS},
        units=units_with_sheets(of),
        report=url_for(".report", code=found.code, run=kept.id),
    )
