"""`hailong score ROUND --subgroups QUESTION`: how satisfied the people of subgroups are."""

from pathlib import Path

import click
from sqlalchemy import Engine

from questionnaires.problems import N_
from scoring.subgroups_block import PairRow, SubgroupRow
from survey_app.access.objects import round_named
from survey_app.cli.json_document import write_document
from survey_app.cli.speech import say
from survey_app.db.engine import transaction
from survey_app.results.analysis_lines import shown_figure
from survey_app.results.attributes import attribute_coded, attributes_of
from survey_app.results.not_shown import SENTENCES
from survey_app.results.printed_changes import HUNDREDTHS
from survey_app.results.round_estimates import basis_of
from survey_app.results.round_subgroups import subgroups_of_round
from survey_app.results.subgroups_document import subgroups_document

UNKNOWN = N_("People cannot be compared by %(question)s; they can by %(known)s.")
HEADING = N_("subgroup: published indicator in percent (intervals that hold at once), people")
TOO_MANY = N_("There are too many subgroups to compare.")
NOBODY = N_("Nobody has answered this question.")
KNOWN_OF_NOBODY = N_("This is known of nobody.")


def compare_people(engine: Engine, round_code: str, *, question: str, output: Path | None) -> None:
    """Writes the document, or prints a line a subgroup and one a difference.

    Raises UsageError for a question by which people cannot be compared.
    """
    with transaction(engine, writes=False, at_one_moment=True) as session:
        basis = basis_of(session, round_named(session, round_code))
        by = attribute_coded(basis.definition, question)
        if by is None:
            known = ", ".join(one.code for one in attributes_of(basis.definition))
            raise click.UsageError(say(UNKNOWN, question=question, known=known))
        block = subgroups_of_round(session, basis, by=by)
    if output is not None:
        write_document(subgroups_document(block, by=by, basis=basis), output=output)
        return
    if not block.subgroups:
        nobody = KNOWN_OF_NOBODY if by.item is None else NOBODY
        click.echo(say(nobody if block.reason is None else TOO_MANY))
        return
    click.echo(say(HEADING))
    for row in block.subgroups:
        why = "" if row.reason is None else f" ({say(SENTENCES[row.reason])})"
        click.echo(f"{row.label}: {_figures(row)}{why}, {row.n_valid:,}")
    for pair in block.differences:
        click.echo(f"{pair.first} - {pair.second}: {_figures(pair)}")


def _figures(of: SubgroupRow | PairRow) -> str:
    shown = shown_figure(of, scale=HUNDREDTHS)
    if shown.score is None:
        return "–"
    if shown.low is None:
        return f"{shown.score}"
    return f"{shown.score} ({shown.low} – {shown.high})"
