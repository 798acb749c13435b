"""Lots of re-checks with decisions, put past the doors that make them."""

from uuid import uuid4

from sqlalchemy import func, insert, select

from scoring.plans.canonical import canonical_plan
from scoring.recheck.recheck_plan import recheck_plan
from survey_app.access.people import person_named
from survey_app.db import plans, recheck_lots, recheck_promises
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.recheck_lots import LotRecord, MemberRecord, StratumRecord
from survey_app.db.tables import (
    Interview,
    Lot,
    LotDecision,
    RecheckAnswer,
    RecheckFact,
    RecheckInterview,
    RecheckTask,
)
from survey_app.fieldwork.rechecks.excluding import (
    INVALID,
    UNVERIFIED,
    EndRequest,
    ExclusionRequest,
    exclude_interviews,
    let_count_again,
)
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import (
    SLOTS,
    give_out,
    interview_of,
    say_sizes,
    somebody,
)

AN = 1
"""The number of the enumerator."""
BAD, GOOD = "2022w40-e1-1", "2022w40-e1-2"


def store(world, people, *, sizes=None):
    """Interviews with these people; sizes: of the strata that they were drawn from."""
    with transaction(world.engine) as session:
        give_out(session, people)
        if sizes:
            say_sizes(session, sizes)
        insert_many(session, [interview_of(one) for one in people])


def alike(number, *, unit, level=4):
    """So many people on no list of a unit, who all said the same."""
    return [somebody(unit, "", [level] * len(SLOTS)) for _ in range(number)]


def more(world, number, *, unit):
    """Interviews with so many satisfied people."""
    people = alike(number, unit=unit)
    store(world, people)
    return people


def good_and_bad_lot(world):
    """STP has 40 interviews of a lot that stands, SXD 40 of the same and 60 of one that was
    rejected, of which 50 are excluded, all dissatisfied. Twelve were made again. Gives the people
    by lot.
    """
    people = {
        GOOD: [*alike(40, unit=2), *alike(40, unit=1)],
        BAD: [*alike(50, unit=1, level=1), *alike(10, unit=1)],
    }
    store(world, [one for of_lot in people.values() for one in of_lot])
    promise(world)
    close_lot(world, GOOD, [one.uuid for one in people[GOOD]], drawn=11)
    close_lot(world, BAD, [one.uuid for one in people[BAD]], drawn=1, selection="risk")
    decide(world, GOOD, "accepted")
    decide(world, BAD, "rejected", "confirmed")
    for number, one in enumerate(people[GOOD][:11]):
        # Satisfied twice but for two, who change on the second of two criteria.
        recheck(world, one.uuid, fits=number > 0, answers={"q11": 5, "q12": 4 if number > 1 else 2})
    recheck(world, people[BAD][0].uuid, happened=False)
    gone = [one.uuid for one in people[BAD][:50]]
    kinds = dict.fromkeys(gone[:30], INVALID) | dict.fromkeys(gone[30:], UNVERIFIED)
    assert exclude(world, BAD, kinds) == ()
    return people


def promise(world, *, round_id=1, is_shown=True):
    """The round has a plan and a seed, and lots were drawn; the seed is shown unless said."""
    with transaction(world.engine) as session:
        noivu = person_named(session, "noivu").account_id
        plan = plans.keep_plan(
            session, kind="recheck", content=canonical_plan(recheck_plan()), at=START
        )
        recheck_promises.add_promise(
            session,
            round_id=round_id,
            plan_version_id=plan,
            commitment="c" * 64,
            wrapped_seed="x",
            by=noivu,
            at=START,
        )
        recheck_promises.fix_first_day(session, round_id, day=START.date())
        if is_shown:
            recheck_promises.show_seed(session, round_id, seed="b" * 32, by=noivu, at=START)


def close_lot(world, code, uuids, *, drawn=1, selection="random", round_id=1):
    """A lot of these interviews, of which the first so many are drawn."""
    with transaction(world.engine) as session:
        number = session.scalars(select(func.count()).select_from(Lot)).one() + 1
        members = tuple(
            MemberRecord(
                uuid=uuid,
                stratum="e1",
                place=place,
                selection=selection if place <= drawn else None,
            )
            for place, uuid in enumerate(uuids, start=1)
        )
        stratum = StratumRecord(
            name="e1",
            interviews=len(members),
            share_percent=1,
            minimum=0,
            drawn=max(drawn, -(-len(members) // 100)),
        )
        lot = LotRecord(
            code=code,
            enumerator_id=AN,
            week="2022w40",
            number=number,
            round_unit_id=None,
            is_opening=False,
            list_sha256="e" * 64,
            strata=(stratum,),
            members=members,
        )
        recheck_lots.store_lots(session, round_id, (lot,), by=None, at=START)


def decide(world, code, *decisions):
    """Home Affairs signs these decisions about a lot, one after the other."""
    with transaction(world.engine) as session:
        lot = session.scalars(select(Lot.id).where(Lot.code == code)).one()
        before = session.scalars(
            select(func.count()).select_from(LotDecision).where(LotDecision.lot_id == lot)
        ).one()
        for number, decision in enumerate(decisions, start=before + 1):
            session.execute(
                insert(LotDecision),
                {
                    "lot_id": lot,
                    "number": number,
                    "decision": decision,
                    "by_plan": decision,
                    "checked": 1,
                    "defective": 0,
                    "more": 0,
                    "reason": "Mô phỏng",
                    "decided_by": person_named(session, "noivu").account_id,
                    "decided_at": START,
                },
            )


def recheck(world, uuid, *, happened=True, fits=True, answers=None):
    """The drawn interview was made again, by the supervisor: one fact, and these criteria."""
    with transaction(world.engine) as session:
        version, questionnaire = session.execute(
            select(Interview.id, Interview.questionnaire_version_id).where(
                Interview.uuid == uuid, Interview.is_current
            )
        ).one()
        task = uuid4()
        supervisor = person_named(session, "giamsat").account_id
        session.execute(
            insert(RecheckTask),
            {
                "uuid": task,
                "interview_uuid": uuid,
                "supervisor_id": supervisor,
                "work_day": START.date(),
                "due_at": START,
                "latest_at": START,
                "assigned_at": START,
                "state": "locked",
                "ended_at": START,
            },
        )
        session.execute(
            insert(RecheckInterview),
            {
                "task_uuid": task,
                "supervisor_id": supervisor,
                "questionnaire_version_id": questionnaire,
                "mode": "visit",
                "has_happened": happened,
                "content": "{}",
                "content_sha256": f"{task.int:064x}",
                "started_at": START,
                "finished_at": START,
                "received_at": START,
                "is_simulated": True,
                "first_interview_id": version,
            },
        )
        if happened:
            session.execute(
                insert(RecheckFact),
                {"task_uuid": task, "fact": "person_ok", "said": "x", "fits": fits},
            )
        for item, code in (answers or {}).items():
            session.execute(insert(RecheckAnswer), {"task_uuid": task, "item": item, "code": code})


def exclude(world, code, kinds, *, reason="Người được hỏi nói không ai đến", round_id=1):
    """Home Affairs excludes interviews of the lot, each as what is said; gives the faults."""
    with transaction(world.engine) as session:
        request = ExclusionRequest(
            lot=code,
            kinds=kinds,
            reason=reason,
            by=person_named(session, "noivu"),
            at=world.clock(),
        )
        return exclude_interviews(session, round_id, request)


def count_again(world, uuid, *, reason="Người được hỏi nhớ ra", round_id=1):
    """Home Affairs lets an excluded interview count again; gives the faults."""
    with transaction(world.engine) as session:
        by = person_named(session, "noivu")
        request = EndRequest(uuid=uuid, reason=reason, by=by, at=world.clock())
        return let_count_again(session, round_id, request)
