"""The index table on a terminal."""

from decimal import Decimal
from fractions import Fraction

from rich.console import Console
from rich.table import Table

from field_export.written import written_decimal, written_whole
from scoring.index import GroupIndex
from scoring.rounding import half_up
from survey_app.results.round_index import RoundIndex

LANGUAGE = "vi"
WIDTH = 110
"""Columns when the output is not a terminal, so that nothing is cut."""


def print_index(index: RoundIndex, *, group_names: dict[str, str]) -> None:
    """Each group's table, beside the published one when there is one."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    for group in index.groups:
        console.print(_table(index, group, title=group_names[group.group]))
        console.print(_figures(group), highlight=False)
        console.print()
    for unit in index.not_ready:
        console.print(f"Chưa đủ số liệu: {unit.unit_name}", style="yellow")


def _table(index: RoundIndex, group: GroupIndex, *, title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("Hạng", justify="right")
    table.add_column("Cơ quan, đơn vị")
    for heading in ("Thẩm định", "Khảo sát", "Tổng", "Chỉ số %"):
        table.add_column(heading, justify="right")
    table.add_column("Xếp loại")
    compares = bool(index.official)
    if compares:
        table.add_column("Công bố %", justify="right")
        table.add_column("Khớp")
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
                {True: "có", False: "KHÔNG", None: "–"}[row.agrees],
            ]
        table.add_row(*cells)
    return table


def _figures(group: GroupIndex) -> str:
    bands = ", ".join(
        f"{name} {written_whole(count, language=LANGUAGE)}"
        for name, count in group.bands.items()
        if count
    )
    return (
        f"Trung bình {_points(group.mean_index)}; khảo sát {_points(group.mean_component)}; "
        f"chênh lệch {_points(group.spread)}; trên trung bình {group.above_mean}; {bands}"
    )


def _points(value: Fraction | Decimal | None) -> str:
    return "–" if value is None else written_decimal(half_up(value), language=LANGUAGE)
