"""`hailong export ROUND`: what is public of a round as files to hand on."""

from collections.abc import Callable
from pathlib import Path

import click

from questionnaires.problems import N_
from survey_app.cli import module_read
from survey_app.cli.json_document import output_path
from survey_app.cli.report_choice import ReportChoice, report_options
from survey_app.cli.speech import say
from survey_app.wording.file_words import INTERVIEWS

PDF, XLSX, ALL = "pdf", "xlsx", "all"
FORMATS = (PDF, XLSX, *INTERVIEWS)
ONLY_RESPONSES = N_("--full is for the interviews: csv, json, sav or dta.")
BY_WHOM = N_("--full needs --by, the user name of whoever answers for it.")
ONLY_FULL = N_("--reason and --by are for --full.")
ONLY_CHECK = N_("--check takes the folder alone.")
NO_ROUND = N_("Name the round.")
NO_FORMAT = N_("Say which --format, or --all.")
NO_OUTPUT = N_("Say with -o where to write.")
ONE_FORMAT = N_("--all and --format are two requests: make one of them.")
IS_FOLDER = N_("%(file)s is a folder; name a file.")


@click.command()
@click.argument("round_code", metavar="ROUND", required=False)
@click.option(
    "--format",
    "kind",
    type=click.Choice((*FORMATS, ALL)),
    help="pdf: the report; xlsx: the workbook; csv, json, sav (SPSS), dta (Stata): the interviews;"
    " all: everything, into a folder.",
)
@click.option("--all", "is_all", is_flag=True, help="As --format all.")
@click.option(
    "--check",
    "checked",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Hold a folder that --all wrote against its manifest, and do nothing else.",
)
@click.option("--run", "run_id", type=click.IntRange(min=1), help="An earlier run, by its number.")
@click.option("--full", is_flag=True, help="Every interview as it is. Needs --reason and --by.")
@click.option("--reason", default="", help="What the full file is needed for; it is kept.")
@click.option("--by", help="User name of whoever answers for the full file.")
@click.option(
    "-o",
    "output",
    metavar="OUT",
    type=click.Path(path_type=Path),
    callback=output_path,
    help="The file to write; with --all the folder, which must be new or empty.",
)
@report_options
def export(
    round_code: str | None,
    kind: str | None,
    run_id: int | None,
    reason: str,
    by: str | None,
    output: Path | None,
    checked: Path | None,
    *,
    full: bool,
    is_all: bool,
    report: ReportChoice,
) -> None:
    """Write what is public of a round as a file to hand on, in Vietnamese.

    It is made of what was published, not of today's interviews: the same run gives the same file.
    With --run it is that of an earlier run. Interviews have identifiers of this publication, and
    nothing by which one of few could be recognised; the full file has all of it.

    \b
    Example:
      hailong export ha-nam-2022 --format pdf -o bao-cao.pdf
      hailong export ha-nam-2022 --format pdf --run 1 -o bao-cao-1.pdf
      hailong export ha-nam-2022 --format pdf --number 128/BC-SNV --place "Hà Nam" -o bao-cao.pdf
      hailong export ha-nam-2022 --format pdf --unit SNV -o so-noi-vu.pdf
      hailong export ha-nam-2022 --format pdf --unit-sheets -o cac-don-vi.pdf
      hailong export ha-nam-2022 --format xlsx -o bang-tinh.xlsx
      hailong export ha-nam-2022 --format sav -o phieu.sav
      hailong export ha-nam-2022 --format csv --full --reason "…" --by sonoivu -o phieu-day-du.csv
      hailong export ha-nam-2022 --all -o cong-bo/
      hailong export --check cong-bo/
    """
    if checked is not None:
        if any((round_code, kind, is_all, output, run_id, full, reason, by)):
            raise click.UsageError(say(ONLY_CHECK))
        _made_by("check_folder")(checked)
        return
    kind = ALL if is_all and kind in {None, ALL} else kind
    missing = [
        words
        for words, given in ((NO_ROUND, round_code), (NO_FORMAT, kind), (NO_OUTPUT, output))
        if given is None
    ]
    if is_all and kind != ALL:
        missing.append(ONE_FORMAT)
    if round_code is None or kind is None or output is None or missing:
        raise click.UsageError(" ".join(say(one) for one in missing))
    _check_usage(kind, reason=reason, by=by, full=full)
    if kind != ALL and output.is_dir():
        raise click.UsageError(say(IS_FOLDER, file=str(output)))
    of = {"run_id": run_id, "output": output}
    if kind in INTERVIEWS:
        _made_by("export_responses")(round_code, kind, reason=reason, by=by, **of)
    elif kind == PDF:
        _made_by("export_report")(round_code, report, **of)
    else:
        _made_by("export_folder" if kind == ALL else "export_workbook")(round_code, **of)


def _check_usage(kind: str, *, reason: str, by: str | None, full: bool) -> None:
    wrong = []
    if full and kind not in INTERVIEWS:
        wrong.append(ONLY_RESPONSES)
    if full and by is None:
        wrong.append(BY_WHOM)
    if not full and (reason or by is not None):
        wrong.append(ONLY_FULL)
    if wrong:
        raise click.UsageError(" ".join(say(one) for one in wrong))


def _made_by(name: str) -> Callable[..., None]:
    """The function of the module with this name, read when it is asked for.

    What sets a PDF and what writes a workbook are larger than what writes interviews.
    """
    found: Callable[..., None] = getattr(module_read(name), name)
    return found
