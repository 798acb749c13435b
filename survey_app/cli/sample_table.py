"""What a sampling plan comes to, on a terminal."""

from collections.abc import Sequence
from decimal import Decimal

from rich.table import Table

from field_export.written import written_decimal
from questionnaires.problems import N_
from scoring.rounding import half_up
from survey_app.cli.speech import say, spoken_language, whole
from survey_app.cli.terminal_table import table_console
from survey_app.fieldwork.sampling.figures import remarks
from survey_app.fieldwork.sampling.planning import PlannedUnit

WIDTH = 140
"""Columns when the output is not a terminal, so that nothing is cut."""
TOTAL = N_("All units")
NO_FIGURE = "–"


def print_planned(planned: Sequence[PlannedUnit]) -> None:
    """One line a unit with sample, reserve and margins, and what is worth a second look."""
    console = table_console(width=WIDTH)
    console.print(_table(planned))
    for unit in planned:
        for text, details in remarks(unit, written=whole):
            console.print(say(text, **details), highlight=False)


def _table(planned: Sequence[PlannedUnit]) -> Table:
    samples = [one.sample for one in planned]
    sums = [
        sum(sample.population for sample in samples),
        sum(sample.official.n for sample in samples),
        sum(sample.reserve.n for sample in samples),
    ]
    table = Table(show_footer=True)
    table.add_column(say(N_("Unit")), footer=say(TOTAL))
    for name, total in zip((N_("Cases"), N_("Official"), N_("Reserve")), sums, strict=True):
        table.add_column(say(name), footer=whole(total), justify="right")
    table.add_column(say(N_("Number of strata")), justify="right")
    table.add_column(say(N_("± points at 50 %")), justify="right")
    table.add_column(say(N_("± points at 95 %")), justify="right")
    for one in planned:
        sample = one.sample
        counts = (
            sample.population,
            sample.official.n,
            sample.reserve.n,
            len(sample.official.strata),
        )
        margins = (_points(sample.margin_worst), _points(sample.margin_usual))
        table.add_row(one.unit.unit_code, *map(whole, counts), *margins)
    return table


def _points(margin: float | None) -> str:
    if margin is None:
        return NO_FIGURE
    return written_decimal(half_up(Decimal(margin), places=1), language=spoken_language())
