"""Queries about re-checks that somebody has still to make: whose they are, and until when."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, Assignment, Lot, RecheckTask, RoundUnit
from survey_app.db.task_lots import case_uuid, with_lot


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTask:
    """A re-check that waits, of an interview or a claim. opened_at: since when its form has been
    opened; None: it has not.
    """

    uuid: UUID
    lot_code: str
    unit_name: str
    holder: str
    holder_name: str
    due_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A supervisor who can sign in. open, overdue: re-checks of a round that wait with them."""

    username: str
    name: str
    organisation: str
    open: int
    overdue: int


def open_tasks(
    session: Session,
    round_id: int,
    *,
    holder: str | None = None,
    lot: str | None = None,
    most: int,
) -> tuple[OpenTask, ...]:
    """So many at most, the most urgent first; of one supervisor or one lot where it is named."""
    columns = select(
        RecheckTask.uuid,
        Lot.code,
        RoundUnit.name,
        Account.username,
        Account.display_name,
        RecheckTask.due_at,
        RecheckTask.opened_at,
    )
    wanted = (
        with_lot(columns.select_from(RecheckTask))
        .join(Assignment, Assignment.interview_uuid == case_uuid())
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Account, Account.id == RecheckTask.supervisor_id)
        .where(Lot.round_id == round_id, RecheckTask.state == "open")
        .order_by(RecheckTask.due_at, Lot.code, RecheckTask.uuid)
        .limit(most)
    )
    if holder is not None:
        wanted = wanted.where(Account.username == holder)
    if lot is not None:
        wanted = wanted.where(Lot.code == lot)
    return tuple(
        OpenTask(
            uuid=row[0],
            lot_code=row[1],
            unit_name=row[2],
            holder=row[3],
            holder_name=row[4],
            due_at=row[5],
            opened_at=row[6],
        )
        for row in session.execute(wanted)
    )


def holders(session: Session, round_id: int, *, at: datetime) -> tuple[Holder, ...]:
    """Every supervisor who can sign in, or has an open re-check of the round."""
    counted = select(
        RecheckTask.supervisor_id.label("supervisor"),
        func.count().label("open"),
        func.sum(cast(RecheckTask.due_at < at, Integer)).label("overdue"),
    )
    of_round = (
        with_lot(counted.select_from(RecheckTask))
        .where(Lot.round_id == round_id, RecheckTask.state == "open")
        .group_by(RecheckTask.supervisor_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Account.username,
            Account.display_name,
            Account.organisation,
            func.coalesce(of_round.c.open, 0),
            func.coalesce(of_round.c.overdue, 0),
        )
        .outerjoin(of_round, of_round.c.supervisor == Account.id)
        .where(
            ((Account.role == "supervisor") & Account.is_active.is_(True))
            | of_round.c.open.is_not(None)
        )
    )
    return tuple(
        Holder(username=row[0], name=row[1], organisation=row[2], open=row[3], overdue=row[4])
        for row in rows
    )
