"""`hailong sample verify`: whether a published sample is what its seed gives."""

from pathlib import Path

import click

from questionnaires.problems import N_
from scoring.draw_check import PublishedDraw, PublishedMember, check_draw
from scoring.frame_list import FrameCase
from survey_app.cli.differences import refuse_differences
from survey_app.cli.file_refusal import Listing, refuse_files, show_warnings
from survey_app.cli.speech import say, whole
from survey_app.results.draw_document import read_draw
from survey_app.results.draw_tables import TableReading, read_cases, read_sample

_INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

AGREES = N_(
    "The sample agrees with its seed, its list and its targets: %(cases)s cases, %(strata)s "
    "strata, %(official)s official, %(reserve)s reserve."
)
DIFFERS = N_("The sample does not agree; differences: %(count)s.")


@click.command()
@click.argument("draw", metavar="DRAW.json", type=_INPUT)
@click.option(
    "--cases",
    metavar="CASES.csv",
    required=True,
    type=_INPUT,
    help="The list that was drawn from: case_id, stratum, order_key.",
)
@click.option(
    "--sample",
    "members",
    metavar="SAMPLE.csv",
    required=True,
    type=_INPUT,
    help="Who was drawn: case_id, stratum, list (official or reserve), place, weight.",
)
def verify(draw: Path, cases: Path, members: Path) -> None:
    """Draw a published sample again and compare.

    Takes the revealed seed and the published list of cases, and compares the commitment, the hash
    of the list, the targets and every member with its list, place and weight. Exit status 0: they
    agree; 1: all differences are listed, each with its place and what it means. The files hold
    opaque ids of cases, and nobody's name. docs/sampling.md says how to do the same by hand.

    \b
    Example:
      hailong sample verify draw.json --cases cases.csv --sample sample.csv
    """
    try:
        document, listed, drawn = read_draw(draw), read_cases(cases), read_sample(members)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be read: {error.strerror}") from error
    listings = [
        Listing(path=draw, faults=document.faults, total=document.total_faults),
        _listing(cases, listed),
        _listing(members, drawn),
    ]
    show_warnings(listings)
    if document.draw is None or any(listing.total for listing in listings):
        refuse_files(listings)
    differences = check_draw(document.draw, cases=listed.rows, sample=drawn.rows)
    if differences.total:
        refuse_differences(
            (
                (draw, differences.document),
                (cases, differences.cases),
                (members, differences.sample),
            ),
            total=differences.total,
            message=DIFFERS,
        )
    _agree(document.draw)


def _listing(
    path: Path, reading: TableReading[FrameCase] | TableReading[PublishedMember]
) -> Listing:
    return Listing(
        path=path,
        faults=reading.faults,
        total=reading.total_faults,
        warnings=reading.warnings,
    )


def _agree(draw: PublishedDraw) -> None:
    figures = {
        "cases": draw.cases,
        "strata": len(draw.strata),
        "official": sum(one.official for one in draw.strata),
        "reserve": sum(one.reserve for one in draw.strata),
    }
    click.echo(say(AGREES, **{name: whole(count) for name, count in figures.items()}))
