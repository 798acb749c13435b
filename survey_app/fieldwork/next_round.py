"""Plans a round again for another year: settings, plans and units, and nothing that happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import plans, round_writes, rounds, setting_up, units
from survey_app.fieldwork.description_problems import DescriptionCode
from survey_app.fieldwork.round_copying import (
    CopiedUnit,
    Present,
    moved_by_years,
    renamed,
    units_of_copy,
)
from survey_app.fieldwork.round_description import NewCode, faults_of
from survey_app.fieldwork.round_setup import insert_new, keep_missing_plans, record
from survey_app.fieldwork.round_states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequest:
    """Under which code and for which year a round shall be planned again."""

    code: str
    year: int


def copy_faults(session: Session, values: Mapping[str, object]) -> tuple[Fault, ...]:
    """What stands against a code and a year as somebody typed them."""
    faults = faults_of(NewCode, values)
    code = values.get("code")
    if isinstance(code, str) and rounds.round_coded(session, code) is not None:
        faults = (*faults, DescriptionCode.CODE_TAKEN.at("code", round=code))
    return faults


def copy_round(
    session: Session,
    source: rounds.RoundRecord,
    request: CopyRequest,
    *,
    by: Person,
    at: datetime,
) -> int:
    """Makes a draft of another year from a round; `copy_faults` must have found nothing."""
    number = insert_new(session, _next(source, request))
    kept = plans.plans_of(session, source.id)
    plans.set_plans(session, number, {kind: found.id for kind, found in kept.items()})
    keep_missing_plans(session, rounds.locked_round(session, number), at=at)
    _copy_units(session, source.id, number)
    record(session, "round.copied", number, by=by, at=at, details={"from": source.code})
    return number


def _next(source: rounds.RoundRecord, request: CopyRequest) -> setting_up.NewRound:
    years = request.year - source.year
    return setting_up.NewRound(
        code=request.code,
        name_vi=renamed(source.name_vi, before=source.year, after=request.year),
        name_en=renamed(source.name_en, before=source.year, after=request.year),
        year=request.year,
        state=State.DRAFT,
        questionnaire_version_id=source.questionnaire_version_id,
        index_plan=source.index_plan,
        period_start=moved_by_years(source.period_start, years),
        period_end=moved_by_years(source.period_end, years),
        fieldwork_end=source.fieldwork_end and moved_by_years(source.fieldwork_end, years),
        controller=source.controller,
        contact=source.contact,
        erase_days=source.erase_days,
        is_simulated=False,
        asks_position=source.asks_position,
        allows_unlisted=source.allows_unlisted,
        levels_descending=source.levels_descending,
    )


def _copy_units(session: Session, source_id: int, number: int) -> None:
    now = {
        found.id: Present(name=found.name, successor_id=found.successor_id)
        for found in units.all_units(session).values()
    }
    groups = {group.code: group.id for group in rounds.all_groups(session)}
    taken = [
        CopiedUnit(
            unit_id=unit.unit_id,
            name=unit.unit_name,
            group_id=groups[unit.group_code],
            quota=unit.quota,
            is_exempt=unit.is_exempt,
            maximum_points=unit.maximum_points,
            component_maximum=unit.component_maximum,
        )
        for unit in rounds.units_of_round(session, source_id)
    ]
    rows = [
        round_writes.UnitRow(
            unit_id=unit.unit_id,
            unit_group_id=unit.group_id,
            name=unit.name,
            quota=unit.quota,
            is_exempt=unit.is_exempt,
            maximum_points=unit.maximum_points,
            component_maximum=unit.component_maximum,
        )
        for unit in units_of_copy(taken, now=now)
    ]
    round_writes.add_round_units(session, number, rows)
