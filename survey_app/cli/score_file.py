"""`hailong score-file`: the scores of a file of responses, without a database."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pandas as pd

from questionnaires import Definition
from questionnaires.problems import N_
from scoring.composition import MODE, ORIGIN
from scoring.frame_tally import complete_forms
from scoring.plans.fitting import indicator_by, pair_faults, rule_by
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import USUAL_PLAN
from scoring.points import points_of_units
from scoring.published_json import ByPlan
from scoring.responses import score_responses
from scoring.rule import ScoringRule
from scoring.score_json import MIXED, MadeOf, score_json
from scoring.score_table import ScoreTable
from scoring.survey_design import DesignReading, read_design
from scoring.unit_inputs import inputs_of
from scoring.variance import Population
from survey_app.cli.cases_file import read_cases
from survey_app.cli.chosen_questionnaire import chosen_questionnaire
from survey_app.cli.file_refusal import (
    Listing,
    refuse_files,
    require_faultless,
    show_warnings,
)
from survey_app.cli.json_document import output_path, refuse_overwriting, write_document
from survey_app.cli.plan_choice import chosen_points_plan, chosen_scoring_plan, refuse_plan
from survey_app.cli.speech import say
from survey_app.results.adjustment_file import AdjustmentsReading
from survey_app.results.adjustment_fit import misfits
from survey_app.results.cluster_file import ClustersReading, read_clusters
from survey_app.results.response_file import ResponsesReading, read_responses
from survey_app.results.response_selection import (
    composition_of,
    compositions_of,
    selected_rows,
)

CASES_WITHOUT_PLAN = N_("--adjustments needs a --points-plan: only its points go by cases.")
_INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command("score-file")
@click.argument("responses", metavar="RESPONSES.csv", type=_INPUT)
@click.option(
    "--clusters",
    metavar="FRAME.csv",
    type=_INPUT,
    help="One row per sampled cluster: unit_code, stratum, cluster, n_clusters_pop, cluster_pop.",
)
@click.option(
    "--questionnaire",
    metavar="ID|FILE",
    default="sipas-22",
    show_default=True,
    help="A shipped questionnaire, or the file of one.",
)
@click.option(
    "--plan",
    metavar="ID|FILE",
    help="A scoring plan: publish what it says, by its limits and weights.",
)
@click.option(
    "--points-plan",
    metavar="ID|FILE",
    help=f"A points plan: also give points. Without --plan: of the plan {USUAL_PLAN}.",
)
@click.option(
    "--adjustments",
    metavar="CASES.csv",
    type=_INPUT,
    help="Cases for a points plan with bonus or penalty: unit_code, adjustment, cases.",
)
@click.option(
    "--mode",
    "modes",
    metavar="WORD",
    multiple=True,
    help="Score only rows with this in the column mode; may be given several times.",
)
@click.option(
    "--origin",
    "origins",
    metavar="WORD",
    multiple=True,
    help="Score only rows with this in the column origin; may be given several times.",
)
@click.option(
    "--json",
    "output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Where to write the scores.",
)
def score_file(
    responses: Path,
    clusters: Path | None,
    questionnaire: str,
    plan: str | None,
    points_plan: str | None,
    adjustments: Path | None,
    modes: tuple[str, ...],
    origins: tuple[str, ...],
    output: Path,
) -> None:
    """Score responses: per unit, factor and item, with standard errors, intervals and ranks.

    RESPONSES.csv has the columns response_uuid, unit_code and one per criterion (q11 ... q54:
    1 to 5, blank = no answer, 9 = not applicable), and, where there are any, stratum, cluster,
    weight, pop_size, enumerator, started_at, finished_at, mode and origin.

    \b
    Example:
      hailong score-file responses.csv --json scores.json
      hailong score-file responses.csv --origin official --json drawn.json
      hailong score-file responses.csv --points-plan ha-nam-2022 --json points.json
    """
    if adjustments is not None and points_plan is None:
        raise click.UsageError(say(CASES_WITHOUT_PLAN))
    named = [Path(one) for one in (questionnaire, plan, points_plan) if one is not None]
    plans = (one for one in named if one.is_file())
    refuse_overwriting(output, responses, clusters, adjustments, *plans)
    definition = chosen_questionnaire(questionnaire, parameter="--questionnaire")
    rules = _rules(plan, points_plan, definition=definition)
    reading, listed = _read(responses, clusters, definition=definition)
    cases = None if adjustments is None else read_cases(adjustments)
    listings = [_listing(responses, reading)]
    if clusters is not None and listed is not None:
        listings.append(_listing(clusters, listed))
    if adjustments is not None and cases is not None:
        listings.append(_listing(adjustments, cases))
    show_warnings(listings)
    if reading.frame is None or any(listing.total for listing in listings):
        refuse_files(listings)
    wanted = {MODE: modes, ORIGIN: origins}
    frame = _selected(reading.frame, path=responses, wanted=wanted)
    if rules is not None and rules.scoring_plan.weights == "none":
        frame = frame.drop(columns="weight", errors="ignore")
    design = read_design(frame, clusters=None if listed is None else listed.clusters)
    require_faultless(_design_listings(design, responses=responses, clusters=clusters))
    by_unit = {} if cases is None else cases.by_unit
    table, by = _scored(frame, design.population, reading=reading, rules=rules, cases=by_unit)
    if adjustments is not None and cases is not None:
        units = {str(code) for code in reading.frame["unit_code"].unique()}
        _require_fit(adjustments, cases, units=units, by=by)
    hashes = {"responses": reading.sha256}
    if listed is not None:
        hashes["clusters"] = listed.sha256
    if cases is not None:
        hashes["adjustments"] = cases.sha256
    counted = frame[complete_forms(frame, rule=table.rule)]
    made_of = MadeOf(
        overall=composition_of(counted), units=compositions_of(counted), selected=wanted
    )
    write_document(score_json(table, sha256=hashes, made_of=made_of, by=by), output=output)
    for name in made_of.overall.mixed:
        click.echo(f"{responses}: {MIXED.format(name + 's')}", err=True)


def _require_fit(
    path: Path, cases: AdjustmentsReading, *, units: Collection[str], by: ByPlan | None
) -> None:
    """Refuses a list of which something would go unheard, and one that lacks something."""
    if by is None or by.points_plan is None:
        raise LookupError("cases are read with a points plan only")
    found = misfits(cases, plan=by.points_plan, units=units, points=by.points)
    if found.total:
        refuse_files([Listing(path=path, faults=found.faults, total=found.total)])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """The plans that were named, and the tallying rule they come to on the questionnaire."""

    scoring_plan: ScoringPlan
    points_plan: PointsPlan | None
    rule: ScoringRule


def _rules(plan: str | None, points_plan: str | None, *, definition: Definition) -> _Rules | None:
    if plan is None and points_plan is None:
        return None
    scoring = chosen_scoring_plan(plan or USUAL_PLAN, definition=definition, option="--plan")
    rule = rule_by(scoring, definition=definition)
    points = None
    if points_plan is not None:
        points = chosen_points_plan(points_plan, option="--points-plan")
        if found := pair_faults(points, rule=rule):
            refuse_plan(points_plan, found, reading=None)
    return _Rules(scoring_plan=scoring, points_plan=points, rule=rule)


def _scored(
    frame: pd.DataFrame,
    population: Population,
    *,
    reading: ResponsesReading,
    rules: _Rules | None,
    cases: Mapping[str, Mapping[str, int]],
) -> tuple[ScoreTable, ByPlan | None]:
    if rules is None:
        return score_responses(frame, rule=reading.rule, population=population), None
    plan, points_plan = rules.scoring_plan, rules.points_plan
    table = score_responses(
        frame,
        rule=rules.rule,
        population=population,
        indicator=indicator_by(plan),
        limits=plan.limits,
    )
    inputs = {
        code: inputs_of(row, adjustments=cases.get(code)) for code, row in table.units.items()
    }
    points = {} if points_plan is None else points_of_units(points_plan, inputs)
    return table, ByPlan(scoring_plan=plan, points_plan=points_plan, points=points)


def _selected(
    frame: pd.DataFrame, *, path: Path, wanted: Mapping[str, tuple[str, ...]]
) -> pd.DataFrame:
    found = selected_rows(frame, wanted=wanted)
    if found.faults:
        refuse_files([Listing(path=path, faults=found.faults, total=len(found.faults))])
    return found.frame


def _read(
    responses: Path, clusters: Path | None, *, definition: Definition
) -> tuple[ResponsesReading, ClustersReading | None]:
    try:
        return (
            read_responses(responses, definition=definition),
            None if clusters is None else read_clusters(clusters),
        )
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error


def _design_listings(
    design: DesignReading, *, responses: Path, clusters: Path | None
) -> list[Listing]:
    of_responses = Listing(
        path=responses,
        faults=design.response_faults,
        total=len(design.response_faults),
        warnings=design.response_warnings,
    )
    if clusters is None:
        return [of_responses]
    of_clusters = Listing(
        path=clusters,
        faults=design.cluster_faults,
        total=len(design.cluster_faults),
        warnings=design.cluster_warnings,
    )
    return [of_responses, of_clusters]


def _listing(
    path: Path, reading: ResponsesReading | ClustersReading | AdjustmentsReading
) -> Listing:
    return Listing(
        path=path,
        faults=reading.faults,
        total=reading.total_faults,
        warnings=reading.warnings,
    )
