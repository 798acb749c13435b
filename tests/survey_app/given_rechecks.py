"""Interviews of listed people, drawn for a re-check and given to supervisors, by the commands."""

import secrets
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, insert, select

from survey_app.access.people import person_named
from survey_app.db import recheck_promises, rounds
from survey_app.db.engine import transaction
from survey_app.db.tables import (
    Account,
    Assignment,
    FrameCase,
    Interview,
    Person,
    QuestionnaireVersion,
    RoundUnit,
    Unit,
)
from survey_app.fieldwork.rechecks import drawing, promising
from survey_app.fieldwork.rechecks.assigning import GivingRequest, assign
from tests.survey_app.conftest import SECRET, World

MONDAY = datetime(2022, 10, 3, 2, 0, tzinfo=UTC)
FRONT, VETERANS = "Ủy ban MTTQ tỉnh", "Hội Cựu chiến binh tỉnh"


def add_supervisor(engine: Engine, username: str, *, organisation: str) -> None:
    """Another supervisor, who cannot sign in."""
    row = {"username": username, "display_name": username, "organisation": organisation}
    row |= {"role": "supervisor", "is_active": True, "is_simulated": True, "session_mark": username}
    with transaction(engine) as session:
        session.execute(insert(Account), row | {"created_at": MONDAY})


def move_to(engine: Engine, username: str, *, organisation: str) -> None:
    """This person works somewhere else."""
    with transaction(engine) as session:
        found = session.scalars(select(Account).where(Account.username == username)).one()
        found.organisation = organisation


def interviews_of(
    engine: Engine, who: str, unit: str, number: int, *, day: int, district: str | None = None
) -> tuple[UUID, ...]:
    """So many interviews with people on a list, on this day of field work; gives their UUIDs."""
    moment = MONDAY + timedelta(days=day)
    with transaction(engine) as session:
        first = 1 + (session.scalar(select(func.count()).select_from(Interview)) or 0)
        during = session.scalar(
            select(RoundUnit.id).join(Unit, Unit.id == RoundUnit.unit_id).where(Unit.code == unit)
        )
        by = session.scalar(select(Account.id).where(Account.username == who))
        version = session.scalar(select(QuestionnaireVersion.id))
        uuids = []
        for place in range(first, first + number):
            uuid = UUID(int=place + (10 << 64))
            person = Person(
                full_name=f"Người phúc tra {place}",
                phone=f"0911 {place:06d}",
                address=f"Thôn {place}",
                is_simulated=True,
            )
            session.add(person)
            session.flush()
            case = FrameCase(
                round_unit_id=during,
                person_id=person.id,
                file_code=f"PT-{place}",
                field="Đất đai",
                procedure=f"Thủ tục kín {place}",
                district=district,
                returned_on=date(2022, 9, 1),
            )
            session.add(case)
            session.flush()
            duty = {"interview_uuid": uuid, "round_unit_id": during, "enumerator_id": by}
            session.execute(
                insert(Assignment), duty | {"frame_case_id": case.id, "assigned_at": MONDAY}
            )
            made = {"uuid": uuid, "round_unit_id": during, "enumerator_id": by, "version": 1}
            made |= {"is_current": True, "questionnaire_version_id": version, "mode": "tablet"}
            made |= {"origin": "listed", "content": "{}", "content_sha256": f"{uuid.int:064x}"}
            made |= dict.fromkeys(("started_at", "finished_at", "received_at"), moment)
            session.execute(insert(Interview), made | {"is_simulated": True})
            uuids.append(uuid)
    return tuple(uuids)


def give_all(world: World, *, at: datetime) -> None:
    """Promises re-checks of the round, draws, and gives out, as the commands do."""
    with transaction(world.engine) as session:
        found = rounds.round_coded(session, "thu-2022")
        assert found is not None
        office = person_named(session, "noivu")
        if recheck_promises.promise_of(session, found.id) is None:
            promising.commit(
                session,
                found,
                plan=None,
                by=office,
                secret_key=SECRET,
                random_bytes=secrets.token_bytes,
                at=at,
            )
        drawing.draw(session, found, by=office, secret_key=SECRET, at=at)
        assign(
            session,
            found,
            GivingRequest(by=office, secret_key=SECRET, new_uuid=uuid4, at=at),
        )
