"""`hailong index ROUND`: the index of a round in the database."""

from pathlib import Path

import click

from scoring.composition import composition_json
from scoring.index import index_json
from survey_app.cli.index_table import print_index
from survey_app.cli.json_document import output_path, write_document
from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.db.engine import transaction
from survey_app.results.round_scores import total_composition
from survey_app.results.scored_round import scored_round


@click.command()
@click.argument("round_code", metavar="ROUND")
@click.option(
    "--json",
    "output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Write the index there instead of printing it.",
)
def index(round_code: str, output: Path | None) -> None:
    """Print the index table of a round, from the interviews received so far.

    Example: hailong index ha-nam-2022 --json index.json
    """
    with refusing(), opened_database() as engine:
        with transaction(engine, writes=False) as session:
            scored = scored_round(session, round_code)
        if output is not None:
            made_of = composition_json(total_composition(scored.scores))
            document = {**index_json(scored.index.groups), "composition": made_of}
            write_document(document, output=output)
            return
        print_index(scored.index, scores=scored.scores)
