"""Rows of the document of scores without what is hidden."""

from collections.abc import Callable, Iterable, Mapping

from pydantic import JsonValue

from scoring.publishing import Flag
from scoring.rule import ScoringRule
from scoring.suppression import Hidden, Suppression

Row = dict[str, JsonValue]
PROTECTS = "hidden so that a smaller one cannot be computed"
ALWAYS = ("n", "n_valid", "N", "N_estimated", "df", "flag", "flag_reason", "lonely_strata")
"""How many people there are says nothing of what they answered."""
KEPT = (*ALWAYS, "composition", "name", "group", "left_out", "uncovered", "incomplete")
ANSWERS = ("answers_valid", "answers_satisfied", "blank", "not_applicable")


def without_hidden(
    row: Row,
    *,
    rule: ScoringRule,
    suppression: Suppression,
    is_in: Callable[[Hidden], bool],
) -> Row:
    """The row with null for what is hidden of it; `is_in` tells whether it is among these."""
    if is_in(suppression.rows):
        return _wholly_hidden(row, is_small=is_in(suppression.small))
    shown = dict(row)
    if is_in(suppression.answers):
        shown |= dict.fromkeys(ANSWERS) | {"factor_mean": _null(row["factor_mean"])}
        shown |= _without_steps(row)
    for factor in rule.factors:
        if is_in(suppression.factors[factor.code]):
            shown["factors"] = _emptied(shown["factors"], (factor.code,), keep="n_valid")
        if is_in(suppression.items[factor.code]):
            shown["items"] = _emptied(shown["items"], factor.items)
    return shown


def _wholly_hidden(row: Row, *, is_small: bool) -> Row:
    shown: Row = {name: row[name] if name in KEPT else _null(value) for name, value in row.items()}
    if not is_small:
        shown |= {"flag": str(Flag.SUPPRESSED), "flag_reason": PROTECTS}
    return shown


def _without_steps(row: Row) -> Row:
    """The steps to the points name the share of each factor that the plan asks for."""
    published = row.get("published")
    points = published.get("points") if isinstance(published, Mapping) else None
    if not isinstance(published, Mapping) or not isinstance(points, Mapping):
        return {}
    return {"published": {**published, "points": {**points, "steps": None}}}


def _emptied(rows: JsonValue, codes: Iterable[str], *, keep: str = "") -> JsonValue:
    if not isinstance(rows, Mapping):
        raise TypeError("factors and items are given by their codes")
    hidden = {}
    for code in codes:
        row = rows[code]
        if not isinstance(row, Mapping):
            raise TypeError("a factor or an item is a row of figures")
        hidden[code] = {name: row[name] if name == keep else _null(row[name]) for name in row}
    return {**rows, **hidden}


def _null(value: JsonValue) -> JsonValue:
    """The same keys with nothing in them."""
    if isinstance(value, Mapping):
        return {name: _null(inner) for name, inner in value.items()}
    return None
