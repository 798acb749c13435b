"""Replaces a case that ended without an interview by the next of the reserve of its stratum."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import assigning, audit
from survey_app.db.assigning import EnumeratorRecord, NewReplacement
from survey_app.db.field_cases import FieldCase, cases_coded, next_in_reserve
from survey_app.db.lot_decisions import enumerators_verified
from survey_app.db.packs import note_changes
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.assigning.giving import (
    NewUuid,
    against_new_work,
    event_of,
    holder_of,
    lock_round,
    refuse_any,
    sharers_of,
    take_back,
)
from survey_app.fieldwork.assigning.problems import AssigningCode, place_of
from survey_app.fieldwork.assigning.selecting import held_cases
from survey_app.fieldwork.assigning.standing import against_person, is_nobodys
from survey_app.fieldwork.dispositions import AWAY
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason

REPLACES_IN = ("open",)
ENOUGH_ATTEMPTS = 3
"""After so many the office may give up on somebody who was never reached."""


class Reason(StrEnum):
    """Why a case is replaced."""

    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    WRONG_ADDRESS = "wrong_address"
    MOVED = "moved"
    NOT_ELIGIBLE = "not_eligible"
    VOIDED = "voided"
    """The interview was voided, and the respondent is not to be asked again."""


def reason_of(outcome: str) -> Reason:
    """The reason that a final disposition gives; questionnaires may end with others than ours.

    By the groups of AAPOR's codes: 2.1 refusal and break-off, 2.2 non-contact, 3 unknown
    eligibility, 4 not eligible. Anything else of group 2 kept the person from answering.
    """
    if outcome == AWAY.code:
        return Reason.MOVED
    if outcome.startswith("3"):
        return Reason.WRONG_ADDRESS
    if outcome.startswith("4"):
        return Reason.NOT_ELIGIBLE
    return Reason.NOT_REACHED if outcome.startswith("2.2") else Reason.REFUSED


def against_replacing(case: FieldCase, *, reason: Reason, note: str) -> Iterator[Fault]:
    """Why the case cannot be replaced for this reason."""
    where = place_of(case.unit_code, case.file_code)
    if not is_reason(note):
        yield AssigningCode.NOTE_MISSING.at("note", maximum=str(LONGEST_REASON))
    if case.is_replaced:
        yield AssigningCode.REPLACED.at(where)
    elif case.sample_list != "official" and not case.is_replacement:
        yield AssigningCode.NOT_IN_SAMPLE.at(where)
    elif case.has_interview:
        yield AssigningCode.INTERVIEWED.at(where)
    elif case.waits:
        yield AssigningCode.WAITS.at(where)
    elif case.outcome is None:
        yield from _against_giving_up(case, reason=reason)
    elif reason_of(case.outcome) is not reason:
        known = reason_of(case.outcome).value
        yield AssigningCode.OTHER_REASON.at(where, outcome=case.outcome, reason=known)


def _against_giving_up(case: FieldCase, *, reason: Reason) -> Iterator[Fault]:
    where = place_of(case.unit_code, case.file_code)
    if reason is Reason.VOIDED:
        if not case.was_voided:
            yield AssigningCode.NOT_VOIDED.at(where)
    elif reason is not Reason.NOT_REACHED:
        yield AssigningCode.NOT_ENDED.at(where)
    elif case.attempts < ENOUGH_ATTEMPTS:
        yield AssigningCode.TRIED_TOO_LITTLE.at(
            where, tried=str(case.attempts), needed=str(ENOUGH_ATTEMPTS)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceRequest:
    """Which case is replaced, why, and to whom its replacement goes.

    to: None for whoever had the case that is replaced.
    """

    unit_code: str
    file_code: str
    reason: Reason
    note: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Who took whose place, and who interviews now."""

    replaced: FieldCase
    replacement: FieldCase
    enumerator: EnumeratorRecord


def replace_case(
    session: Session,
    found: RoundRecord,
    request: ReplaceRequest,
    *,
    by: Person,
    new_uuid: NewUuid,
    at: datetime,
) -> Replaced:
    """Takes the next of the reserve and gives it out. Raises Problem or AssigningRefused.

    A case on which the office gives up is taken back, so that nobody goes there any more.
    """
    lock_round(session, found, states=REPLACES_IN)
    case = _case(session, found, request)
    where = place_of(case.unit_code, case.file_code)
    faults = list(against_replacing(case, reason=request.reason, note=request.note))
    following = _following(session, case)
    if following is None and case.stratum is not None:
        faults.append(AssigningCode.RESERVE_EXHAUSTED.at(where, stratum=case.stratum))
    taker = _taker(session, found, case, to=request.to)
    if taker is None and request.to is not None:
        faults.append(AssigningCode.ENUMERATOR_UNKNOWN.at("enumerator", username=request.to))
    elif taker is None:
        faults.append(AssigningCode.NOBODY_HAD_IT.at(where))
    else:
        (sharer,) = sharers_of(session, (taker,))
        faults += against_person(case, to=sharer, username=taker.username)
        faults += against_new_work(taker, verified=enumerators_verified(session, found.id))
    refuse_any(faults)
    if following is None or taker is None:
        raise RuntimeError("a member of a sample has a stratum")
    # Both lists at once, in the order in which everybody takes them: of two rounds, one case may
    # go from a person to another while one goes the other way.
    before = set() if case.enumerator_id is None else {case.enumerator_id}
    note_changes(session, before | {taker.account_id}, at=at)
    if not is_nobodys(case) and case.outcome is None:
        take_back(session, (case,), reason=request.reason.value, by=by, at=at)
    replaced = Replaced(replaced=case, replacement=following, enumerator=taker)
    _write(session, replaced, request, by=by, new_uuid=new_uuid, at=at)
    return replaced


def _write(
    session: Session,
    replaced: Replaced,
    request: ReplaceRequest,
    *,
    by: Person,
    new_uuid: NewUuid,
    at: datetime,
) -> None:
    new = NewReplacement(
        replaced_case_id=replaced.replaced.case_id,
        replacement_case_id=replaced.replacement.case_id,
        reason=request.reason.value,
        note=request.note.strip(),
        replaced_by=by.account_id,
        replaced_at=at,
    )
    assigning.add_replacement(session, new)
    given = holder_of(replaced.replacement, replaced.enumerator.account_id, new_uuid=new_uuid)
    assigning.give(session, [given], at=at)
    event = audit.Event(
        action="sample.replaced",
        object_kind="frame_case",
        object_id=str(new.replaced_case_id),
        details={"replacement": str(new.replacement_case_id), "reason": new.reason},
    )
    added = event_of(given, "assignment.added", to=replaced.enumerator.username)
    audit.record_all(session, [event, added], account_id=by.account_id, at=at)


def _case(session: Session, found: RoundRecord, request: ReplaceRequest) -> FieldCase:
    code = (request.unit_code, request.file_code)
    cases = held_cases(session, lambda: cases_coded(session, found.id, [code]))
    if not cases:
        refuse_any([AssigningCode.CASE_UNKNOWN.at(place_of(*code))])
    return cases[0]


def _following(session: Session, case: FieldCase) -> FieldCase | None:
    if case.sample_draw_id is None or case.stratum is None:
        return None
    return next_in_reserve(session, draw_id=case.sample_draw_id, stratum=case.stratum)


def _taker(
    session: Session, found: RoundRecord, case: FieldCase, *, to: str | None
) -> EnumeratorRecord | None:
    """Whoever was named, or had the case before, if their account is open."""
    for one in assigning.active_enumerators(session, found.id):
        if one.account_id == case.enumerator_id if to is None else one.username == to.lower():
            return one
    return None
