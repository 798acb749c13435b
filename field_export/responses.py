"""Interviews as rows of a response file, which `score-file` reads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from field_export.written import time_for_programs

BEFORE_ITEMS = (
    "response_uuid",
    "unit_code",
    "stratum",
    "cluster",
    "weight",
    "pop_size",
    "enumerator",
)
AFTER_ITEMS = ("started_at", "finished_at", "mode", "origin")


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseLine:
    """One interview without identity: `levels` holds a code an item, None where blank.

    A question that a rule skipped does not apply to the respondent: it is given as 9. stratum,
    weight and pop_size are given where a sample was drawn: people of the stratum, and for how many
    of them one stands.
    """

    uuid: str
    unit_code: str
    enumerator: str
    levels: tuple[int | None, ...]
    started_at: datetime
    finished_at: datetime
    mode: str
    origin: str
    stratum: str = ""
    weight: float | None = None
    pop_size: int | None = None


def response_rows(
    lines: Iterable[ResponseLine], *, items: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row an interview; times in ISO 8601 with the offset of Viet Nam."""
    yield (*BEFORE_ITEMS, *items, *AFTER_ITEMS)
    for line in lines:
        yield (
            line.uuid,
            line.unit_code,
            line.stratum,
            "",
            "" if line.weight is None else repr(line.weight),
            "" if line.pop_size is None else str(line.pop_size),
            line.enumerator,
            *("" if level is None else str(level) for level in line.levels),
            time_for_programs(line.started_at),
            time_for_programs(line.finished_at),
            line.mode,
            line.origin,
        )
