"""Reads responses for scoring: a checked frame, or everything that is wrong with the file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from questionnaires import Definition, Fault, ItemKind
from scoring.composition import MODE, ORIGIN
from scoring.rule import ScoringRule, rule_of
from survey_app.results.response_columns import (
    Column,
    ItemColumn,
    LabelColumn,
    NumberColumn,
    TimeColumn,
    UuidColumn,
    positive_number,
    whole_number,
)
from survey_app.results.wanted_rows import FoundRow, WantedRows
from survey_app.table_files.csv_table import CsvTable
from survey_app.table_files.problems import LOSING_ROWS, FaultLog, TableCode

IDENTIFIERS = ("response_uuid", "unit_code")
LABELS = ("unit_code", "stratum", "cluster")
TIMES = ("started_at", "finished_at")
MADE_OF = (MODE, ORIGIN)
"""What scoring says of a file, and may be asked for; any words will do."""
OPTIONAL = ("stratum", "cluster", "weight", "pop_size", "enumerator", *TIMES, *MADE_OF)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesReading:
    """The interviews as `scoring.responses` takes them, or None when there are faults.

    The index of the frame holds the row numbers of the file. faults: the first ones in full;
    total_faults counts all. warnings stop nothing. found: the rows that were looked for;
    is_whole: whether every row was seen, so that what is not found is not there.
    """

    frame: pd.DataFrame | None
    rule: ScoringRule
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    sha256: str
    found: Mapping[str, FoundRow]
    is_whole: bool


def read_responses(
    path: Path, *, definition: Definition, wanted: Collection[str] = ()
) -> ResponsesReading:
    """Read the file; every distinct value of an item is judged by the questionnaire.

    `response_uuid` (any text that no other row has), `unit_code` and all criteria are required.
    Blank is no answer, and the not-applicable code is taken for every criterion. `wanted` are
    identifiers to be looked for, as `identifier_of` gives them. Raises OSError when the file cannot
    be read at all, ValueError for a questionnaire that cannot be scored.
    """
    rule = rule_of(definition)
    log = FaultLog()
    rows = WantedRows(wanted)
    with path.open("rb") as stream:
        table = CsvTable(stream, log=log)
        if table.open(
            required=(*IDENTIFIERS, *rule.items),
            optional=OPTIONAL,
            unused=_question_of(definition).get,
        ):
            columns = _Columns(definition, rule=rule, present=table.columns, log=log)
            for block in table.blocks():
                columns.read(block.rows, block.columns)
                rows.read(block.rows, block.columns)
            frame = columns.close()
    return ResponsesReading(
        frame=None if log.total else frame,
        rule=rule,
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        sha256=table.sha256,
        found=rows.found,
        is_whole=len(log.faults) == log.total
        and LOSING_ROWS.isdisjoint(fault.code for fault in log.faults),
    )


def _question_of(definition: Definition) -> dict[str, str]:
    """The question of each column that files of responses have: one a question, or one a choice."""
    columns = {item.code: item.code for item in definition.items}
    for item in definition.items:
        if item.kind is ItemKind.MULTI:
            columns |= {f"{item.code}_{option.code}": item.code for option in item.options}
    return columns


class _Columns:
    """The columns that the file has, filled block by block."""

    def __init__(
        self,
        definition: Definition,
        *,
        rule: ScoringRule,
        present: Collection[str],
        log: FaultLog,
    ) -> None:
        self._log = log
        self._rows: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        self._uuid = UuidColumn(log=log)
        self._items = {
            code: ItemColumn(definition, definition.item(code), rule=rule, log=log)
            for code in rule.items
        }
        self._labels = {
            name: LabelColumn(name, is_required=name == "unit_code", log=log)
            for name in (*LABELS, *MADE_OF)
            if name in present
        }
        numbers = {
            "weight": (positive_number, TableCode.NOT_POSITIVE),
            "pop_size": (whole_number, TableCode.NOT_A_COUNT),
        }
        self._numbers = {
            name: NumberColumn(name, parse=parse, refusal=refusal, log=log)
            for name, (parse, refusal) in numbers.items()
            if name in present
        }
        self._times = {name: TimeColumn(name, log=log) for name in TIMES if name in present}

    def read(self, rows: Sequence[int], cells: Mapping[str, Sequence[str]]) -> None:
        self._rows.append(np.array(rows, dtype=np.int64))
        self._uuid.read(rows, cells["response_uuid"])
        named: dict[str, Column] = {**self._labels, **self._numbers, **self._items, **self._times}
        for name, column in named.items():
            column.read(rows, cells[name])

    def close(self) -> pd.DataFrame | None:
        """The frame, once the faults that only the whole file shows are noted."""
        if not self._rows:
            return None
        self._uuid.close()
        frame = pd.DataFrame(
            {
                **{code: column.close() for code, column in self._items.items()},
                **{name: column.close() for name, column in self._labels.items()},
                **{name: column.close() for name, column in self._numbers.items()},
            },
            index=np.concatenate(self._rows),
        )
        for name in LABELS:
            if name not in frame:
                frame[name] = pd.Categorical([""] * len(frame))
        said_nowhere = [name for name in MADE_OF if name in frame and (frame[name] == "").all()]
        return self._with_weight(frame.drop(columns=said_nowhere))

    def _with_weight(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Weights are given for all rows or for none."""
        if "weight" not in frame:
            return frame
        blank = frame.index[frame["weight"].isna()]
        if len(blank) == len(frame):
            return frame.drop(columns="weight")
        if len(blank):
            self._log.note(
                TableCode.WEIGHT_MISSING, f"row {blank[0]}, weight", blank=str(len(blank))
            )
        return frame
