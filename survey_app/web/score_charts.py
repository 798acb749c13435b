"""The charts of scores, with their words."""

from collections.abc import Sequence
from decimal import Decimal

from field_export.charts import levels
from field_export.charts.axis import Layout
from field_export.charts.levels import LevelBar, LevelWords, level_chart
from field_export.charts.ranking import (
    WIDE,
    Level,
    RankingWords,
    UnitDot,
    ranking_chart,
)
from field_export.charts.shapes import Chart
from scoring.publishing import Flag
from scoring.score_table import ScoreRow
from survey_app.results.criteria import Criterion
from survey_app.results.ranking import RankedGroup, RankedUnit, Shown, shown_of
from survey_app.results.scored_by import ScoredBy
from survey_app.web.language import current_language
from survey_app.web.language import gettext as _
from survey_app.web.numbers import measured, points, whole
from survey_app.web.score_words import flag_words, reason_words, versus_words


def group_chart(
    group: RankedGroup, *, overall: ScoreRow, name: str, layout: Layout = WIDE
) -> Chart | None:
    """The units of a group as dots, with the group and the whole as lines.

    Why a unit has no dot stands below, under a number: it is too long for its line.
    """
    unseen = (reason_words(one.row) for one in group.units if one.shown.score is None)
    reasons = list(dict.fromkeys(filter(None, unseen)))
    return ranking_chart(
        f"ranking-{group.code}",
        [_dot(one, reasons=reasons) for one in group.units],
        levels=[
            *_level(shown_of(overall), _("the whole"), is_dashed=False),
            *_level(group.shown, name, is_dashed=True),
        ],
        words=RankingWords(
            title=_("Scores with their 95 %% intervals: %(group)s", group=name),
            sentence=_(
                "%(ranked)s of %(units)s units are ranked; the table of scores says the same.",
                ranked=whole(group.ranked),
                units=whole(len(group.units)),
            ),
            axis=axis_words,
            written=measured,
            notes=[f"({number}) {reason}" for number, reason in enumerate(reasons, start=1)],
        ),
        layout=layout,
    )


def axis_words(low: float, high: float) -> str:
    """From where to where the axis goes, as it does not start at 0."""
    return str(
        _(
            "The axis goes from %(low)s to %(high)s, not from 0.",
            low=measured(low),
            high=measured(high),
        )
    )


def _level(shown: Shown, name: str, *, is_dashed: bool) -> list[Level]:
    if shown.score is None:
        return []
    said = f"{name}: {points(shown.score)}"
    return [Level(score=float(shown.score), said=said, is_dashed=is_dashed)]


def _dot(one: RankedUnit, *, reasons: Sequence[str]) -> UnitDot:
    shown, is_shown = one.shown, one.shown.score is not None
    return UnitDot(
        name=one.unit.unit_name,
        score=as_float(shown.score),
        low=as_float(shown.low),
        high=as_float(shown.high),
        is_hollow=one.rank is None,
        said=f"{points(shown.score)}  {_beside(one)}"
        if is_shown
        else _instead(one, reasons=reasons),
    )


def as_float(value: Decimal | None) -> float | None:
    """A printed figure as charts place it."""
    return None if value is None else float(value)


def _beside(one: RankedUnit) -> str:
    """How it stands against the whole; of a hollow dot, that it is not ranked."""
    if one.rank is not None:
        return versus_words(one.row)
    is_provisional = one.row is not None and one.row.verdict.flag is Flag.PROVISIONAL
    return str(_("provisional") if is_provisional else _("indicative"))


def _instead(one: RankedUnit, *, reasons: Sequence[str]) -> str:
    reason = reason_words(one.row)
    flag = flag_words(one.row)
    return f"{flag} ({reasons.index(reason) + 1})" if reason else flag


def criteria_chart(
    criteria: Sequence[Criterion], *, estimates: ScoredBy, layout: levels.Layout = levels.WIDE
) -> Chart | None:
    """Every criterion that enough people answered, by the levels of their answers."""
    language = current_language()
    bars = [
        LevelBar(
            name=f"{one.code} {estimates.definition.item(one.code).text.in_language(language)}",
            counts=tuple(one.levels.values()),
            said=f"{points(one.percent, 1)} %",
        )
        for one in criteria
        if one.percent is not None
    ]
    return level_chart(
        "criteria",
        bars,
        words=LevelWords(
            title=_("Criteria by the levels of their answers"),
            sentence=_(
                "Percent of the people who answered; left of the middle dissatisfied, right of it"
                " satisfied, at the right edge the share of satisfied answers as the plan counts"
                " them. The table says the same."
            ),
            levels=level_names(estimates),
            written=lambda percent: measured(percent, 0),
        ),
        layout=layout,
    )


def level_names(estimates: ScoredBy) -> tuple[str, ...]:
    """The names of the levels of the criteria, the worst first."""
    item = estimates.definition.item(estimates.table.rule.items[0])
    names = {
        option.code: option.text.in_language(current_language())
        for option in estimates.definition.options_of(item)
    }
    return tuple(names[level] for level in estimates.table.rule.levels)
