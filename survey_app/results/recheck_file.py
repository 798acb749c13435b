"""Reads a file of re-checks: all of it, or everything that is wrong with it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from questionnaires import Definition, Fault
from scoring.recheck.interviews import Selection
from scoring.rule import BLANK, ScoringRule, rule_of
from survey_app.results.recheck_columns import (
    FlagColumn,
    MomentColumn,
    SelectionColumn,
    chance,
    chance_known,
)
from survey_app.results.recheck_problems import RecheckCode
from survey_app.results.response_columns import (
    Column,
    ItemColumn,
    LabelColumn,
    NumberColumn,
    UuidColumn,
)
from survey_app.results.wanted_rows import identifier_of
from survey_app.table_files.csv_table import CsvTable
from survey_app.table_files.problems import FaultLog

FLAGS = ("contacted", "interview_happened")
REQUIRED = ("response_uuid", "enumerator", "supervisor", *FLAGS)
OPTIONAL = ("selection", "inclusion_prob", "recheck_at")
CHECK_ENDING = "_ok"
Flags = Sequence[bool | None]
Codes = Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """Which interview a row is about, and who is said to have made it."""

    row: int
    key: str
    enumerator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRow:
    """A re-check as the file has it; `again` are codes in the order of the items of the rule."""

    name: NamedRow
    supervisor: str
    is_contacted: bool
    has_happened: bool
    checks: Mapping[str, bool | None]
    again: Sequence[int]
    selection: Selection
    probability: float | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RechecksReading:
    """names: of all rows, also when there are faults; rows: none then. items: asked again, in the
    order of the questionnaire.
    """

    names: tuple[NamedRow, ...]
    rows: tuple[RecheckRow, ...]
    items: tuple[str, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]
    sha256: str


def read_rechecks(path: Path, *, definition: Definition) -> RechecksReading:
    """Read the file: who, whether reached and whether interviewed, checks, answers given again.

    Every column whose name ends in `_ok` is a factual check. Raises OSError when the file cannot be
    read at all, ValueError for a questionnaire that cannot be scored.
    """
    rule = rule_of(definition)
    log = FaultLog()
    columns = None
    with path.open("rb") as stream:
        table = CsvTable(stream, log=log)
        if table.open(required=REQUIRED, optional=(*OPTIONAL, *rule.items), also=_is_check):
            columns = _Columns(definition, rule=rule, present=table.columns, log=log)
            for block in table.blocks():
                columns.read(block.rows, block.columns)
    rows = () if columns is None else columns.close()
    return RechecksReading(
        names=tuple(one.name for one in rows),
        rows=() if log.total else rows,
        items=() if columns is None else tuple(columns.items),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
        sha256=table.sha256,
    )


def _is_check(name: str) -> bool:
    return name.endswith(CHECK_ENDING) and name != CHECK_ENDING


class _Columns:
    """The columns that the file has, filled block by block."""

    def __init__(
        self, definition: Definition, *, rule: ScoringRule, present: Sequence[str], log: FaultLog
    ) -> None:
        self._rule = rule
        self._log = log
        self._rows: list[int] = []
        self._keys: list[str] = []
        self._uuid = UuidColumn(log=log)
        self._labels = {
            name: LabelColumn(name, is_required=True, log=log)
            for name in ("enumerator", "supervisor")
        }
        self._flags = {
            name: FlagColumn(name, is_required=name == "contacted", log=log)
            for name in (*FLAGS, *filter(_is_check, present))
        }
        self.items = {
            code: ItemColumn(definition, definition.item(code), rule=rule, log=log)
            for code in rule.items
            if code in present
        }
        self._selection = SelectionColumn(log=log)
        self._chance = NumberColumn(
            "inclusion_prob", parse=chance, refusal=RecheckCode.NOT_A_CHANCE, log=log
        )
        self._at = MomentColumn("recheck_at", log=log)

    def read(self, rows: Sequence[int], cells: Mapping[str, Sequence[str]]) -> None:
        self._rows.extend(rows)
        self._keys.extend(map(identifier_of, cells["response_uuid"]))
        self._uuid.read(rows, cells["response_uuid"])
        named: dict[str, Column] = {
            **self._labels,
            **self._flags,
            **self.items,
            "selection": self._selection,
            "inclusion_prob": self._chance,
            "recheck_at": self._at,
        }
        blank = ("",) * len(rows)
        for name, column in named.items():
            column.read(rows, cells.get(name, blank))

    def close(self) -> tuple[RecheckRow, ...]:
        """The rows, once the faults that only the whole file shows are noted."""
        if not self._rows:
            return ()
        self._uuid.close()
        flags = {name: column.values for name, column in self._flags.items()}
        contacted, happened = (flags.pop(name) for name in FLAGS)
        self._require_happened(contacted, happened)
        answers = {code: column.close().tolist() for code, column in self.items.items()}
        self._notice_not_reached(contacted, checks=flags.values(), answers=answers.values())
        selections = self._selection.close()
        chances = chance_known(
            self._chance.close().tolist(), selections=selections, rows=self._rows, log=self._log
        )
        enumerators, supervisors = (column.close() for column in self._labels.values())
        moments = self._at.close()
        return tuple(
            RecheckRow(
                name=NamedRow(row=row, key=self._keys[at], enumerator=str(enumerators[at])),
                supervisor=str(supervisors[at]),
                is_contacted=bool(contacted[at]),
                has_happened=bool(happened[at]),
                checks={name: values[at] for name, values in flags.items()},
                again=[answers[i][at] if i in answers else BLANK for i in self._rule.items],
                selection=selections[at],
                probability=chances[at],
                at=moments[at],
            )
            for at, row in enumerate(self._rows)
        )

    def _require_happened(self, contacted: Flags, happened: Flags) -> None:
        refused = self._flags["interview_happened"].refused
        for row, is_contacted, has_happened in zip(self._rows, contacted, happened, strict=True):
            if is_contacted and has_happened is None and row not in refused:
                self._log.note(RecheckCode.HAPPENED_NOT_SAID, f"row {row}, interview_happened")

    def _notice_not_reached(
        self, contacted: Flags, *, checks: Collection[Flags], answers: Collection[Codes]
    ) -> None:
        """What a re-check says that reached nobody counts for nothing, and may be a slip."""
        filled = [
            row
            for at, row in enumerate(self._rows)
            if contacted[at] is False
            and (
                any(codes[at] != BLANK for codes in answers)
                or any(fits[at] is not None for fits in checks)
            )
        ]
        if filled:
            count = str(len(filled))
            self._log.warn(RecheckCode.NOT_REACHED, f"row {filled[0]}, contacted", count=count)
