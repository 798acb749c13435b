"""The index table on a terminal."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from rich.table import Table

from field_export.written import written_decimal
from questionnaires.problems import N_
from scoring.index import GroupIndex
from scoring.rounding import half_up
from survey_app.cli.index_lines import group_lines
from survey_app.cli.speech import say, spoken_language, whole
from survey_app.cli.terminal_table import table_console
from survey_app.clock import written_moment
from survey_app.db.rounds import RoundUnitRecord
from survey_app.results.full_index import FullIndex
from survey_app.results.no_points import SENTENCES
from survey_app.results.round_index import RoundIndex

NOT_READY = N_("Not in the index yet:")
OF_NOW = N_(
    "The survey points are those of the interviews received so far; nothing of this round is"
    " public."
)
PUBLISHED = N_("The survey points are those that were published on %(at)s by %(by)s.")
WIDTH = 118
"""Columns when the output is not a terminal, so that nothing is cut."""


def print_index(full: FullIndex, *, units: Sequence[RoundUnitRecord]) -> None:
    """Each group's table, beside the published one when there is one; then areas and changes."""
    index = full.index
    names = {unit.group_code: _group_name(unit) for unit in units}
    console = table_console(width=WIDTH)
    for one in full.groups:
        group = one.group
        console.print(_table(index, group, title=names[group.group]))
        console.print(_figures(group), highlight=False)
        for line in group_lines(one, before=full.before):
            console.print(line, highlight=False)
        console.print()
    for waiting in index.not_ready:
        why = " ".join(say(SENTENCES[reason]) for reason in waiting.reasons)
        console.print(f"{say(NOT_READY)} {waiting.unit.unit_name}. {why}", style="yellow")
    console.print(_made_of(index), highlight=False)


def _made_of(index: RoundIndex) -> str:
    public = index.published
    if public is None:
        return say(OF_NOW)
    return say(PUBLISHED, at=written_moment(public.published_at), by=public.published_by)


def _table(index: RoundIndex, group: GroupIndex, *, title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(say(N_("Rank")), justify="right")
    table.add_column(say(N_("Unit")))
    for heading in (N_("Appraised"), N_("Survey"), N_("Total"), N_("Index in percent")):
        table.add_column(say(heading), justify="right")
    table.add_column(say(N_("Band")))
    compares = bool(index.official)
    if compares:
        table.add_column(say(N_("Published")), justify="right")
        table.add_column(say(N_("Agrees")))
    if index.differing:
        table.add_column(say(N_("Now")), justify="right")
    for row in index.compared(group):
        cells = [
            str(row.computed.rank),
            row.computed.unit_name,
            _points(row.computed.appraised),
            "x" if row.computed.exempt else _points(row.computed.component),
            _points(row.computed.total),
            _points(row.computed.percent),
            row.computed.band,
        ]
        if compares:
            paper = row.official
            cells += [
                "–" if paper is None else _points(paper.index_percent),
                _agreement(agrees=row.agrees),
            ]
        if index.differing:
            cells.append("" if row.live is None else _points(row.live.points))
        table.add_row(*cells)
    return table


def _group_name(unit: RoundUnitRecord) -> str:
    return unit.group_name_vi if spoken_language() == "vi" else unit.group_name_en


def _agreement(*, agrees: bool | None) -> str:
    if agrees is None:
        return "–"
    return say(N_("yes")) if agrees else say(N_("NO"))


def _figures(group: GroupIndex) -> str:
    bands = ", ".join(f"{name} {whole(count)}" for name, count in group.bands.items() if count)
    return say(
        N_(
            "Mean index %(index)s; mean of the survey points %(survey)s; spread %(spread)s; "
            "%(above)s units above the mean; %(bands)s"
        ),
        index=_points(group.mean_index),
        survey=_points(group.mean_component),
        spread=_points(group.spread),
        above=str(group.above_mean),
        bands=bands,
    )


def _points(value: Fraction | Decimal | None) -> str:
    return "–" if value is None else written_decimal(half_up(value), language=spoken_language())
