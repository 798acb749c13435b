"""What a process leaves of its work on a large list, as documents and as packed lines."""

import gzip
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pydantic import BaseModel, ConfigDict

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.importing import FrameRound, JudgedFrame
from survey_app.fieldwork.frame.mapping import read_mapping
from survey_app.fieldwork.frame.reading import FrameReading
from survey_app.fieldwork.frame.rules import read_rules
from survey_app.fieldwork.frame.summary import read_summary
from survey_app.problems import Code, Problem

MOST_WORDS_KEPT = 1_000
PACKED = 5
"""Level of packing: more of it takes longer than writing the bytes."""


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FaultDocument(_Kept):
    where: str
    code: str
    message: str
    repair: str
    details: dict[str, str]

    @property
    def fault(self) -> Fault:
        return Fault(
            where=self.where,
            code=self.code,
            message=self.message,
            repair=self.repair,
            details=self.details,
        )


class _ReadingDocument(_Kept):
    total: int
    listed: int
    unknown: list[tuple[FrameField, str]]
    unknown_total: int


class _JudgedDocument(_Kept):
    file_name: str
    sha256: str
    mapping: dict[str, object]
    rules: dict[str, object]
    summary: dict[str, object]
    summary_warnings: list[_FaultDocument]
    warnings: list[_FaultDocument]
    total_warnings: int
    overlapping: list[int]


class _ProblemDocument(_Kept):
    problem: str
    details: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedReading:
    """How many faults a list has, how many of them are listed, and the words it does not know."""

    total: int
    listed: int
    unknown: tuple[tuple[FrameField, str], ...]
    unknown_total: int


def _fault_document(fault: Fault) -> dict[str, object]:
    return {
        "where": fault.where,
        "code": fault.code,
        "message": fault.message,
        "repair": fault.repair,
        "details": dict(fault.details),
    }


def reading_document(reading: FrameReading) -> dict[str, object]:
    """What is said of a list with faults; the faults themselves are its lines."""
    return {
        "total": reading.total_faults,
        "listed": len(reading.faults),
        "unknown": [(one.value, word) for one, word in reading.unknown_words[:MOST_WORDS_KEPT]],
        "unknown_total": len(reading.unknown_words),
    }


def read_refused_reading(document: Mapping[str, object]) -> RefusedReading:
    """What was stored."""
    kept = _ReadingDocument.model_validate(document)
    return RefusedReading(
        total=kept.total,
        listed=kept.listed,
        unknown=tuple(kept.unknown),
        unknown_total=kept.unknown_total,
    )


def packed_faults(faults: Iterable[Fault]) -> bytes:
    """One fault a line."""
    return packed(json.dumps(_fault_document(fault), ensure_ascii=False) + "\n" for fault in faults)


def read_faults(lines: bytes, *, start: int = 0, stop: int | None = None) -> Iterator[Fault]:
    """The faults from one place to another, counted from 0; no more is unpacked than that."""
    for line in islice(unpacked(lines), start, stop):
        yield _FaultDocument.model_validate_json(line).fault


def packed(lines: Iterable[str]) -> bytes:
    """Lines with their ends, packed as they come."""
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=PACKED, mtime=0) as file:
        for line in lines:
            file.write(line.encode())
    return buffer.getvalue()


def unpacked(lines: bytes) -> Iterator[str]:
    """The lines again, one after the other."""
    with gzip.open(io.BytesIO(lines), "rt", encoding="utf-8", newline="") as file:
        yield from file


def judged_document(judged: JudgedFrame) -> dict[str, object]:
    """All that is shown of a judged list, without its rows."""
    reading = judged.reading
    return {
        "file_name": judged.file_name,
        "sha256": reading.sha256,
        "mapping": {} if reading.mapping is None else reading.mapping.as_document(),
        "rules": judged.rules.as_document(),
        "summary": judged.summary.as_document(),
        "summary_warnings": [_fault_document(one) for one in judged.summary.warnings],
        "warnings": [_fault_document(one) for one in reading.warnings],
        "total_warnings": reading.total_warnings,
        "overlapping": list(judged.overlapping),
    }


def read_judged(document: Mapping[str, object], *, frame_round: FrameRound) -> JudgedFrame:
    """What was stored: everything but the rows and their judgements."""
    kept = _JudgedDocument.model_validate(document)
    first, last = frame_round.round.period_start, frame_round.round.period_end
    rules = read_rules(json.dumps(kept.rules).encode(), period_from=first, period_to=last).rules
    if rules is None:
        raise ValueError("the rules of a judged list were sound")
    reading = FrameReading(
        rows=(),
        faults=(),
        total_faults=0,
        warnings=_faults(kept.warnings),
        total_warnings=kept.total_warnings,
        sha256=kept.sha256,
        mapping=read_mapping(json.dumps(kept.mapping).encode()).mapping,
    )
    return JudgedFrame(
        file_name=kept.file_name,
        reading=reading,
        rules=rules,
        judgements=(),
        summary=read_summary(kept.summary, warnings=_faults(kept.summary_warnings)),
        overlapping=tuple(kept.overlapping),
    )


def _faults(documents: Sequence[_FaultDocument]) -> tuple[Fault, ...]:
    return tuple(one.fault for one in documents)


def problem_document(problem: Problem) -> dict[str, object]:
    """A refusal that is no fault of the file."""
    return {"problem": problem.code.name, "details": dict(problem.details)}


def read_problem(document: Mapping[str, object]) -> Problem | None:
    """What was stored; None when the work was refused for its faults."""
    if "problem" not in document:
        return None
    kept = _ProblemDocument.model_validate(document)
    return Problem(Code[kept.problem], kept.details)
