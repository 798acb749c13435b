"""Makes runs of scores: the document of what counts now, kept or only looked at."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scoring.plans.canonical import canonical_plan
from scoring.publication import RunDocument, canonical, run_document
from scoring.publishing import Flag
from scoring.score_json import METHOD_VERSION
from survey_app.access.people import Person
from survey_app.db import plans, publications, rounds
from survey_app.db.adjustments import freeze_cases
from survey_app.db.definitions import definition_of
from survey_app.db.publications import DataCut
from survey_app.db.run_comments import freeze_comments
from survey_app.db.score_plans import POINTS, SCORING
from survey_app.publication.comments.keeping import comment_items
from survey_app.publication.program import code_version
from survey_app.publication.run_inputs import facts_of, fieldwork_by_unit
from survey_app.publication.run_rechecks import rechecks_of
from survey_app.results.round_estimates import basis_of
from survey_app.results.round_plans import RoundPlans
from survey_app.results.run_analyses import with_analyses, without_analyses
from survey_app.results.run_estimates import RunEstimates, estimate_as_a_run, estimate_run


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a run would be now: its cut, its scores and its document.

    is_public: whether what is public says the same.
    """

    cut: DataCut
    found: RunEstimates
    document: RunDocument
    is_public: bool

    def mark_of(self, code: str) -> str:
        """The flag of a unit that has a row, as the document says it."""
        return str(self.document.verdicts[code].flag)

    def is_hidden(self, code: str) -> bool:
        """Whether nothing of a unit that has a row is shown but how many people there are."""
        return self.document.verdicts[code].flag is Flag.SUPPRESSED


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRun:
    """A run that is kept."""

    id: int
    cut: DataCut
    sha256: str


def look(
    session: Session,
    of_round: rounds.RoundRecord,
    *,
    current: publications.PublicationRecord | None = None,
    is_analysed: bool = False,
) -> Looked:
    """Computes what a run would be; nothing is stored. The session reads at one moment.

    current: what is public, to hold the document against. is_analysed: whether the document is
    whole, for which every answer is read; else it has no analyses, and what has become of the cases
    only where there is something to hold it against.
    """
    found = estimate_as_a_run(session, of_round)
    cut = publications.cut_now(session, of_round.id)
    is_compared = is_analysed or current is not None
    cases = fieldwork_by_unit(session, found.estimates) if is_compared else {}
    rechecks = rechecks_of(session, of_round)
    document = run_document(facts_of(found, cut=cut, cases=cases, rechecks=rechecks))
    is_public = current is not None and _says(session, current, document)
    if is_analysed:
        document = with_analyses(session, document, of=found.estimates)
    return Looked(cut=cut, found=found, document=document, is_public=is_public)


def _says(session: Session, current: publications.PublicationRecord, document: RunDocument) -> bool:
    """Whether what is public says what this document does, which has no analyses.

    Those need not be made anew: they follow from the interviews, the weights and the program, and a
    document names all of these.
    """
    run = publications.run_of_round(session, current.round_id, run_id=current.run_id)
    if run is None:
        raise LookupError(f"publication {current.id} has no run")
    return canonical(without_analyses(json.loads(run.result))) == document.canonical


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
    definition = definition_of(session, of_round.questionnaire_version_id)
    freeze_comments(session, run_id, items=comment_items(definition))
    cut = publications.cut_of_run(session, run_id)
    found = estimate_run(session, of_round, run_id=run_id)
    cases = fieldwork_by_unit(session, found.estimates)
    facts = facts_of(found, cut=cut, cases=cases, rechecks=rechecks_of(session, of_round))
    document = with_analyses(session, run_document(facts), of=found.estimates, run_id=run_id)
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
