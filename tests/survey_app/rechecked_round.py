"""A round with drawn lots, and re-checks of some of their interviews, as they are kept."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tables import (
    Account,
    Interview,
    Lot,
    LotMember,
    RecheckAnswer,
    RecheckDraw,
    RecheckFact,
    RecheckInterview,
    RecheckTask,
)
from survey_app.fieldwork.rechecks import drawing, promising
from tests.survey_app.conftest import SECRET, START
from tests.survey_app.people_by_chance import SLOTS, give_out, interview_of, somebody

CODE = "thu-2022"
FACTS = ("person_ok", "procedure_ok", "month_ok", "answered_by_ok", "duration_ok")
ITEMS = ("q11", "q22", "q33", "q41")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """What a supervisor brings back. wrong: facts that do not fit; right: who was right, by fact.

    again: levels, by item; the others as at first.
    """

    happened: bool = True
    wrong: tuple[str, ...] = ()
    right: dict[str, str] = field(default_factory=dict)
    again: dict[str, int | None] = field(default_factory=dict)
    after: timedelta = DAY
    by: str = "giamsat"


FINE, FALSE, WRONG = Asked(), Asked(happened=False), Asked(wrong=("person_ok",))


def promise(world, *, plan=None):
    """Plan and seed of the round; without a plan, the one that is usual."""
    with transaction(world.engine) as session:
        promising.commit(
            session,
            rounds.round_coded(session, CODE),
            plan=plan,
            by=person_named(session, "noivu"),
            secret_key=SECRET,
            random_bytes=secrets.token_bytes,
            at=world.clock(),
        )


def interviewed(world, who, unit, number, *, levels=None, day=0):
    """Interviews of somebody in a unit, finished on this day of field work; gives their UUIDs."""
    moment = START + day * DAY
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, CODE)
        unit_id = next(
            one.id for one in rounds.units_of_round(session, found.id) if one.unit_code == unit
        )
        account_id = session.scalars(select(Account.id).where(Account.username == who)).one()
        people = [somebody(unit_id, "", levels or [4] * len(SLOTS)) for _ in range(number)]
        give_out(session, people)
        made = {
            "enumerator_id": account_id,
            "started_at": moment,
            "finished_at": moment + timedelta(minutes=8),
            "received_at": moment,
        }
        insert_many(session, [replace(interview_of(one), **made) for one in people])
    return [one.uuid for one in people]


def draw(world, *, day):
    """Closes what is due on this day of field work, and draws."""
    with transaction(world.engine) as session:
        return drawing.draw(
            session,
            rounds.round_coded(session, CODE),
            by=None,
            secret_key=SECRET,
            at=START + day * DAY,
        )


def waiting(world, lot=None, *, selection=None):
    """UUIDs of whoever was drawn and has no task yet, by lot, stratum and place."""
    chosen = (
        select(RecheckDraw.interview_uuid)
        .join(LotMember, LotMember.interview_uuid == RecheckDraw.interview_uuid)
        .join(Lot, Lot.id == LotMember.lot_id)
        .outerjoin(RecheckTask, RecheckTask.interview_uuid == RecheckDraw.interview_uuid)
        .where(RecheckTask.uuid.is_(None))
        .order_by(Lot.code, LotMember.stratum, LotMember.place)
    )
    if lot is not None:
        chosen = chosen.where(Lot.code == lot)
    if selection is not None:
        chosen = chosen.where(RecheckDraw.selection == selection)
    with transaction(world.engine, writes=False) as session:
        return list(session.scalars(chosen))


def give(world, uuids, *, by="giamsat", state="open"):
    """Tasks of these interviews; gives their own identifiers."""
    tasks = [uuid4() for _ in uuids]
    with transaction(world.engine) as session:
        supervisor = session.scalars(select(Account.id).where(Account.username == by)).one()
        ended = state != "open"
        session.execute(
            insert(RecheckTask),
            [
                {
                    "uuid": task,
                    "interview_uuid": uuid,
                    "supervisor_id": supervisor,
                    "work_day": (START + DAY).date(),
                    "due_at": START + 2 * DAY,
                    "latest_at": START + 7 * DAY,
                    "assigned_at": START,
                    "state": state,
                    "ended_at": START + DAY if ended else None,
                    "end_reason": "Ba lần không gặp" if state == "not_reached" else None,
                }
                for task, uuid in zip(tasks, uuids, strict=True)
            ],
        )
    return tasks


def not_reached(world, uuids):
    """Nobody answers these."""
    give(world, uuids, state="not_reached")


def recheck(world, asked):
    """Locked re-checks of interviews, by UUID."""
    for by in sorted({one.by for one in asked.values()}):
        own = {uuid: one for uuid, one in asked.items() if one.by == by}
        tasks = dict(zip(own, give(world, list(own), by=by, state="locked"), strict=True))
        with transaction(world.engine) as session:
            supervisor = session.scalars(select(Account.id).where(Account.username == by)).one()
            judge = session.scalars(select(Account.id).where(Account.username == "noivu")).one()
            firsts = {
                one.uuid: one
                for one in session.scalars(select(Interview).where(Interview.uuid.in_(own)))
            }
            for uuid, one in own.items():
                _lock(session, tasks[uuid], one, first=firsts[uuid], by=supervisor, judge=judge)


def _lock(session, task: UUID, asked: Asked, *, first, by, judge):
    moment: datetime = first.finished_at + asked.after
    session.add(
        RecheckInterview(
            task_uuid=task,
            supervisor_id=by,
            questionnaire_version_id=first.questionnaire_version_id,
            mode="phone",
            has_happened=asked.happened,
            content="{}",
            content_sha256=task.hex * 2,
            started_at=moment - HOUR / 6,
            finished_at=moment,
            received_at=moment,
            is_simulated=True,
            first_interview_id=first.id,
        )
    )
    session.flush()
    if not asked.happened:
        return
    for fact in {*FACTS, *asked.wrong}:
        right = asked.right.get(fact)
        session.add(
            RecheckFact(
                task_uuid=task,
                fact=fact,
                said="1",
                fits=fact not in asked.wrong,
                who_was_right=right,
                explanation=right and "Đã hỏi lại",
                reconciled_at=right and moment,
                reconciled_by=right and judge,
            )
        )
    for item in ITEMS:
        session.add(RecheckAnswer(task_uuid=task, item=item, code=asked.again.get(item, 4)))
