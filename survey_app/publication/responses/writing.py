"""Writes the interviews of a run into a file of one of four kinds, block by block."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from pydantic import JsonValue
from sqlalchemy.orm import Session

from field_export.response_csv import csv_parts
from field_export.response_json import json_parts
from field_export.response_table import ResponseBlock, ResponseTable
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.responses.blocks import blocks_of
from survey_app.publication.responses.reading import ResponsesOfRun, longest_texts

CSV, JSON, SAV, DTA = "csv", "json", "sav", "dta"
KINDS = (CSV, JSON, SAV, DTA)
STREAMED = (CSV, JSON)
"""What can be sent while it is made: the others say in front how many rows there are."""
_Write = Callable[[Path, ResponseTable, Iterable[ResponseBlock]], int]
_WRITERS: Mapping[str, tuple[str, str]] = {
    SAV: ("field_export.sav_file", "write_sav"),
    DTA: ("field_export.dta_file", "write_dta"),
}
"""Module and function, read when asked for: they bring pandas, 65 MB that CSV and JSON spare."""


def write_responses(
    session: Session, path: Path, *, kind: str, responses: ResponsesOfRun, of: ReportedRun
) -> None:
    """Writes the file; raises OSError where that fails, and leaves what is half-written."""
    if kind in _WRITERS:
        table = replace(responses.table, longest=longest_texts(session, responses))
        _writer(kind)(path, table, blocks_of(session, responses))
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(response_parts(session, kind=kind, responses=responses, of=of))


def _writer(kind: str) -> _Write:
    module, function = _WRITERS[kind]
    found: _Write = getattr(import_module(module), function)
    return found


def response_parts(
    session: Session, *, kind: str, responses: ResponsesOfRun, of: ReportedRun
) -> Iterator[str]:
    """CSV or JSON in parts."""
    blocks = blocks_of(session, responses)
    if kind == CSV:
        return csv_parts(responses.table, blocks)
    return json_parts(responses.table, blocks, about=_about(responses, of=of))


def _about(responses: ResponsesOfRun, *, of: ReportedRun) -> dict[str, JsonValue]:
    about, guard = of.run.about, responses.guard
    hidden = sorted(code for code, items in responses.hidden.items() if items is None)
    return {
        "round": about.round.code,
        "title": responses.table.title,
        "is_simulated": about.round.is_simulated,
        "run": responses.run_id,
        "result_sha256": of.publication.result_sha256,
        "questionnaire": about.method.questionnaire,
        "questionnaire_version": about.method.questionnaire_version,
        "is_full": guard is None,
        "minimum_people": None if guard is None else guard.minimum,
        "units_withheld": [] if guard is None else [*hidden],
    }
