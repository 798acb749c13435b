"""A province whose interviews are in lots of re-checks, most of which have been made."""

from itertools import islice
from uuid import UUID, uuid4

from sqlalchemy import Engine, Row, func, insert, select, text
from sqlalchemy.orm import Session

from scoring.plans.canonical import canonical_plan
from scoring.recheck.recheck_plan import recheck_plan
from survey_app.access.policy import Role
from survey_app.db import accounts, audit, plans
from survey_app.db.engine import transaction
from survey_app.db.tables import (
    Interview,
    Lot,
    LotDecision,
    LotMember,
    LotStratum,
    RecheckAnswer,
    RecheckDraw,
    RecheckFact,
    RecheckInterview,
    RecheckPromise,
    RecheckTask,
)
from tests.bench.documents import BEGAN, DEFINITION, VERSION
from tests.bench.province import Province

LOTS, OF_LOT, DRAWN, MADE = 1_000, 34, 12, 10
"""Lots, interviews of each, of these drawn, and of these made again."""
PEOPLE, SUPERVISORS = 200, 20
FEW = 2
FACTS = ("person_ok", "procedure_ok", "month_ok", "answered_by_ok", "duration_ok", "place_ok")
ITEMS = tuple(item.code for item in DEFINITION.index_items)[:8]


def add_rechecks(engine: Engine, province: Province) -> None:
    """Lots of all interviews, with tasks and re-checks; every tenth lot has two defective ones."""
    with transaction(engine) as session:
        enumerators = _people(session, "dtv", PEOPLE, Role.ENUMERATOR)
        supervisors = _people(session, "gsv", SUPERVISORS, Role.SUPERVISOR)
        round_id = session.execute(text("SELECT id FROM round")).scalar_one()
        _promise(session, round_id, by=province.enumerators[0])
        found = iter(session.execute(text("SELECT uuid, id FROM interview ORDER BY uuid")).all())
        rows: dict[type, list[dict[str, object]]] = {table: [] for table in _TABLES}
        for number in range(1, LOTS + 1):
            _lot(rows, number, round_id=round_id, enumerator=enumerators[number % PEOPLE])
            _checks(
                rows,
                number,
                list(islice(found, OF_LOT)),
                supervisors=supervisors,
                by=province.enumerators[0],
            )
        for table in _TABLES:
            if rows[table]:
                session.execute(insert(table), rows[table])
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def make_another(engine: Engine) -> None:
    """Somebody who waits is re-checked, and it is written down as of a page."""
    with transaction(engine) as session:
        task, interview_id = session.execute(
            select(RecheckTask, func.max(Interview.id))
            .join(Interview, Interview.uuid == RecheckTask.interview_uuid)
            .where(RecheckTask.state == "open")
            .group_by(RecheckTask.uuid)
            .order_by(RecheckTask.uuid)
            .limit(1)
        ).one()
        rows: dict[type, list[dict[str, object]]] = {table: [] for table in _TABLES}
        _made(rows, task.uuid, interview_id, supervisor=task.supervisor_id, wrong=False)
        task.state, task.ended_at = "locked", BEGAN
        session.flush()
        for table in (RecheckInterview, RecheckFact, RecheckAnswer):
            session.execute(insert(table), rows[table])
        _write_down(session, "recheck.locked", kind="recheck", of=str(task.uuid))


def decide_another(engine: Engine, *, by: int) -> None:
    """A lot without a decision gets one."""
    with transaction(engine) as session:
        decided = select(LotDecision.lot_id)
        lot = session.scalars(
            select(Lot.id).where(Lot.id.not_in(decided)).order_by(Lot.id).limit(1)
        ).one()
        session.execute(insert(LotDecision), [_accepted(lot, by=by)])
        _write_down(session, "lot.decided", kind="lot", of=str(lot))


def _write_down(session: Session, action: str, *, kind: str, of: str) -> None:
    audit.record(session, action=action, object_kind=kind, object_id=of, account_id=None, at=BEGAN)


_TABLES = (
    *(Lot, LotStratum, LotMember, RecheckDraw, RecheckTask),
    *(RecheckInterview, RecheckFact, RecheckAnswer, LotDecision),
)


def _people(session: Session, name: str, number: int, role: Role) -> list[int]:
    return [
        accounts.add_account(
            session,
            accounts.NewAccount(
                username=f"{name}{at}",
                display_name=f"{name} {at}",
                organisation="Mô phỏng",
                role=role.value,
                unit_id=None,
                password_hash="nobody signs in with this",
                is_simulated=True,
                session_mark=f"{name}-{at}",
                created_at=BEGAN,
            ),
        )
        for at in range(number)
    ]


def _promise(session: Session, round_id: int, *, by: int) -> None:
    plan = plans.keep_plan(
        session, kind="recheck", content=canonical_plan(recheck_plan()), at=BEGAN
    )
    row = {"round_id": round_id, "plan_version_id": plan, "wrapped_seed": "x"}
    row |= {"commitment": "a" * 64, "committed_at": BEGAN, "committed_by": by}
    session.execute(insert(RecheckPromise), row | {"first_day": BEGAN.date()})


def _lot(
    rows: dict[type, list[dict[str, object]]], number: int, *, round_id: int, enumerator: int
) -> None:
    lot = {"id": number, "round_id": round_id, "code": f"2022w40-{number}", "week": "2022w40"}
    lot |= {"enumerator_id": enumerator, "number": number, "is_opening": False}
    rows[Lot].append(lot | {"list_sha256": "b" * 64, "closed_at": BEGAN})
    stratum = {"lot_id": number, "name": "e", "interviews": OF_LOT, "share_percent": 10}
    rows[LotStratum].append(stratum | {"minimum": 0, "drawn": DRAWN})


def _checks(
    rows: dict[type, list[dict[str, object]]],
    number: int,
    interviews: list[Row[tuple[object, int]]],
    *,
    supervisors: list[int],
    by: int,
) -> None:
    for place, (uuid, interview_id) in enumerate(interviews, start=1):
        key = uuid if isinstance(uuid, UUID) else UUID(str(uuid))
        rows[LotMember].append(
            {"interview_uuid": key, "lot_id": number, "stratum": "e", "place": place}
        )
        if place > DRAWN:
            continue
        rows[RecheckDraw].append({"interview_uuid": key, "selection": "random", "drawn_at": BEGAN})
        supervisor, task, is_made = supervisors[place % SUPERVISORS], uuid4(), place <= MADE
        duty = {"uuid": task, "interview_uuid": key, "supervisor_id": supervisor}
        duty |= {"work_day": BEGAN.date(), "due_at": BEGAN, "latest_at": BEGAN}
        duty |= {"assigned_at": BEGAN, "state": "locked" if is_made else "open"}
        rows[RecheckTask].append(duty | {"ended_at": BEGAN if is_made else None})
        if is_made:
            _made(
                rows,
                task,
                interview_id,
                supervisor=supervisor,
                wrong=number % 10 == 0 and place <= 2,
            )
    if number % 4 == 0:
        rows[LotDecision].append(_accepted(number, by=by))


def _accepted(lot: int, *, by: int) -> dict[str, object]:
    decision = {"lot_id": lot, "number": 1, "decision": "accepted", "by_plan": "accept"}
    decision |= {"checked": MADE, "defective": 0, "more": 0, "reason": "Mô phỏng"}
    return decision | {"decided_by": by, "decided_at": BEGAN}


def _made(
    rows: dict[type, list[dict[str, object]]],
    task: UUID,
    interview_id: int,
    *,
    supervisor: int,
    wrong: bool,
) -> None:
    made = {"task_uuid": task, "supervisor_id": supervisor, "mode": "phone", "has_happened": True}
    made |= {"questionnaire_version_id": VERSION, "content": "{}", "content_sha256": task.hex * 2}
    made |= dict.fromkeys(("started_at", "finished_at", "received_at"), BEGAN)
    rows[RecheckInterview].append(made | {"is_simulated": True, "first_interview_id": interview_id})
    rows[RecheckFact] += [
        {"task_uuid": task, "fact": fact, "said": "1", "fits": not (wrong and fact == FACTS[0])}
        for fact in FACTS
    ]
    rows[RecheckAnswer] += [{"task_uuid": task, "item": item, "code": 4} for item in ITEMS]
