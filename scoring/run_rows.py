"""The rows of the document of a run, with all that is known: what is hidden comes afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from scoring.cases_json import RESPONSE_RATE, fieldwork_json
from scoring.composition import Composition, together
from scoring.excluded import Excluded, effect_json, provisional_reasons
from scoring.hidden_rows import Row
from scoring.publishing import Flag
from scoring.rechecks_in_run import NOT_ACCEPTED, recheck_json
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

    What these move by more than one standard error, or what lost more than 5 % of its interviews,
    is provisional. A unit of which too few lots of re-checks were accepted has no score.
    """
    scored, members = _scored(facts), facts.members
    return RunRows(
        method=_method(scored["method"]),
        units={
            code: {
                **_named(facts, code),
                **_beside(facts, {code}),
                **_judged(
                    row,
                    of=facts.table.units[code],
                    both=facts.with_excluded.units.get(code),
                    excluded=facts.excluded_of({code}),
                    is_not_scored=facts.is_not_scored(code),
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
            ),
        },
    )


def _method(of_file: JsonValue) -> JsonValue:
    found = rows_of({"": of_file})[""]
    return {**found, "response_rate": RESPONSE_RATE, "exclusion": effect_json()}


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
    is_not_scored: bool = False,
) -> Row:
    """The row with its other score beside it, and the flag that comes of the difference."""
    row = _as_in_files(row, of=of)
    other = None if both is None else both.published.est
    beside: Row = {
        **excluded.json,
        "est": other,
        "score10": None if other is None else other / 10,
    }
    judged: Row = {**row, "with_excluded": beside}
    if of.verdict.flag is Flag.SUPPRESSED:
        return judged
    if is_not_scored:
        return judged | {"flag": str(Flag.SUPPRESSED), "flag_reason": NOT_ACCEPTED}
    if reasons := provisional_reasons(of, other=other, excluded=excluded):
        said = [*([of.verdict.reason] if of.verdict.reason else []), *reasons]
        judged |= {"flag": str(Flag.PROVISIONAL), "flag_reason": "; ".join(said)}
    return judged


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
