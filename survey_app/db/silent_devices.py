"""Tablets that should have been heard of and were not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from survey_app.db.assignments import is_open
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    Device,
    Interview,
    Round,
    RoundUnit,
)


def silent_devices(session: Session, *, since: datetime) -> frozenset[UUID]:
    """Tablets not heard of since this moment although somebody has work waiting there.

    After a free day, or between two rounds, every tablet is quiet; that is no reason to worry.
    Nobody knows yet whose a tablet is that never sent anything: it counts while a round is open.
    """
    never_sent = func.coalesce(Device.last_seen_at, Device.enrolled_at) <= Device.enrolled_at
    return frozenset(
        session.scalars(
            select(Device.id).where(
                Device.revoked_at.is_(None),
                func.coalesce(Device.last_seen_at, Device.enrolled_at) < since,
                or_(
                    Device.id.in_(_last_worked_on()),
                    Device.id.in_(_tried_from()),
                    never_sent & exists().where(Round.state == "open"),
                ),
            )
        )
    )


def _open_cases() -> Select[UUID]:
    return _in_open_rounds(select(Assignment.interview_uuid)).where(is_open())


def _in_open_rounds(of: Select[UUID]) -> Select[UUID]:
    return (
        of.join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .where(Round.state == "open")
    )


def _tried_from() -> Select[UUID | None]:
    """The tablets from which a case was tried that is still open."""
    return select(ContactAttempt.device_id).where(
        ContactAttempt.device_id.is_not(None), ContactAttempt.interview_uuid.in_(_open_cases())
    )


def _last_worked_on() -> Select[UUID | None]:
    """The tablets where people with work made their last interview.

    Asked person by person, along the index: interviews have none by tablet.
    """
    latest = (
        select(Interview.id)
        .where(Interview.enumerator_id == Account.id, Interview.device_id.is_not(None))
        .order_by(Interview.id.desc())
        .limit(1)
        .correlate(Account)
        .scalar_subquery()
    )
    return (
        select(Interview.device_id)
        .join(Account, Interview.id == latest)
        .where(or_(_has_open_cases(), _was_on_no_list()))
    )


def _has_open_cases() -> ColumnElement[bool]:
    return _open_cases().where(Assignment.enumerator_id == Account.id).correlate(Account).exists()


def _was_on_no_list() -> ColumnElement[bool]:
    """People on no list do not show as open cases: who interviews them may hold more of them."""
    return (
        _in_open_rounds(select(Assignment.interview_uuid))
        .where(Assignment.interview_uuid == Interview.uuid, Assignment.frame_case_id.is_(None))
        .correlate(Interview)
        .exists()
    )
