"""The rows of the document of a run, with all that is known: what is hidden comes afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from scoring.cases_json import RESPONSE_RATE, fieldwork_json
from scoring.composition import Composition, together
from scoring.effect_limits import EffectLimits, effect_json
from scoring.excluded import Excluded, effect_on, verdict_with
from scoring.hidden_rows import Row
from scoring.rechecks_in_run import recheck_json
from scoring.run_facts import RunFacts
from scoring.score_json import MadeOf, score_json
from scoring.score_table import ScoreRow

UNIT, GROUP, WHOLE = "unit", "group", "whole"
"""The kinds of rows of a document; the one of the whole has no code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRows:
    """Units and groups by code, and the whole. method: how all of them were computed."""

    method: JsonValue
    units: Mapping[str, Row]
    groups: Mapping[str, Row]
    whole: Row


def run_rows(facts: RunFacts) -> RunRows:
    """Rows as in the document of `score-file`, each with its score with the excluded interviews.

    What these move too far by the plan, or what lost too many of its interviews, is provisional. A
    unit of which too few lots of re-checks were accepted has no score.
    """
    scored, members = _scored(facts), facts.members
    return RunRows(
        method=_method(scored["method"], facts=facts),
        units={
            code: {
                **_named(facts, code),
                **_beside(facts, {code}),
                **_judged(
                    row,
                    of=facts.table.units[code],
                    both=facts.with_excluded.units.get(code),
                    excluded=facts.excluded_of({code}),
                    limits=facts.limits,
                    lots=facts.lots_of(code),
                ),
            }
            for code, row in rows_of(scored["units"]).items()
        },
        groups={
            code: {
                **_beside(facts, members[code]),
                **_judged(
                    row,
                    of=facts.groups[code],
                    both=facts.groups_with_excluded.get(code),
                    excluded=facts.excluded_of(members[code]),
                    limits=facts.limits,
                ),
            }
            for code, row in rows_of(scored["groups"]).items()
        },
        whole={
            **_beside(facts, facts.units, is_whole=True),
            **_judged(
                rows_of({"": scored["overall"]})[""],
                of=facts.table.overall,
                both=facts.with_excluded.overall,
                excluded=facts.excluded_of(facts.excluded),
                limits=facts.limits,
            ),
        },
    )


def _method(of_file: JsonValue, *, facts: RunFacts) -> JsonValue:
    found = rows_of({"": of_file})[""]
    return {**found, "response_rate": RESPONSE_RATE, "exclusion": effect_json(facts.limits)}


def _beside(facts: RunFacts, units: Collection[str], *, is_whole: bool = False) -> Row:
    """What stands beside the scores of these units together."""
    return {
        "fieldwork": fieldwork_json(facts.units[code].cases for code in units),
        "recheck": recheck_json(facts.rechecks, units, is_whole=is_whole),
    }


def _named(facts: RunFacts, code: str) -> Row:
    unit = facts.units[code]
    return {
        "name": unit.name,
        "group": unit.group,
        "left_out": unit.left_out,
        "uncovered": {**unit.uncovered},
        "incomplete": facts.table.incomplete.get(code, 0),
    }


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


def _as_in_files(row: Row, *, of: ScoreRow) -> Row:
    """A question that a rule skipped does not apply, as the file of the responses says it."""
    items = {
        code: {**item, "not_applicable": of.items[code].not_applicable + of.items[code].not_asked}
        for code, item in rows_of(row["items"]).items()
    }
    skipped = sum(item.not_asked for item in of.items.values())
    return {**row, "items": {**items}, "not_applicable": of.not_applicable + skipped}


def _judged(
    row: Row,
    *,
    of: ScoreRow,
    both: ScoreRow | None,
    excluded: Excluded,
    limits: EffectLimits,
    lots: Mapping[str, str | None] | None = None,
) -> Row:
    """The row with its other score beside it, and the flag that comes of the difference."""
    other = None if both is None else both.published.est
    beside: Row = {
        **excluded.json,
        "est": other,
        "score10": None if other is None else other / 10,
    }
    effect = effect_on(of, other=other, excluded=excluded, limits=limits, lots=lots)
    verdict = verdict_with(of.verdict, effect)
    return {
        **_as_in_files(row, of=of),
        "with_excluded": beside,
        "flag": str(verdict.flag),
        "flag_reason": verdict.reason,
    }


def rows_of(content: JsonValue) -> dict[str, Row]:
    """Rows by their codes. Raises TypeError for anything else."""
    if not isinstance(content, Mapping):
        raise TypeError("rows are given by their codes")
    found = {}
    for code, row in content.items():
        if not isinstance(row, Mapping):
            raise TypeError("a row is an object")
        found[code] = {**row}
    return found
