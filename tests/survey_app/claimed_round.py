"""A round whose plan re-checks claims: people who, enumerators say, refused or were not met."""

import secrets
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from scoring.recheck.recheck_plan import recheck_plan
from survey_app.access.people import person_named
from survey_app.db import audit, rounds
from survey_app.db.engine import transaction
from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    Person,
    RoundUnit,
    Unit,
)
from survey_app.fieldwork.rechecks import drawing, promising
from survey_app.fieldwork.rechecks.assigning import GivingRequest, assign
from tests.survey_app.conftest import SECRET

CODE = "thu-2022"
MONDAY = datetime(2022, 10, 3, 2, 0, tzinfo=UTC)
PLAN = recheck_plan("hai-long-2")
REFUSED = (("2.20", False), ("2.11", True))
"""Nobody there, then somebody who does not want to."""
MOVED = (("2.20", False), ("2.25", True))
ONLY_TRIED = (("2.20", False), ("2.20", False))
NOBODY_CAME = {"claim_came": "2", "claim_other": "3", "recheck-mode": "phone"}
I_REFUSED = {
    "claim_came": "1",
    "claim_when": "2",
    "claim_said": "2",
    "claim_other": "3",
    "recheck-mode": "phone",
}


def promise(world, *, plan=PLAN):
    """Plan and seed of the round."""
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


def claimed(world, who, unit, number, *, attempts=REFUSED, day=0, first=None):
    """So many people on the list whom this enumerator did not interview, with these attempts, the
    last one on this day of field work; gives what their interviews would be called.
    """
    at = MONDAY + timedelta(days=day)
    with transaction(world.engine) as session:
        start = first or 1 + (session.scalar(select(func.count()).select_from(FrameCase)) or 0)
        during = session.scalar(
            select(RoundUnit.id).join(Unit, Unit.id == RoundUnit.unit_id).where(Unit.code == unit)
        )
        by = session.scalar(select(Account.id).where(Account.username == who))
        uuids = []
        for place in range(start, start + number):
            uuid = UUID(int=place + (11 << 64))
            person = Person(
                full_name=f"Người chưa gặp {place}",
                phone=f"0922 {place:06d}",
                address=f"Xóm {place}",
                is_simulated=True,
            )
            session.add(person)
            session.flush()
            case = FrameCase(
                round_unit_id=during,
                person_id=person.id,
                file_code=f"CG-{place}",
                field="Đất đai",
                procedure=f"Thủ tục {place}",
                returned_on=date(2022, 9, 1),
            )
            session.add(case)
            session.flush()
            duty = {"interview_uuid": uuid, "round_unit_id": during, "enumerator_id": by}
            session.execute(
                insert(Assignment), duty | {"frame_case_id": case.id, "assigned_at": MONDAY}
            )
            session.execute(
                insert(ContactAttempt),
                [
                    {
                        "interview_uuid": uuid,
                        "disposition": disposition,
                        "is_final": is_final,
                        "account_id": by,
                        "attempted_at": at - timedelta(hours=len(attempts) - turn),
                    }
                    for turn, (disposition, is_final) in enumerate(attempts)
                ],
            )
            uuids.append(uuid)
    return uuids


def draw(world, *, day):
    """Closes what is due on this day of field work, and draws."""
    with transaction(world.engine) as session:
        return drawing.draw(
            session,
            rounds.round_coded(session, CODE),
            by=None,
            secret_key=SECRET,
            at=MONDAY + timedelta(days=day),
        )


def give(world, *, day):
    """Gives out everything that is drawn."""
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, CODE)
        at = MONDAY + timedelta(days=day)
        giving = GivingRequest(by=None, secret_key=SECRET, new_uuid=uuid4, at=at)
        return assign(session, found, giving)


def open_tasks(world):
    """The open tasks about claims by number of the lot, and what they are about."""
    return world.rows(
        "SELECT recheck_task.uuid, claim.uuid, claim.stratum FROM recheck_task"
        " JOIN claim ON claim.uuid = recheck_task.claim_uuid WHERE recheck_task.state = 'open'"
        " ORDER BY claim.lot_id, claim.stratum, claim.place"
    )


def interviewed_after_all(world, claim):
    """An interview comes of the case that is claimed, as tablets send them."""
    number = UUID(str(claim))
    if world.engine.dialect.name == "sqlite":
        number = number.hex
    [(case,)] = world.rows("SELECT interview_uuid FROM claim WHERE uuid = :claim", claim=number)
    world.change(
        "INSERT INTO interview (uuid, version, is_current, round_unit_id, enumerator_id,"
        " questionnaire_version_id, mode, origin, content, content_sha256, started_at,"
        " finished_at, received_at, is_simulated) SELECT interview_uuid, 1, true, round_unit_id,"
        " enumerator_id, (SELECT min(id) FROM questionnaire_version), 'tablet', 'listed', '{}',"
        " :sha, assigned_at, assigned_at, assigned_at, true FROM assignment"
        " WHERE interview_uuid = :case",
        sha="d" * 64,
        case=case,
    )
    with transaction(world.engine) as session:
        audit.record(
            session,
            action="interview.received",
            object_kind="interview",
            object_id=str(UUID(str(case))),
            account_id=None,
            at=world.clock(),
        )


def lock(world, task, said, *, by="giamsat"):
    """What the respondent says, through the form on a page, to the lock; gives the last answer."""
    client = world.client(by)
    form = f"/recheck/{UUID(str(task))}/form/"
    page = client.post(form, said)
    assert page.status_code == 200, page.text
    return client.post(form, {**said, "recheck-lock": "1"})
