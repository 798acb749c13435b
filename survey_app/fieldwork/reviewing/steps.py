"""Returns an interview to its enumerator, voids it, revives it; each with its event in the log.

The interview is locked first and read afterwards: what its tablet sends meanwhile is judged before
or after, never in between. Faults say everything that stands against it; then nothing was written.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, interview_returns, interview_versions, packs, reviewed, rounds
from survey_app.db.interview_lock import lock_interviews
from survey_app.db.interview_returns import NewReturn
from survey_app.db.reviewed import ReviewedInterview
from survey_app.fieldwork.rechecks.assigning import withdraw_of_interview
from survey_app.fieldwork.reviewing.problems import ReviewCode
from survey_app.fieldwork.reviewing.standing import (
    against_comment,
    against_reason,
    against_returning,
    against_reviving,
    against_voiding,
    against_withdrawing,
)
from survey_app.problems import Code, Problem

VOIDED = "voided"
"""Why a case is taken back with its interview, as the log says it."""


class Respondent(StrEnum):
    """What becomes of a respondent of a list whose interview is voided."""

    KEPT = "kept"
    """The same enumerator interviews again."""
    RECALLED = "recalled"
    """Nobody has the case, until it is given out or replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """Who decides what about which interview, and the version that the page showed."""

    uuid: UUID
    by: Person
    reason: str
    """Or the comment for the enumerator."""
    shown: int
    at: datetime


def return_interview(session: Session, request: ReviewRequest) -> tuple[Fault, ...]:
    """Sends the interview back to whoever made it; it goes on counting until the answer comes."""
    found = _locked(session, request)
    faults = _all(
        _against_stale(found, request), against_returning(found), against_comment(request.reason)
    )
    if faults:
        return faults
    interview_returns.add_return(
        session,
        NewReturn(
            interview_id=found.id,
            interview_uuid=found.uuid,
            enumerator_id=found.enumerator_id,
            comment=request.reason.strip(),
            returned_by=request.by.account_id,
            returned_at=request.at,
        ),
    )
    packs.note_changes(session, {found.enumerator_id}, at=request.at)
    # The comment may speak of answers; the log holds none.
    _record(session, request, "interview.returned", {"version": str(found.version)})
    return ()


def withdraw_return(session: Session, request: ReviewRequest) -> tuple[Fault, ...]:
    """Takes a return back as long as nothing has come; the interview counts as it is."""
    found = _locked(session, request)
    faults = _all(against_withdrawing(found))
    if faults:
        return faults
    interview_returns.withdraw(session, found.uuid, at=request.at)
    packs.note_changes(session, {found.enumerator_id}, at=request.at)
    _record(session, request, "interview.return_withdrawn", {"version": str(found.version)})
    return ()


def void_interview(
    session: Session,
    request: ReviewRequest,
    *,
    is_confirmed: bool,
    respondent: Respondent | None,
) -> tuple[Fault, ...]:
    """The interview counts no more; a return of it ends, and its respondent can be asked anew.

    respondent: None for somebody on no list, who is not given out again.
    """
    found = _locked(session, request)
    is_listed = found.file_code is not None
    faults = _all(
        _against_stale(found, request),
        against_voiding(found),
        against_reason(request.reason),
        [] if respondent or not is_listed else [ReviewCode.CHOICE_MISSING.at("respondent")],
        [] if is_confirmed else [ReviewCode.NOT_CONFIRMED.at("confirmed")],
    )
    if faults:
        return faults
    interview_returns.withdraw(session, found.uuid, at=request.at)
    interview_versions.void(session, found.id, reason=request.reason.strip(), at=request.at)
    withdraw_of_interview(session, found.uuid, by=request.by, at=request.at)
    packs.note_changes(session, {found.enumerator_id, found.holder_id}, at=request.at)
    details = {"version": str(found.version), "reason": request.reason.strip()}
    if is_listed:
        is_recalled = respondent is Respondent.RECALLED
        reviewed.begin_anew(session, found.uuid, recalled_at=request.at if is_recalled else None)
        details["respondent"] = str(respondent)
    _record(session, request, "interview.voided", details)
    if is_listed and respondent is Respondent.RECALLED and not found.is_recalled:
        taken = {"unit": found.unit_code, "from_account": str(found.holder_id), "reason": VOIDED}
        _record(session, request, "assignment.recalled", taken)
    return ()


def revive_interview(session: Session, request: ReviewRequest) -> tuple[Fault, ...]:
    """A voided interview counts again, as long as nothing else counts in its place."""
    found = _locked(session, request)
    faults = _all(
        _against_stale(found, request), against_reviving(found), against_reason(request.reason)
    )
    if faults:
        return faults
    interview_versions.revive(session, found.id)
    packs.note_changes(session, {found.holder_id}, at=request.at)
    details = {"version": str(found.version), "reason": request.reason.strip()}
    _record(session, request, "interview.revived", details)
    return ()


def _locked(session: Session, request: ReviewRequest) -> ReviewedInterview:
    """As it is now: whoever closes the round or gives its case out waits, or has done so."""
    known = reviewed.reviewed_interview(session, request.uuid)
    if known is None:
        raise Problem(Code.NOT_FOUND)
    rounds.locked_round(session, known.round_id)
    lock_interviews(session, {request.uuid})
    return reviewed.reviewed_interview(session, request.uuid) or known


def _against_stale(found: ReviewedInterview, request: ReviewRequest) -> list[Fault]:
    """Whoever decided about one version has not decided about another."""
    if found.version == request.shown:
        return []
    return [ReviewCode.CHANGED_MEANWHILE.at("interview")]


def _all(*parts: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(fault for part in parts for fault in part)


def _record(
    session: Session, request: ReviewRequest, action: str, details: Mapping[str, str]
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="interview",
        object_id=str(request.uuid),
        account_id=request.by.account_id,
        at=request.at,
        details=details,
    )
