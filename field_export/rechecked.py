"""Re-checks as rows of a file that `recheck compare` reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from field_export.written import time_for_programs

BEFORE_CHECKS = ("response_uuid", "enumerator", "supervisor", "contacted", "interview_happened")
AFTER_ITEMS = ("selection", "inclusion_prob", "recheck_at")
Flag = bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckLine:
    """A re-check without identity. again: by item, None where blank. has_happened, at: None where
    nobody was reached.
    """

    uuid: str
    enumerator: str
    supervisor: str
    is_contacted: bool
    has_happened: Flag
    checks: Mapping[str, Flag]
    again: Mapping[str, int | None]
    selection: str
    probability: float | None
    at: datetime | None


def recheck_rows(
    lines: Iterable[RecheckLine], *, checks: Sequence[str], items: Sequence[str]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a re-check; times in ISO 8601 with the offset of Viet Nam."""
    yield (*BEFORE_CHECKS, *checks, *items, *AFTER_ITEMS)
    for line in lines:
        codes = (line.again.get(item) for item in items)
        yield (
            line.uuid,
            line.enumerator,
            line.supervisor,
            _flag(line.is_contacted),
            _flag(line.has_happened),
            *(_flag(line.checks.get(name)) for name in checks),
            *("" if code is None else str(code) for code in codes),
            line.selection,
            "" if line.probability is None else repr(line.probability),
            "" if line.at is None else time_for_programs(line.at),
        )


def _flag(value: Flag) -> str:
    return "" if value is None else str(int(value))
