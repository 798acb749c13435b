"""`hailong recheck`: what supervisors found when they asked again."""

from pathlib import Path

import click

from questionnaires import Definition
from scoring.recheck.comparison import compare_interviews
from scoring.recheck.comparison_json import comparison_json
from survey_app.cli.chosen_questionnaire import chosen_questionnaire
from survey_app.cli.file_refusal import Listing, require_faultless
from survey_app.cli.json_document import output_path, refuse_overwriting, write_document
from survey_app.cli.recheck_draw import commit, draw, publish, reveal
from survey_app.cli.recheck_report import report
from survey_app.cli.recheck_risk import risk
from survey_app.cli.recheck_risks import risks
from survey_app.cli.recheck_tasks import assign_tasks, move
from survey_app.cli.recheck_verify import verify
from survey_app.results.recheck_file import RechecksReading, read_rechecks
from survey_app.results.rechecked_interviews import join_rechecks
from survey_app.results.response_file import ResponsesReading, read_responses

_INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
def recheck() -> None:
    """Draw interviews that are made again, and compare both. docs/recheck.md explains it.

    \b
    Example:
      hailong recheck draw --round thu-2026
      hailong recheck compare responses.csv recheck.csv --json compared.json
    """


for command in (
    commit,
    draw,
    risk,
    risks,
    assign_tasks,
    move,
    reveal,
    publish,
    report,
    verify,
):
    recheck.add_command(command)


@recheck.command()
@click.argument("original", metavar="ORIGINAL.csv", type=_INPUT)
@click.argument("rechecks", metavar="RECHECK.csv", type=_INPUT)
@click.option(
    "--questionnaire",
    metavar="ID|FILE",
    default="sipas-22",
    show_default=True,
    help="A shipped questionnaire, or the file of one.",
)
@click.option(
    "--json",
    "output",
    metavar="OUT",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    callback=output_path,
    help="Where to write the figures.",
)
def compare(original: Path, rechecks: Path, questionnaire: str, output: Path) -> None:
    """Compare the answers and facts of re-checks with those of the interviews.

    ORIGINAL.csv is a file of responses, as score-file reads it. RECHECK.csv has the columns
    response_uuid, enumerator, supervisor, contacted, interview_happened (1 or 0), factual checks
    whose names end in _ok (1, 0 or blank), the criteria that were asked again and, where there are
    any, selection (random or risk), inclusion_prob and recheck_at.

    \b
    Example:
      hailong recheck compare responses.csv recheck.csv --json compared.json
    """
    chosen = Path(questionnaire)
    refuse_overwriting(output, original, rechecks, chosen if chosen.is_file() else None)
    definition = chosen_questionnaire(questionnaire, parameter="--questionnaire")
    again, first = _read(original, rechecks, definition=definition)
    joined = join_rechecks(again, first)
    require_faultless(
        [
            Listing(
                path=original,
                faults=first.faults,
                total=first.total_faults,
                warnings=first.warnings,
            ),
            Listing(
                path=rechecks,
                faults=(*again.faults, *joined.faults),
                total=again.total_faults + joined.total_faults,
                warnings=(*again.warnings, *joined.warnings),
            ),
        ]
    )
    comparison = compare_interviews(joined.interviews, rule=first.rule, items=again.items)
    sha256 = {"original": first.sha256, "recheck": again.sha256}
    write_document(comparison_json(comparison, rule=first.rule, sha256=sha256), output=output)


def _read(
    original: Path, rechecks: Path, *, definition: Definition
) -> tuple[RechecksReading, ResponsesReading]:
    try:
        again = read_rechecks(rechecks, definition=definition)
        wanted = [name.key for name in again.names]
        return again, read_responses(original, definition=definition, wanted=wanted)
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise click.ClickException(str(error)) from error
