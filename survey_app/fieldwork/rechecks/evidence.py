"""What is heard and found about a lot before it is decided, and what follows for its interviews."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.excluded import NOT_STANDING
from survey_app.access.people import Person
from survey_app.db import audit, lot_evidence
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.db.tables_lot_decisions import EVIDENCE
from survey_app.fieldwork.rechecks.deciding import DECIDES_IN
from survey_app.fieldwork.rechecks.decision_problems import DecisionCode
from survey_app.fieldwork.rechecks.lot_board import LotOnBoard, against_by_others, board_of
from survey_app.problems import Code, Problem

LONGEST_TEXT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRequest:
    """What is written down. about: the interview or claim, None for the whole lot. is_against: None
    where it speaks neither for nor against.
    """

    lot: str
    about: UUID | None
    kind: str
    is_against: bool | None
    text: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """As what an interview of a rejected or confirmed lot may stop counting: `invalid` or
    `unverified`. A person decides of each.
    """

    uuid: UUID
    kind: str


def write_down(session: Session, found: RoundRecord, request: EvidenceRequest) -> tuple[Fault, ...]:
    """Keeps a hearing or another source, or says all that stands against it."""
    state = locked_round(session, found.id).state
    lot = board_of(session, found, at=request.at).lot(request.lot)
    if lot is None:
        raise Problem(Code.NOT_FOUND)
    text = unicodedata.normalize("NFC", request.text.strip().replace("\r\n", "\n"))
    faults = tuple(_against(lot, request, text=text, state=state))
    if faults:
        return faults
    number = lot_evidence.add_evidence(
        session,
        lot_id=lot.head.id,
        interview_uuid=None if lot.head.is_of_claims else request.about,
        claim_uuid=request.about if lot.head.is_of_claims else None,
        kind=request.kind,
        is_against=request.is_against,
        text=text,
        by=request.by.account_id,
        at=request.at,
    )
    audit.record(
        session,
        action="lot.evidence_recorded",
        object_kind="lot",
        object_id=str(lot.head.id),
        account_id=request.by.account_id,
        at=request.at,
        details={
            "round": found.code,
            "lot": lot.head.code,
            "kind": request.kind,
            "evidence": str(number),
        },
    )
    return ()


def _against(
    lot: LotOnBoard, request: EvidenceRequest, *, text: str, state: str
) -> Iterator[Fault]:
    if state not in DECIDES_IN:
        yield DecisionCode.ROUND_OVER.at("lot")
    if request.kind not in EVIDENCE:
        yield DecisionCode.KIND_UNKNOWN.at("kind")
    if not 0 < len(text) <= LONGEST_TEXT:
        yield DecisionCode.TEXT_MISSING.at("text", maximum=str(LONGEST_TEXT))
    uuids = {one.uuid for one in lot.findings}
    if request.about is not None and request.about not in uuids:
        yield DecisionCode.NOT_OF_THE_LOT.at("interview")


def proposals_of(lot: LotOnBoard) -> tuple[Proposal, ...]:
    """Which interviews may stop counting now, by lot, stratum and place; none unless rejected, and
    none of a lot of claims, in which nothing counts for a score.

    invalid: of a confirmed lot, where the respondent and a second source agree that there was no
    interview, or a source speaks against one that is defective. unverified: nobody was reached.
    """
    last = lot.last
    if lot.head.is_of_claims or last is None or last.decision not in NOT_STANDING:
        return ()
    return tuple(_proposals(lot, is_confirmed=last.decision == "confirmed"))


def _proposals(lot: LotOnBoard, *, is_confirmed: bool) -> Iterator[Proposal]:
    against = against_by_others(lot.evidence)
    for one in lot.findings:
        rechecked = lot.rechecked.get(one.uuid)
        if rechecked is None:
            continue
        if not rechecked.is_contacted:
            yield Proposal(uuid=one.uuid, kind="unverified")
        elif is_confirmed and rechecked.is_defective and one.uuid in against:
            yield Proposal(uuid=one.uuid, kind="invalid")
