"""`hailong recheck report`: what re-checks of a round found, and where its lots stand."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import click
from rich.table import Table

from field_export.written import written_decimal
from questionnaires.problems import N_
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.work_done import WorkDone
from scoring.rounding import half_up
from survey_app.access.objects import round_named
from survey_app.cli.json_document import output_path, write_bytes, write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_option
from survey_app.cli.speech import say, spoken_language, whole
from survey_app.cli.terminal_table import counts_table, table_console
from survey_app.cli.written_files import write_files
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks.claim_response import ClaimResponse, claim_response
from survey_app.fieldwork.rechecks.lot_board import Board, LotOnBoard, board_of
from survey_app.fieldwork.rechecks.report import (
    CLAIMS,
    claim_file,
    comparable_files,
    report_document,
)
from survey_app.publication.recheck_report.printing import printed_rechecks
from survey_app.publication.recheck_report.reading import reported_rechecks

WIDTH = 120
"""Columns when the output is not a terminal, so that no code is cut."""
NO_FIGURE = "–"
SUMMARY = N_(
    "%(round)s: %(drawn)s drawn by chance have been tried, %(reached)s reached, %(defective)s"
    " defective (%(rate)s); %(waiting)s still wait."
)
POOLED = N_(
    "Opinions: %(answers)s answers of %(interviews)s people were given twice; satisfied against not"
    " changed in %(gdr)s (± %(se)s), on balance %(ndr)s."
)
CLAIMED = N_(
    "Refusals and absences: %(drawn)s drawn by chance have been tried, %(reached)s reached,"
    " %(defective)s not as recorded (%(rate)s). Response rate %(response)s, without %(proved)s"
    " proved false %(without)s."
)
LOTS = N_("Lots: %(lots)s, to be decided: %(open)s.")
WRITTEN = N_("Written: %(files)s")


@click.command()
@round_option
@click.option(
    "--json",
    "output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Also write all figures there.",
)
@click.option(
    "--csv",
    "folder",
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="Also write original.csv and recheck.csv there, as recheck compare reads them, and"
    " claims.csv where refusals and absences are re-checked.",
)
@click.option(
    "--pdf",
    "printed",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Also print the report there, in Vietnamese, with the places where all sign.",
)
def report(round_code: str, output: Path | None, folder: Path | None, printed: Path | None) -> None:
    """Say what re-checks found: contact, enumerators, supervisors, criteria, and every lot.

    Only those that have ended are in figures and files. All is for Home Affairs while the round
    is in the field; docs/recheck.md says who may read what, and when.

    \b
    Example:
      hailong recheck report --round thu-2026 --json found.json --csv found
      hailong recheck report --round thu-2026 --pdf phuc-tra.pdf
    """
    at = system_clock()
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            found = round_named(session, round_code)
            board = board_of(session, found, at=at)
            response = claim_response(session, found, board)
            to_print = None if printed is None else reported_rechecks(session, found, at=at)
        written = [] if folder is None else write_files(_files(board), folder)
        if printed is not None and to_print is not None:
            write_bytes(printed_rechecks(to_print), output=printed)
            written.append(printed)
    if output is not None:
        write_document(report_document(round_code, board, response=response), output=output)
        written.append(output)
    _tell(round_code, board)
    if board.compared.plan.claims is not None:
        _tell_claims(board, response)
    if written:
        click.echo(say(WRITTEN, files=", ".join(map(str, written))))


def _tell(round_code: str, board: Board) -> None:
    comparison = board.compared.comparison
    whole_round = comparison.whole
    console = table_console(width=WIDTH)
    waiting = sum(one.standing.waiting + one.unverified for one in board.lots)
    click.echo(
        say(
            SUMMARY,
            round=round_code,
            drawn=whole(whole_round.drawn),
            reached=whole(whole_round.defective.of),
            defective=whole(whole_round.defective.count),
            rate=_rate(whole_round.defective),
            waiting=whole(waiting),
        )
    )
    people = {name: one.work for name, one in comparison.enumerators.items()}
    console.print(_work(N_("Enumerator"), people))
    console.print(_work(N_("Supervisor"), dict(comparison.supervisors)))
    console.print(_items(board))
    pooled = comparison.pooled
    click.echo(
        say(
            POOLED,
            answers=whole(pooled.answers),
            interviews=whole(pooled.interviews),
            gdr=_part(pooled.gdr.est),
            se=_part(pooled.gdr.se),
            ndr=_part(pooled.ndr.est),
        )
    )
    console.print(_lots(board.lots, members=N_("Interviews")))
    to_decide = sum(one.is_to_decide for one in board.every)
    click.echo(say(LOTS, lots=whole(len(board.every)), open=whole(to_decide)))


def _files(board: Board) -> Mapping[str, Iterator[str]]:
    """Those of interviews, and that of claims where the plan re-checks them."""
    of_claims = {} if board.compared.plan.claims is None else {CLAIMS: claim_file(board)}
    return {**comparable_files(board.compared), **of_claims}


def _tell_claims(board: Board, response: ClaimResponse) -> None:
    """Refusals and absences stand apart from everything above them."""
    figures = board.claims.comparison
    rate = figures.whole.defective
    click.echo(
        say(
            CLAIMED,
            drawn=whole(figures.whole.drawn),
            reached=whole(rate.of),
            defective=whole(rate.count),
            rate=_rate(rate),
            response=_part(None if response.rate is None else float(response.rate)),
            without=_part(None if response.without is None else float(response.without)),
            proved=whole(response.proved),
        )
    )
    table = counts_table(
        N_("Enumerator"), N_("Tried"), N_("Reached"), N_("Not so"), N_("Nobody came"), N_("Rate")
    )
    for name, one in figures.enumerators.items():
        counts = (one.drawn, one.defective.of, one.defective.count, one.never)
        table.add_row(name, *map(whole, counts), _rate(one.defective))
    console = table_console(width=WIDTH)
    console.print(table)
    console.print(_lots(board.claim_lots, members=N_("Recorded")))


def _work(first: str, of: dict[str, WorkDone]) -> Table:
    table = counts_table(
        first, N_("Tried"), N_("Reached"), N_("Defective"), N_("Did not happen"), N_("Rate")
    )
    for name, one in of.items():
        counts = (one.drawn, one.defective.of, one.defective.count, one.not_happened)
        table.add_row(name, *map(whole, counts), _rate(one.defective))
    return table


def _items(board: Board) -> Table:
    table = counts_table(
        N_("Criterion"), N_("Given twice"), N_("Changed"), N_("On balance"), N_("Same level")
    )
    for name, one in board.compared.comparison.agreement.items():
        figures = (one.gdr.rate, one.ndr, one.exact)
        table.add_row(name, whole(one.gdr.of), *map(_part, figures))
    return table


def _lots(lots: Sequence[LotOnBoard], *, members: str) -> Table:
    table = counts_table(
        N_("Lot"),
        members,
        N_("Checked"),
        N_("Waiting"),
        N_("Defective"),
        N_("By plan"),
        N_("State"),
    )
    for one in lots:
        standing = one.standing
        counts = (standing.interviews, standing.checked, standing.waiting, standing.defective)
        words = (standing.says.value, one.state.value)
        table.add_row(one.head.code, *map(whole, counts), *words)
    return table


def _rate(of: ExactRate) -> str:
    bounds = of.bounds
    if of.rate is None or bounds is None:
        return NO_FIGURE
    return f"{_part(of.rate)} ({_part(bounds.low)} – {_part(bounds.high)})"


def _part(value: float | None) -> str:
    if value is None:
        return NO_FIGURE
    written = half_up(Decimal(repr(value)) * 100, places=1)
    return f"{written_decimal(written, language=spoken_language())} %"
