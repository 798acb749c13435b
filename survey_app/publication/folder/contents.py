"""The files of a publication one by one: how each is written."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from pydantic import JsonValue
from sqlalchemy.orm import Session

from field_export.adjustments import AdjustmentLine, adjustment_rows
from field_export.csv_rows import csv_lines
from scoring.form_cells import FormCells
from scoring.index import index_json
from survey_app.db import plans, publications
from survey_app.db.adjustments import cases_of_run
from survey_app.db.score_plans import POINTS, SCORING
from survey_app.publication.index_publishing import frozen_content
from survey_app.publication.report.printing import printed_report
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun, compared_run, index_of_reported
from survey_app.publication.report.unit_sheets import printed_unit_sheets, units_with_sheets
from survey_app.publication.responses.reading import responses_of
from survey_app.publication.responses.writing import write_responses
from survey_app.publication.workbook.fieldwork_sheets import cells_of_row
from survey_app.publication.workbook.printing import printed_workbook
from survey_app.wording import file_words as words
from survey_app.wording.speech import VIETNAMESE

Write = Callable[[Session, ReportedRun, Path], None]


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _json(path: Path, document: Mapping[str, JsonValue]) -> None:
    _text(path, json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def _scores(session: Session, of: ReportedRun, path: Path) -> None:
    kept = publications.run_of_round(session, of.round.id, run_id=of.publication.run_id)
    if kept is None:
        raise LookupError(f"publication {of.publication.id} has no run")
    _text(path, kept.result)


def _index(session: Session, of: ReportedRun, path: Path) -> None:
    """The published one byte for byte as it was hashed, else as it would be published."""
    found = index_of_reported(session, of)
    if found is not None:
        frozen = found.frozen
        _text(path, frozen_content(found.index) if frozen is None else frozen.content)
        return
    run: dict[str, JsonValue] = {
        "run": of.publication.run_id,
        "result_sha256": of.publication.result_sha256,
    }
    _json(path, {**index_json(()), "published": run})


def _form(_session: Session, of: ReportedRun, path: Path) -> None:
    _json(path, form_document(of))


def form_document(of: ReportedRun) -> dict[str, JsonValue]:
    """Rows 1.4.1 and 1.4.2 of the quarterly statistics form, of the whole and by unit."""
    return {
        "round": of.run.about.round.code,
        "run": of.publication.run_id,
        "overall": _cells(cells_of_row(of.run.whole)),
        "units": {code: _cells(cells_of_row(row)) for code, row in of.run.units.items()},
    }


def _cells(of: FormCells) -> JsonValue:
    way = None if of.way is None else int(of.way)
    return {"1.4.1": of.forms, "1.4.2": way, "by_mode": {**of.by_mode}}


def _plan(kind: str) -> Write:
    def write(session: Session, of: ReportedRun, path: Path) -> None:
        basis = publications.run_basis(session, of.publication.run_id)
        number = basis.scoring_plan_id if kind == SCORING else basis.points_plan_id
        _text(path, plans.plan_content(session, number, kind=kind))

    return write


def _cases(session: Session, of: ReportedRun, path: Path) -> None:
    lines = [
        AdjustmentLine(unit_code=unit, adjustment=adjustment, cases=cases)
        for unit, counted in cases_of_run(session, of.publication.run_id).items()
        for adjustment, cases in counted.items()
        if unit in of.run.units
    ]
    _text(path, "".join(csv_lines(adjustment_rows(lines))))


PRINTERS: Mapping[str, Callable[[ComparedRun], bytes]] = {
    words.REPORT: printed_report,
    words.UNIT_SHEETS: printed_unit_sheets,
    words.WORKBOOK: printed_workbook,
}
"""What holds the run against earlier rounds."""
WRITERS: Mapping[str, Write] = {
    words.SCORES: _scores,
    words.INDEX: _index,
    words.FORM: _form,
    words.SCORING_PLAN: _plan(SCORING),
    words.POINTS_PLAN: _plan(POINTS),
    words.CASES: _cases,
}
"""All others but the interviews, which need the key of their identifiers."""


def write_file(session: Session, of: ReportedRun, path: Path, *, kind: str, key: bytes) -> None:
    """Writes the file of this kind; of interviews the one to hand on. Raises OSError."""
    if kind in PRINTERS:
        path.write_bytes(PRINTERS[kind](compared_run(session, of)))
        return
    if kind in WRITERS:
        WRITERS[kind](session, of, path)
        return
    responses = responses_of(session, of, key=key, speech=VIETNAMESE)
    write_responses(session, path, kind=kind, responses=responses, of=of)


def kinds_of(of: ReportedRun) -> tuple[str, ...]:
    """Every file that there is of this run."""
    is_there = {
        words.CASES: bool(of.basis.plans.points.adjustments),
        words.UNIT_SHEETS: bool(units_with_sheets(of)),
    }
    return tuple(one for one in words.FILES if is_there.get(one, True))
