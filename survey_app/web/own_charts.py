"""The score of a unit beside its group and the whole, as a chart with its words."""

from flask_babel import gettext as _

from field_export.charts.axis import Layout
from field_export.charts.ranking import WIDE, RankingWords, UnitDot, ranking_chart
from field_export.charts.shapes import Chart
from survey_app.results.compared import ComparedScore
from survey_app.results.ranking import Shown
from survey_app.web.numbers import measured, points
from survey_app.web.score_charts import as_float, axis_words


def compared_chart(
    score: ComparedScore, *, names: tuple[str, str, str], layout: Layout = WIDE
) -> Chart | None:
    """Three dots with their intervals; None where the unit has no score. names: of the three."""
    if score.own.score is None:
        return None
    three = (score.own, score.group, score.whole)
    return ranking_chart(
        "compared",
        [
            _dot(shown, name=name)
            for shown, name in zip(three, names, strict=True)
            if shown.score is not None
        ],
        levels=[],
        words=RankingWords(
            title=_("The score beside that of the group and of the whole"),
            sentence=_("Scores on the scale of 10 with their intervals; the table says the same."),
            axis=axis_words,
            written=measured,
        ),
        layout=layout,
    )


def _dot(shown: Shown, *, name: str) -> UnitDot:
    return UnitDot(
        name=name,
        score=as_float(shown.score),
        low=as_float(shown.low),
        high=as_float(shown.high),
        is_hollow=False,
        said=points(shown.score),
    )
