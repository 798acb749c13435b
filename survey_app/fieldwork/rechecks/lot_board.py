"""Where every lot of a round stands: what the plan says, what was decided, what is to be done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.lot_standing import LotStanding, Says
from survey_app.db.claim_findings import claim_findings_of, claim_heads
from survey_app.db.lot_decisions import DecisionRecord, LotHead, decisions_of, lot_heads
from survey_app.db.lot_evidence import EvidenceRecord, evidence_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.comparing import (
    ComparedRound,
    compared_round,
    is_waiting,
)
from survey_app.fieldwork.rechecks.comparing_claims import ComparedClaims, compared_claims
from survey_app.fieldwork.rechecks.lot_members import (
    AskedMember,
    EndedMember,
    Figures,
    figures_of,
    standing_of,
)

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
    findings: tuple[AskedMember, ...]
    rechecked: Mapping[UUID, EndedMember]
    unverified: int
    overdue: int
    confirmed_false: tuple[UUID, ...]
    high_chance: float | None
    is_outdated: bool
    acceptance: AcceptancePlan

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
    """The lots of a round by code, and all figures that they are part of.

    lots: of interviews. claim_lots: of claimed refusals and absences, which stand apart.
    """

    compared: ComparedRound
    lots: tuple[LotOnBoard, ...]
    claims: ComparedClaims
    claim_lots: tuple[LotOnBoard, ...]

    @property
    def every(self) -> tuple[LotOnBoard, ...]:
        """The lots of both kinds."""
        return (*self.lots, *self.claim_lots)

    def lot(self, code: str) -> LotOnBoard | None:
        """The lot with this code, of whichever kind."""
        return next((one for one in self.every if one.head.code == code), None)


def board_of(session: Session, found: RoundRecord, *, at: datetime) -> Board:
    """Everything about the lots of a round, in a fixed number of queries.

    Raises Problem where no re-checks are promised.
    """
    compared = compared_round(session, found)
    kept = Kept.of(session, found)
    claims, claim_lots = claims_of(session, found, compared, kept=kept, at=at)
    figures = figures_of(compared.findings, compared.interviews, plan=compared.plan.acceptance)
    lots = lots_on_board(lot_heads(session, found.id), of=figures, kept=kept, at=at)
    return Board(
        compared=compared,
        lots=with_chances(lots, compared),
        claims=claims,
        claim_lots=claim_lots,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was decided, heard and found, by the number of the lot."""

    decisions: Mapping[int, tuple[DecisionRecord, ...]]
    evidence: Mapping[int, tuple[EvidenceRecord, ...]]

    @classmethod
    def of(
        cls, session: Session, found: RoundRecord, *, lots: Collection[int] | None = None
    ) -> "Kept":
        """Of all lots of the round, or of these."""
        return cls(
            decisions=decisions_of(session, found.id, lot_ids=lots),
            evidence=evidence_of(session, found.id, lot_ids=lots),
        )


def claims_of(
    session: Session, found: RoundRecord, compared: ComparedRound, *, kept: Kept, at: datetime
) -> tuple[ComparedClaims, tuple[LotOnBoard, ...]]:
    """All claims and the lots of them; no lots where the plan does not re-check claims."""
    claims = compared_claims(claim_findings_of(session, found.id))
    plan = compared.plan.claims
    if plan is None:
        return claims, ()
    figures = figures_of(claims.findings, claims.claims, plan=plan.acceptance)
    return claims, lots_on_board(claim_heads(session, found.id), of=figures, kept=kept, at=at)


def lots_on_board(
    heads: Iterable[LotHead], *, of: Figures, kept: Kept, at: datetime
) -> tuple[LotOnBoard, ...]:
    """These lots of one kind, without the chances that hang on all of them."""
    return tuple(
        _lot(
            head,
            of=of,
            decisions=kept.decisions.get(head.id, ()),
            evidence=kept.evidence.get(head.id, ()),
            at=at,
        )
        for head in heads
    )


def with_chances(lots: Iterable[LotOnBoard], compared: ComparedRound) -> tuple[LotOnBoard, ...]:
    """The chance of an enumerator hangs on the work of all."""
    pairs = ((one, _high_chance(one.head.enumerator, compared=compared)) for one in lots)
    return tuple(
        one if one.high_chance == chance else replace(one, high_chance=chance)
        for one, chance in pairs
    )


def board_at(board: Board, *, at: datetime) -> Board:
    """The same at another moment: only what is overdue goes with time."""

    def lots_at(lots: Iterable[LotOnBoard]) -> tuple[LotOnBoard, ...]:
        pairs = ((one, _overdue(one.findings, at=at)) for one in lots)
        return tuple(
            one if one.overdue == overdue else replace(one, overdue=overdue)
            for one, overdue in pairs
        )

    return replace(board, lots=lots_at(board.lots), claim_lots=lots_at(board.claim_lots))


def _overdue(findings: Sequence[AskedMember], *, at: datetime) -> int:
    return sum(one.due_at is not None and one.due_at < at for one in findings if is_waiting(one))


def _lot(
    head: LotHead,
    *,
    of: Figures,
    decisions: tuple[DecisionRecord, ...],
    evidence: tuple[EvidenceRecord, ...],
    at: datetime,
) -> LotOnBoard:
    findings = of.findings.get(head.id, ())
    own = {one.uuid: of.rechecked[one.uuid] for one in findings if one.uuid in of.rechecked}
    standing = standing_of(
        findings, rechecked=own, members=head.interviews - head.gone, plan=of.acceptance
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
        high_chance=None,
        acceptance=of.acceptance,
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


def against_by_others(evidence: Sequence[EvidenceRecord]) -> frozenset[UUID]:
    """Interviews or claims against which a second source speaks; what an enumerator admits is one,
    what the respondent says once more is none.
    """
    return frozenset(
        one.about
        for one in evidence
        if one.is_against and one.kind != "respondent" and one.about is not None
    )


def _confirmed_false(
    rechecked: Mapping[UUID, EndedMember], *, evidence: Sequence[EvidenceRecord]
) -> tuple[UUID, ...]:
    """By the respondent and a second source."""
    against = against_by_others(evidence)
    return tuple(uuid for uuid, one in rechecked.items() if one.is_false and uuid in against)


def _high_chance(enumerator: str, *, compared: ComparedRound) -> float | None:
    figures = compared.comparison.enumerators.get(enumerator)
    if figures is None or figures.work.defective.count < FEW_DEFECTS:
        return None
    chance = figures.shrunken.is_high
    return chance if chance is not None and chance > HIGH_CHANCE else None
