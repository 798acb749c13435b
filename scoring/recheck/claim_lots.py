"""Which claimed refusals and absences become which lots, and how many of each are drawn.

A claim is in a lot of claims of its own, never beside interviews: docs/adr/0023 says why. Lots are
closed and drawn from as those of interviews are.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from scoring.recheck.lot_forming import FormedLot, FormedStratum, raised, week_of
from scoring.recheck.recheck_plan import ClaimsPlan


class ClaimKind(StrEnum):
    """What an enumerator says of a case without an interview; each is a stratum of a lot."""

    REFUSED = "refused"
    NOT_MET = "not_met"
    """Not reached as often as was to be tried, moved away, or not found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """uuid: as `claim_uuid` makes it. enumerator: the code. day: of the last attempt."""

    uuid: str
    enumerator: str
    kind: ClaimKind
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimsBefore:
    """What earlier draws came to: claims drawn by enumerator, lots by enumerator and week."""

    drawn: Mapping[str, int]
    lots: Mapping[tuple[str, str], int]


def claim_uuid(interview_uuid: str) -> str:
    """The identifier of the claim about a case: the first 128 bits of SHA-256 of `claim|uuid`.

    uuid: that which an interview of the case would have, in lower case. Nobody can choose it, and
    the interview itself, if one is made after all, is another member of another lot.
    """
    digest = hashlib.sha256(f"claim|{interview_uuid.lower()}".encode()).digest()
    return str(UUID(bytes=digest[:16]))


def week_end(day: date) -> date:
    """The first day after the ISO week of this day."""
    return day + timedelta(days=7 - day.weekday())


def is_claim_ripe(day: date, *, today: date, is_over: bool) -> bool:
    """Whether claims of that day may be closed into a lot: its ISO week is over, or field work."""
    return is_over or week_end(day) <= today


def form_claim_lots(
    waiting: Sequence[Claim],
    *,
    plan: ClaimsPlan,
    today: date,
    is_over: bool,
    before: ClaimsBefore,
) -> tuple[FormedLot, ...]:
    """The lots of those that are ripe, by week and enumerator.

    Of each kind the share is drawn, rounded up; where that is less than the enumerator lacks of the
    minimum of the round, more, as long as there are claims. Codes are as 2026w41-e12-c1.
    """
    groups: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for one in waiting:
        if is_claim_ripe(one.day, today=today, is_over=is_over):
            groups[week_of(one.day), one.enumerator].append(one)
    drawn, numbers = Counter(before.drawn), Counter(before.lots)
    formed = []
    for (week, enumerator), group in sorted(groups.items()):
        numbers[enumerator, week] += 1
        lacks = max(0, plan.minimum_per_enumerator - drawn[enumerator])
        lot = FormedLot(
            code=f"{week}-{enumerator}-c{numbers[enumerator, week]}",
            enumerator=enumerator,
            week=week,
            number=numbers[enumerator, week],
            unit="",
            is_opening=False,
            strata=raised(_strata(group, plan=plan), needed=lacks),
        )
        drawn[enumerator] += lot.drawn
        formed.append(lot)
    return tuple(formed)


def _strata(group: Sequence[Claim], *, plan: ClaimsPlan) -> tuple[FormedStratum, ...]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for one in group:
        members[one.kind.value].append(one.uuid)
    return tuple(
        FormedStratum(
            name=name,
            share_percent=plan.share_percent,
            minimum=0,
            uuids=tuple(sorted(uuids)),
        )
        for name, uuids in sorted(members.items())
    )
