"""Puts a re-check into a database: an interview drawn by chance, and the task of a supervisor."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, insert, select

from scoring.plans.canonical import canonical_plan
from scoring.recheck.claim_lots import claim_uuid
from scoring.recheck.recheck_plan import recheck_plan
from survey_app.db import plans
from survey_app.db.engine import transaction
from survey_app.db.tables import (
    Account,
    Assignment,
    Claim,
    ClaimDraw,
    Interview,
    Lot,
    LotMember,
    LotStratum,
    RecheckDraw,
    RecheckPromise,
    RecheckTask,
    RoundUnit,
)

DRAWN_AT = datetime(2022, 10, 10, 1, 0, tzinfo=UTC)


def draw_for(
    engine: Engine, interview_uuid: UUID, supervisor: str, *, due_at: datetime | None = None
) -> UUID:
    """A lot of this interview alone, drawn, and its task with this supervisor; gives the task."""
    with transaction(engine) as session:
        interview = session.scalars(
            select(Interview).where(Interview.uuid == interview_uuid, Interview.is_current)
        ).one()
        round_id = session.scalar(
            select(RoundUnit.round_id).where(RoundUnit.id == interview.round_unit_id)
        )
        plan = plans.keep_plan(
            session, kind="recheck", content=canonical_plan(recheck_plan()), at=DRAWN_AT
        )
        by = session.scalar(select(func.min(Account.id)))
        if session.get(RecheckPromise, round_id) is None:
            promise = {"round_id": round_id, "plan_version_id": plan, "wrapped_seed": "x"}
            promise |= {"commitment": "a" * 64, "committed_at": DRAWN_AT, "committed_by": by}
            session.execute(insert(RecheckPromise), promise)
        number = 1 + (session.scalar(select(func.count()).select_from(Lot)) or 0)
        lot = {"id": number, "round_id": round_id, "code": f"2022w40-e1-{number}"}
        lot |= {"enumerator_id": interview.enumerator_id, "week": "2022w40", "number": number}
        lot |= {"is_opening": False, "list_sha256": "b" * 64, "closed_at": DRAWN_AT}
        session.execute(insert(Lot), lot)
        stratum = {"lot_id": number, "name": "e1", "interviews": 1, "share_percent": 10}
        session.execute(insert(LotStratum), stratum | {"minimum": 0, "drawn": 1})
        member = {"interview_uuid": interview_uuid, "lot_id": number, "stratum": "e1"}
        session.execute(insert(LotMember), member | {"place": 1})
        drawn = {"interview_uuid": interview_uuid, "selection": "random", "drawn_at": DRAWN_AT}
        session.execute(insert(RecheckDraw), drawn)
    return give_task(engine, interview_uuid, supervisor, due_at=due_at)


def give_task(
    engine: Engine, interview_uuid: UUID, supervisor: str, *, due_at: datetime | None = None
) -> UUID:
    """The task of a drawn interview with this supervisor; whoever had it has it no more."""
    due = due_at or DRAWN_AT + timedelta(days=2)
    task = uuid4()
    with transaction(engine) as session:
        account = session.scalar(select(Account.id).where(Account.username == supervisor))
        row = {"uuid": task, "interview_uuid": interview_uuid, "supervisor_id": account}
        row |= {"work_day": due.date(), "due_at": due, "latest_at": due + timedelta(days=5)}
        session.execute(insert(RecheckTask), row | {"assigned_at": DRAWN_AT, "state": "open"})
    return task


def claim_for(
    engine: Engine, supervisor: str, *, kind: str = "refused", due_at: datetime | None = None
) -> UUID:
    """A lot of one case that nobody was interviewed about, drawn, and its task; gives the task."""
    due = due_at or DRAWN_AT + timedelta(days=2)
    task = uuid4()
    with transaction(engine) as session:
        case, round_id, enumerator = session.execute(
            select(Assignment.interview_uuid, RoundUnit.round_id, Assignment.enumerator_id)
            .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
            .outerjoin(Interview, Interview.uuid == Assignment.interview_uuid)
            .where(Interview.id.is_(None), Assignment.frame_case_id.is_not(None))
            .order_by(Assignment.interview_uuid)
            .limit(1)
        ).one()
        content = canonical_plan(recheck_plan("hai-long-2"))
        plan = plans.keep_plan(session, kind="recheck", content=content, at=DRAWN_AT)
        by = session.scalar(select(func.min(Account.id)))
        if session.get(RecheckPromise, round_id) is None:
            promise = {"round_id": round_id, "plan_version_id": plan, "wrapped_seed": "x"}
            promise |= {"commitment": "a" * 64, "committed_at": DRAWN_AT, "committed_by": by}
            session.execute(insert(RecheckPromise), promise)
        number = 1 + (session.scalar(select(func.max(Lot.id))) or 0)
        lot = {"id": number, "round_id": round_id, "code": f"2022w40-e1-c{number}"}
        lot |= {"enumerator_id": enumerator, "week": "2022w40", "number": number}
        lot |= {"is_opening": False, "list_sha256": "b" * 64, "closed_at": DRAWN_AT}
        session.execute(insert(Lot), lot | {"kind": "claims"})
        stratum = {"lot_id": number, "name": kind, "interviews": 1, "share_percent": 10}
        session.execute(insert(LotStratum), stratum | {"minimum": 0, "drawn": 1})
        claim = UUID(claim_uuid(str(case)))
        member = {"uuid": claim, "interview_uuid": case, "lot_id": number, "stratum": kind}
        member |= {"place": 1, "attempts": 1, "was_spoken_to": True, "last_attempt_at": DRAWN_AT}
        session.execute(insert(Claim), member)
        drawn = {"claim_uuid": claim, "selection": "random", "drawn_at": DRAWN_AT}
        session.execute(insert(ClaimDraw), drawn)
        account = session.scalar(select(Account.id).where(Account.username == supervisor))
        row = {"uuid": task, "claim_uuid": claim, "supervisor_id": account, "state": "open"}
        row |= {"work_day": due.date(), "due_at": due, "latest_at": due + timedelta(days=5)}
        session.execute(insert(RecheckTask), row | {"assigned_at": DRAWN_AT})
    return task
