"""Interviews of listed people, drawn for a re-check and given to supervisors, by the commands."""

import secrets
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

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


def unit_and_enumerator(session: Session, unit: str, who: str) -> tuple[int, int]:
    """Their numbers: of the unit within its round, and of the account."""
    during = select(RoundUnit.id).join(Unit, Unit.id == RoundUnit.unit_id).where(Unit.code == unit)
    account = select(Account.id).where(Account.username == who)
    return session.scalars(during).one(), session.scalars(account).one()


def put_on_list(
    session: Session,
    uuid: UUID,
    *,
    during: int,
    by: int,
    person: dict[str, str],
    case: dict[str, str | None],
) -> None:
    """Somebody on the list of a unit, whom this enumerator is to interview under this UUID."""
    kept = Person(**person, is_simulated=True)
    session.add(kept)
    session.flush()
    listed = FrameCase(
        round_unit_id=during,
        person_id=kept.id,
        field="Đất đai",
        returned_on=date(2022, 9, 1),
        **case,
    )
    session.add(listed)
    session.flush()
    duty = {"interview_uuid": uuid, "round_unit_id": during, "enumerator_id": by}
    session.execute(insert(Assignment), duty | {"frame_case_id": listed.id, "assigned_at": MONDAY})


def interviews_of(
    engine: Engine, who: str, unit: str, number: int, *, day: int, district: str | None = None
) -> tuple[UUID, ...]:
    """So many interviews with people on a list, on this day of field work; gives their UUIDs."""
    moment = MONDAY + timedelta(days=day)
    with transaction(engine) as session:
        first = 1 + (session.scalar(select(func.count()).select_from(Interview)) or 0)
        during, by = unit_and_enumerator(session, unit, who)
        version = session.scalar(select(QuestionnaireVersion.id))
        uuids = []
        for place in range(first, first + number):
            uuid = UUID(int=place + (10 << 64))
            put_on_list(
                session,
                uuid,
                during=during,
                by=by,
                person={
                    "full_name": f"Người phúc tra {place}",
                    "phone": f"0911 {place:06d}",
                    "address": f"Thôn {place}",
                },
                case={
                    "file_code": f"PT-{place}",
                    "procedure": f"Thủ tục kín {place}",
                    "district": district,
                },
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
