"""What the document of a run is made of, besides the scores: round, data, program, draws, cases."""

import hashlib
from collections.abc import Mapping

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.published_json import ByPlan
from scoring.rechecks_in_run import RechecksInRun
from scoring.run_facts import CasesInRun, RunFacts, UnitInRun
from survey_app.db import rounds
from survey_app.db.outcome_counts import OutcomeCount, outcome_counts
from survey_app.db.publications import DataCut
from survey_app.fieldwork.progress.tally import rates_of, tally
from survey_app.publication.program import LINES as CODE_LINES
from survey_app.publication.program import code_sha256, code_version
from survey_app.results.coverage import Coverage, coverage_of
from survey_app.results.round_estimates import Basis, RoundEstimates
from survey_app.results.run_estimates import RunEstimates

LINES = "uuid version content_sha256, sorted, each ended by a line feed"
STRATA = "unit, tab, stratum, tab, people on the list; sorted, each ended by a line feed"


def fieldwork_by_unit(session: Session, estimates: RoundEstimates) -> Mapping[str, CasesInRun]:
    """What has become of the cases of every unit until now, by its code."""
    counts: dict[int, list[OutcomeCount]] = {}
    for one in outcome_counts(session, estimates.round.id):
        counts.setdefault(one.round_unit_id, []).append(one)
    return {unit.unit_code: _cases(counts.get(unit.id, [])) for unit in estimates.units}


def _cases(counts: list[OutcomeCount]) -> CasesInRun:
    found = tally(counts)
    return CasesInRun(
        counted=rates_of(found, only_tried=False).cases, not_eligible=found.not_eligible
    )


def facts_of(
    found: RunEstimates,
    *,
    cut: DataCut,
    cases: Mapping[str, CasesInRun],
    rechecks: RechecksInRun | None,
) -> RunFacts:
    """All that the document says. cases: by unit; empty where nobody asks for them."""
    estimates = found.estimates
    coverage = coverage_of(estimates)
    return RunFacts(
        about={
            "round": _round(estimates.round),
            "data_cut": {"interviews": cut.interviews, "sha256": cut.sha256, "lines": LINES},
            "code_version": code_version(),
            "code": {"sha256": code_sha256(), "lines": CODE_LINES},
            "weights": _weights(found.basis),
            "adjustments": _adjustments(estimates),
        },
        table=estimates.table,
        groups=estimates.groups,
        units={
            unit.unit_code: _in_run(unit, coverage=coverage, cases=cases)
            for unit in estimates.units
        },
        by=ByPlan(
            scoring_plan=estimates.plans.scoring,
            points_plan=estimates.plans.points,
            points=estimates.computed,
        ),
        compositions=estimates.compositions,
        with_excluded=found.with_voided,
        groups_with_excluded=found.groups_with_voided,
        excluded=found.excluded,
        rechecks=rechecks,
    )


def _round(of_round: rounds.RoundRecord) -> JsonValue:
    return {
        "code": of_round.code,
        "name": {"vi": of_round.name_vi, "en": of_round.name_en},
        "year": of_round.year,
        "period_start": of_round.period_start.isoformat(),
        "period_end": of_round.period_end.isoformat(),
        "is_simulated": of_round.is_simulated,
    }


def _weights(basis: Basis) -> JsonValue:
    """Of which draws the strata are, and the hash of their sizes: null where nobody was drawn."""
    lines = [f"{unit}\t{stratum}\t{size}\n" for (unit, stratum), size in basis.sizes.items()]
    hashed = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
    return {
        "rule": str(basis.plans.weighting),
        "draws": [
            {"list": one.list_name, "list_sha256": one.list_sha256, "commitment": one.commitment}
            for one in basis.draws
        ],
        "strata": len(lines),
        "sha256": hashed if lines else None,
        "lines": STRATA,
    }


def _adjustments(estimates: RoundEstimates) -> JsonValue:
    """The cases that were counted, by unit; they are no answers, so that none is hidden."""
    return {code: {**cases} for code, cases in sorted(estimates.adjustments.items())}


def _in_run(
    unit: rounds.RoundUnitRecord,
    *,
    coverage: Mapping[str, Coverage],
    cases: Mapping[str, CasesInRun],
) -> UnitInRun:
    of = coverage.get(unit.unit_code, Coverage())
    return UnitInRun(
        name=unit.unit_name,
        group=unit.group_code,
        left_out=of.left_out,
        uncovered=of.uncovered,
        cases=cases.get(unit.unit_code),
    )
