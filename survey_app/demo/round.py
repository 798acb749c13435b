"""The round of the demo: Hà Nam 2022 with its units, its points on paper and what was published."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from questionnaires import Definition, version_id
from scoring.plans import HA_NAM_2022
from survey_app.db import setting_up
from survey_app.demo.source import REPORT, SourceUnit
from survey_app.fieldwork.round_keys import new_round_key

ROUND_CODE = "ha-nam-2022"
GROUPS = (
    ("department", "Sở, ban, ngành", "Departments"),
    ("district", "Huyện, thị xã, thành phố", "Districts"),
)
ENDED = {"district": date(2025, 6, 30)}
"""The last day of types of unit: since 1 July 2025 a province has communes and no districts."""


def add_round(
    session: Session,
    definition: Definition,
    units: Sequence[SourceUnit],
    *,
    secret_key: str,
    at: datetime,
) -> Mapping[str, int]:
    """Gives the number of each unit of the round by the code of the unit."""
    setting_up.add_questionnaire_version(session, definition, at=at)
    round_units = setting_up.add_round(
        session,
        _round(definition),
        units=[_round_unit(unit) for unit in units],
        groups=setting_up.add_groups(session, GROUPS, until=ENDED),
        key=new_round_key(secret_key=secret_key, at=at),
    )
    setting_up.add_appraised_points(
        session, {round_units[unit.code]: unit.appraised for unit in units}, source=REPORT
    )
    setting_up.add_official_results(
        session,
        [
            (round_units[unit.code], unit.rank, unit.component, unit.total, unit.percent)
            for unit in units
        ],
        source=REPORT,
    )
    return round_units


def _round(definition: Definition) -> setting_up.NewRound:
    return setting_up.NewRound(
        code=ROUND_CODE,
        name_vi="Hà Nam 2022: khảo sát sự hài lòng và Chỉ số CCHC",
        name_en="Hà Nam 2022: satisfaction survey and reform index",
        year=2022,
        state="open",
        questionnaire_version_id=version_id(definition),
        index_plan=HA_NAM_2022.id,
        period_start=date(2022, 1, 1),
        period_end=date(2022, 10, 31),
        fieldwork_end=date(2022, 11, 30),
        controller="Sở Nội vụ tỉnh Hà Nam",
        contact="Phòng Cải cách hành chính, Sở Nội vụ",
        erase_days=90,
        is_simulated=True,
    )


def _round_unit(unit: SourceUnit) -> setting_up.NewRoundUnit:
    exempt = unit.component is None
    return setting_up.NewRoundUnit(
        code=unit.code,
        name=unit.name,
        group=unit.group,
        quota=unit.quota,
        is_exempt=exempt,
        maximum_points=unit.maximum,
        component_maximum=Decimal(0) if exempt else HA_NAM_2022.component_maximum,
    )
