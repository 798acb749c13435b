"""Gives cases to enumerators and takes them back; every change with its event in the log.

Whoever changes who has which case of a round locks the round first, then the enumerators, then the
interviews, and reads afterwards: what a tablet sends or an administrator changes meanwhile is
judged before or after, never in between.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import accounts, assigning, audit
from survey_app.db.assigning import EnumeratorRecord, NewHolder
from survey_app.db.field_cases import FieldCase, members_in_field
from survey_app.db.lot_decisions import enumerators_verified
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.assigning.problems import AssigningCode, AssigningRefused
from survey_app.fieldwork.assigning.selecting import Selection, selected
from survey_app.fieldwork.assigning.sharing import (
    Rule,
    Sharer,
    Shares,
    UnassignedCase,
    share,
    shares_digest,
)
from survey_app.fieldwork.assigning.standing import against_giving, against_recalling, is_free
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.fieldwork.sampling.drawing import drawn_named
from survey_app.problems import Code, Problem

GIVES_OUT_IN = ("draft", "open")
"""Before the round opens nobody sees a case; what was given out is in the first pack."""
NewUuid = Callable[[], UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How cases were shared out: who is there, with the load of before, and who gets what."""

    enumerators: tuple[EnumeratorRecord, ...]
    cases: Mapping[int, FieldCase]
    shares: Shares


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRequest:
    """A list to share out. usernames: none for every enumerator whose account is open. seen: the
    digest of the shares that somebody looked at and agreed to; None where nobody was asked."""

    list_name: str
    rule: Rule
    usernames: tuple[str, ...] = ()
    seen: str | None = None


def plan_shares(session: Session, found: RoundRecord, request: ShareRequest) -> Shared:
    """Who would get which of the cases that nobody has; nothing is changed."""
    _require_state(found, found.state, states=GIVES_OUT_IN)
    draw = drawn_named(session, found, request.list_name)
    enumerators = enumerators_named(session, found, request.usernames)
    cases = {one.case_id: one for one in members_in_field(session, draw.id) if is_free(one)}
    to_share = [
        UnassignedCase(
            case_id=one.case_id,
            unit_id=one.unit_id,
            unit_code=one.unit_code,
            stratum=one.stratum or "",
            district=one.district,
        )
        for one in cases.values()
    ]
    shares = share(to_share, sharers_of(session, enumerators), rule=request.rule)
    return Shared(enumerators=enumerators, cases=cases, shares=shares)


def share_cases(
    session: Session,
    found: RoundRecord,
    request: ShareRequest,
    *,
    by: Person,
    new_uuid: NewUuid,
    at: datetime,
) -> Shared:
    """Shares out the cases of a list that nobody has. Raises Problem or AssigningRefused."""
    lock_round(session, found)
    shared = plan_shares(session, found, request)
    if request.seen not in {None, shares_digest(shared.shares)}:
        refuse_any([AssigningCode.OTHER_THAN_SEEN.at("shares")])
    names = {one.account_id: one.username for one in shared.enumerators}
    given = [
        holder_of(shared.cases[case_id], account_id, new_uuid=new_uuid)
        for case_id, account_id in shared.shares.taken.items()
    ]
    assigning.give(session, given, at=at)
    events = [
        event_of(one, "assignment.added", to=names[one.enumerator_id], rule=request.rule.value)
        for one in given
    ]
    audit.record_all(session, events, account_id=by.account_id, at=at)
    return shared


def move_cases(
    session: Session,
    found: RoundRecord,
    selection: Selection,
    *,
    to: str,
    reason: str,
    by: Person,
    new_uuid: NewUuid,
    at: datetime,
) -> tuple[FieldCase, ...]:
    """Gives these cases to one enumerator by hand, whoever had them before; gives the cases.

    All or none: AssigningRefused lists everything that stands against it.
    """
    lock_round(session, found)
    cases, faults = selected(session, found, selection)
    (taker,) = enumerators_named(session, found, (to,))
    (sharer,) = sharers_of(session, (taker,))
    faults += _long(reason)
    for case in cases:
        faults += against_giving(case, to=sharer, username=taker.username, reason=reason)
    refuse_any(faults)
    given = [holder_of(case, taker.account_id, new_uuid=new_uuid) for case in cases]
    assigning.give(session, given, at=at)
    events = [
        event_of(
            one,
            "assignment.added" if one.case.enumerator_id is None else "assignment.moved",
            from_account=str(one.case.enumerator_id or ""),
            to=taker.username,
            reason=reason.strip(),
        )
        for one in given
    ]
    audit.record_all(session, events, account_id=by.account_id, at=at)
    return cases


def recall_cases(
    session: Session,
    found: RoundRecord,
    selection: Selection,
    *,
    reason: str,
    by: Person,
    at: datetime,
) -> tuple[FieldCase, ...]:
    """Takes these cases back, so that nobody has them; gives the cases. All or none, as above."""
    lock_round(session, found)
    cases, faults = selected(session, found, selection)
    faults += _long(reason)
    for case in cases:
        faults += against_recalling(case, reason=reason)
    refuse_any(faults)
    take_back(session, cases, reason=reason.strip(), by=by, at=at)
    return cases


def take_back(
    session: Session, cases: Sequence[FieldCase], *, reason: str, by: Person, at: datetime
) -> None:
    """Recalls cases that somebody has, with its events."""
    uuids = [one.interview_uuid for one in cases if one.interview_uuid is not None]
    assigning.recall(session, uuids, at=at)
    events = [
        _event(one, uuid, "assignment.recalled", from_account=str(one.enumerator_id), reason=reason)
        for one, uuid in zip(cases, uuids, strict=True)
    ]
    audit.record_all(session, events, account_id=by.account_id, at=at)


def lock_round(
    session: Session, found: RoundRecord, *, states: Collection[str] = GIVES_OUT_IN
) -> None:
    """Until this transaction ends nobody else gives out cases of the round or closes it, and no
    enumerator is tied to another unit or loses their account.
    """
    _require_state(found, locked_round(session, found.id).state, states=states)
    accounts.keep_enumerators(session)


def _require_state(found: RoundRecord, state: str, *, states: Collection[str]) -> None:
    if state not in states:
        raise Problem(Code.ROUND_ASSIGNS_NO_CASES, {"round": found.code})


def enumerators_named(
    session: Session, found: RoundRecord, usernames: Collection[str]
) -> tuple[EnumeratorRecord, ...]:
    """The enumerators with these user names, or all; AssigningRefused lists the unknown ones.

    Whoever has a rejected lot gets nothing new until that has ended: they are left out of all, and
    refused where they are named.
    """
    known = assigning.active_enumerators(session, found.id)
    verified = enumerators_verified(session, found.id)
    wanted = dict.fromkeys(one.strip().lower() for one in usernames)
    unknown = [one for one in wanted if one not in {record.username for record in known}]
    faults = [AssigningCode.ENUMERATOR_UNKNOWN.at("enumerator", username=one) for one in unknown]
    free = [one for one in known if one.account_id not in verified]
    if not free and not wanted:
        faults = [AssigningCode.NO_ENUMERATOR.at("enumerator")]
    for one in known:
        if one.username in wanted:
            faults += against_new_work(one, verified=verified)
    refuse_any(faults)
    return tuple(one for one in free if not wanted or one.username in wanted)


def against_new_work(of: EnumeratorRecord, *, verified: Collection[int]) -> list[Fault]:
    """Why this enumerator gets no case now, whatever case it is."""
    if of.account_id not in verified:
        return []
    return [AssigningCode.VERIFIED.at("enumerator", username=of.username)]


def sharers_of(session: Session, enumerators: Collection[EnumeratorRecord]) -> tuple[Sharer, ...]:
    """The same people with areas, ties and load."""
    duties = accounts.all_duties(session)
    return tuple(
        Sharer(
            account_id=one.account_id,
            areas=duties.get(one.account_id, accounts.NO_DUTIES).areas,
            tied_unit_ids=duties.get(one.account_id, accounts.NO_DUTIES).tied_unit_ids,
            load=one.load,
        )
        for one in enumerators
    )


def holder_of(case: FieldCase, account_id: int, *, new_uuid: NewUuid) -> NewHolder:
    """The case with its new enumerator. A UUID that exists stays, wherever its case goes."""
    return NewHolder(
        case=case, interview_uuid=case.interview_uuid or new_uuid(), enumerator_id=account_id
    )


def event_of(given: NewHolder, action: str, **details: str) -> audit.Event:
    """What the log says of one case that was given out."""
    return _event(given.case, given.interview_uuid, action, **details)


def _event(case: FieldCase, uuid: UUID, action: str, **details: str) -> audit.Event:
    return audit.Event(
        action=action,
        object_kind="interview",
        object_id=str(uuid),
        details={"unit": case.unit_code, **{key: value for key, value in details.items() if value}},
    )


def _long(reason: str) -> list[Fault]:
    if len(reason.strip()) <= LONGEST_REASON:
        return []
    return [AssigningCode.REASON_TOO_LONG.at("reason", maximum=str(LONGEST_REASON))]


def refuse_any(faults: Collection[Fault]) -> None:
    """Raises AssigningRefused if anything stands against it."""
    if faults:
        raise AssigningRefused(tuple(faults))
