"""The document of a run of scores: the same inputs give the same bytes."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from pydantic import JsonValue

from scoring.composition import Composition, together
from scoring.group_places import with_numbers_ranked, with_places
from scoring.hidden_points import hidden_points, without_points
from scoring.hidden_rows import Row, without_hidden
from scoring.published_json import ByPlan
from scoring.publishing import Flag
from scoring.score_json import MadeOf, score_json
from scoring.score_table import ScoreRow, ScoreTable
from scoring.suppression import Hidden, Suppression, suppression_of

DOCUMENT = "hailong score run 1"
MOST_EXCLUDED_PERCENT = 5
MOVED = "interviews that were excluded change it by more than one standard error"
MANY_EXCLUDED = f"more than {MOST_EXCLUDED_PERCENT} % of its interviews were excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitInRun:
    """A unit of the round. left_out: interviews with people outside its sample. uncovered: people
    of its population by stratum, of the strata of which nobody was asked.
    """

    name: str
    group: str
    left_out: int = 0
    uncovered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """All that a run is made of.

    about: what identifies the round, the data cut and the code, as it is to stand in the document.
    with_excluded: the scores with the interviews that were received and voided; excluded: how many
    these are, by unit. units: all of the round, by code.
    """

    about: Mapping[str, JsonValue]
    table: ScoreTable
    groups: Mapping[str, ScoreRow]
    units: Mapping[str, UnitInRun]
    by: ByPlan
    compositions: Mapping[str, Composition]
    with_excluded: ScoreTable
    excluded: Mapping[str, int]

    @property
    def group_of(self) -> Mapping[str, str]:
        """The group of each unit."""
        return {code: unit.group for code, unit in self.units.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDocument:
    """content: the whole document. rows: kind, code and content of each row. suppression: what is
    hidden in them. provisional: units by code that are, with the reason.
    """

    content: Mapping[str, JsonValue]
    suppression: Suppression
    provisional: Mapping[str, str]

    @property
    def canonical(self) -> str:
        """The bytes that are hashed, as text."""
        return canonical(self.content)

    @property
    def sha256(self) -> str:
        """Of the canonical text in UTF-8."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, code and canonical content of every row; the whole has no code."""
        of_kind = {"unit": "units", "group": "groups"}
        found = [
            (kind, code, canonical(row))
            for kind, name in of_kind.items()
            for code, row in sorted(_rows(self.content[name]).items())
        ]
        return (*found, ("whole", "", canonical(self.content["overall"])))


def canonical(content: JsonValue | Mapping[str, JsonValue]) -> str:
    """JSON with sorted keys, no spaces, and numbers as Python writes them: the shortest decimals
    that are read back as the same number.
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def run_document(facts: RunFacts) -> RunDocument:
    """Rows as in the document of `score-file`, with the plans; groups beside units.

    Units and the whole also say what their figure would be with the interviews that were excluded.
    What these move by more than one standard error, or what lost more than 5 % of its interviews,
    is provisional. What too few people stand behind is hidden last, here and nowhere else.
    """
    suppression = suppression_of(facts.table, groups=facts.groups, group_of=facts.group_of)
    scored = _scored(facts)
    rows = _with_excluded(facts, scored)

    def shown(row: Row, is_in: Callable[[Hidden], bool]) -> Row:
        return without_hidden(row, rule=facts.table.rule, suppression=suppression, is_in=is_in)

    without = _without_points(facts, suppression)
    units = with_places(
        {code: without(code, shown(row, _of_unit(code))) for code, row in rows["units"].items()},
        rows=facts.table.units,
        group_of=facts.group_of,
    )
    groups = with_numbers_ranked(
        {code: shown(row, _of_group(code)) for code, row in rows["groups"].items()},
        units=units,
        group_of=facts.group_of,
    )
    whole = shown(rows["whole"][""], lambda hidden: hidden.whole)
    content: dict[str, JsonValue] = {
        "document": DOCUMENT,
        **facts.about,
        "method": scored["method"],
        "overall": whole,
        "units": {**units},
        "groups": {**groups},
    }
    return RunDocument(
        content=content,
        suppression=suppression,
        provisional={
            code: str(row["flag_reason"])
            for code, row in units.items()
            if row["flag"] == str(Flag.PROVISIONAL)
        },
    )


def _without_points(facts: RunFacts, suppression: Suppression) -> Callable[[str, Row], Row]:
    """Takes away from the row of a unit the points that would tell of hidden ones."""
    found: frozenset[str] = frozenset()
    if facts.by.points_plan is not None:
        found = hidden_points(
            facts.by.points_plan,
            facts.by.points,
            table=facts.table,
            suppression=suppression,
            group_of=facts.group_of,
        )
    return lambda code, row: without_points(row) if code in found else row


def _of_unit(code: str) -> Callable[[Hidden], bool]:
    return lambda hidden: code in hidden.units


def _of_group(code: str) -> Callable[[Hidden], bool]:
    return lambda hidden: code in hidden.groups


def _scored(facts: RunFacts) -> dict[str, JsonValue]:
    made_of = MadeOf(
        overall=together(facts.compositions.values()), units=facts.compositions, selected={}
    )
    found = score_json(facts.table, made_of=made_of, by=facts.by)
    parts: dict[str, list[Composition]] = {}
    for code, composition in facts.compositions.items():
        parts.setdefault(facts.units[code].group, []).append(composition)
    of_groups = score_json(
        replace(facts.table, units=facts.groups),
        made_of=replace(made_of, units={code: together(of) for code, of in parts.items()}),
        by=replace(facts.by, points={}),
    )
    return {**found, "groups": of_groups["units"]}


def _with_excluded(facts: RunFacts, scored: Mapping[str, JsonValue]) -> dict[str, dict[str, Row]]:
    units = {}
    for code, row in _rows(scored["units"]).items():
        unit = facts.units[code]
        named: Row = {
            "name": unit.name,
            "group": unit.group,
            "left_out": unit.left_out,
            "uncovered": {**unit.uncovered},
            "incomplete": facts.table.incomplete.get(code, 0),
        }
        both, excluded = facts.with_excluded.units.get(code), facts.excluded.get(code, 0)
        of = facts.table.units[code]
        judged = _judged(_as_in_files(row, of=of), of=of, both=both, excluded=excluded)
        units[code] = {**named, **judged}
    whole = _judged(
        _as_in_files(_rows({"": scored["overall"]})[""], of=facts.table.overall),
        of=facts.table.overall,
        both=facts.with_excluded.overall,
        excluded=sum(facts.excluded.values()),
    )
    groups = {
        code: _as_in_files(row, of=facts.groups[code])
        for code, row in _rows(scored["groups"]).items()
    }
    return {"units": units, "groups": groups, "whole": {"": whole}}


def _as_in_files(row: Row, *, of: ScoreRow) -> Row:
    """A question that a rule skipped does not apply, as the file of the responses says it."""
    items = {
        code: {**item, "not_applicable": of.items[code].not_applicable + of.items[code].not_asked}
        for code, item in _rows(row["items"]).items()
    }
    skipped = sum(item.not_asked for item in of.items.values())
    return {**row, "items": {**items}, "not_applicable": of.not_applicable + skipped}


def _judged(row: Row, *, of: ScoreRow, both: ScoreRow | None, excluded: int) -> Row:
    """The row with its other score beside it, and the flag that comes of the difference."""
    other = None if both is None else both.published.est
    beside: Row = {
        "n_excluded": excluded,
        "est": other,
        "score10": None if other is None else other / 10,
    }
    reasons = _provisional(of, other=other, excluded=excluded)
    judged: Row = {**row, "with_excluded": beside}
    if reasons and of.verdict.flag is not Flag.SUPPRESSED:
        said = [*([of.verdict.reason] if of.verdict.reason else []), *reasons]
        judged |= {"flag": str(Flag.PROVISIONAL), "flag_reason": "; ".join(said)}
    return judged


def _provisional(of: ScoreRow, *, other: float | None, excluded: int) -> list[str]:
    if not excluded:
        return []
    est, se = of.published.est, of.published.se
    is_moved = None not in {est, se, other} and abs((other or 0.0) - (est or 0.0)) > (se or 0.0)
    is_much = 100 * excluded > MOST_EXCLUDED_PERCENT * (of.n + excluded)
    return [*([MOVED] if is_moved else []), *([MANY_EXCLUDED] if is_much else [])]


def _rows(content: JsonValue) -> dict[str, Row]:
    if not isinstance(content, Mapping):
        raise TypeError("rows are given by their codes")
    found = {}
    for code, row in content.items():
        if not isinstance(row, Mapping):
            raise TypeError("a row is an object")
        found[code] = {**row}
    return found
