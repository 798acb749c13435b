"""The scores of a group as dots with their intervals, on one scale; a long group in several."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil
from typing import TypeVar

from field_export.charts.axis import Layout
from field_export.charts.ranking import (
    Level,
    RankingWords,
    UnitDot,
    ranking_chart,
    with_room_for,
)
from field_export.report import Figure
from scoring.published_row import PublishedRow
from survey_app.results.ranking import shown_of
from survey_app.wording.score_words import FLAGS, range_in_words, rank_in_words, reasons_in_words
from survey_app.wording.speech import Speech

HIGHEST, HALF = 528, 300
"""The rows of one figure together, so that what is left white before it is no half of a page; where
that is not enough for a group, those of each of its figures, so that two of them fill a page.
"""
One = TypeVar("One")


def group_figures(
    name: str,
    rows: Sequence[PublishedRow],
    *,
    group: PublishedRow | None,
    whole: PublishedRow,
    speech: Speech,
) -> Iterator[Figure]:
    """rows: of the units, the best first. Where none has a score there is no figure."""
    _ = speech.gettext
    lines = [
        *_line(whole, _("the whole"), is_dashed=False, speech=speech),
        *([] if group is None else _line(group, name, is_dashed=True, speech=speech)),
    ]
    dots = [_dot(row, speech=speech) for row in rows]
    layout = with_room_for(dots)
    for number, part in enumerate(on_pages(dots, layout=layout)):
        chart = ranking_chart(
            f"scores-{number}",
            part,
            levels=lines,
            words=_words(name, speech=speech),
            layout=layout,
            among=dots,
        )
        if chart is not None:
            notes = (chart.sentence,) if number == 0 else ()
            yield Figure(caption=chart.title, chart=chart, notes=notes)


def on_pages(dots: Sequence[UnitDot], *, layout: Layout) -> Iterator[Sequence[UnitDot]]:
    """The units of each figure."""
    is_one = len(dots) * layout.row <= HIGHEST
    return evenly(dots, most=int((HIGHEST if is_one else HALF) // layout.row))


def evenly(found: Sequence[One], *, most: int) -> Iterator[Sequence[One]]:
    """Parts of at most so many, of nearly the same length each; of nothing there is none."""
    parts = ceil(len(found) / most)
    for part in range(parts):
        yield found[len(found) * part // parts : len(found) * (part + 1) // parts]


def _words(name: str, *, speech: Speech) -> RankingWords:
    _ = speech.gettext
    return RankingWords(
        title=_("Scores with their 95 %% intervals: %(group)s", group=name),
        sentence=_(
            "A dot is the score of a unit, the line through it its 95 %(sign)s interval; at the"
            " right the score, the rank and the possible ranks. Units whose lines overlap much"
            " cannot be told apart for certain. A hollow dot is not ranked.",
            sign="%",
        ),
        axis=lambda low, high: _(
            "The axis goes from %(low)s to %(high)s, not from 0.",
            low=tenths(low, speech=speech),
            high=tenths(high, speech=speech),
        ),
        written=lambda value: tenths(value, speech=speech),
    )


def tenths(value: float, *, speech: Speech) -> str:
    """The number of a mark of an axis."""
    return speech.rounded(Decimal(repr(value)), places=1)


def _line(row: PublishedRow, name: str, *, is_dashed: bool, speech: Speech) -> list[Level]:
    score = shown_of(row.score).score
    if score is None:
        return []
    said = f"{name}: {speech.plain(score)}"
    return [Level(score=float(score), said=said, is_dashed=is_dashed)]


def _dot(row: PublishedRow, *, speech: Speech) -> UnitDot:
    shown = shown_of(row.score)
    return UnitDot(
        name=row.name,
        score=as_float(shown.score),
        low=as_float(shown.low),
        high=as_float(shown.high),
        is_hollow=row.rank is None,
        said=_instead(row, speech=speech)
        if shown.score is None
        else f"{speech.plain(shown.score)}  {_beside(row, speech=speech)}",
    )


def as_float(value: Decimal | None) -> float | None:
    """A printed figure as charts place it."""
    return None if value is None else float(value)


def _beside(row: PublishedRow, *, speech: Speech) -> str:
    _ = speech.gettext
    if row.rank is None:
        return _(FLAGS[row.score.verdict.flag])
    return _(
        "rank %(rank)s (%(range)s)",
        rank=rank_in_words(row.rank, speech=speech),
        range=range_in_words(row.rank, speech=speech),
    )


def _instead(row: PublishedRow, *, speech: Speech) -> str:
    flag = speech.gettext(FLAGS[row.score.verdict.flag])
    reason = reasons_in_words(row.score.verdict.reason, speech=speech)
    return f"{flag}: {reason}" if reason else flag
