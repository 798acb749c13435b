"""`hailong index-file`: the reform index from a file of points, without a database."""

from pathlib import Path

import click

from scoring.index import HA_NAM_2022, build_index, index_json
from survey_app.cli.file_refusal import Listing, refuse_files, show_warnings
from survey_app.cli.json_document import output_path, refuse_overwriting, write_document
from survey_app.results.points_file import read_points


@click.command("index-file")
@click.argument(
    "points",
    metavar="POINTS.csv",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
)
@click.option(
    "--json",
    "output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Where to write the table.",
)
def index_file(points: Path, output: Path) -> None:
    """Rank units by their points, in the way of the Hà Nam 2022 index.

    POINTS.csv has the columns unit_code, unit_name, unit_group, max_points, appraised_points and
    satisfaction_points (blank for a unit without procedures, which is scored on its smaller
    max_points). Numbers are computed exactly and rounded half up when they are written.

    \b
    Example:
      hailong index-file points.csv --json index.json
    """
    refuse_overwriting(output, points)
    try:
        reading = read_points(points, plan=HA_NAM_2022)
    except OSError as error:
        raise click.ClickException(f"{points} cannot be read: {error.strerror}") from error
    listing = Listing(
        path=points,
        faults=reading.faults,
        total=reading.total_faults,
        warnings=reading.warnings,
    )
    show_warnings([listing])
    if reading.total_faults:
        refuse_files([listing])
    groups = build_index(reading.units, plan=HA_NAM_2022)
    document = index_json(groups)
    document["plan"] = HA_NAM_2022.model_dump(mode="json")
    document["sha256"] = {"points": reading.sha256}
    write_document(document, output=output)
