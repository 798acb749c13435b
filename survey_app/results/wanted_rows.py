"""Finds some interviews in a file of responses, which keeps no identifiers of the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A row that was looked for, with what its cells say; blank where there is no such column."""

    row: int
    unit: str
    enumerator: str
    finished_at: str


class WantedRows:
    """Rows with an identifier that is wanted, filled block by block; of several the first."""

    def __init__(self, wanted: Collection[str]) -> None:
        self._wanted = frozenset(wanted)
        self.found: dict[str, FoundRow] = {}

    def read(self, rows: Sequence[int], cells: Mapping[str, Sequence[str]]) -> None:
        """Take the rows of a block."""
        if not self._wanted:
            return
        blank = ("",) * len(rows)
        columns = (cells.get(name, blank) for name in ("unit_code", "enumerator", "finished_at"))
        for row, cell, unit, enumerator, finished_at in zip(
            rows, cells["response_uuid"], *columns, strict=True
        ):
            key = identifier_of(cell)
            if key in self._wanted and key not in self.found:
                self.found[key] = FoundRow(
                    row=row,
                    unit=unit.strip(),
                    enumerator=enumerator.strip(),
                    finished_at=finished_at.strip(),
                )


def identifier_of(cell: str) -> str:
    """The identifier as it is compared: whatever its case."""
    return cell.strip().casefold()
