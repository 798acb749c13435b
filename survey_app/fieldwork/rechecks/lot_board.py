"""Where every lot of a round stands: what the plan says, what was decided, what is to be done."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.interviews import RecheckedInterview
from scoring.recheck.lot_standing import (
    LotStanding,
    OrderedInterview,
    Reached,
    Says,
    lot_standing,
)
from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.db.lot_decisions import DecisionRecord, LotHead, decisions_of, lot_heads
from survey_app.db.lot_evidence import EvidenceRecord, evidence_of
from survey_app.db.recheck_findings import FindingRecord
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.comparing import ComparedRound, compared_round, is_waiting

IN_ORDER = ("random", "next", "more")
HIGH_CHANCE = 0.9
FEW_DEFECTS = 2
"""A chance above the first, with so many defective ones, is a reason to look at a lot."""


class LotState(StrEnum):
    """What a lot waits for. The first three ask for a decision, in the order of their urgency."""

    TO_REJECT = "to_reject"
    TO_END = "to_end"
    """Every interview of a rejected lot is verified: cleared or confirmed."""
    TO_EXTEND = "to_extend"
    TO_ACCEPT = "to_accept"
    TO_JUDGE = "to_judge"
    """Nobody could be reached, so that the plan says nothing."""
    WAITS = "waits"
    VERIFYING = "verifying"
    ACCEPTED = "accepted"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"


TO_DECIDE = (
    LotState.TO_REJECT,
    LotState.TO_END,
    LotState.TO_EXTEND,
    LotState.TO_ACCEPT,
    LotState.TO_JUDGE,
)
_BY_PLAN = {
    Says.WAIT: LotState.WAITS,
    Says.ACCEPT: LotState.TO_ACCEPT,
    Says.EXTEND: LotState.TO_EXTEND,
    Says.REJECT: LotState.TO_REJECT,
    Says.NOTHING: LotState.TO_JUDGE,
}
_AS_DECIDED = {
    "accepted": LotState.ACCEPTED,
    "cleared": LotState.CLEARED,
    "confirmed": LotState.CONFIRMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOnBoard:
    """A lot with all that a decision about it can rest upon.

    unverified: of those drawn to verify a rejected lot, how many wait. overdue: tasks whose usual
    time is over. confirmed_false: interviews of which the respondent and a second source say that
    they did not happen. high_chance: that more than a tenth of the enumerator's interviews are
    defective, with two or more of them found; None where there is no such sign. is_outdated: what
    was found is no longer what was decided on.
    """

    head: LotHead
    standing: LotStanding
    state: LotState
    decisions: tuple[DecisionRecord, ...]
    evidence: tuple[EvidenceRecord, ...]
    findings: tuple[FindingRecord, ...]
    rechecked: Mapping[UUID, RecheckedInterview]
    unverified: int
    overdue: int
    confirmed_false: tuple[UUID, ...]
    high_chance: float | None
    is_outdated: bool

    @property
    def last(self) -> DecisionRecord | None:
        """The decision that stands."""
        return self.decisions[-1] if self.decisions else None

    @property
    def is_to_decide(self) -> bool:
        """Whether somebody has to decide now."""
        return self.state in TO_DECIDE or self.is_outdated

    @property
    def undrawn(self) -> int:
        """Interviews of the lot that are not made again."""
        return self.head.undrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The lots of a round by code, and all figures that they are part of."""

    compared: ComparedRound
    lots: tuple[LotOnBoard, ...]

    def lot(self, code: str) -> LotOnBoard | None:
        """The lot with this code."""
        return next((one for one in self.lots if one.head.code == code), None)


def board_of(session: Session, found: RoundRecord, *, at: datetime) -> Board:
    """Everything about the lots of a round, in a fixed number of queries.

    Raises Problem where no re-checks are promised.
    """
    compared = compared_round(session, found)
    decisions, evidence = decisions_of(session, found.id), evidence_of(session, found.id)
    findings: defaultdict[int, list[FindingRecord]] = defaultdict(list)
    for one in compared.findings:
        findings[one.lot_id].append(one)
    rechecked = {UUID(one.key): one for one in compared.interviews}
    lots = tuple(
        _lot(
            head,
            findings=findings[head.id],
            rechecked=rechecked,
            decisions=decisions.get(head.id, ()),
            evidence=evidence.get(head.id, ()),
            compared=compared,
            at=at,
        )
        for head in lot_heads(session, found.id)
    )
    return Board(compared=compared, lots=lots)


def board_at(board: Board, *, at: datetime) -> Board:
    """The same at another moment: only what is overdue goes with time."""
    return replace(
        board, lots=tuple(replace(one, overdue=_overdue(one.findings, at=at)) for one in board.lots)
    )


def _overdue(findings: Sequence[FindingRecord], *, at: datetime) -> int:
    return sum(one.due_at is not None and one.due_at < at for one in findings if is_waiting(one))


def standing_of_lot(
    findings: Sequence[FindingRecord],
    *,
    rechecked: Mapping[UUID, RecheckedInterview],
    interviews: int,
    plan: RecheckPlan,
) -> LotStanding:
    """How far a lot is, from everybody of it who is asked again. interviews: without those gone."""
    drawn = [
        _ordered(one, rechecked.get(one.uuid))
        for one in findings
        if one.uuid in rechecked or is_waiting(one)
    ]
    return lot_standing(drawn, interviews=interviews, plan=plan.acceptance)


def _ordered(of: FindingRecord, found: RecheckedInterview | None) -> OrderedInterview:
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


def _lot(
    head: LotHead,
    *,
    findings: Sequence[FindingRecord],
    rechecked: Mapping[UUID, RecheckedInterview],
    decisions: tuple[DecisionRecord, ...],
    evidence: tuple[EvidenceRecord, ...],
    compared: ComparedRound,
    at: datetime,
) -> LotOnBoard:
    own = {one.uuid: rechecked[one.uuid] for one in findings if one.uuid in rechecked}
    standing = standing_of_lot(
        findings, rechecked=own, interviews=head.interviews - head.gone, plan=compared.plan
    )
    waiting = [one for one in findings if is_waiting(one)]
    last = decisions[-1] if decisions else None
    return LotOnBoard(
        head=head,
        standing=standing,
        state=_state(standing, last=last, is_verified=not waiting),
        decisions=decisions,
        evidence=evidence,
        findings=tuple(findings),
        rechecked=own,
        unverified=sum(one.selection == "verification" for one in waiting),
        overdue=_overdue(findings, at=at),
        confirmed_false=_confirmed_false(own, evidence=evidence),
        high_chance=_high_chance(head.enumerator, compared=compared),
        is_outdated=last is not None
        and last.decision == "accepted"
        and (last.checked, last.defective) != (standing.checked, standing.defective),
    )


def _state(standing: LotStanding, *, last: DecisionRecord | None, is_verified: bool) -> LotState:
    if last is None or last.decision == "extended":
        return _BY_PLAN[standing.says]
    if last.decision == "rejected":
        return LotState.TO_END if is_verified else LotState.VERIFYING
    return _AS_DECIDED[last.decision]


def _confirmed_false(
    rechecked: Mapping[UUID, RecheckedInterview], *, evidence: Sequence[EvidenceRecord]
) -> tuple[UUID, ...]:
    """By the respondent and a second source; what an enumerator admits is one."""
    against = {
        one.interview_uuid for one in evidence if one.is_against and one.kind != "respondent"
    }
    return tuple(uuid for uuid, one in rechecked.items() if one.is_false and uuid in against)


def _high_chance(enumerator: str, *, compared: ComparedRound) -> float | None:
    figures = compared.comparison.enumerators.get(enumerator)
    if figures is None or figures.work.defective.count < FEW_DEFECTS:
        return None
    chance = figures.shrunken.is_high
    return chance if chance is not None and chance > HIGH_CHANCE else None
