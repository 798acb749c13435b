"""`hailong score ROUND`: the scores of a round as a publication would give them now."""

from pathlib import Path

import click

from questionnaires.problems import N_
from scoring.score_table import ScoreRow
from survey_app.access.objects import round_named
from survey_app.cli.json_document import write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_to_json
from survey_app.cli.score_against import compared, lines_of
from survey_app.cli.speech import say
from survey_app.cli.subgroups import compare_people
from survey_app.db.engine import transaction
from survey_app.publication.score_runs import Looked, look
from survey_app.results.printed_changes import HUNDREDTHS, printed_score
from survey_app.results.two_rounds import TwoRounds
from survey_app.results.two_rounds_json import two_rounds_json


@click.command()
@round_to_json("the document of the scores")
@click.option("--against", metavar="EARLIER", help="Compare with this earlier round instead.")
@click.option("--subgroups", metavar="QUESTION", help="Compare people by a question instead.")
def score(round_code: str, output: Path | None, against: str | None, subgroups: str | None) -> None:
    """Score a round from the interviews received so far. Nothing is stored.

    The document is the one that `hailong publish` would keep now; small cells are hidden in it.
    With --against it says how each unit changed since an earlier round: of either round what is
    published counts, else what has been received so far. With --subgroups it says how satisfied
    those are who answered a question of the questionnaire in one way or the other.

    \b
    Example:
      hailong score ha-nam-2022
      hailong score ha-nam-2022 --json scores.json
      hailong score ha-nam-2023 --against ha-nam-2022 --json changes.json
      hailong score ha-nam-2022 --subgroups e1 --json by-sex.json
    """
    if against is not None and subgroups is not None:
        raise click.UsageError(say(ONE_OF_THEM))
    with refusing(), opened_database() as engine:
        if subgroups is not None:
            compare_people(engine, round_code, question=subgroups, output=output)
            return
        if against is not None:
            with transaction(engine, writes=False, at_one_moment=True) as session:
                both = compared(session, round_code, against=against)
            _tell(both, output=output)
            return
        with transaction(engine, writes=False, at_one_moment=True) as session:
            looked = look(session, round_named(session, round_code), is_analysed=output is not None)
        if output is not None:
            write_document(looked.document.content, output=output)
            return
        _print(looked)


def _tell(both: TwoRounds, *, output: Path | None) -> None:
    if output is not None:
        write_document(two_rounds_json(both), output=output)
        return
    for line in lines_of(both):
        click.echo(line)


ONE_OF_THEM = N_("--against and --subgroups are two questions: ask one of them.")
HEADING = N_("unit: published indicator in percent (interval), people, what may be done with it")
NOTHING = N_("No interview of this round counts.")


def _print(looked: Looked) -> None:
    """A line a unit, in the order of the round; what is hidden in the document is hidden here."""
    if not looked.cut.interviews:
        click.echo(say(NOTHING))
        return
    estimates, hidden = looked.found.estimates, looked.document.suppression.rows
    click.echo(say(HEADING))
    for unit in estimates.units:
        row = estimates.table.units.get(unit.unit_code)
        if row is not None:
            is_hidden = looked.is_hidden(unit.unit_code)
            flag = looked.mark_of(unit.unit_code)
            click.echo(_line(unit.unit_code, row=row, is_hidden=is_hidden, flag=flag))
    whole = estimates.table.overall
    click.echo(_line("=", row=whole, is_hidden=hidden.whole, flag=str(whole.verdict.flag)))


def _line(name: str, *, row: ScoreRow, is_hidden: bool, flag: str) -> str:
    figures = "–"
    shown = printed_score(row.published, scale=HUNDREDTHS)
    if not is_hidden and shown.score is not None:
        figures = f"{shown.score}"
        if shown.low is not None:
            figures += f" ({shown.low}–{shown.high})"
    return f"{name}: {figures}, {row.n_valid:,}, {flag}"
