"""`hailong index ROUND`: the index of a round in the database."""

from pathlib import Path

import click

from survey_app.cli.index_table import print_index
from survey_app.cli.json_document import write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.cli.round_option import round_to_json
from survey_app.db.engine import transaction
from survey_app.results.full_index_document import full_index_document
from survey_app.results.scored_round import scored_round


@click.command()
@round_to_json("the index")
def index(round_code: str, output: Path | None) -> None:
    """Print the index table of a round.

    Where scores of the round are public, with the points that were published; else with those of
    the interviews received so far.

    \b
    Example:
      hailong index ha-nam-2022
      hailong index ha-nam-2022 --json index.json
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False, at_one_moment=True) as session:
            scored = scored_round(session, round_code)
        if output is not None:
            write_document(full_index_document(scored.full), output=output)
            return
        print_index(scored.index, units=scored.estimates.units)
