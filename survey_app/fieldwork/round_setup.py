"""Makes rounds from descriptions; what they use is kept with them, every write is audited."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from questionnaires import shipped_definition, shipped_ids, version_id
from scoring.plans import index_plan, index_plan_ids
from scoring.plans.canonical import canonical_plan
from scoring.plans.shipped import (
    USUAL_PLAN,
    points_plan,
    points_plan_ids,
    scoring_plan,
    scoring_plan_ids,
)
from survey_app.access.people import Person
from survey_app.db import audit, plans, round_writes, rounds, setting_up, units
from survey_app.db.score_plans import POINTS, SCORING
from survey_app.fieldwork.description_checks import Known
from survey_app.fieldwork.round_description import (
    GroupSetting,
    Names,
    RoundDescription,
    RoundSettings,
    UnitSetting,
)
from survey_app.fieldwork.round_rules import (
    fitting,
    points_plan_meant,
    scoring_plan_meant,
)
from survey_app.fieldwork.round_states import State
from survey_app.fieldwork.unit_defaults import UnitDefaults, with_points
from survey_app.problems import Code, Problem


def known_here(session: Session) -> Known:
    """What descriptions may refer to."""
    published = rounds.questionnaires(session)
    kept = plans.kept_plans(session, (SCORING, POINTS))
    return Known(
        rounds=frozenset(found.code for found in rounds.all_rounds(session)),
        questionnaires=frozenset(shipped_ids()) | {found.id for found in published},
        index_plans=frozenset(index_plan_ids()),
        scoring_plans=frozenset(scoring_plan_ids()) | {one.id for one in kept[SCORING]},
        points_plans=frozenset(points_plan_ids()) | {one.id for one in kept[POINTS]},
        fitting=fitting(session),
        groups={group.code: _setting_of(group) for group in rounds.all_groups(session)},
        units=frozenset(units.all_units(session)),
    )


def _setting_of(group: rounds.GroupRecord) -> GroupSetting:
    return GroupSetting(
        code=group.code,
        name=Names(vi=group.name_vi, en=group.name_en),
        valid_from=group.valid_from,
        valid_until=group.valid_until,
    )


def create_round(session: Session, described: RoundDescription, *, by: Person, at: datetime) -> int:
    """Makes a draft of a description that `description_faults` found nothing wrong with."""
    defaults = UnitDefaults.of(
        index_plan(described.index_plan), points=points_plan_meant(session, described.points_plan)
    )
    version = publish_if_shipped(session, described.questionnaire, by=by, at=at)
    new = setting_up.NewRound(
        code=described.code,
        state=State.DRAFT,
        is_simulated=described.simulated,
        **columns_of(described, version=version),  # type: ignore[arg-type]  # by their names
    )
    number = insert_new(session, new)
    plans.set_plans(session, number, keep_plans(session, described, at=at))
    known_groups = {group.code for group in rounds.all_groups(session)}
    round_writes.add_new_groups(
        session,
        [_new_group(group) for group in described.groups if group.code not in known_groups],
    )
    add_described_units(session, number, described.units, defaults=defaults)
    details = {"units": str(len(described.units)), "questionnaire": version}
    record(session, "round.created", number, by=by, at=at, details=details)
    return number


def insert_new(session: Session, new: setting_up.NewRound) -> int:
    """Adds the round; a code that somebody took a moment ago raises Problem."""
    try:
        with session.begin_nested():
            return round_writes.insert_round(session, new)
    except IntegrityError as taken:
        raise Problem(Code.ROUND_CODE_TAKEN, {"round": new.code}) from taken


def columns_of(settings: RoundSettings, *, version: str) -> dict[str, object]:
    """The settings as columns of a round."""
    return {
        "name_vi": settings.name.vi,
        "name_en": settings.name.en,
        "year": settings.year,
        "questionnaire_version_id": version,
        "index_plan": settings.index_plan,
        "period_start": settings.period.start,
        "period_end": settings.period.end,
        "fieldwork_end": settings.fieldwork_end,
        "controller": settings.controller,
        "contact": settings.contact,
        "erase_days": settings.erase_days,
        "asks_position": settings.asks_position,
        "allows_unlisted": settings.allows_unlisted,
        "levels_descending": settings.levels_descending,
    }


def version_meant(name: str) -> str:
    """The SHA-256 of the version that a name means: a shipped questionnaire, or itself."""
    return version_id(shipped_definition(name)) if name in shipped_ids() else name


def publish_if_shipped(session: Session, name: str, *, by: Person, at: datetime) -> str:
    """The version that a name means; a shipped questionnaire is published when first used."""
    version = version_meant(name)
    if name in shipped_ids() and rounds.definition_content(session, version) is None:
        setting_up.add_questionnaire_version(session, shipped_definition(name), at=at)
        audit.record(
            session,
            action="questionnaire.published",
            object_kind="questionnaire",
            object_id=version,
            account_id=by.account_id,
            at=at,
        )
    return version


def keep_plans(session: Session, settings: RoundSettings, *, at: datetime) -> dict[str, str]:
    """The versions of the plans that these settings mean, by kind, each kept."""
    chosen: dict[str, BaseModel] = {
        "index": index_plan(settings.index_plan),
        SCORING: scoring_plan_meant(session, settings.scoring_plan),
        POINTS: points_plan_meant(session, settings.points_plan),
    }
    if settings.sampling is not None:
        chosen["sampling"] = settings.sampling
    if settings.recheck is not None:
        chosen["recheck"] = settings.recheck
    return {
        kind: plans.keep_plan(session, kind=kind, content=canonical_plan(plan), at=at)
        for kind, plan in chosen.items()
    }


def keep_missing_plans(session: Session, found: rounds.RoundRecord, *, at: datetime) -> None:
    """Lets a round of before keep the plans it goes by, as they are shipped now.

    It names its index plan only, and it goes by the usual plans for scores and points.
    """
    kept = {kind: plan.id for kind, plan in plans.plans_of(session, found.id).items()}
    meant: dict[str, BaseModel] = {
        "index": index_plan(found.index_plan),
        SCORING: scoring_plan(USUAL_PLAN),
        POINTS: points_plan(USUAL_PLAN),
    }
    missing = {kind: plan for kind, plan in meant.items() if kind not in kept}
    for kind, plan in missing.items():
        kept[kind] = plans.keep_plan(session, kind=kind, content=canonical_plan(plan), at=at)
    if missing:
        plans.set_plans(session, found.id, kept)


def _new_group(group: GroupSetting) -> round_writes.NewGroup:
    return round_writes.NewGroup(
        code=group.code,
        name_vi=group.name.vi,
        name_en=group.name.en,
        valid_from=group.valid_from,
        valid_until=group.valid_until,
    )


def add_described_units(
    session: Session, round_id: int, described: tuple[UnitSetting, ...], *, defaults: UnitDefaults
) -> None:
    """Takes units up into a round; those that nobody has heard of are made."""
    known = units.all_units(session)
    unknown = {unit.code: unit.name for unit in described if unit.code not in known}
    numbers = {code: found.id for code, found in known.items()}
    numbers |= round_writes.add_units(session, unknown)
    groups = {group.code: group.id for group in rounds.all_groups(session)}
    rows = [
        unit_row(
            unit,
            unit_id=numbers[unit.code],
            group_id=groups[unit.group],
            name=unit.name or known[unit.code].name,
            defaults=defaults,
        )
        for unit in described
    ]
    round_writes.add_round_units(session, round_id, rows)


def unit_row(
    unit: UnitSetting, *, unit_id: int, group_id: int, name: str, defaults: UnitDefaults
) -> round_writes.UnitRow:
    """A described unit as a row."""
    whole = with_points(unit, defaults=defaults)
    return round_writes.UnitRow(
        unit_id=unit_id,
        unit_group_id=group_id,
        name=name,
        quota=whole.quota,
        is_exempt=whole.exempt,
        maximum_points=whole.maximum_points or defaults.maximum,
        component_maximum=whole.component_maximum or Decimal(0),
    )


def record(
    session: Session,
    action: str,
    round_id: int,
    *,
    by: Person,
    at: datetime,
    details: Mapping[str, str],
) -> None:
    """Writes down what was done to a round, in the transaction that does it."""
    audit.record(
        session,
        action=action,
        object_kind="round",
        object_id=str(round_id),
        account_id=by.account_id,
        at=at,
        details=details,
    )
