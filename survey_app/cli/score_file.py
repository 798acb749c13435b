"""`hailong score-file`: the scores of a file of responses, without a database."""

from collections.abc import Mapping
from pathlib import Path

import click
import pandas as pd

from questionnaires import Definition
from scoring.composition import MODE, ORIGIN
from scoring.responses import score_responses
from scoring.score_json import MIXED, MadeOf, score_json
from scoring.survey_design import DesignReading, read_design
from survey_app.cli.chosen_questionnaire import chosen_questionnaire
from survey_app.cli.file_refusal import (
    Listing,
    refuse_files,
    require_faultless,
    show_warnings,
)
from survey_app.cli.json_document import output_path, refuse_overwriting, write_document
from survey_app.results.cluster_file import ClustersReading, read_clusters
from survey_app.results.response_file import ResponsesReading, read_responses
from survey_app.results.response_selection import (
    composition_of,
    compositions_of,
    selected_rows,
)

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
    """
    refuse_overwriting(output, responses, clusters)
    definition = chosen_questionnaire(questionnaire, parameter="--questionnaire")
    reading, listed = _read(responses, clusters, definition=definition)
    listings = [_listing(responses, reading)]
    if clusters is not None and listed is not None:
        listings.append(_listing(clusters, listed))
    show_warnings(listings)
    if reading.frame is None or any(listing.total for listing in listings):
        refuse_files(listings)
    wanted = {MODE: modes, ORIGIN: origins}
    frame = _selected(reading.frame, path=responses, wanted=wanted)
    design = read_design(frame, clusters=None if listed is None else listed.clusters)
    require_faultless(_design_listings(design, responses=responses, clusters=clusters))
    table = score_responses(frame, rule=reading.rule, population=design.population)
    hashes = {"responses": reading.sha256}
    if listed is not None:
        hashes["clusters"] = listed.sha256
    made_of = MadeOf(overall=composition_of(frame), units=compositions_of(frame), selected=wanted)
    write_document(score_json(table, sha256=hashes, made_of=made_of), output=output)
    for name in made_of.overall.mixed:
        click.echo(f"{responses}: {MIXED.format(name + 's')}", err=True)


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


def _listing(path: Path, reading: ResponsesReading | ClustersReading) -> Listing:
    return Listing(
        path=path,
        faults=reading.faults,
        total=reading.total_faults,
        warnings=reading.warnings,
    )
