"""Queries about claimed refusals and absences: which there are, and the lots they are put in."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from survey_app.db.case_outcomes import CaseOrigin, CaseOutcome
from survey_app.db.fieldwork_cases import fieldwork_cases
from survey_app.db.many_rows import add_many
from survey_app.db.recheck_lots import CLAIMS, LotRecord, store_heads
from survey_app.db.tables import Claim, ClaimDraw, ContactAttempt, Interview, Lot, Table

_TABLES = Table.metadata.tables
_CLAIM, _DRAW = _TABLES["claim"], _TABLES["claim_draw"]
OUTCOMES: Mapping[str, str] = {
    CaseOutcome.REFUSED.value: "refused",
    CaseOutcome.NOT_REACHED.value: "not_met",
    CaseOutcome.MOVED.value: "not_met",
}
"""The kind of claim that an outcome is. An interview that was broken off began with somebody, and
an address that nobody finds says nothing of a visit."""
AT_THE_END: Mapping[str, str] = {CaseOutcome.TRIED.value: "not_met"}
"""When field work is over, nobody goes on trying."""
SENT_TO = (CaseOrigin.OFFICIAL.value, CaseOrigin.REPLACEMENT.value, CaseOrigin.LISTED.value)
AVAILABLE_LATER = "2.21"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingClaim:
    """A claim that is in no lot yet. enumerator_id: who made the last attempt."""

    interview_uuid: UUID
    enumerator_id: int
    kind: str
    attempts: int
    was_spoken_to: bool
    last_attempt_at: datetime


def waiting_claims(session: Session, round_id: int, *, is_over: bool) -> list[WaitingClaim]:
    """Cases that somebody was sent to, as they stand now, refused or not met; in no order.

    is_over: whether cases that were only tried count as not met.
    """
    kinds = {**OUTCOMES, **(AT_THE_END if is_over else {})}
    cases = fieldwork_cases(round_id)
    in_a_lot = exists().where(Claim.interview_uuid == cases.c.interview_uuid)
    ended = select(cases.c.interview_uuid, cases.c.outcome).where(
        cases.c.interview_uuid.is_not(None),
        cases.c.origin.in_(SENT_TO),
        cases.c.outcome.in_(kinds),
        ~in_a_lot,
    )
    found = ended.subquery("ended_case")
    # The last one says who claims it; dispositions of all say whether anybody was spoken to.
    order = (ContactAttempt.attempted_at.desc(), ContactAttempt.id.desc())
    of_case = ContactAttempt.interview_uuid
    tried = (
        select(
            of_case.label("interview_uuid"),
            found.c.outcome,
            ContactAttempt.account_id,
            ContactAttempt.attempted_at,
            func.row_number().over(partition_by=of_case, order_by=order).label("place"),
            func.count().over(partition_by=of_case).label("attempts"),
            func.max(case((_spoke(), 1), else_=0)).over(partition_by=of_case).label("spoke"),
        )
        .join(found, found.c.interview_uuid == of_case)
        .subquery("tried")
    )
    rows = session.execute(select(tried).where(tried.c.place == 1))
    return [
        WaitingClaim(
            interview_uuid=row.interview_uuid,
            enumerator_id=row.account_id,
            kind=kinds[row.outcome],
            attempts=row.attempts,
            was_spoken_to=bool(row.spoke),
            last_attempt_at=row.attempted_at,
        )
        for row in rows
    ]


def _spoke() -> ColumnElement[bool]:
    """Whether an attempt says that somebody was spoken to: 2.1x, 2.21, or an appointment."""
    return or_(
        ContactAttempt.disposition.like("2.1%"),
        ContactAttempt.disposition == AVAILABLE_LATER,
        ContactAttempt.appointment_at.is_not(None),
    )


def kinds_now(session: Session, round_id: int, claims: Collection[UUID]) -> Mapping[str, int]:
    """How many of these claims are of which kind, by what their cases came to since; of a case that
    is something else by now there is none.
    """
    if not claims:
        return {}
    kinds, cases = {**OUTCOMES, **AT_THE_END}, fieldwork_cases(round_id)
    outcomes = session.scalars(
        select(cases.c.outcome)
        .join(Claim, Claim.interview_uuid == cases.c.interview_uuid)
        .where(Claim.uuid.in_(claims), cases.c.outcome.in_(kinds))
    )
    return Counter(kinds[one] for one in outcomes)


def claims_drawn(session: Session, round_id: int) -> Mapping[int, int]:
    """How many claims were drawn by chance, by enumerator."""
    rows = session.execute(
        select(Lot.enumerator_id, func.count())
        .join(Claim, Claim.lot_id == Lot.id)
        .join(ClaimDraw, ClaimDraw.claim_uuid == Claim.uuid)
        .where(Lot.round_id == round_id, ClaimDraw.selection == "random")
        .group_by(Lot.enumerator_id)
    )
    return {row[0]: row[1] for row in rows}


def store_claim_lots(
    session: Session,
    round_id: int,
    lots: Sequence[LotRecord],
    *,
    claims: Mapping[UUID, WaitingClaim],
    by: int | None,
    at: datetime,
) -> None:
    """Keeps closed lots of claims and who was drawn. IntegrityError: one is in a lot already.

    claims: by the identifier of the claim.
    """
    numbered = store_heads(session, round_id, lots, by=by, at=at)
    add_many(
        session,
        _CLAIM,
        (
            {
                "uuid": one.uuid,
                "interview_uuid": claims[one.uuid].interview_uuid,
                "lot_id": number,
                "stratum": one.stratum,
                "place": one.place,
                "attempts": claims[one.uuid].attempts,
                "was_spoken_to": claims[one.uuid].was_spoken_to,
                "last_attempt_at": claims[one.uuid].last_attempt_at,
            }
            for number, lot in numbered
            for one in lot.members
        ),
    )
    drawn = (one for lot in lots for one in lot.members if one.selection is not None)
    add_many(
        session,
        _DRAW,
        ({"claim_uuid": one.uuid, "selection": one.selection, "drawn_at": at} for one in drawn),
    )


def claim_counts() -> ColumnElement[bool]:
    """Whether nobody has been interviewed about the case of the Claim after all."""
    current = aliased(Interview)
    return ~exists().where(current.uuid == Claim.interview_uuid, current.is_current)


def is_claim_drawn() -> ColumnElement[bool]:
    """Whether the respondent of the Claim is asked."""
    return exists().where(ClaimDraw.claim_uuid == Claim.uuid)


def interviewed_claims(session: Session, round_id: int) -> frozenset[UUID]:
    """Which claims of the round count no more, as somebody was interviewed after all."""
    found = select(Claim.uuid).join(Lot, Lot.id == Claim.lot_id)
    return frozenset(session.scalars(found.where(of_claims(round_id), ~claim_counts())))


def of_claims(round_id: int) -> ColumnElement[bool]:
    """Lots of claims of the round."""
    return and_(Lot.round_id == round_id, Lot.kind == CLAIMS)
