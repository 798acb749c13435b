"""Whether what a respondent says of an interview fits what is recorded of it: a fact at a time.

Memory is not a record. Times are compared with room for what people forget, and whoever does not
remember says nothing for or against anybody.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

UNSURE = "unsure"
HAPPENED = "interview_happened"
STRETCH = 2
"""People think that something took up to half or twice as long as it did."""
DAYS_OFF = 2
"""So many days earlier or later than the class that was named."""
MS_A_MINUTE = 60_000
MONTHS_A_YEAR = 12
LONGEST_WORD = 64
CLASS = re.compile(r"[a-z]+_([0-9]+)_([0-9]*)")
MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")

ASKED, ON_TABLET, ON_PAPER = "asked", "alone_on_tablet", "alone_on_paper"
PUT_DOWN: Mapping[str, frozenset[str]] = {
    # On a tablet or a page the enumerator may ask, or hand it over: both are by the rules.
    "tablet": frozenset({ASKED, ON_TABLET}),
    "online_form": frozenset({ASKED, ON_TABLET}),
    "phone": frozenset({ASKED}),
    "paper": frozenset({ASKED}),
    "paper_self": frozenset({ON_PAPER}),
}
"""By how an interview was made, in which ways its answers can have been put down."""
KEYED_LATER = frozenset({"paper", "paper_self"})
"""Their times are those of keying."""
BY_PHONE, LEFT_THERE = "phone", "paper_self"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstFacts:
    """What is recorded of an interview and its case; None where nothing is.

    mode: how it was made. span_ms: from its begin to its end by the clock, elapsed_ms: by a clock
    that ran only while it was worked on. result_on: when the case had its result. period: the
    months that were offered, by their first and last day.
    """

    mode: str
    finished_on: date
    span_ms: int
    elapsed_ms: int | None
    field: str | None
    result_on: date | None
    period: tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """When somebody was asked again, the months that still count as the same, and which facts
    count at all."""

    asked_on: date
    months: int
    counted: Collection[str]


def fact_fits(fact: str, said: str, *, first: FirstFacts, asking: Asking) -> bool | None:
    """Whether the word that was kept of an answer fits; None where it cannot be compared.

    Facts of which an interview records nothing (an official beside, pressure) are only findings,
    unless the plan counts them: then none of them may have been.
    """
    if said == UNSURE:
        return None
    compare = COMPARED.get(fact)
    if compare is not None:
        return compare(said, first, asking)
    if fact in MUST_NOT_BE and fact in asking.counted:
        return said == "no"
    return None


def _happened(said: str, _first: FirstFacts, _asking: Asking) -> bool | None:
    return said == "yes"


def _person(said: str, _first: FirstFacts, _asking: Asking) -> bool | None:
    return said == "me"


def _procedure(said: str, first: FirstFacts, _asking: Asking) -> bool | None:
    if first.field is None:
        return None
    return said == unicodedata.normalize("NFC", first.field)[:LONGEST_WORD]


def _month(said: str, first: FirstFacts, asking: Asking) -> bool | None:
    """What is outside of the offered months fits if one of those outside is near enough."""
    if first.result_on is None or said == "none":
        return None
    recorded = _count_of(first.result_on)
    if said == "other":
        begin, end = (_count_of(day) for day in first.period)
        inside = begin <= recorded <= end
        steps = min(recorded - begin + 1, end + 1 - recorded) if inside else 0
        return steps <= asking.months
    found = MONTH.fullmatch(said)
    if found is None:
        return None
    named = MONTHS_A_YEAR * int(found[1]) + int(found[2]) - 1
    return abs(named - recorded) <= asking.months


def _count_of(day: date) -> int:
    return MONTHS_A_YEAR * day.year + day.month - 1


def _received(said: str, first: FirstFacts, _asking: Asking) -> bool | None:
    return None if first.result_on is None else said == "yes"


def _answered_by(said: str, first: FirstFacts, _asking: Asking) -> bool | None:
    ways = PUT_DOWN.get(first.mode)
    return None if ways is None else said in ways


def _duration(said: str, first: FirstFacts, _asking: Asking) -> bool | None:
    """Where only begin and end are known, it may have taken less than between them, not more."""
    bounds = _bounds(said)
    if bounds is None or first.mode in KEYED_LATER:
        return None
    low, high = bounds
    took = first.span_ms if first.elapsed_ms is None else first.elapsed_ms
    if took * STRETCH < low * MS_A_MINUTE:
        return False
    if high is None or took <= high * STRETCH * MS_A_MINUTE:
        return True
    return None if first.elapsed_ms is None else False


def _when(said: str, first: FirstFacts, asking: Asking) -> bool | None:
    bounds = _bounds(said)
    if bounds is None:
        return None
    low, high = bounds
    days = (asking.asked_on - first.finished_on).days
    return low - DAYS_OFF <= days and (high is None or days <= high + DAYS_OFF)


def _place(said: str, first: FirstFacts, _asking: Asking) -> bool | None:
    if first.mode == LEFT_THERE:
        return None
    return (said == BY_PHONE) == (first.mode == BY_PHONE)


def _bounds(said: str) -> tuple[int, int | None] | None:
    """minutes_3_10 is from 3 to 10, minutes_20_ from 20 on."""
    found = CLASS.fullmatch(said)
    return None if found is None else (int(found[1]), int(found[2]) if found[2] else None)


Compare = Callable[[str, FirstFacts, Asking], bool | None]
COMPARED: Mapping[str, Compare] = {
    HAPPENED: _happened,
    "person_ok": _person,
    "when_ok": _when,
    "place_ok": _place,
    "procedure_ok": _procedure,
    "month_ok": _month,
    "result_received": _received,
    "answered_by_ok": _answered_by,
    "duration_ok": _duration,
}
MUST_NOT_BE = frozenset({"official_present", "pressure"})
