"""How far the enumerators of a round are with their cases, counted by the database."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select
from sqlalchemy.orm import Session

from survey_app.db.assignments import is_open, waits_for_decision
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    Interview,
    RoundUnit,
    SampleDraw,
    SampleMember,
    SampleReplacement,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderStatus:
    """Counts of one enumerator's listed respondents in a round; recalled ones are nobody's."""

    account_id: int
    username: str
    display_name: str
    is_active: bool
    """Whether their account is open."""
    assigned: int
    interviewed: int
    ended: int
    """Without an interview."""
    waiting: int
    """For a decision about a document that was put aside."""
    open: int
    tried: int
    """Of the open ones, those with at least one attempt."""


def _exists(of: Select[int]) -> ColumnElement[bool]:
    return of.correlate(Assignment).exists()


def _standing(round_id: int) -> Subquery:
    """Of each listed respondent whom somebody has, who has them and which counts they are in."""
    current = _exists(
        select(Interview.id).where(
            Interview.uuid == Assignment.interview_uuid, Interview.is_current
        )
    )
    final = _exists(
        select(ContactAttempt.id).where(
            ContactAttempt.interview_uuid == Assignment.interview_uuid, ContactAttempt.is_final
        )
    )
    attempt = _exists(
        select(ContactAttempt.id).where(ContactAttempt.interview_uuid == Assignment.interview_uuid)
    )
    return (
        select(
            Assignment.enumerator_id,
            current.label("interviewed"),
            and_(~current, waits_for_decision()).label("waiting"),
            and_(~current, ~waits_for_decision(), final).label("ended"),
            is_open().label("open"),
            and_(is_open(), attempt).label("tried"),
        )
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(
            RoundUnit.round_id == round_id,
            Assignment.frame_case_id.is_not(None),
            Assignment.recalled_at.is_(None),
        )
        .subquery()
    )


def status_of_holders(session: Session, round_id: int) -> tuple[HolderStatus, ...]:
    """Every enumerator of the round with listed respondents, by user name."""
    standing = _standing(round_id)
    rows = session.execute(
        select(
            Account.id,
            Account.username,
            Account.display_name,
            Account.is_active,
            func.count(),
            *(
                func.count().filter(standing.c[name])
                for name in ("interviewed", "ended", "waiting", "open", "tried")
            ),
        )
        .join(standing, standing.c.enumerator_id == Account.id)
        .group_by(Account.id)
        .order_by(Account.username)
    )
    return tuple(
        HolderStatus(
            account_id=row[0],
            username=row[1],
            display_name=row[2],
            is_active=row[3],
            assigned=row[4],
            interviewed=row[5],
            ended=row[6],
            waiting=row[7],
            open=row[8],
            tried=row[9],
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStatus:
    """Counts of a round. unassigned: official members and replacements whom nobody has now, those
    who were replaced left out."""

    holders: tuple[HolderStatus, ...]
    unassigned: int
    recalled: int
    """Of the unassigned."""
    replaced: int


def status_of_round(session: Session, round_id: int) -> RoundStatus:
    """How far the round is, in two queries."""
    replacement = select(SampleReplacement.replacement_case_id)
    was_replaced = select(SampleReplacement.replaced_case_id)
    is_replaced = SampleMember.frame_case_id.in_(was_replaced)
    is_unassigned = ~is_replaced & (
        Assignment.interview_uuid.is_(None) | Assignment.recalled_at.is_not(None)
    )
    counted = session.execute(
        select(
            func.count().filter(is_unassigned),
            func.count().filter(is_unassigned, Assignment.recalled_at.is_not(None)),
            func.count().filter(is_replaced),
        )
        .select_from(SampleMember)
        .join(SampleDraw, SampleDraw.id == SampleMember.sample_draw_id)
        .outerjoin(Assignment, Assignment.frame_case_id == SampleMember.frame_case_id)
        .where(
            SampleDraw.round_id == round_id,
            or_(
                SampleMember.sample_list == "official",
                SampleMember.frame_case_id.in_(replacement),
            ),
        )
    ).one()
    return RoundStatus(
        holders=status_of_holders(session, round_id),
        unassigned=counted[0],
        recalled=counted[1],
        replaced=counted[2],
    )
