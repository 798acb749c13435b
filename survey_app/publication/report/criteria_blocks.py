"""The criteria of the whole: how people answered each, and the ones that satisfy least."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from field_export.charts.levels import PRINT, LevelBar, LevelWords, level_chart
from field_export.report import Block, Column, Figure, Grid
from scoring.published_row import PublishedRow
from survey_app.publication.report.group_figures import evenly
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.scoring_section import factor_titles
from survey_app.results.criteria import Criterion, criteria_of, lowest
from survey_app.wording.score_words import span
from survey_app.wording.speech import Speech

MOST = 10
"""Criteria of one figure, so that it finds its place beside text and tables."""
LOWEST = 5
PERCENT = "%"


def criteria_blocks(row: PublishedRow, *, of: ReportedRun, speech: Speech) -> Iterator[Block]:
    """The table of those that satisfy least, then all by level. Nothing of what is not public."""
    plans = of.basis.plans
    minimum = plans.scoring.limits.minimum_people
    found = criteria_of(row.score, rule=plans.rule, minimum=minimum)
    shown = [one for one in found if one.percent is not None]
    if least := lowest(shown, count=LOWEST):
        yield lowest_table(least, of=of, speech=speech)
    yield from _figures(shown, of=of, speech=speech)


def lowest_table(criteria: Sequence[Criterion], *, of: ReportedRun, speech: Speech) -> Grid:
    """The criteria with the smallest shares, with their intervals."""
    _ = speech.gettext
    return Grid(
        caption=_("The criteria that satisfy least"),
        columns=(
            Column(title=_("Code"), share=0),
            Column(title=_("Criterion"), share=1),
            Column(title=_("Share (%(sign)s)", sign=PERCENT), share=0, is_number=True),
            Column(title=_("95 %% interval (%(sign)s)", sign=PERCENT), share=0, is_number=True),
            Column(title=_("People"), share=0, is_number=True),
        ),
        rows=tuple(
            (
                one.code,
                _text(one.code, of=of, speech=speech),
                speech.plain(one.percent or Decimal(0)),
                _interval(one, speech=speech),
                speech.whole(one.people),
            )
            for one in criteria
        ),
    )


def _interval(one: Criterion, *, speech: Speech) -> str:
    if one.low is None or one.high is None:
        return "–"
    return span(speech.plain(one.low), speech.plain(one.high))


def _text(code: str, *, of: ReportedRun, speech: Speech) -> str:
    return of.basis.definition.item(code).text.in_language(speech.language)


def _figures(criteria: Sequence[Criterion], *, of: ReportedRun, speech: Speech) -> Iterator[Figure]:
    """A figure a factor, all on one scale; the first one says how they are read."""
    names = factor_titles(of, speech=speech)
    among = [_bar(one, of=of, speech=speech) for one in criteria]
    is_first = True
    for factor, of_factor in groupby(criteria, key=lambda one: one.factor):
        for part in evenly(tuple(of_factor), most=MOST):
            chart = level_chart(
                f"criteria-{part[0].code}",
                [_bar(one, of=of, speech=speech) for one in part],
                words=_words(names[factor] if len(names) > 1 else "", of=of, speech=speech),
                layout=PRINT,
                among=among,
            )
            if chart is not None:
                notes = (chart.sentence,) if is_first else ()
                yield Figure(caption=chart.title, chart=chart, notes=notes)
                is_first = False


def _bar(one: Criterion, *, of: ReportedRun, speech: Speech) -> LevelBar:
    return LevelBar(
        name=f"{one.code} {_text(one.code, of=of, speech=speech)}",
        counts=tuple(one.levels.values()),
        said=f"{speech.plain(one.percent or Decimal(0))} %",
    )


def _words(factor: str, *, of: ReportedRun, speech: Speech) -> LevelWords:
    """factor: its name, empty where there is only one."""
    _ = speech.gettext
    return LevelWords(
        title=_("Criteria by the levels of their answers: %(factor)s", factor=factor)
        if factor
        else _("Criteria by the levels of their answers"),
        sentence=_(
            "Percent of the people who answered; left of the middle dissatisfied, right of it"
            " satisfied, at the right edge the share of satisfied answers as the plan counts"
            " them."
        ),
        levels=level_names(of, speech=speech),
        written=lambda percent: speech.rounded(Decimal(repr(percent)), places=0),
    )


def level_names(of: ReportedRun, *, speech: Speech) -> tuple[str, ...]:
    """The names of the levels of the criteria, the worst first."""
    rule, definition = of.basis.plans.rule, of.basis.definition
    names = {
        option.code: option.text.in_language(speech.language)
        for option in definition.options_of(definition.item(rule.items[0]))
    }
    return tuple(names[level] for level in rule.levels)
