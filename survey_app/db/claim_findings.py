"""What came of asking about claims, beside what was claimed; for Home Affairs alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased, defer

from survey_app.db.changed_lots import among
from survey_app.db.claims import claim_counts, is_claim_drawn, of_claims
from survey_app.db.lot_decisions import LotHead, heads_where, members
from survey_app.db.tables import (
    Account,
    Assignment,
    Claim,
    ClaimDraw,
    ClaimRecheck,
    Lot,
    RecheckTask,
    RoundUnit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedClaim:
    """What a respondent says, each as the word that is kept of the question."""

    mode: str
    came: str
    came_when: str | None
    answer: str | None
    other: str
    finished_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFinding:
    """A claim that is asked about. state: of its standing task, None where there is none.

    uuid: of the claim. stratum: its kind. counts: whether there is still no interview of the case.
    reason: always None, as no claim is chosen for a sign. locked: None until it has come.
    """

    uuid: UUID
    lot_id: int
    lot_code: str
    stratum: str
    place: int
    selection: str
    reason: str | None
    attempts: int
    was_spoken_to: bool
    last_attempt_at: datetime
    unit_name: str
    enumerator: str
    enumerator_name: str
    state: str | None
    supervisor: str | None
    supervisor_name: str | None
    due_at: datetime | None
    end_reason: str | None
    counts: bool
    locked: LockedClaim | None


def claim_heads(
    session: Session, round_id: int, *, lot_ids: Collection[int] | None = None
) -> tuple[LotHead, ...]:
    """Every lot of claims of the round, by code, or these; `interviews` counts claims."""
    return heads_where(
        session,
        *(of_claims(round_id), among(lot_ids)),
        undrawn=members(Claim, claim_counts(), ~is_claim_drawn()),
        gone=members(Claim, ~claim_counts(), ~_has_ended()),
    )


def _has_ended() -> ColumnElement[bool]:
    return exists().where(
        RecheckTask.claim_uuid == Claim.uuid, RecheckTask.state.in_(["locked", "not_reached"])
    )


def claim_findings_of(session: Session, round_id: int) -> tuple[ClaimFinding, ...]:
    """Every claim that is asked about, by lot, stratum and place."""
    supervisor = aliased(Account)
    rows = session.execute(
        select(
            Claim,
            ClaimDraw.selection,
            Lot.code,
            RoundUnit.name,
            Account.username,
            Account.display_name,
            RecheckTask,
            supervisor.username,
            supervisor.display_name,
            ClaimRecheck,
            claim_counts(),
        )
        .join(ClaimDraw, ClaimDraw.claim_uuid == Claim.uuid)
        .join(Lot, Lot.id == Claim.lot_id)
        .join(Account, Account.id == Lot.enumerator_id)
        .join(Assignment, Assignment.interview_uuid == Claim.interview_uuid)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .outerjoin(
            RecheckTask,
            (RecheckTask.claim_uuid == Claim.uuid) & (RecheckTask.state != "withdrawn"),
        )
        .outerjoin(supervisor, supervisor.id == RecheckTask.supervisor_id)
        .outerjoin(ClaimRecheck, ClaimRecheck.task_uuid == RecheckTask.uuid)
        .where(Lot.round_id == round_id)
        .order_by(Lot.code, Claim.stratum, Claim.place)
        # The whole of what was sent is long, and nothing here reads it.
        .options(defer(ClaimRecheck.content, raiseload=True))
    )
    return tuple(
        ClaimFinding(
            uuid=claim.uuid,
            lot_id=claim.lot_id,
            lot_code=lot,
            stratum=claim.stratum,
            place=claim.place,
            selection=selection,
            reason=None,
            attempts=claim.attempts,
            was_spoken_to=claim.was_spoken_to,
            last_attempt_at=claim.last_attempt_at,
            unit_name=unit,
            enumerator=username,
            enumerator_name=name,
            state=None if task is None else task.state,
            supervisor=by,
            supervisor_name=by_name,
            due_at=None if task is None else task.due_at,
            end_reason=None if task is None else task.end_reason,
            counts=bool(counts),
            locked=_locked(locked),
        )
        for (
            claim,
            selection,
            lot,
            unit,
            username,
            name,
            task,
            by,
            by_name,
            locked,
            counts,
        ) in rows
    )


def _locked(found: ClaimRecheck | None) -> LockedClaim | None:
    if found is None:
        return None
    return LockedClaim(
        mode=found.mode,
        came=found.came,
        came_when=found.came_when,
        answer=found.answer,
        other=found.other,
        finished_at=found.finished_at,
    )
