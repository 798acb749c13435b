"""Makes runs of scores: the document of what counts now, kept or only looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.plans.canonical import canonical_plan
from scoring.publication import RunDocument, run_document
from scoring.published_json import ByPlan
from scoring.publishing import Flag
from scoring.run_facts import RunFacts, UnitInRun
from scoring.score_json import METHOD_VERSION
from survey_app.access.people import Person
from survey_app.db import plans, publications, rounds
from survey_app.db.adjustments import freeze_cases
from survey_app.db.publications import DataCut
from survey_app.db.score_plans import POINTS, SCORING
from survey_app.results.coverage import Coverage, coverage_of
from survey_app.results.round_estimates import RoundEstimates, basis_of
from survey_app.results.round_plans import RoundPlans
from survey_app.results.run_analyses import with_analyses
from survey_app.results.run_estimates import RunEstimates, estimate_as_a_run, estimate_run

LINES = "uuid version content_sha256, sorted, each ended by a line feed"


def code_version() -> str:
    """Of the installed program."""
    return f"hailong {version('hailong')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a run would be now: its cut, its scores and its document."""

    cut: DataCut
    found: RunEstimates
    document: RunDocument

    def mark_of(self, code: str) -> str:
        """The flag of a unit that has a row, as the document says it."""
        if code in self.document.suppression.rows.units:
            return str(Flag.SUPPRESSED)
        if code in self.document.provisional:
            return str(Flag.PROVISIONAL)
        return str(self.found.estimates.table.units[code].verdict.flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRun:
    """A run that is kept."""

    id: int
    cut: DataCut
    sha256: str


def look(session: Session, of_round: rounds.RoundRecord, *, is_analysed: bool = True) -> Looked:
    """Computes what a run would be; nothing is stored. The session reads at one moment.

    is_analysed: whether the document is whole, or has scores alone, for whoever only shows these.
    """
    found = estimate_as_a_run(session, of_round)
    cut = publications.cut_now(session, of_round.id)
    document = _document(found, cut=cut)
    if is_analysed:
        document = with_analyses(session, document, of=found.estimates)
    return Looked(cut=cut, found=found, document=document)


def make_run(
    session: Session, of_round: rounds.RoundRecord, *, by: Person, at: datetime
) -> MadeRun | None:
    """Freezes the interviews that count now, scores them, and keeps both; None without any."""
    round_plans = _kept(session, of_round, at=at)
    run_id = publications.begin_run(
        session,
        publications.NewRun(
            round_id=of_round.id,
            made_at=at,
            made_by=by.account_id,
            questionnaire_version_id=of_round.questionnaire_version_id,
            scoring_plan_id=round_plans[SCORING],
            points_plan_id=round_plans[POINTS],
            code_version=code_version(),
            method_version=METHOD_VERSION,
        ),
    )
    if run_id is None:
        return None
    freeze_cases(session, run_id, round_id=of_round.id)
    cut = publications.cut_of_run(session, run_id)
    found = estimate_run(session, of_round, run_id=run_id)
    document = with_analyses(session, _document(found, cut=cut), of=found.estimates, run_id=run_id)
    sha256 = publications.end_run(
        session, run_id, cut=cut, result=document.canonical, rows=document.rows
    )
    return MadeRun(id=run_id, cut=cut, sha256=sha256)


def _kept(session: Session, of_round: rounds.RoundRecord, *, at: datetime) -> Mapping[str, str]:
    """The versions of the plans; those of a round that names none are kept now."""
    basis = basis_of(session, of_round)
    return {
        SCORING: _keep(session, basis.plans, kind=SCORING, at=at),
        POINTS: _keep(session, basis.plans, kind=POINTS, at=at),
    }


def _keep(session: Session, round_plans: RoundPlans, *, kind: str, at: datetime) -> str:
    plan = round_plans.scoring if kind == SCORING else round_plans.points
    return plans.keep_plan(session, kind=kind, content=canonical_plan(plan), at=at)


def _document(found: RunEstimates, *, cut: DataCut) -> RunDocument:
    estimates = found.estimates
    coverage = coverage_of(estimates)
    return run_document(
        RunFacts(
            about={**_about(estimates.round, cut=cut), "adjustments": _adjustments(estimates)},
            table=estimates.table,
            groups=estimates.groups,
            units={unit.unit_code: _in_run(unit, coverage) for unit in estimates.units},
            by=ByPlan(
                scoring_plan=estimates.plans.scoring,
                points_plan=estimates.plans.points,
                points=estimates.computed,
            ),
            compositions=estimates.compositions,
            with_excluded=found.with_voided,
            groups_with_excluded=found.groups_with_voided,
            excluded=found.voided,
        )
    )


def _adjustments(estimates: RoundEstimates) -> JsonValue:
    """The cases that were counted, by unit; they are no answers, so that none is hidden."""
    return {code: {**cases} for code, cases in sorted(estimates.cases.items())}


def _in_run(unit: rounds.RoundUnitRecord, coverage: Mapping[str, Coverage]) -> UnitInRun:
    of = coverage.get(unit.unit_code, Coverage())
    return UnitInRun(
        name=unit.unit_name,
        group=unit.group_code,
        left_out=of.left_out,
        uncovered=of.uncovered,
    )


def _about(of_round: rounds.RoundRecord, *, cut: DataCut) -> dict[str, JsonValue]:
    return {
        "round": {
            "code": of_round.code,
            "name": {"vi": of_round.name_vi, "en": of_round.name_en},
            "year": of_round.year,
            "period_start": of_round.period_start.isoformat(),
            "period_end": of_round.period_end.isoformat(),
            "is_simulated": of_round.is_simulated,
        },
        "data_cut": {"interviews": cut.interviews, "sha256": cut.sha256, "lines": LINES},
        "code_version": code_version(),
    }
