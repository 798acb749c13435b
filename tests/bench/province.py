"""A province in the middle of its round: units, enumerators with a tablet each, cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Engine

from survey_app.access.devices import enrol, make_code
from survey_app.access.people import person_of_session
from survey_app.access.policy import Role
from survey_app.db import accounts, migrate, setting_up
from survey_app.db.engine import transaction
from tests.bench.documents import BEGAN, DEFINITION, ROUND, UNITS, VERSION

ENUMERATORS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """What clients have to know to send."""

    enumerators: Sequence[int]
    credentials: Mapping[int, str]
    """Of the tablet of each enumerator."""
    round_units: Sequence[int]


def set_up(engine: Engine) -> Province:
    """Migrates an empty database and fills it with everything but cases."""
    migrate.upgrade(engine)
    with transaction(engine) as session:
        setting_up.add_questionnaire_version(session, DEFINITION, at=BEGAN)
        groups = setting_up.add_groups(session, [("department", "Sở, ban, ngành", "Departments")])
        round_units = setting_up.add_round(session, _round(), units=_units(), groups=groups)
        people = [accounts.add_account(session, _account(number)) for number in range(ENUMERATORS)]
        number = accounts.add_account(session, _account(ENUMERATORS, Role.ADMINISTRATOR))
        administrator = person_of_session(session, account_id=number, mark=f"mark-{ENUMERATORS}")
        assert administrator is not None
        credentials = {}
        for person in people:
            code = make_code(session, administrator, device_name=f"Máy {person}", at=BEGAN)
            credentials[person] = enrol(session, code, at=BEGAN).credential
    return Province(
        enumerators=people,
        credentials=credentials,
        round_units=list(round_units.values()),
    )


def _round() -> setting_up.NewRound:
    return setting_up.NewRound(
        code=ROUND,
        name_vi="Đợt đo 2022",
        name_en="Measured round 2022",
        year=2022,
        state="open",
        questionnaire_version_id=VERSION,
        index_plan="ha-nam-2022",
        period_start=date(2022, 1, 1),
        period_end=date(2022, 9, 30),
        controller="Sở Nội vụ",
        contact="Phòng CCHC",
        erase_days=90,
        is_simulated=True,
    )


def _units() -> list[setting_up.NewRoundUnit]:
    return [
        setting_up.NewRoundUnit(
            code=code,
            name=f"Đơn vị {code}",
            group="department",
            quota=100,
            is_exempt=False,
            maximum_points=Decimal(100),
            component_maximum=Decimal(10),
        )
        for code in UNITS
    ]


def _account(number: int, role: Role = Role.ENUMERATOR) -> accounts.NewAccount:
    return accounts.NewAccount(
        username=f"nguoi{number}",
        display_name=f"Người {number}",
        organisation="Bưu điện tỉnh",
        role=role.value,
        unit_id=None,
        password_hash="nobody signs in with this",
        is_simulated=True,
        session_mark=f"mark-{number}",
        created_at=BEGAN,
    )


def add_cases(engine: Engine, province: Province, uuids: Sequence[tuple[UUID, int]]) -> None:
    """Listed respondents: the UUID of each interview, and who has to make it."""
    with transaction(engine) as session:
        setting_up.add_cases(
            session,
            [
                setting_up.NewCase(
                    interview_uuid=uuid,
                    round_unit_id=province.round_units[place % len(province.round_units)],
                    enumerator_id=enumerator,
                    assigned_at=BEGAN,
                    full_name="Người mô phỏng",
                    phone="0000 000 001",
                    address="Địa chỉ mô phỏng",
                    file_code=uuid.hex,
                    procedure="Thủ tục mô phỏng",
                    returned_on=date(2022, 9, 1),
                    is_simulated=True,
                )
                for place, (uuid, enumerator) in enumerate(uuids)
            ],
        )
