"""The document of `score-file`: one row for the whole and one for each unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from scoring.composition import MODE, ORIGIN, Composition, composition_json
from scoring.guaranteed import Guaranteed
from scoring.intervals import CONFIDENCE
from scoring.published_json import INDICATORS, ByPlan, plans_json, published_json
from scoring.score_rows import CI_METHOD
from scoring.score_table import Estimate, FactorScore, ItemScore, ScoreRow, ScoreTable

METHOD_VERSION = "score 1.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeOf:
    """Of which interviews the scores are made, and which ones were asked for; none: all."""

    overall: Composition
    units: Mapping[str, Composition]
    selected: Mapping[str, Sequence[str]]


_NOT_KNOWN = Composition(modes=None, origins=None)
NOTHING_KNOWN = MadeOf(overall=_NOT_KNOWN, units={}, selected={})
MIXED = "interviews of different {} are mixed; see composition"


def score_json(
    table: ScoreTable,
    *,
    sha256: Mapping[str, str] | None = None,
    made_of: MadeOf = NOTHING_KNOWN,
    by: ByPlan | None = None,
) -> dict[str, JsonValue]:
    """Percentages 0..100 as unrounded numbers; what cannot be computed is null, never 0.

    `sha256` names the files that were scored by their hashes, for the method block. With plans,
    `by` them, every row also has `published`, and the method block says what they are.
    """
    method = _method(table) if by is None else {**_method(table), **_by_plan(table, by=by)}
    return {
        "method": {**method, **_made_of(made_of), "sha256": {**(sha256 or {})}},
        "overall": {
            **_row(table.overall, composition=made_of.overall),
            **_published(table, table.overall, by=by, code=None),
        },
        "units": {
            code: {
                **_row(row, composition=made_of.units.get(code, _NOT_KNOWN)),
                **_published(table, row, by=by, code=code),
            }
            for code, row in sorted(table.units.items())
        },
    }


def _by_plan(table: ScoreTable, *, by: ByPlan) -> dict[str, JsonValue]:
    blanks = "in neither" if by.scoring_plan.blanks == "left_out" else "not satisfied"
    published = INDICATORS[table.indicator.estimator]
    return {
        "index": f"pooled: satisfied of all valid answers; blank {blanks}, "
        "not applicable in neither",
        "ranks": f"unrounded, by {published}; ranges by Tukey-MOVER over the ranked units",
        **plans_json(by, table=table),
    }


def _published(
    table: ScoreTable, row: ScoreRow, *, by: ByPlan | None, code: str | None
) -> dict[str, JsonValue]:
    if by is None:
        return {}
    points = None if code is None else by.points.get(code)
    return {"published": published_json(row, indicator=table.indicator, points=points)}


def _made_of(made_of: MadeOf) -> dict[str, JsonValue]:
    selected: dict[str, JsonValue] = {MODE: None, ORIGIN: None}
    selected |= {name: list(words) for name, words in made_of.selected.items() if words}
    return {
        "composition": composition_json(made_of.overall),
        "selected": selected,
        "warnings": [MIXED.format(f"{name}s") for name in made_of.overall.mixed],
    }


def _method(table: ScoreTable) -> dict[str, JsonValue]:
    rule = table.rule
    return {
        "version": METHOD_VERSION,
        "questionnaire": rule.questionnaire,
        "questionnaire_version": rule.version_id,
        "satisfied_levels": [*sorted(rule.satisfied)],
        "not_applicable": rule.not_applicable,
        "factors": {factor.code: list(factor.items) for factor in rule.factors},
        "index": "pooled: satisfied of all valid answers; blank and not applicable in neither",
        "overall": "people-weighted: all people pooled with their weights, not the mean of units",
        "variance": "linearised (Taylor); strata within units; a lonely primary unit adds 0",
        "confidence": CONFIDENCE,
        "ci": CI_METHOD,
        "item_ci": "Korn-Graubard, effective size at most the people who answered",
        "design_effect": table.design_effect,
        "ranks": "unrounded pooled share; ranges by Tukey-MOVER over the ranked units",
        "versus_overall": "linearised difference from the whole, Holm at 5 %",
    }


def _row(row: ScoreRow, *, composition: Composition) -> dict[str, JsonValue]:
    return {
        "n": row.n,
        "n_valid": row.n_valid,
        "N": row.population,
        "N_estimated": row.estimated_population,
        "df": row.df,
        "answers_valid": row.answers_valid,
        "answers_satisfied": row.answers_satisfied,
        "blank": row.blank,
        "not_applicable": row.not_applicable,
        "pooled": {
            "est": row.pooled.est,
            "se": row.pooled.se,
            "se_nofpc": row.pooled.se_nofpc,
            "score10": row.pooled.score10,
            "deff": row.pooled.design_effect,
        },
        "factor_mean": {**_estimate(row.factor_mean), "n_factors": row.n_factors},
        "mean_score": {**_estimate(row.mean_score)},
        "factors": {code: _factor(factor) for code, factor in row.factors.items()},
        "items": {code: _item(item) for code, item in row.items.items()},
        "ci": {
            "low": row.interval.low,
            "high": row.interval.high,
            "method": row.interval.method,
            "n_eff": row.interval.n_eff,
        },
        "missing_bounds": {"low": row.missing_bounds[0], "high": row.missing_bounds[1]},
        "guaranteed": _guaranteed(row.guaranteed),
        "rank": row.rank,
        "rank_low": row.rank_low,
        "rank_high": row.rank_high,
        "versus_overall": row.versus_overall and str(row.versus_overall),
        "flag": str(row.verdict.flag),
        "flag_reason": row.verdict.reason,
        "lonely_strata": row.lonely_strata,
        "composition": composition_json(composition),
    }


def _estimate(estimate: Estimate) -> dict[str, JsonValue]:
    return {"est": estimate.est, "se": estimate.se}


def _guaranteed(guaranteed: Guaranteed | None) -> JsonValue:
    if guaranteed is None:
        return None
    return {
        "low": guaranteed.low,
        "high": guaranteed.high,
        "confidence": guaranteed.confidence,
        "n": guaranteed.people,
        "N": guaranteed.population,
        "reason": guaranteed.reason and str(guaranteed.reason),
    }


def _factor(factor: FactorScore) -> JsonValue:
    return {"est": factor.est, "se": factor.se, "n_valid": factor.n_valid}


def _item(item: ItemScore) -> JsonValue:
    return {
        "est": item.est,
        "se": item.se,
        "ci_low": item.ci_low,
        "ci_high": item.ci_high,
        "n_valid": item.n_valid,
        "counts": {str(level): count for level, count in item.counts.items()},
        "blank": item.blank,
        "not_applicable": item.not_applicable,
    }
