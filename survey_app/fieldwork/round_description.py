"""A round as somebody describes it, in a file or a form: its shape, and what each value may be."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from questionnaires import Fault
from questionnaires.file_problems import FileCode, closest
from questionnaires.problems import AnswerCode
from questionnaires.text import Frozen, nfc, unwritable_character
from scoring.plans.shipped import USUAL_PLAN
from survey_app.fieldwork.description_problems import DescriptionCode

LONGEST_LINE = 300
MOST_QUOTA = 1_000_000
MOST_DAYS = 3_650
ROUND_CODE = r"^[a-z0-9][a-z0-9-]{0,31}$"
UNIT_CODE = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$"
ALLOWED = {
    ROUND_CODE: "small letters, digits and -; at most 32",
    UNIT_CODE: "letters, digits, _ and -; at most 32",
}

Path = tuple[str | int, ...]
"""Keys and positions from the top of the description to a value."""


def _line(text: str) -> str:
    if found := unwritable_character(text):
        raise PydanticCustomError("control_character", "control", {"character": found})
    if "\n" in text or "\r" in text:
        raise PydanticCustomError("control_character", "control", {"character": "U+000A"})
    return nfc(text.strip())


def _given(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty_text", "empty text")
    return text


def _no_truth(value: object) -> object:
    """For Python, true is a kind of 1; for whoever writes a description it is a mistake."""
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "not a number")
    return value


Line = Annotated[str, Field(max_length=LONGEST_LINE), AfterValidator(_line)]
GivenLine = Annotated[Line, AfterValidator(_given)]
Whole = Annotated[int, BeforeValidator(_no_truth)]
Points = Annotated[Decimal, BeforeValidator(_no_truth), Field(ge=0, max_digits=7, decimal_places=2)]
RoundCodeText = Annotated[str, Field(pattern=ROUND_CODE)]
UnitCodeText = Annotated[str, Field(pattern=UNIT_CODE)]


class Names(Frozen):
    """A name in both languages."""

    vi: GivenLine
    en: GivenLine


class Period(Frozen):
    """From which day to which day procedures were finished that are asked about."""

    start: date
    end: date


class SamplingPlan(Frozen):
    """How respondents are drawn in each unit.

    `size`: the unit's quota, or `margin_percent` as e of n = N / (1 + N·e²), the formula of the
    ministry's training material for SIPAS. `rule` and `minimum` share it out to the strata;
    `reserve_percent` is the length of the reserve list against the official one.
    """

    method: Literal["simple", "stratified", "systematic"]
    strata: tuple[Literal["field", "district", "channel"], ...] = ()
    size: Literal["quota", "margin"] = "quota"
    margin_percent: Annotated[Whole, Field(ge=1, le=50)] = 5
    rule: Literal["proportional", "equal"] = "proportional"
    minimum: Annotated[Whole, Field(ge=0, le=1000)] = 0
    reserve_percent: Annotated[Whole, Field(ge=0, le=100)]
    source: GivenLine


class RecheckSetting(Frozen):
    """How many interviews are made again: a share, and at least so many of each enumerator."""

    share_percent: Annotated[Whole, Field(ge=0, le=100)]
    minimum_per_enumerator: Annotated[Whole, Field(ge=0, le=100)]
    source: GivenLine


class RoundSettings(Frozen):
    """What a round fixes for all its units."""

    name: Names
    year: Annotated[Whole, Field(ge=2000, le=2100)]
    questionnaire: GivenLine
    """The id of a shipped questionnaire, or the SHA-256 of a published version."""
    index_plan: GivenLine
    scoring_plan: GivenLine = USUAL_PLAN
    """The id of a shipped scoring plan, or the SHA-256 of a kept one; so the points plan."""
    points_plan: GivenLine = USUAL_PLAN
    period: Period
    fieldwork_end: date | None = None
    """The last day on which interviews are made; it may be after the period."""
    controller: Line = ""
    contact: Line = ""
    erase_days: Annotated[Whole, Field(ge=1, le=MOST_DAYS)]
    asks_position: bool = False
    allows_unlisted: bool = True
    levels_descending: bool = False
    sampling: SamplingPlan | None = None
    recheck: RecheckSetting | None = None


class UnitSetting(Frozen):
    """What a round fixes for one unit; points that are left out are those of the index plan."""

    code: UnitCodeText
    name: Line = ""
    group: RoundCodeText
    quota: Annotated[Whole, Field(ge=0, le=MOST_QUOTA)] = 0
    exempt: bool = False
    maximum_points: Points | None = None
    component_maximum: Points | None = None


class GroupSetting(Frozen):
    """A type of unit, with the days between which such units exist."""

    code: RoundCodeText
    name: Names
    valid_from: date | None = None
    valid_until: date | None = None


class RoundDescription(RoundSettings):
    """A whole round, as `hailong round create` reads it."""

    code: RoundCodeText
    simulated: bool = False
    groups: tuple[GroupSetting, ...] = ()
    units: tuple[UnitSetting, ...] = ()


class NewName(Frozen):
    """What a unit is called from now on."""

    name: GivenLine


class Validity(Frozen):
    """Between which days units of a type exist; a missing day is unknown, or open."""

    valid_from: date | None = None
    valid_until: date | None = None


class Merging(Frozen):
    """Into which unit another one goes, and on which last day."""

    into: UnitCodeText
    ended_on: date


class NewCode(Frozen):
    """Under which code and for which year a round is planned again."""

    code: RoundCodeText
    year: Annotated[Whole, Field(ge=2000, le=2100)]


_EXPECTED = {
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "model_type": "a group of keys",
    "decimal_type": "a number",
    "decimal_parsing": "a number",
    "decimal_max_places": "a number with at most two decimals",
    "decimal_max_digits": "a number below 100000",
    "decimal_whole_digits": "a number below 100000",
    "finite_number": "a number",
}
_LIMITS = {"greater_than_equal": ("at least", "ge"), "less_than_equal": ("at most", "le")}


def in_words(path: Path) -> str:
    """The place of a value in a form."""
    return ", ".join(str(step) for step in path) or "round"


def faults_of(model: type[Frozen], values: Mapping[str, object]) -> tuple[Fault, ...]:
    """Everything that is wrong with the shape of values from a form."""
    try:
        model.model_validate(values)
    except ValidationError as error:
        return tuple(fault for _path, fault in shape_faults(error, where=in_words))
    return ()


def shape_faults(
    error: ValidationError, *, where: Callable[[Path], str], known: frozenset[str] = frozenset()
) -> Iterator[tuple[Path, Fault]]:
    """Every fault of shape with its path; `known` are the keys to suggest for a misspelt one."""
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        yield path, _fault(detail, where(path), key=_key(path), known=known)


def _key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "round")


def _fault(detail: ErrorDetails, where: str, *, key: str, known: frozenset[str]) -> Fault:
    kind = detail["type"]
    context = detail.get("ctx", {})
    if kind in _EXPECTED:
        return FileCode.WRONG_KIND.at(where, key=key, expected=_EXPECTED[kind])
    if kind in _LIMITS:
        words, name = _LIMITS[kind]
        return FileCode.OUTSIDE_LIMITS.at(where, key=key, limit=f"{words} {context[name]}")
    if kind == "missing":
        return FileCode.MISSING_KEY.at(where, key=key)
    if kind == "extra_forbidden":
        return FileCode.UNKNOWN_KEY.at(where, key=key, hint=closest(key, known))
    if kind == "string_type":
        return FileCode.NOT_A_TEXT.at(where, key=key)
    return _text_fault(detail, where, key=key)


def _text_fault(detail: ErrorDetails, where: str, *, key: str) -> Fault:
    kind, value = detail["type"], str(detail["input"])
    context = detail.get("ctx", {})
    if kind == "string_too_long":
        return AnswerCode.TEXT_TOO_LONG.at(where, maximum=str(context["max_length"]))
    if kind == "string_pattern_mismatch":
        allowed = ALLOWED[context["pattern"]]
        return FileCode.BAD_CODE.at(where, key=key, value=value, allowed=allowed)
    if kind == "control_character":
        return FileCode.CONTROL_CHARACTER.at(where, character=str(context["character"]))
    if kind == "empty_text":
        return FileCode.EMPTY_TEXT.at(where)
    if kind == "literal_error":
        return FileCode.NOT_ONE_OF.at(where, value=value, key=key, hint=str(context["expected"]))
    return DescriptionCode.NOT_A_DAY.at(where, key=key, value=value)
