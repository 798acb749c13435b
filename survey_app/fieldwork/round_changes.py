"""Changes a round as far as its state lets it; all faults at once, every write audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from scoring.plans import index_plan
from scoring.plans.canonical import canonical_plan
from survey_app.access.people import Person
from survey_app.clock import ZONE
from survey_app.db import plans, round_writes, rounds
from survey_app.db.score_plans import POINTS, SCORING, rules_of
from survey_app.fieldwork.description_checks import Known, settings_faults, unit_faults
from survey_app.fieldwork.description_problems import DescriptionCode
from survey_app.fieldwork.round_description import (
    Names,
    Period,
    RecheckSetting,
    RoundSettings,
    SamplingPlan,
    UnitSetting,
    in_words,
)
from survey_app.fieldwork.round_freedom import Change, against_changes
from survey_app.fieldwork.round_rules import (
    points_plan_name,
    scoring_plan_name,
)
from survey_app.fieldwork.round_setup import (
    add_described_units,
    columns_of,
    keep_plans,
    known_here,
    publish_if_shipped,
    record,
    unit_row,
    version_meant,
)
from survey_app.fieldwork.round_states import State
from survey_app.fieldwork.unit_defaults import UnitDefaults, with_points


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRequest:
    """Who changes a round, when and why; a draft needs no reason."""

    by: Person
    at: datetime
    reason: str

    @property
    def today(self) -> date:
        """The day on which the change is made, in Viet Nam."""
        return self.at.astimezone(ZONE).date()


def settings_of(session: Session, found: rounds.RoundRecord) -> RoundSettings:
    """The settings of a round, as they would be described anew."""
    kept = plans.plans_of(session, found.id)
    sampling, recheck = kept.get("sampling"), kept.get("recheck")
    return RoundSettings(
        name=Names(vi=found.name_vi, en=found.name_en),
        year=found.year,
        questionnaire=found.questionnaire_version_id,
        index_plan=found.index_plan,
        scoring_plan=scoring_plan_name(kept.get(SCORING)),
        points_plan=points_plan_name(kept.get(POINTS)),
        period=Period(start=found.period_start, end=found.period_end),
        fieldwork_end=found.fieldwork_end,
        controller=found.controller,
        contact=found.contact,
        erase_days=found.erase_days,
        asks_position=found.asks_position,
        allows_unlisted=found.allows_unlisted,
        levels_descending=found.levels_descending,
        sampling=SamplingPlan.model_validate_json(sampling.content) if sampling else None,
        recheck=RecheckSetting.model_validate_json(recheck.content) if recheck else None,
    )


def change_settings(
    session: Session, round_id: int, settings: RoundSettings, request: ChangeRequest
) -> tuple[Fault, ...]:
    """Gives a round other settings; faults say why not, and then nothing was written."""
    found = rounds.locked_round(session, round_id)
    checked = settings_faults(settings, known=known_here(session), where=in_words)
    changes = _changes(settings_of(session, found), settings)
    faults = (
        *(fault for _path, fault in checked),
        *against_changes(
            changes, state=State(found.state), reason=request.reason, today=request.today
        ),
    )
    real = [change for change in changes if change.before != change.after]
    if faults or not real:
        return faults
    version = publish_if_shipped(session, settings.questionnaire, by=request.by, at=request.at)
    round_writes.update_round(session, round_id, columns_of(settings, version=version))
    if found.state == State.DRAFT:
        before = _defaults(session, found)
        plans.set_plans(session, round_id, keep_plans(session, settings, at=request.at))
        _follow(session, rounds.locked_round(session, round_id), before=before)
    _record(session, "round.changed", round_id, request, real)
    return ()


def _changes(before: RoundSettings, after: RoundSettings) -> tuple[Change, ...]:
    """Field by field; a plan is one field."""
    pairs: list[tuple[str, object, object]] = [
        (name, old, getattr(after, name))
        for name, old in before
        if name not in {"name", "period", "questionnaire", "sampling", "recheck"}
    ]
    used = version_meant(after.questionnaire)
    pairs += [("questionnaire", version_meant(before.questionnaire), used)]
    pairs += [
        ("name_vi", before.name.vi, after.name.vi),
        ("name_en", before.name.en, after.name.en),
    ]
    pairs += [("period_start", before.period.start, after.period.start)]
    pairs += [("period_end", before.period.end, after.period.end)]
    for kind in ("sampling", "recheck"):
        old, new = getattr(before, kind), getattr(after, kind)
        pairs.append((kind, old and canonical_plan(old), new and canonical_plan(new)))
    return tuple(Change(field=name, before=old, after=new) for name, old, new in pairs)


def unit_setting(unit: rounds.RoundUnitRecord) -> UnitSetting:
    """A unit of a round, as it would be described anew."""
    return UnitSetting.model_construct(
        code=unit.unit_code,
        name=unit.unit_name,
        group=unit.group_code,
        quota=unit.quota,
        exempt=unit.is_exempt,
        maximum_points=unit.maximum_points,
        component_maximum=unit.component_maximum,
    )


def add_unit(
    session: Session, round_id: int, unit: UnitSetting, request: ChangeRequest
) -> tuple[Fault, ...]:
    """Takes a unit up into a round; a unit that nobody has heard of is made."""
    found = rounds.locked_round(session, round_id)
    taken = {one.unit_code for one in rounds.units_of_round(session, round_id)}
    added = Change(field="units", before="", after=unit.code)
    faults = (
        *_unit_faults(unit, known=known_here(session), taken=frozenset(taken)),
        *against_changes(
            (added,), state=State(found.state), reason=request.reason, today=request.today
        ),
    )
    if faults:
        return faults
    add_described_units(session, round_id, (unit,), defaults=_defaults(session, found))
    _record(session, "round.unit_added", round_id, request, [added])
    return ()


def change_unit(
    session: Session, round_id: int, unit: UnitSetting, request: ChangeRequest
) -> tuple[Fault, ...]:
    """Gives a unit of a round another group, quota, exemption, maximum or name."""
    found = rounds.locked_round(session, round_id)
    inside = _inside(session, round_id, unit.code)
    if inside is None:
        return (DescriptionCode.UNIT_UNKNOWN.at("code", unit=unit.code),)
    before = unit_setting(inside)
    defaults = _defaults(session, found)
    unit = with_points(unit, defaults=defaults)
    unit = unit.model_copy(update={"name": unit.name or inside.unit_name})
    named = f"{inside.unit_code} {inside.unit_name}"
    changes = tuple(
        Change(field=name, before=old, after=getattr(unit, name), unit=named)
        for name, old in before
    )
    faults = (
        *_unit_faults(unit, known=known_here(session), taken=frozenset()),
        *against_changes(
            changes, state=State(found.state), reason=request.reason, today=request.today
        ),
    )
    real = [change for change in changes if change.before != change.after]
    if faults or not real:
        return faults
    groups = {group.code: group.id for group in rounds.all_groups(session)}
    row = unit_row(
        unit,
        unit_id=inside.unit_id,
        group_id=groups[unit.group],
        name=unit.name,
        defaults=defaults,
    )
    round_writes.update_round_unit(session, inside.id, row)
    _record(session, "round.unit_changed", round_id, request, real)
    return ()


def remove_unit(
    session: Session, round_id: int, code: str, request: ChangeRequest
) -> tuple[Fault, ...]:
    """Takes a unit out of a draft."""
    found = rounds.locked_round(session, round_id)
    inside = _inside(session, round_id, code)
    if inside is None:
        return (DescriptionCode.UNIT_UNKNOWN.at("code", unit=code),)
    removed = Change(field="units", before=code, after="")
    faults = against_changes(
        (removed,), state=State(found.state), reason=request.reason, today=request.today
    )
    if faults:
        return faults
    if not round_writes.remove_round_unit(session, inside.id):
        return (DescriptionCode.UNIT_IN_USE.at("code"),)
    _record(session, "round.unit_removed", round_id, request, [removed])
    return ()


def _inside(session: Session, round_id: int, code: str) -> rounds.RoundUnitRecord | None:
    units = rounds.units_of_round(session, round_id)
    return next((unit for unit in units if unit.unit_code == code), None)


def _unit_faults(unit: UnitSetting, *, known: Known, taken: frozenset[str]) -> tuple[Fault, ...]:
    found = unit_faults(
        unit, groups=frozenset(known.groups), units=known.units, taken=taken, where=in_words
    )
    return tuple(fault for _path, fault in found)


def _defaults(session: Session, found: rounds.RoundRecord) -> UnitDefaults:
    _, points = rules_of(plans.plans_of(session, found.id))
    return UnitDefaults.of(index_plan(found.index_plan), points=points)


def _follow(session: Session, found: rounds.RoundRecord, *, before: UnitDefaults) -> None:
    """Units that had the points of the plans of before get those of the plans of now."""
    after = _defaults(session, found)
    if before == after:
        return
    for is_exempt in (False, True):
        old, new = (
            round_writes.UnitPoints(maximum_points=whole, component_maximum=component)
            for whole, component in (one.of_unit(is_exempt=is_exempt) for one in (before, after))
        )
        round_writes.replace_points(session, found.id, is_exempt=is_exempt, before=old, after=new)


def _record(
    session: Session,
    action: str,
    round_id: int,
    request: ChangeRequest,
    changes: Sequence[Change],
) -> None:
    """Every field with what it was and what it is; plans are named by what they say."""
    details: Mapping[str, str] = {
        change.where: f"{'' if change.before is None else change.before} → "
        f"{'' if change.after is None else change.after}"
        for change in changes
    }
    reason = request.reason.strip()
    more = {"reason": reason} if reason else {}
    record(session, action, round_id, by=request.by, at=request.at, details={**details, **more})
