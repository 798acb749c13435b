"""`hailong index-file`: the reform index from a file of points, without a database."""

import hashlib
from pathlib import Path

import click
from pydantic import JsonValue

from scoring.index import HA_NAM_2022, UnitPoints, build_index, index_json
from scoring.plans.canonical import plan_version
from survey_app.cli.file_refusal import Listing, refuse_files, require_faultless, show_warnings
from survey_app.cli.index_criteria import chosen_criteria
from survey_app.cli.input_file import bytes_of
from survey_app.cli.json_document import output_path, refuse_overwriting, write_document
from survey_app.fieldwork.appraisal.earlier import EarlierReading, read_earlier_table
from survey_app.fieldwork.appraisal.file_index import (
    Beside,
    against_beside,
    file_units,
    group_beside,
)
from survey_app.fieldwork.appraisal.opening import KILOBYTE, MOST_KILOBYTES
from survey_app.fieldwork.appraisal.reading import PointsReading as AreaReading
from survey_app.fieldwork.appraisal.reading import read_points_table
from survey_app.results.points_file import PointsReading, read_points

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
Files = dict[str, Path | None]


@click.command("index-file")
@click.argument("points", metavar="POINTS.csv", type=FILE)
@click.option(
    "--json",
    "output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Where to write the table.",
)
@click.option("--appraised", metavar="FILE", type=FILE, help="Appraised points by area.")
@click.option(
    "--self", "self_scored", metavar="FILE", type=FILE, help="Self-scored points by area."
)
@click.option("--earlier", metavar="FILE", type=FILE, help="The table of the year before.")
@click.option(
    "--criteria",
    metavar="ID|FILE",
    default=HA_NAM_2022.id,
    show_default=True,
    help="The criteria set that has the areas.",
)
def index_file(
    points: Path,
    *,
    output: Path,
    appraised: Path | None,
    self_scored: Path | None,
    earlier: Path | None,
    criteria: str,
) -> None:
    """Rank units by their points, in the way of the Hà Nam 2022 index.

    POINTS.csv has the columns unit_code, unit_name, unit_group, max_points, appraised_points and
    satisfaction_points (blank for a unit without procedures, which is scored on its smaller
    max_points). Numbers are computed exactly and rounded half up when they are written. Points by
    area and the table of the year before (docs/index.md has their columns) add areas, gap, changes.

    \b
    Example:
      hailong index-file points.csv --json index.json
      hailong index-file points.csv --appraised areas.xlsx --self own.xlsx --json index.json
    """
    files: Files = {"appraised": appraised, "self": self_scored, "earlier": earlier}
    refuse_overwriting(output, points, *(file for file in files.values() if file is not None))
    reading = _read(points)
    groups = build_index(reading.units, plan=HA_NAM_2022)
    document = index_json(groups)
    document["plan"] = HA_NAM_2022.model_dump(mode="json")
    hashes: dict[str, JsonValue] = {"points": reading.sha256}
    document["sha256"] = hashes
    if any(files.values()):
        beside, sums = _beside(files, reading.units, criteria=criteria)
        said = {one.group: group_beside(one, beside, plan=HA_NAM_2022) for one in groups}
        document["groups"] = {**said}
        chosen = beside.criteria
        document["criteria"] = {"id": chosen.id, "version": plan_version(chosen)}
        hashes.update(sums)
    write_document(document, output=output)


def _read(points: Path) -> PointsReading:
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
    return reading


def _beside(
    files: Files, points: tuple[UnitPoints, ...], *, criteria: str
) -> tuple[Beside, dict[str, JsonValue]]:
    """The tables beside the points and their hashes; ends the command with all their faults."""
    chosen = chosen_criteria(criteria, option="--criteria")
    units = file_units(points, plan=HA_NAM_2022)
    data = {
        name: bytes_of(file, most=MOST_KILOBYTES * KILOBYTE)
        for name, file in files.items()
        if file is not None
    }
    tables: dict[str, AreaReading] = {
        name: read_points_table(data[name], units=units, criteria=chosen)
        for name in ("self", "appraised")
        if name in data
    }
    earlier = read_earlier_table(data["earlier"], units=units) if "earlier" in data else None
    readings: dict[str, AreaReading | EarlierReading] = dict(tables.items())
    if earlier is not None:
        readings["earlier"] = earlier
    require_faultless(
        [
            Listing(
                path=files[name] or Path(name),
                faults=found.faults,
                total=found.total_faults,
                warnings=found.warnings,
            )
            for name, found in readings.items()
        ]
    )
    beside = Beside(
        criteria=chosen,
        self_scored=tables["self"].points if "self" in tables else {},
        appraised=tables["appraised"].points if "appraised" in tables else {},
        earlier=earlier,
    )
    if faults := against_beside(beside, points):
        refuse_files(
            [
                Listing(
                    path=files["appraised"] or Path("appraised"), faults=faults, total=len(faults)
                )
            ]
        )
    return beside, {name: hashlib.sha256(content).hexdigest() for name, content in data.items()}
