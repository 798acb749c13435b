"""Takes interviews of rejected lots out of every score, and lets them count again.

What is excluded is voided as well, so that all that leaves voided interviews out leaves these out;
the row beside it says as what, by which decision and by whom. The answers of the re-check never
take the place of the first ones. Faults say everything that stands against it; then nothing was
written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import (
    audit,
    interview_exclusions,
    interview_returns,
    interview_versions,
    packs,
    reviewed,
    rounds,
)
from survey_app.db.interview_exclusions import DecidedLot, ExclusionRecord, NewExclusion
from survey_app.db.interview_lock import lock_interviews
from survey_app.db.reviewed import ReviewedInterview
from survey_app.db.tables_lot_decisions import EXCLUSIONS
from survey_app.fieldwork.rechecks.exclusion_problems import ExclusionCode
from survey_app.fieldwork.round_states import LONGEST_REASON, State, is_reason
from survey_app.problems import Code, Problem

INVALID, UNVERIFIED = EXCLUSIONS
EXCLUDES_IN = frozenset({State.OPEN, State.CLOSED, State.PUBLISHED})
"""After publication too: what is public stays, and its page says that something has changed."""
TAKEN_BACK = "excluded"
"""Why a case is taken back with its interview, as the log says it."""
KINDS_AFTER: Mapping[str | None, frozenset[str]] = {
    "confirmed": frozenset({INVALID, UNVERIFIED}),
    "rejected": frozenset({UNVERIFIED}),
}
"""As what interviews may be excluded when this is the decision that stands; else as nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExclusionRequest:
    """Who excludes which interviews of a lot, each as what (`invalid`, `unverified`), and why.

    reason: the field manager reads it; it names nobody.
    """

    lot: str
    kinds: Mapping[UUID, str]
    reason: str
    by: Person
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRequest:
    """Who lets an excluded interview count again, and why."""

    uuid: UUID
    reason: str
    by: Person
    at: datetime


def exclude_interviews(
    session: Session, round_id: int, request: ExclusionRequest
) -> tuple[Fault, ...]:
    """The interviews count no more; their cases are nobody's, to be replaced or given out anew.

    One that somebody voided before is excluded all the same, so that it is not revived.
    """
    of_round = rounds.locked_round(session, round_id)
    lot = interview_exclusions.decided_lot(session, round_id, request.lot)
    if lot is None:
        return (ExclusionCode.LOT_UNKNOWN.at("lot", lot=request.lot),)
    lock_interviews(session, request.kinds.keys())
    found = reviewed.reviewed_interviews(session, request.kinds.keys() & lot.interviews)
    faults = tuple(against_excluding(found, lot=lot, state=of_round.state, request=request))
    if faults or lot.decision_id is None:
        return faults
    reason = request.reason.strip()
    uuids = [one.uuid for one in found]
    interview_returns.withdraw_all(session, uuids, at=request.at)
    interview_versions.void_all(session, [one.id for one in found], reason=reason, at=request.at)
    interview_exclusions.add_exclusions(
        session,
        [NewExclusion(interview_id=one.id, kind=request.kinds[one.uuid]) for one in found],
        decision_id=lot.decision_id,
        reason=reason,
        by=request.by.account_id,
        at=request.at,
    )
    reviewed.take_cases_back(session, uuids, at=request.at)
    holders = {account for one in found for account in (one.enumerator_id, one.holder_id)}
    packs.note_changes(session, holders, at=request.at)
    events = [event for one in found for event in _events(one, lot=lot, request=request)]
    audit.record_all(session, events, account_id=request.by.account_id, at=request.at)
    return ()


def against_excluding(
    found: Sequence[ReviewedInterview], *, lot: DecidedLot, state: str, request: ExclusionRequest
) -> Iterator[Fault]:
    """Why these interviews have to go on counting. found: those of the request in the lot."""
    if state not in EXCLUDES_IN:
        yield ExclusionCode.ROUND_ARCHIVED.at("round")
    allowed = KINDS_AFTER.get(lot.decision, frozenset())
    if not allowed:
        yield ExclusionCode.LOT_STANDS.at("lot", lot=lot.code)
    elif INVALID not in allowed and INVALID in request.kinds.values():
        yield ExclusionCode.NOT_CONFIRMED.at("lot", lot=lot.code)
    if not request.kinds:
        yield ExclusionCode.NONE_CHOSEN.at("interviews")
    known = {one.uuid: one for one in found}
    for uuid, kind in sorted(request.kinds.items()):
        where = f"interview.{uuid}"
        one = known.get(uuid)
        if kind not in EXCLUSIONS:
            yield ExclusionCode.KIND_UNKNOWN.at(where, uuid=str(uuid))
        if one is None:
            yield ExclusionCode.NOT_OF_THE_LOT.at(where, uuid=str(uuid), lot=lot.code)
        elif one.excluded_as is not None:
            yield ExclusionCode.EXCLUDED_ALREADY.at(where, uuid=str(uuid))
        elif one.waits:
            yield ExclusionCode.WAITS.at(where, uuid=str(uuid))
    yield from _against_reason(request.reason)


def let_count_again(session: Session, round_id: int, request: EndRequest) -> tuple[Fault, ...]:
    """Ends an exclusion; the interview counts again, unless somebody had voided it before.

    Then it stays voided, as it was, and the field manager may revive it.
    """
    of_round = rounds.locked_round(session, round_id)
    lock_interviews(session, {request.uuid})
    found = reviewed.reviewed_interview(session, request.uuid)
    if found is None or found.round_id != round_id:
        raise Problem(Code.NOT_FOUND)
    record = interview_exclusions.exclusion_of(session, request.uuid)
    faults = tuple(against_ending(found, record=record, state=of_round.state, request=request))
    if faults or record is None:
        return faults
    reason = request.reason.strip()
    interview_exclusions.end_exclusion(
        session, record.interview_id, reason=reason, by=request.by.account_id, at=request.at
    )
    if record.is_its_void:
        interview_versions.revive(session, record.interview_id)
    packs.note_changes(session, {found.holder_id}, at=request.at)
    event = audit.Event(
        action="interview.exclusion_ended",
        object_kind="interview",
        object_id=str(request.uuid),
        details={"version": str(found.version), "kind": record.kind, "reason": reason},
    )
    audit.record_all(session, [event], account_id=request.by.account_id, at=request.at)
    return ()


def against_ending(
    found: ReviewedInterview, *, record: ExclusionRecord | None, state: str, request: EndRequest
) -> Iterator[Fault]:
    """Why the interview stays excluded."""
    if state not in EXCLUDES_IN:
        yield ExclusionCode.ROUND_ARCHIVED.at("round")
    if record is None or found.excluded_as is None:
        yield ExclusionCode.NOT_EXCLUDED.at("interview")
        return
    if found.waits:
        yield ExclusionCode.WAITS.at("interview", uuid=str(found.uuid))
    if found.is_replaced and record.is_its_void:
        yield ExclusionCode.REPLACED.at("interview")
    yield from _against_reason(request.reason)


def _against_reason(reason: str) -> Iterator[Fault]:
    if not is_reason(reason):
        yield ExclusionCode.REASON_MISSING.at("reason", maximum=str(LONGEST_REASON))


def _events(
    one: ReviewedInterview, *, lot: DecidedLot, request: ExclusionRequest
) -> Iterator[audit.Event]:
    yield audit.Event(
        action="interview.excluded",
        object_kind="interview",
        object_id=str(one.uuid),
        details={
            "version": str(one.version),
            "kind": request.kinds[one.uuid],
            "lot": lot.code,
            "reason": request.reason.strip(),
        },
    )
    if one.file_code is not None and not one.is_recalled:
        yield audit.Event(
            action="assignment.recalled",
            object_kind="interview",
            object_id=str(one.uuid),
            details={
                "unit": one.unit_code,
                "from_account": str(one.holder_id),
                "reason": TAKEN_BACK,
            },
        )
