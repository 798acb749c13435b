"""Rows of the document of scores without what is hidden."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from scoring.hidden_sums import Hidden
from scoring.indicator import Estimator, Indicator
from scoring.printed_figures import DECIMALS, as_printed
from scoring.publishing import Flag
from scoring.rule import ScoringRule
from scoring.suppression import Suppression

Row = dict[str, JsonValue]
PROTECTS = "hidden so that a smaller one cannot be computed"
KEPT = (
    *("n", "n_valid", "N", "N_estimated", "df", "flag", "flag_reason", "lonely_strata"),
    *("composition", "name", "group", "left_out", "uncovered", "incomplete"),
    *("fieldwork", "recheck"),
)
"""How many people there are, and what became of cases, says nothing of what anybody answered."""
ANSWERS = ("answers_valid", "answers_satisfied", "blank", "not_applicable")
OF_ALL_ANSWERS = ("pooled", "mean_score", "ci", "missing_bounds", *ANSWERS)
OF_SHARES = frozenset(
    {Estimator.MEAN_OF_ITEMS, Estimator.MEAN_OF_FACTORS, Estimator.WEIGHTED_FACTORS}
)
"""Published figures to which each factor adds its share, whatever the number of its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hiding:
    """What is hidden of one row, and why more than that must not be said.

    at: the place of the row. uncounted: items of which the numbers of answers must not
    stand beside weighted shares, as units within this sum are hidden.
    """

    rule: ScoringRule
    indicator: Indicator
    suppression: Suppression
    at: Hidden
    uncounted: Collection[str] = ()


def without_hidden(row: Row, *, hiding: Hiding) -> Row:
    """The row with null for what is hidden of it.

    `decimals` says how many the scores of all answers have left; null: they are as computed.
    """
    at, what = hiding.at, hiding.suppression
    if what.rows.has(at) or row["flag"] == str(Flag.SUPPRESSED):
        return _wholly_hidden(row, is_small=row["flag"] == str(Flag.SUPPRESSED))
    shown: Row = {**row, "decimals": None}
    factors = [code for code, hidden in what.factors.items() if hidden.has(at)]
    if factors:
        shown["factors"] = _emptied(shown["factors"], factors)
        shown["factor_mean"] = _null(shown["factor_mean"])
    of_items = [one for one in hiding.rule.factors if what.items[one.code].has(at)]
    shown["items"] = _emptied(shown["items"], [item for one in of_items for item in one.items])
    if what.excluded.has(at):
        shown["with_excluded"] = _without_excluded(shown["with_excluded"])
    if hiding.indicator.estimator in OF_SHARES and (
        factors or (of_items and hiding.indicator.estimator is Estimator.MEAN_OF_ITEMS)
    ):
        shown = _of_shares(shown)
    return _uncounted(shown, hiding.uncounted) if hiding.uncounted else shown


def _wholly_hidden(row: Row, *, is_small: bool) -> Row:
    shown: Row = {name: row[name] if name in KEPT else _null(value) for name, value in row.items()}
    shown["with_excluded"] = _without_excluded(row["with_excluded"])
    if not is_small:
        shown |= {"flag": str(Flag.SUPPRESSED), "flag_reason": PROTECTS}
    return {**shown, "decimals": None}


def _of_shares(row: Row) -> Row:
    """Beside a published mean of shares, other figures of all answers would tell each of them."""
    shown = row | {name: _null(row[name]) for name in OF_ALL_ANSWERS}
    for name in ("published", "with_excluded"):
        shown[name] = as_printed(_object(row[name]))
    return _without_steps(shown) | {"decimals": DECIMALS}


def _uncounted(row: Row, items: Collection[str]) -> Row:
    """Weighted and unweighted sums together are two equations for two units that are hidden."""
    told = {name: value for name, value in row.items() if name not in KEPT}
    shown = {**row, **as_printed(told), **dict.fromkeys(ANSWERS)}
    kept = _object(shown["items"])
    counted = ("n_valid", "counts", "blank", "not_applicable")
    for code in items:
        item = _object(kept[code])
        kept[code] = item | {name: _null(item[name]) for name in counted}
    return shown | {"items": kept, "decimals": DECIMALS}


def _without_excluded(beside: JsonValue) -> JsonValue:
    shown = _object(beside)
    numbers = {name: value for name, value in shown.items() if name.startswith("n_")}
    return {**_object(_null(shown)), **numbers}


def _without_steps(row: Row) -> Row:
    """The steps to the points name the share as it was before it was rounded."""
    published = _object(row["published"])
    if isinstance(points := published["points"], Mapping):
        published["points"] = {**points, "steps": None}
    return {**row, "published": published}


def _emptied(rows: JsonValue, codes: Iterable[str]) -> JsonValue:
    shown = _object(rows)
    return {**shown, **{code: _null(shown[code]) for code in codes}}


def _object(value: JsonValue) -> Row:
    if not isinstance(value, Mapping):
        raise TypeError("a part of a row is an object")
    return {**value}


def _null(value: JsonValue) -> JsonValue:
    """The same keys with nothing in them."""
    if isinstance(value, Mapping):
        return {name: _null(inner) for name, inner in value.items()}
    return None
