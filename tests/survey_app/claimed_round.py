"""A round whose plan re-checks claims: people who, enumerators say, refused or were not met."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, insert, select

from scoring.recheck.recheck_plan import recheck_plan
from survey_app.db import audit, rounds
from survey_app.db.engine import transaction
from survey_app.db.tables import ContactAttempt, FrameCase
from survey_app.fieldwork.rechecks import drawing
from survey_app.fieldwork.rechecks.assigning import GivingRequest, assign
from tests.survey_app import rechecked_round
from tests.survey_app.conftest import SECRET
from tests.survey_app.given_rechecks import MONDAY, put_on_list, unit_and_enumerator
from tests.survey_app.rechecked_round import CODE

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
    rechecked_round.promise(world, plan=plan)


def claimed(world, who, unit, number, *, attempts=REFUSED, day=0, first=None):
    """So many people on the list whom this enumerator did not interview, with these attempts, the
    last one on this day of field work; gives what their interviews would be called.
    """
    at = MONDAY + timedelta(days=day)
    with transaction(world.engine) as session:
        start = first or 1 + (session.scalar(select(func.count()).select_from(FrameCase)) or 0)
        during, by = unit_and_enumerator(session, unit, who)
        uuids = []
        for place in range(start, start + number):
            uuid = UUID(int=place + (11 << 64))
            put_on_list(
                session,
                uuid,
                during=during,
                by=by,
                person={
                    "full_name": f"Người chưa gặp {place}",
                    "phone": f"0922 {place:06d}",
                    "address": f"Xóm {place}",
                },
                case={"file_code": f"CG-{place}", "procedure": f"Thủ tục {place}"},
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


SHA = "d" * 64
"""Of the interview that `interviewed_after_all` stores, unless it is told another one."""


def interviewed_after_all(world, claim, *, sha=SHA):
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
        sha=sha,
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
