"""Two rounds compared, as a document for programs."""

from collections.abc import Mapping

from pydantic import JsonValue

from scoring.differences import Difference, Measured
from scoring.intervals import CONFIDENCE
from scoring.round_figures import RowFigures
from survey_app.results.earlier_rounds import do_overlap
from survey_app.results.round_side import RoundSide
from survey_app.results.two_rounds import GroupChange, TwoRounds
from survey_app.results.unit_changes import Compared, UnitChange

DOCUMENT = "hailong year on year 1"
METHOD: Mapping[str, JsonValue] = {
    "difference": "later minus earlier, in percentage points; two independent samples",
    "ci": "MOVER of the intervals of both (Newcombe 1998, method 10)",
    "factor_ci": "MOVER likewise, of wilson-t/neff-floor with the design effect of the factor",
    "confidence": CONFIDENCE,
    "change": "risen or fallen where the interval excludes 0, else similar; each by itself",
    "hidden": "what a publication of either round hides, and every difference made of it, is null",
}


def two_rounds_json(of: TwoRounds) -> dict[str, JsonValue]:
    """Percentages 0..100 and percentage points, unrounded; what may not be told is null."""
    wording = of.wording
    return {
        "document": DOCUMENT,
        "method": {**METHOD},
        "later": _side(of.later),
        "earlier": _side(of.earlier),
        "periods_overlap": do_overlap(of.later.round, of.earlier.round),
        "differing": [str(aspect) for aspect in of.found.differing],
        "same_questionnaire": of.found.same_questionnaire,
        "criteria": {
            "reworded": [one.code for one in wording.reworded],
            "asked_otherwise": list(wording.asked_otherwise),
            "only_later": list(wording.only_later),
            "only_earlier": list(wording.only_earlier),
        },
        "overall": _group(of.whole),
        "groups": {group.code: _group(group) for group in of.groups},
        "units": {unit.code: _unit(unit) for unit in of.units},
    }


def _side(side: RoundSide) -> JsonValue:
    of_round, run = side.round, side.run
    return {
        "code": of_round.code,
        "name": {"vi": of_round.name_vi, "en": of_round.name_en},
        "year": of_round.year,
        "period_start": of_round.period_start.isoformat(),
        "period_end": of_round.period_end.isoformat(),
        "is_simulated": of_round.is_simulated,
        "interviews": side.figures.interviews,
        "questionnaire_version": side.figures.questionnaire_version,
        "run": None
        if run is None
        else {
            "id": run.run_id,
            "published_at": run.published_at.isoformat(),
            "result_sha256": run.result_sha256,
        },
    }


def _group(of: GroupChange) -> JsonValue:
    return {**_row(of.row), "units_in_both": of.units, "units_new": of.came, "units_gone": of.gone}


def _unit(of: UnitChange) -> JsonValue:
    return {
        "name": of.known_as.unit_name,
        "former_name": of.former_name,
        "group": of.known_as.group_code,
        "former_group": None if of.earlier is None else of.earlier.group_code,
        "apart": None if of.apart is None else str(of.apart),
        "other_units": list(of.others),
        **_row(of.row),
    }


def _row(of: Compared) -> dict[str, JsonValue]:
    earlier, later = of.scores
    return {
        "earlier": _score(earlier, row=of.earlier),
        "later": _score(later, row=of.later),
        "difference": _difference(of.change.published),
        "factors": {
            code: _factor(of.factor(code), difference)
            for code, difference in of.change.factors.items()
        },
        "most_changed": of.change.most_changed,
    }


def _score(measured: Measured, *, row: RowFigures | None) -> JsonValue:
    if row is None:
        return None
    share = _share(measured)
    score = None if measured.share is None else 10 * measured.share
    flags: dict[str, JsonValue] = {"flag": str(row.flag), "flag_reason": row.reason}
    return {**share, "score10": score, "n_valid": row.people, **flags}


def _share(of: Measured) -> dict[str, JsonValue]:
    return {
        "est": _percent(of.share),
        "se": _percent(of.se),
        "ci_low": None if of.bounds is None else _percent(of.bounds.low),
        "ci_high": None if of.bounds is None else _percent(of.bounds.high),
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


def _factor(of: tuple[Measured, Measured], difference: Difference) -> JsonValue:
    earlier, later = of
    return {
        "earlier": _share(earlier),
        "later": _share(later),
        "difference": _difference(difference),
    }


def _difference(of: Difference) -> JsonValue:
    return {
        "est": of.est,
        "se": of.se,
        "ci_low": of.low,
        "ci_high": of.high,
        "change": None if of.change is None else str(of.change),
        "reason": None if of.reason is None else str(of.reason),
    }
