"""The members of lots, interviews or claims, as far as it matters for where a lot stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.lot_standing import LotStanding, OrderedInterview, Reached, lot_standing
from survey_app.fieldwork.rechecks.comparing import AskedAgain, is_waiting

IN_ORDER = ("random", "next", "more")


class AskedMember(AskedAgain, Protocol):
    """An interview or a claim of a lot, drawn: `FindingRecord` or `ClaimFinding`."""

    @property
    def uuid(self) -> UUID: ...
    @property
    def lot_id(self) -> int: ...
    @property
    def stratum(self) -> str: ...
    @property
    def place(self) -> int: ...
    @property
    def selection(self) -> str: ...
    @property
    def due_at(self) -> datetime | None: ...


class EndedMember(Protocol):
    """What came of it, once its re-check has ended: `RecheckedInterview` or `RecheckedClaim`.

    is_false: the respondent says that nobody came.
    """

    @property
    def key(self) -> str: ...
    @property
    def is_contacted(self) -> bool: ...
    @property
    def is_defective(self) -> bool: ...
    @property
    def is_false(self) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """findings: by number of the lot. rechecked: those that have ended. acceptance: of the kind."""

    findings: Mapping[int, Sequence[AskedMember]]
    rechecked: Mapping[UUID, EndedMember]
    acceptance: AcceptancePlan


def figures_of(
    findings: Sequence[AskedMember], ended: Sequence[EndedMember], *, plan: AcceptancePlan
) -> Figures:
    """All members of the lots of one kind, by lot."""
    of_lots: defaultdict[int, list[AskedMember]] = defaultdict(list)
    for one in findings:
        of_lots[one.lot_id].append(one)
    return Figures(
        findings=of_lots, rechecked={UUID(one.key): one for one in ended}, acceptance=plan
    )


def standing_of(
    findings: Sequence[AskedMember],
    *,
    rechecked: Mapping[UUID, EndedMember],
    members: int,
    plan: AcceptancePlan,
) -> LotStanding:
    """How far a lot is, from everybody of it who is asked again. members: without those gone."""
    drawn = [
        _ordered(one, rechecked.get(one.uuid))
        for one in findings
        if one.uuid in rechecked or is_waiting(one)
    ]
    return lot_standing(drawn, interviews=members, plan=plan)


def _ordered(of: AskedMember, found: EndedMember | None) -> OrderedInterview:
    if found is None:
        reached = Reached.WAITING
    else:
        reached = Reached.CHECKED if found.is_contacted else Reached.NOT_REACHED
    return OrderedInterview(
        stratum=of.stratum,
        place=of.place,
        is_in_order=of.selection in IN_ORDER,
        reached=reached,
        is_defective=found is not None and found.is_defective,
        is_false=found is not None and found.is_false,
    )
