"""What is wrong with a well-formed description of a round, given what is known here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from questionnaires import Fault
from scoring.plans.plan_problems import PlanFault
from survey_app.fieldwork.description_problems import DescriptionCode
from survey_app.fieldwork.round_description import (
    GroupSetting,
    Path,
    RoundDescription,
    RoundSettings,
    UnitSetting,
)

Where = Callable[[Path], str]
Found = Iterator[tuple[Path, Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What descriptions may refer to, by code."""

    rounds: frozenset[str]
    questionnaires: frozenset[str]
    """Ids of shipped ones and SHA-256 of published versions."""
    index_plans: frozenset[str]
    scoring_plans: frozenset[str]
    points_plans: frozenset[str]
    """Ids of shipped plans and SHA-256 of kept ones."""
    fitting: Callable[[str, str, str], Iterator[tuple[str, PlanFault]]]
    """What stands against questionnaire, scoring plan and points plan, all of them known."""
    groups: Mapping[str, GroupSetting]
    units: frozenset[str]


def description_faults(described: RoundDescription, *, known: Known, where: Where) -> Found:
    """Everything that is wrong with a new round."""
    if described.code in known.rounds:
        path = ("code",)
        yield path, DescriptionCode.CODE_TAKEN.at(where(path), round=described.code)
    yield from settings_faults(described, known=known, where=where)
    yield from _group_faults(described.groups, known=known, where=where)
    groups = frozenset(known.groups) | {group.code for group in described.groups}
    taken: set[str] = set()
    for place, unit in enumerate(described.units):
        yield from unit_faults(
            unit,
            groups=groups,
            units=known.units,
            taken=frozenset(taken),
            where=where,
            at=("units", place),
        )
        taken.add(unit.code)


def settings_faults(settings: RoundSettings, *, known: Known, where: Where) -> Found:
    """What is wrong with the settings of a round, new or not."""
    if settings.period.end < settings.period.start:
        yield _at(DescriptionCode.PERIOD_BACKWARD, ("period", "end"), where)
    if settings.fieldwork_end is not None and settings.fieldwork_end < settings.period.start:
        yield _at(DescriptionCode.FIELDWORK_BEFORE_PERIOD, ("fieldwork_end",), where)
    if settings.questionnaire not in known.questionnaires:
        yield _at(
            DescriptionCode.QUESTIONNAIRE_UNKNOWN,
            ("questionnaire",),
            where,
            questionnaire=settings.questionnaire,
            known=_list(known.questionnaires),
        )
    if settings.index_plan not in known.index_plans:
        yield _at(
            DescriptionCode.PLAN_UNKNOWN,
            ("index_plan",),
            where,
            plan=settings.index_plan,
            known=_list(known.index_plans),
        )
    yield from _rule_faults(settings, known=known, where=where)
    sampling = settings.sampling
    if sampling is None:
        return
    if sampling.method == "stratified" and not sampling.strata:
        yield _at(DescriptionCode.STRATA_MISSING, ("sampling", "strata"), where)
    if sampling.method == "simple" and sampling.strata:
        yield _at(DescriptionCode.STRATA_NOT_USED, ("sampling", "strata"), where)


def _rule_faults(settings: RoundSettings, *, known: Known, where: Where) -> Found:
    """What is wrong with the plans by which a round is scored."""
    chosen = {
        "scoring_plan": (settings.scoring_plan, known.scoring_plans),
        "points_plan": (settings.points_plan, known.points_plans),
    }
    unknown = {key: names for key, (name, names) in chosen.items() if name not in names}
    for key, names in unknown.items():
        words = {"plan": chosen[key][0], "known": _list(names)}
        yield _at(DescriptionCode.RULES_UNKNOWN, (key,), where, **words)
    if not unknown and settings.questionnaire in known.questionnaires:
        named = (settings.questionnaire, settings.scoring_plan, settings.points_plan)
        for key, fault in known.fitting(*named):
            yield (key,), fault.code.at(where((key,)), **fault.details)


def unit_faults(
    unit: UnitSetting,
    *,
    groups: frozenset[str],
    units: frozenset[str],
    taken: frozenset[str],
    where: Where,
    at: Path = (),
) -> Found:
    """What is wrong with one unit; `taken` are those that the round has already."""
    if unit.code in taken:
        yield _at(DescriptionCode.UNIT_TWICE, (*at, "code"), where, unit=unit.code)
    if unit.code not in units and not unit.name:
        yield _at(DescriptionCode.UNIT_WITHOUT_NAME, (*at, "code"), where, unit=unit.code)
    if unit.group not in groups:
        path = (*at, "group")
        words = {"group": unit.group, "known": _list(groups)}
        yield _at(DescriptionCode.GROUP_UNKNOWN, path, where, **words)
    if unit.exempt and unit.quota:
        quota = str(unit.quota)
        yield _at(DescriptionCode.EXEMPT_WITH_QUOTA, (*at, "quota"), where, quota=quota)
    if unit.maximum_points is not None and unit.maximum_points <= 0:
        yield _at(DescriptionCode.MAXIMUM_ZERO, (*at, "maximum_points"), where)


def _group_faults(groups: Sequence[GroupSetting], *, known: Known, where: Where) -> Found:
    seen: set[str] = set()
    for place, group in enumerate(groups):
        at: Path = ("groups", place)
        if group.code in seen:
            yield _at(DescriptionCode.GROUP_TWICE, (*at, "code"), where, group=group.code)
        elif known.groups.get(group.code, group) != group:
            yield _at(DescriptionCode.GROUP_CHANGED, (*at, "code"), where, group=group.code)
        if group.valid_from and group.valid_until and group.valid_until < group.valid_from:
            yield _at(DescriptionCode.GROUP_BACKWARD, (*at, "valid_until"), where)
        seen.add(group.code)


def _at(code: DescriptionCode, path: Path, where: Where, **details: str) -> tuple[Path, Fault]:
    return path, code.at(where(path), **details)


def _list(words: frozenset[str]) -> str:
    return ", ".join(sorted(words)) or "–"
