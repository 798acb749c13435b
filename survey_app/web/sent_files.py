"""Files that a page gives, under names that say what they are of."""

from collections.abc import Iterable, Sequence

from flask import Response, render_template

from field_export.charts.shapes import Chart
from field_export.csv_rows import csv_lines
from survey_app.db.rounds import RoundRecord
from survey_app.problems import Code, Problem

CSV = "text/csv; charset=utf-8"


def file_of_round(of_round: RoundRecord, rest: str) -> str:
    """The name of a file about a round; it says so when what it holds was made by a program."""
    mark = "-mo-phong" if of_round.is_simulated else ""
    return f"{of_round.code}{mark}-{rest}"


def csv_file(rows: Iterable[Sequence[str]], *, name: str) -> Response:
    """A table, sent row by row."""
    return sent_file(csv_lines(rows), name=name, content_type=CSV)


def sent_file(content: Iterable[str] | bytes, *, name: str, content_type: str) -> Response:
    """A file that is kept and not shown; its name has no sign that a header could not carry."""
    answer = Response(content, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def drawn_file(chart: Chart | None) -> Response:
    """A chart as a picture, to be kept or put into a report; not found where there is none."""
    if chart is None:
        raise Problem(Code.NOT_FOUND)
    return Response(render_template("chart.svg", chart=chart), content_type="image/svg+xml")
