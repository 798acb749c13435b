"""What the forms of rounds send, as descriptions that can be judged."""

import re
from collections.abc import Mapping

from pydantic import ValidationError
from werkzeug.datastructures import MultiDict

from questionnaires import Fault
from survey_app.fieldwork.round_description import (
    RoundSettings,
    UnitSetting,
    in_words,
    shape_faults,
)
from survey_app.fieldwork.round_freedom import Freedom, freedom_of
from survey_app.fieldwork.round_states import State

Form = MultiDict[str, str]
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
TEXTS = ("year", "questionnaire", "index_plan", "controller", "contact", "erase_days")
RULES = ("scoring_plan", "points_plan")
SWITCHES = ("asks_position", "allows_unlisted", "levels_descending")
PLANS = {
    "sampling": (
        *("method", "size", "margin_percent", "rule", "minimum", "reserve_percent", "source"),
    ),
    "recheck": ("share_percent", "minimum_per_enumerator", "source"),
}
CHOSEN_BY = {"sampling": "sampling_method", "recheck": "recheck_share_percent"}
"""The field that is left empty where a round has no such plan."""


def day_of(text: str) -> str:
    """A day as a browser sends it, or as one writes it here: 31/10/2026."""
    written = _DAY.fullmatch(text.strip())
    if written is None:
        return text.strip()
    day, month, year = written.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def settings_from(
    form: Form, *, before: RoundSettings, state: State
) -> tuple[RoundSettings | None, tuple[Fault, ...]]:
    """The settings with what the form says of the fields that are not fixed in this state."""
    if state is State.DRAFT:
        values: Mapping[str, object] = _all_values(form, before=before)
    else:
        values = _free_values(form, before=before, state=state)
    try:
        return RoundSettings.model_validate(values), ()
    except ValidationError as error:
        return None, tuple(fault for _path, fault in shape_faults(error, where=in_words))


def _all_values(form: Form, *, before: RoundSettings) -> dict[str, object]:
    values: dict[str, object] = {name: form.get(name, "").strip() for name in TEXTS}
    values |= {name: form.get(name, getattr(before, name)).strip() for name in RULES}
    values |= {name: name in form for name in SWITCHES}
    values["name"] = {"vi": form.get("name_vi", ""), "en": form.get("name_en", "")}
    values["period"] = {
        "start": day_of(form.get("period_start", "")),
        "end": day_of(form.get("period_end", "")),
    }
    values["fieldwork_end"] = _day_or_none(form, "fieldwork_end")
    for kind, fields in PLANS.items():
        if form.get(CHOSEN_BY[kind], "").strip():
            plan: dict[str, object] = {
                name: form.get(f"{kind}_{name}", "").strip() for name in fields
            }
            if kind == "sampling":
                plan["strata"] = tuple(form.getlist("sampling_strata"))
            values[kind] = plan
    return values


def _free_values(form: Form, *, before: RoundSettings, state: State) -> dict[str, object]:
    values: dict[str, object] = before.model_dump()
    if "contact" in form and freedom_of("contact", state=state) is not Freedom.FIXED:
        values["contact"] = form["contact"]
    if "period_end" in form and freedom_of("period_end", state=state) is not Freedom.FIXED:
        values["period"] = {"start": before.period.start, "end": day_of(form["period_end"])}
    if "fieldwork_end" in form and freedom_of("fieldwork_end", state=state) is not Freedom.FIXED:
        values["fieldwork_end"] = _day_or_none(form, "fieldwork_end")
    return values


def _day_or_none(form: Form, name: str) -> str | None:
    return day_of(form.get(name, "")) or None


def unit_from(
    form: Form, *, code: str, before: UnitSetting | None = None
) -> tuple[UnitSetting | None, tuple[Fault, ...]]:
    """A unit as the form describes it; of one that is in an open round, only the quota."""
    if before is not None and "group" not in form:
        values = before.model_dump() | {"quota": form.get("quota", "").strip()}
    else:
        values = {
            "code": code.strip(),
            "name": form.get("name", ""),
            "group": form.get("group", ""),
            "quota": form.get("quota", "").strip() or "0",
            "exempt": "exempt" in form,
            "maximum_points": _points(form, "maximum_points"),
            "component_maximum": _points(form, "component_maximum"),
        }
    try:
        return UnitSetting.model_validate(values), ()
    except ValidationError as error:
        return None, tuple(fault for _path, fault in shape_faults(error, where=in_words))


def _points(form: Form, name: str) -> str | None:
    """With a decimal comma or a point; left out, they are those of the index plan."""
    text = form.get(name, "").strip().replace(" ", "")
    whole, mark, decimals = text.rpartition("," if text.rfind(",") > text.rfind(".") else ".")
    return f"{whole.replace('.', '').replace(',', '')}{mark and '.'}{decimals}" or None
