"""`hailong recheck risks`: what plans do to lots of one size, exactly computed."""

from pathlib import Path

import click
from rich.table import Table

from field_export.acceptance_tables import risk_rows
from field_export.csv_rows import csv_lines
from questionnaires.problems import N_
from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.acceptance_risk import RiskPoint, operating_characteristic
from scoring.recheck.recheck_plan import SHIPPED
from survey_app.cli.recheck_plan_choice import chosen_recheck_plan
from survey_app.cli.speech import say, whole
from survey_app.cli.terminal_table import counts_table, table_console

WIDTH = 140
SMALLEST, USUAL, LARGEST = 2, 42, 150


@click.command()
@click.option(
    "--plan",
    "names",
    metavar="ID|FILE",
    multiple=True,
    help=f"A shipped plan or a file, once or more, side by side; without it {SHIPPED}.",
)
@click.option(
    "--interviews",
    type=click.IntRange(SMALLEST, LARGEST),
    default=USUAL,
    show_default=True,
    help="How many interviews the lot has.",
)
@click.option(
    "--csv",
    "output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every number of defective interviews there instead of printing a table.",
)
def risks(names: tuple[str, ...], interviews: int, output: Path | None) -> None:
    """Tell how often plans reject a lot, by how many of its interviews are defective.

    Rejected: of such lots. Extended: left open by the first stage. Re-checks: on average. No
    database is needed.

    \b
    Example:
      hailong recheck risks --plan hai-long-1 --plan hai-long-three-stages --interviews 70
    """
    plans = [chosen_recheck_plan(name).acceptance for name in names or (SHIPPED,)]
    if output is None:
        table_console(width=WIDTH).print(_table(plans, interviews=interviews))
        return
    if output.exists():
        raise click.BadParameter(str(output), param_hint="--csv")
    with output.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(csv_lines(risk_rows(plans, interviews=interviews)))


def _table(plans: list[AcceptancePlan], *, interviews: int) -> Table:
    table = counts_table(N_("Defective"))
    for plan in plans:
        for name in (N_("Rejected"), N_("Extended"), N_("Re-checks")):
            table.add_column(f"{say(name)}\n{plan.id}", justify="right")
    curves = [operating_characteristic(plan, interviews=interviews) for plan in plans]
    for points in zip(*curves, strict=True):
        cells = [cell for point in points for cell in _cells(point)]
        table.add_row(whole(points[0].defective), *cells)
    return table


def _cells(point: RiskPoint) -> tuple[str, str, str]:
    return (
        f"{100 * float(point.rejected):.1f} %",
        f"{100 * float(point.extended):.1f} %",
        f"{float(point.checked):.1f}",
    )
