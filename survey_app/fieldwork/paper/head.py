"""The head of a sheet: which form, whose, about which case, and when. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from questionnaires import Fault
from survey_app.clock import ZONE
from survey_app.fieldwork.paper.problems import PaperCode

LONGEST_NUMBER = 32
NUMBER, UNIT, CASE, UNLISTED = "paper-number", "paper-unit", "paper-case", "paper-unlisted"
ENUMERATOR, DAY, START, END = "paper-enumerator", "paper-day", "paper-start", "paper-end"
SELF = "paper-self"
"""Names of the fields; no code of a question has a hyphen."""
HEAD_FIELDS = (NUMBER, UNIT, CASE, UNLISTED, ENUMERATOR, DAY, START, END, SELF)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d\d)(\d\d)(\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})[:hg. ](\d{2})|(\d{1,2})(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHead:
    """What stands at the top of a sheet. `case` is None for somebody on no list."""

    number: str
    unit: str
    case: str | None
    enumerator_id: int
    started_at: datetime
    finished_at: datetime
    is_self_completed: bool

    @property
    def mode(self) -> str:
        """How it was asked."""
        return "paper_self" if self.is_self_completed else "paper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a head is held against: surveyed units, enumerators, and the times there can be."""

    units: frozenset[str]
    enumerators: frozenset[int]
    allows_unlisted: bool
    first_day: date
    now: datetime


def read_head(typed: Mapping[str, str], *, known: Known) -> PaperHead | tuple[Fault, ...]:
    """The head, or all that is wrong with what was typed, each at its field."""
    said = {name: typed.get(name, "").strip() for name in HEAD_FIELDS}
    faults = _faults_of_names(said, known=known)
    times, wrong_times = _times(said, known=known)
    faults += wrong_times
    if faults or times is None:
        return tuple(faults)
    return PaperHead(
        number=said[NUMBER],
        unit=said[UNIT],
        case=said[CASE] or None,
        enumerator_id=int(said[ENUMERATOR]),
        started_at=times[0],
        finished_at=times[1],
        is_self_completed=bool(said[SELF]),
    )


def _faults_of_names(said: Mapping[str, str], *, known: Known) -> list[Fault]:
    faults = []
    if not 0 < len(said[NUMBER]) <= LONGEST_NUMBER or not said[NUMBER].isprintable():
        faults.append(PaperCode.NUMBER_MISSING.at(NUMBER))
    if said[UNIT] not in known.units:
        faults.append(PaperCode.UNIT_MISSING.at(UNIT))
    if bool(said[CASE]) == bool(said[UNLISTED]):
        faults.append(PaperCode.CASE_OR_NONE.at(CASE))
    elif said[UNLISTED] and not known.allows_unlisted:
        faults.append(PaperCode.UNLISTED_NOT_ALLOWED.at(CASE))
    if said[ENUMERATOR] not in {str(number) for number in known.enumerators}:
        faults.append(PaperCode.ENUMERATOR_MISSING.at(ENUMERATOR))
    return faults


def _times(
    said: Mapping[str, str], *, known: Known
) -> tuple[tuple[datetime, datetime] | None, list[Fault]]:
    day = day_typed(said[DAY])
    faults = [] if day else [PaperCode.DAY_UNREADABLE.at(DAY, value=said[DAY])]
    begins, ends = time_typed(said[START]), time_typed(said[END])
    for name, found in ((START, begins), (END, ends)):
        if found is None:
            faults.append(PaperCode.TIME_UNREADABLE.at(name, value=said[name]))
    if day and not known.first_day <= day <= known.now.astimezone(ZONE).date():
        faults.append(PaperCode.DAY_IMPOSSIBLE.at(DAY, value=f"{day:%d/%m/%Y}"))
    if begins and ends and begins > ends:
        faults.append(PaperCode.ENDS_BEFORE_IT_BEGINS.at(END))
    if faults or day is None or begins is None or ends is None:
        return None, faults
    started = datetime.combine(day, begins, ZONE)
    finished = datetime.combine(day, ends, ZONE)
    if finished > known.now:
        return None, [PaperCode.DAY_IMPOSSIBLE.at(END, value=f"{finished:%d/%m/%Y %H:%M}")]
    return (started, finished), []


def day_typed(text: str) -> date | None:
    """A day as clerks type it: with or without signs between its parts."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year = [part for part in found.groups() if part]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def time_typed(text: str) -> time | None:
    """A time as clerks type it: 8:30, 08h30 or 0830."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes = found.group(1) or found.group(3), found.group(2) or found.group(4)
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        return None
