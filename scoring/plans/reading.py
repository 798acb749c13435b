"""Reads the file of a plan (YAML or JSON) and says everything that is wrong with it at once."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from questionnaires.answers import shown
from questionnaires.file_problems import FileCode, closest
from questionnaires.items import ITEM_PATTERN, PART_PATTERN
from questionnaires.problems import Catalogue, Fault
from questionnaires.text import Frozen
from questionnaires.tree import Located, Path, Tree
from questionnaires.yaml_tree import read_tree
from scoring.effect_limits import EffectLimits
from scoring.indicator import Estimator
from scoring.plans.criteria_set import AREA_CODE, Area, CriteriaSet, Scale
from scoring.plans.plan_parts import PLAN_ID, UNIT_CODE
from scoring.plans.plan_problems import PlanCode, PlanFault, PlanRefused
from scoring.plans.points_plan import (
    Adjustment,
    Bands,
    Linear,
    Mix,
    PerFactor,
    PointsBand,
    PointsPlan,
    Relative,
)
from scoring.plans.scoring_plan import PlanFactor, ScoringPlan
from scoring.publishing import Limits
from scoring.recheck.acceptance_plan import SHARE, AcceptancePlan, Stage
from scoring.recheck.recheck_plan import ContactRule, Deadline, Opening, RecheckPlan, Tolerance

Plan = ScoringPlan | PointsPlan | RecheckPlan | CriteriaSet
KINDS: dict[str, type[ScoringPlan] | type[PointsPlan] | type[RecheckPlan] | type[CriteriaSet]] = {
    "scoring": ScoringPlan,
    "points": PointsPlan,
    "recheck": RecheckPlan,
    "criteria": CriteriaSet,
}
_RULES: dict[str, type[Frozen]] = {
    "linear": Linear,
    "bands": Bands,
    "per_factor": PerFactor,
    "relative": Relative,
}
_NUMBER = "a number with at most four decimals"
_EXPECTED = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "tuple_type": "a list",
    "model_type": "a group of keys",
    "model_attributes_type": "a group of keys",
    "dict_type": "a group of keys",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "finite_number": "a number",
    "decimal_max_places": _NUMBER,
    "decimal_max_digits": _NUMBER,
    "decimal_whole_digits": _NUMBER,
}
_LIMITS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
}
_ALLOWED = {
    PLAN_ID: "small letters, digits and -; at most 64",
    AREA_CODE: "a small letter first, then small letters, digits and _; at most 32",
    UNIT_CODE: "letters, digits, _ and -; at most 32",
    ITEM_PATTERN: "a small letter first, then small letters, digits and _; at most 32",
    PART_PATTERN: "a letter first, then letters, digits and _; at most 32",
    SHARE: "0, a point and at most 6 digits, in quotes, such as “0.03”",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """What came of reading a file: a plan, or the faults that stand against it."""

    plan: Plan | None
    faults: tuple[Fault, ...]
    tree: Tree | None

    def located(self, found: tuple[PlanFault, ...]) -> tuple[Fault, ...]:
        """Faults that were found in the plan later on, at their places in the file."""
        if self.tree is None:
            return tuple(one.code.at(_words(one.path), **one.details) for one in found)
        return tuple(_located(one, self.tree).fault for one in found)


def read_plan(data: bytes) -> PlanReading:
    """Read a plan; never raises on bad input. Faults come in the order of lines."""
    tree, file_faults = read_tree(data)
    if tree is None:
        faults = tuple(one.fault for one in file_faults)
        return PlanReading(plan=None, faults=faults, tree=None)
    plan, faults_of_plan = _judged(tree)
    in_order = sorted((*file_faults, *faults_of_plan), key=lambda found: found.line)
    return PlanReading(
        plan=None if in_order else plan,
        faults=tuple(found.fault for found in in_order),
        tree=tree,
    )


def _judged(tree: Tree) -> tuple[Plan | None, tuple[Located, ...]]:
    kind = tree.value.get("kind") if isinstance(tree.value, dict) else None
    model = KINDS.get(kind) if isinstance(kind, str) else None
    if model is None:
        return None, (_at(tree, ("kind",), PlanCode.UNKNOWN_KIND),)
    try:
        return TypeAdapter[Plan](model).validate_python(tree.value), ()
    except ValidationError as error:
        return None, tuple(_shape_faults(error, tree=tree, model=model))


def _shape_faults(error: ValidationError, *, tree: Tree, model: type[Frozen]) -> Iterator[Located]:
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, PlanRefused):
            yield from (_located(one, tree) for one in cause.faults)
        else:
            yield _shape_fault(detail, tree=tree, model=model)


def _shape_fault(detail: ErrorDetails, *, tree: Tree, model: type[Frozen]) -> Located:
    # pydantic puts the chosen kind of rule behind its key, and "[key]" behind a wrong key
    path = tuple(
        step
        for at, step in enumerate(detail["loc"])
        if step != "[key]" and not (step in _RULES and at and detail["loc"][at - 1] == "rule")
    )
    kind, key = detail["type"], _key(path)
    context = detail.get("ctx", {})
    if kind in _EXPECTED:
        return _at(tree, path, FileCode.WRONG_KIND, key=key, expected=_EXPECTED[kind])
    if kind in _LIMITS:
        words, name = _LIMITS[kind]
        return _at(tree, path, FileCode.OUTSIDE_LIMITS, key=key, limit=f"{words} {context[name]}")
    if kind in ("missing", "union_tag_not_found"):
        missing = "kind" if kind == "union_tag_not_found" else key
        return _at(tree, path, FileCode.MISSING_KEY, key=missing)
    if kind == "extra_forbidden":
        hint = closest(key, _known_keys(detail["loc"][:-1], model=model))
        return _at(tree, path, FileCode.UNKNOWN_KEY, key=shown(key), hint=hint)
    return _text_fault(detail, path, tree=tree, key=key)


def _text_fault(detail: ErrorDetails, path: Path, *, tree: Tree, key: str) -> Located:
    kind, value = detail["type"], shown(detail["input"])
    context = detail.get("ctx", {})
    if kind == "union_tag_invalid":
        wrong = shown(context["tag"])
        hint = closest(wrong, _RULES)
        return _at(tree, path, FileCode.NOT_ONE_OF, value=wrong, key="kind", hint=hint)
    if kind in ("literal_error", "enum"):
        known = [str(member) for member in Estimator] if key == "estimator" else []
        hint = closest(value, known) if known else str(context["expected"])
        return _at(tree, path, FileCode.NOT_ONE_OF, value=value, key=key, hint=hint)
    if kind == "string_type":
        return _at(tree, path, FileCode.NOT_A_TEXT, key=key)
    if kind == "string_pattern_mismatch":
        allowed = _ALLOWED[str(context["pattern"])]
        return _at(tree, path, FileCode.BAD_CODE, key=key, value=value, allowed=allowed)
    if kind == "control_character":
        return _at(tree, path, FileCode.CONTROL_CHARACTER, character=str(context["character"]))
    if kind == "empty_text":
        return _at(tree, path, FileCode.EMPTY_TEXT)
    if kind == "empty_list":
        return _at(tree, path, FileCode.EMPTY_LIST, key=key)
    return _at(tree, path, FileCode.MALFORMED, key=key, why=detail["msg"])


def _known_keys(loc: Path, *, model: type[Frozen]) -> frozenset[str]:
    """The keys of the part of the plan where a key is not known."""
    parts: dict[str, type[BaseModel]] = {
        **_RULES,
        "factors": PlanFactor,
        "limits": Limits,
        "exclusion": EffectLimits,
        "bands": PointsBand,
        "mix": Mix,
        "adjustments": Adjustment,
        "opening": Opening,
        "deadline": Deadline,
        "contact": ContactRule,
        "tolerance": Tolerance,
        "acceptance": AcceptancePlan,
        "stages": Stage,
        "areas": Area,
        "other_scales": Scale,
    }
    named = [parts[str(step)] for step in loc if step in parts]
    return frozenset((named[-1] if named else model).model_fields)


def _key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "plan")


def _located(found: PlanFault, tree: Tree) -> Located:
    return _at(tree, found.path, found.code, **found.details)


def _at(tree: Tree, path: Path, code: Catalogue, /, **details: str) -> Located:
    line = tree.line(tree.standing(path))
    where = f"{_words(path)} (line {line})" if line else _words(path)
    return Located(line=line or 0, fault=code.at(where, **details))


def _words(path: Path) -> str:
    """Such as `rule, bands, 2, points`; entries of lists are counted from 1."""
    return ", ".join(str(step + 1) if isinstance(step, int) else step for step in path) or "plan"
