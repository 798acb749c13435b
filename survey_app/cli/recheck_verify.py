"""`hailong recheck verify`: whether the published re-checks are what seed and lots give."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from questionnaires.problems import N_, Fault
from scoring.draw_check import printed_weight
from scoring.recheck.further_check import FurtherRow, further_differences
from scoring.recheck.published_rechecks import CLAIMS, INTERVIEWS, PublishedLot, PublishedRechecks
from scoring.recheck.rechecks_check import (
    DrawnRow,
    ListedRow,
    RecheckDifferences,
    check_rechecks,
)
from survey_app.access.objects import round_named
from survey_app.cli.differences import refuse_differences
from survey_app.cli.file_refusal import Listing, refuse_files, show_warnings
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.speech import say, whole
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.files import kept_rechecks
from survey_app.results.recheck_document import read_recheck_document
from survey_app.results.recheck_lists import read_drawn, read_further, read_lots

_INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)

AGREES = N_(
    "The re-checks agree with their seed, their lots and their plan: %(lots)s lots, %(interviews)s "
    "interviews, %(drawn)s drawn."
)
AGREES_TOO = N_(
    "So do refusals and absences: %(lots)s lots with %(interviews)s of them, %(drawn)s drawn."
)
WHAT = N_("Name the document, --lots and --drawn, or --round alone.")
DIFFERS = N_("The re-checks do not agree; differences: %(count)s.")


@click.command()
@click.argument("document", metavar="[RECHECK.json]", required=False, type=_INPUT)
@click.option(
    "--lots", metavar="LOTS.csv", type=_INPUT, help="What was drawn from: lot, uuid, stratum."
)
@click.option(
    "--drawn",
    metavar="DRAWN.csv",
    type=_INPUT,
    help="Who was drawn: lot, uuid, stratum, place, inclusion_prob.",
)
@click.option(
    "--further",
    metavar="FURTHER.csv",
    type=_INPUT,
    help="Who was drawn later, step by step: in the place of others, by decisions, by risk.",
)
@click.option("--round", "round_code", metavar="R", help="What the database has, not files.")
def verify(
    document: Path | None,
    lots: Path | None,
    drawn: Path | None,
    further: Path | None,
    round_code: str | None,
) -> None:
    """Draw published re-checks again and compare; files need no database.

    Compares the commitment with the revealed seed, the hashes of plan and lists, the numbers of
    every lot, and everybody drawn with place and probability. Exit status 0: they agree; 1: all
    differences are listed, each with its place and what it means. docs/recheck.md says how to do
    the same by hand.

    \b
    Example:
      hailong recheck verify recheck.json --lots lots.csv --drawn drawn.csv --further further.csv
      hailong recheck verify --round thu-2026
    """
    files = (document, lots, drawn, further)
    if round_code is not None and not any(files):
        _verify_round(round_code)
    elif document is not None and lots is not None and drawn is not None and round_code is None:
        _verify_files(document, lots=lots, drawn=drawn, further=further)
    else:
        raise click.UsageError(say(WHAT))


def _verify_round(round_code: str) -> None:
    with refusing(), opened_database() as engine, transaction(engine, writes=False) as session:
        kept = kept_rechecks(session, round_named(session, round_code))
    place = Path(round_code)
    listed = [
        ListedRow(row=row, lot=one.lot, uuid=one.uuid, stratum=one.stratum)
        for row, one in enumerate(kept.listed, 1)
    ]
    drawn = [
        DrawnRow(
            row=row,
            lot=one.lot,
            uuid=one.uuid,
            stratum=one.stratum,
            place=one.place,
            probability=printed_weight(one.probability),
        )
        for row, one in enumerate(kept.listed, 1)
        if one.is_drawn
    ]
    rows = [
        FurtherRow(
            row=row,
            lot=one.lot,
            step=one.step,
            uuid=one.uuid,
            stratum=one.stratum,
            place=one.place,
            selection=one.selection,
            instead_of=one.instead_of,
        )
        for row, one in enumerate(kept.further, 1)
    ]
    differences = check_rechecks(kept.document, listed=listed, drawn=drawn)
    later = further_differences(kept.document, listed=listed, further=rows)
    if differences.total or later:
        _refuse(differences, later, document=place, lots=place, drawn=place, further=place)
    _agree(kept.document)


def _verify_files(document: Path, *, lots: Path, drawn: Path, further: Path | None) -> None:
    try:
        reading, listed, rows = read_recheck_document(document), read_lots(lots), read_drawn(drawn)
        later = None if further is None else read_further(further)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be read: {error.strerror}") from error
    listings = [
        Listing(path=document, faults=reading.faults, total=reading.total_faults),
        Listing(
            path=lots, faults=listed.faults, total=listed.total_faults, warnings=listed.warnings
        ),
        Listing(path=drawn, faults=rows.faults, total=rows.total_faults, warnings=rows.warnings),
    ]
    if further is not None and later is not None:
        listings.append(Listing(path=further, faults=later.faults, total=later.total_faults))
    show_warnings(listings)
    if reading.rechecks is None or any(listing.total for listing in listings):
        refuse_files(listings)
    differences = check_rechecks(reading.rechecks, listed=listed.rows, drawn=rows.rows)
    found: tuple[Fault, ...] = ()
    if later is not None:
        found = further_differences(reading.rechecks, listed=listed.rows, further=later.rows)
    if differences.total or found:
        place = drawn if further is None else further
        _refuse(differences, found, document=document, lots=lots, drawn=drawn, further=place)
    _agree(reading.rechecks)


def _refuse(
    differences: RecheckDifferences,
    later: tuple[Fault, ...],
    *,
    document: Path,
    lots: Path,
    drawn: Path,
    further: Path,
) -> NoReturn:
    refuse_differences(
        (
            (document, differences.document),
            (lots, differences.lots),
            (drawn, differences.drawn),
            (further, later),
        ),
        total=differences.total + len(later),
        message=DIFFERS,
    )


def _agree(rechecks: PublishedRechecks) -> None:
    _count(AGREES, [one for one in rechecks.lots if one.kind == INTERVIEWS])
    if of_claims := [one for one in rechecks.lots if one.kind == CLAIMS]:
        _count(AGREES_TOO, of_claims)


def _count(message: str, lots: Sequence[PublishedLot]) -> None:
    strata = [one for lot in lots for one in lot.strata]
    figures = {
        "lots": len(lots),
        "interviews": sum(one.interviews for one in strata),
        "drawn": sum(one.drawn for one in strata),
    }
    click.echo(say(message, **{name: whole(count) for name, count in figures.items()}))
