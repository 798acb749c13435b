"""The figures of the sheet of a unit: beside its group, its factors, the levels of its answers."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from field_export.charts import levels
from field_export.charts.levels import LevelBar, LevelWords, level_chart
from field_export.charts.ranking import (
    PRINT,
    RankingWords,
    UnitDot,
    ranking_chart,
    with_room_for,
)
from field_export.report import Figure
from scoring.published_row import PublishedRow
from survey_app.publication.report.criteria_blocks import level_names
from survey_app.publication.report.group_figures import as_float, tenths
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.scoring_section import factor_titles
from survey_app.results.criteria import Criterion
from survey_app.results.ranking import factors_shown, shown_of
from survey_app.wording.speech import Speech

HUNDRED = 100.0
ROWS = replace(PRINT, left=232, right=150)
BARS = replace(levels.PRINT, row=30, bar=15, left=232)


def compared_figure(rows: Sequence[tuple[str, PublishedRow]], *, speech: Speech) -> Figure | None:
    """Scores with their intervals below each other, each row under the name given."""
    dots = []
    for name, row in rows:
        shown = shown_of(row.score)
        if shown.score is None:
            continue
        said = speech.plain(shown.score)
        if shown.low is not None and shown.high is not None:
            said += f"  ({speech.plain(shown.low)}–{speech.plain(shown.high)})"
        dots.append(
            UnitDot(
                name=name,
                score=as_float(shown.score),
                low=as_float(shown.low),
                high=as_float(shown.high),
                is_hollow=False,
                said=said,
            )
        )
    chart = ranking_chart(
        "compared",
        dots,
        levels=[],
        words=_words(speech.gettext("The score beside its group and the whole"), speech=speech),
        layout=with_room_for(dots, ROWS),
    )
    return None if chart is None else Figure(caption=chart.title, chart=chart)


def factor_figure(
    own: PublishedRow, group: PublishedRow | None, *, of: ReportedRun, speech: Speech
) -> Figure | None:
    """The shares of the factors, with a small dot for those of the group."""
    _ = speech.gettext
    names = factor_titles(of, speech=speech)
    minimum = of.basis.plans.scoring.limits.minimum_people
    codes = tuple(names)
    shown = factors_shown(own.score, codes=codes, minimum=minimum)
    beside = {} if group is None else factors_shown(group.score, codes=codes, minimum=minimum)
    dots = []
    for code in codes:
        percent = shown[code].percent
        other = beside[code].percent if code in beside else None
        said = _("too few answers") if percent is None else f"{speech.plain(percent)} %"
        if percent is not None and other is not None:
            said = _(
                "%(own)s %% (group %(group)s)", own=speech.plain(percent), group=speech.plain(other)
            )
        dots.append(
            UnitDot(
                name=names[code],
                score=as_float(percent),
                low=None,
                high=None,
                is_hollow=False,
                said=said,
                before=as_float(other),
            )
        )
    chart = ranking_chart(
        "factors",
        dots,
        levels=[],
        words=_words(_("Satisfied by factor, in percent"), speech=speech),
        layout=with_room_for(dots, ROWS),
        highest=HUNDRED,
    )
    return None if chart is None else Figure(caption=chart.title, chart=chart)


def level_figure(
    criteria: Sequence[Criterion], *, of: ReportedRun, speech: Speech
) -> Figure | None:
    """The levels of all answers to the criteria of each factor; those that are hidden are not in
    it.
    """
    names = factor_titles(of, speech=speech)
    satisfied = of.basis.plans.rule.satisfied
    bars = []
    for code, name in names.items():
        shown = [one.levels for one in criteria if one.factor == code and one.levels]
        counts = [sum(one[level] for one in shown) for level in of.basis.plans.rule.levels]
        if sum(counts):
            pairs = zip(of.basis.plans.rule.levels, counts, strict=True)
            share = Decimal(100 * sum(count for level, count in pairs if level in satisfied))
            said = speech.rounded(share / sum(counts), places=0)
            bars.append(LevelBar(name=name, counts=tuple(counts), said=f"{said} %"))
    chart = level_chart(
        "levels",
        bars,
        words=LevelWords(
            title=speech.gettext("Answers by level"),
            sentence=speech.gettext("All answers to the criteria of each factor, in percent."),
            levels=level_names(of, speech=speech),
            written=lambda percent: speech.rounded(Decimal(repr(percent)), places=0),
        ),
        layout=levels.with_room_for(bars, BARS),
    )
    return None if chart is None else Figure(caption=chart.title, chart=chart)


def _words(title: str, *, speech: Speech) -> RankingWords:
    return RankingWords(
        title=title,
        sentence=title,
        axis=lambda low, high: speech.gettext(
            "The axis goes from %(low)s to %(high)s, not from 0.",
            low=tenths(low, speech=speech),
            high=tenths(high, speech=speech),
        ),
        written=lambda value: tenths(value, speech=speech),
    )
