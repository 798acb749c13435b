"""`hailong index ROUND`: the index of a round in the database."""

import os
from pathlib import Path

import click

from scoring.index import index_json
from survey_app.cli.index_table import print_index
from survey_app.cli.refusal import refusing
from survey_app.cli.written_file import write_json
from survey_app.db.engine import connect, transaction
from survey_app.results.scored_round import scored_round
from survey_app.settings import database_url


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option("--json", "out", type=click.Path(path_type=Path), help="Write the index there.")
def index(round_code: str, out: Path | None) -> None:
    """Print the index table of a round, from the interviews received so far.

    Example: hailong index ha-nam-2022 --json index.json
    """
    with refusing():
        engine = connect(database_url(os.environ))
        with transaction(engine, writes=False) as session:
            scored = scored_round(session, round_code)
        if out is not None:
            write_json(out, index_json(scored.index.groups))
            return
        print_index(
            scored.index,
            group_names={one.unit.group_code: one.unit.group_name_vi for one in scored.scores},
        )
