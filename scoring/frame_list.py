"""The list that a sample is drawn from, without identity, and its hash."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameCase:
    """One case as a draw sees it.

    case_id: opaque, it names nobody. stratum: blank where the list has no strata. order_key: what
    a systematic draw sorts by, compared as text; blank otherwise.
    """

    case_id: str
    stratum: str = ""
    order_key: str = ""


def sorted_cases(cases: Iterable[FrameCase]) -> list[FrameCase]:
    """By id, in the order of its characters' numbers: that of `LC_ALL=C sort`."""
    return sorted(cases, key=lambda case: case.case_id)


def list_sha256(cases: Iterable[FrameCase]) -> str:
    """SHA-256 of the sorted list: a line `case⇥stratum⇥order key⏎` for each case, in UTF-8.

    The separators are one tab (U+0009) and one line feed (U+000A), the last line has one too.
    The order in which the cases are given changes nothing.
    """
    whole = hashlib.sha256()
    lines = [f"{case.case_id}\t{case.stratum}\t{case.order_key}\n" for case in cases]
    for line in sorted(lines):
        whole.update(line.encode())
    return whole.hexdigest()
