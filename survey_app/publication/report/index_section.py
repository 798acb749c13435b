"""The index: a table, a figure and the sentences of every group."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from field_export.charts.ranking import (
    PRINT,
    Level,
    RankingWords,
    UnitDot,
    ranking_chart,
    with_room_for,
)
from field_export.charts.years import YearWords, year_chart
from field_export.report import (
    Block,
    Column,
    Figure,
    Grid,
    Paragraphs,
    ReportSection,
    Subheading,
)
from scoring.index import GroupIndex, IndexRow
from scoring.rounding import half_up
from survey_app.publication.report.group_figures import on_pages, tenths
from survey_app.publication.report.index_state import index_state
from survey_app.publication.report.index_words import (
    WHOLE,
    band_lines,
    group_sentences,
    signed,
)
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.results.full_index import FullGroup, FullIndex
from survey_app.results.no_points import SENTENCES
from survey_app.wording.speech import Speech

INDEX = replace(PRINT, left=214, right=196)
"""With room for index, change and band at the right."""
NOT_SURVEYED, NOTHING, PERCENT, STAR = "x", "", "%", "*"


def index_section(of: ComparedRun, index: FullIndex, *, speech: Speech) -> ReportSection:
    """All tables first, then a part a group, as the report of 2022 has it."""
    _ = speech.gettext
    year = str(of.run.about.round.year)
    return ReportSection(
        title=_("Results of the index of %(year)s", year=year),
        blocks=(
            Subheading(words=_("The index of all units")),
            Paragraphs(lines=(" ".join(index_state(of, speech=speech)),)),
            *(_table(group.group, of=of, index=index, speech=speech) for group in index.groups),
            *_without(index, speech=speech),
            Subheading(words=_("The index by group")),
            *(
                block
                for group in index.groups
                for block in _group(group, of=of, index=index, speech=speech)
            ),
        ),
    )


def group_name(code: str, *, of: ReportedRun, speech: Speech) -> str:
    """What a group of the round is called."""
    return group_names(of, speech=speech)[code]


def group_names(of: ReportedRun, *, speech: Speech) -> dict[str, str]:
    """The same of all groups, by code."""
    return {
        unit.group_code: unit.group_name_en if speech.language == "en" else unit.group_name_vi
        for unit in of.basis.units
    }


def _table(group: GroupIndex, *, of: ReportedRun, index: FullIndex, speech: Speech) -> Grid:
    _ = speech.gettext
    year = str(of.run.about.round.year)
    mean = group.mean_component
    return Grid(
        caption=group_name(group.group, of=of, speech=speech),
        columns=(
            Column(title=_("Rank"), share=0, is_number=True),
            Column(title=_("Unit"), share=1),
            _number(_("Appraised points")),
            _number(_("Points of the survey")),
            _number(_("Total of points")),
            _number(_("Index of %(year)s (%(sign)s)", year=year, sign=PERCENT)),
            Column(title=_("Band"), share=0.2),
        ),
        rows=tuple(_row(row, index=index, speech=speech) for row in group.rows),
        last=(
            NOTHING,
            _("Mean"),
            NOTHING,
            NOTHING if mean is None else speech.rounded(mean),
            NOTHING,
            speech.rounded(group.mean_index),
            NOTHING,
        ),
        notes=tuple(_notes(group, index=index, speech=speech)),
    )


def _number(title: str) -> Column:
    return Column(title=title, share=0, is_number=True)


def _row(row: IndexRow, *, index: FullIndex, speech: Speech) -> tuple[str, ...]:
    is_other = row.maximum != index.plan.maximum
    return (
        str(row.rank),
        row.unit_name,
        speech.rounded(row.appraised),
        NOT_SURVEYED if row.component is None else speech.rounded(row.component),
        speech.rounded(row.total) + (STAR if is_other else ""),
        speech.rounded(row.percent),
        band_name(row.band, index=index, speech=speech),
    )


def band_name(name: str, *, index: FullIndex, speech: Speech) -> str:
    """What a band of the plan is called."""
    band = next(band for band in index.plan.bands if band.name == name)
    return band.name_en if speech.language == "en" else band.name


def _notes(group: GroupIndex, *, index: FullIndex, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    others = {row.maximum for row in group.rows if row.maximum != index.plan.maximum}
    for maximum in sorted(others):
        yield _(
            "(*) Of at most %(maximum)s points; the index is the total of points × 100 /"
            " %(maximum)s.",
            maximum=speech.plain(whole_or_decimal(maximum)),
        )
    if any(row.component is None for row in group.rows):
        yield _("x: not surveyed, as the unit has no procedures.")
    if group.ranks_by_unprinted:
        yield ranked_by_unprinted(speech)


def ranked_by_unprinted(speech: Speech) -> str:
    """Why units that are printed alike have different ranks."""
    return speech.gettext(
        "Units are ranked by the index with all its decimals: two that are printed alike can have"
        " different ranks."
    )


def whole_or_decimal(value: Decimal) -> Decimal:
    """Without decimals where it is a whole number."""
    return value.to_integral() if value == value.to_integral() else value.normalize()


def _without(index: FullIndex, *, speech: Speech) -> Iterator[Block]:
    """Units that are in no table, with why."""
    if index.index.not_ready:
        yield Paragraphs(lines=(speech.gettext("Not in the index:"),))
        yield Paragraphs(
            lines=tuple(
                f"{one.unit.unit_name}: "
                + " ".join(speech.gettext(SENTENCES[reason]) for reason in one.reasons)
                for one in index.index.not_ready
            ),
            is_list=True,
        )


def _group(
    group: FullGroup, *, of: ComparedRun, index: FullIndex, speech: Speech
) -> Iterator[Block]:
    _ = speech.gettext
    name = group_name(group.group.group, of=of, speech=speech)
    yield Subheading(words=name, is_inner=True)
    yield from _figures(group, name=name, index=index, speech=speech)
    year = str(index.round.year)
    yield Paragraphs(lines=(_("By the index of %(year)s the units are:", year=year),))
    yield Paragraphs(lines=tuple(band_lines(group, plan=index.plan, speech=speech)), is_list=True)
    before = None if index.before is None else index.before.year
    yield Paragraphs(lines=tuple(group_sentences(group, year=before, speech=speech)))
    figure = _years(group, name=name, of=of, speech=speech)
    if figure is not None:
        yield figure


def _figures(group: FullGroup, *, name: str, index: FullIndex, speech: Speech) -> Iterator[Figure]:
    _ = speech.gettext
    rows = group.group.rows
    words = RankingWords(
        title=_("Index of %(year)s: %(group)s", year=str(index.round.year), group=name),
        sentence=_("A dot is the index of a unit; at the right the index and the band."),
        axis=lambda low, high: _axis(low, high, speech=speech),
        written=lambda value: _ones(value, speech=speech),
    )
    mean = half_up(group.group.mean_index)
    said = _("Mean: %(mean)s", mean=speech.plain(mean))
    lines = [Level(score=float(mean), said=said, is_dashed=True)]
    dots = [_dot(row, group=group, index=index, speech=speech) for row in rows]
    layout = with_room_for(dots, INDEX)
    for number, part in enumerate(on_pages(dots, layout=layout)):
        chart = ranking_chart(
            f"index-{group.group.group}-{number}",
            part,
            levels=lines if len(rows) > 1 else [],
            words=words,
            layout=layout,
            among=dots,
            highest=float(WHOLE),
        )
        if chart is not None:
            yield Figure(
                caption=chart.title,
                chart=chart,
                notes=_chart_notes(group, index=index, speech=speech) if number == 0 else (),
            )


def _chart_notes(group: FullGroup, *, index: FullIndex, speech: Speech) -> tuple[str, ...]:
    """What the small dots are, where there are any."""
    changes = group.changes
    if changes is None or index.before is None or not any(one.change for one in changes.units):
        return ()
    year = str(index.before.year)
    return (
        speech.gettext(
            "A small hollow dot is the index of %(year)s; the change since then is in brackets.",
            year=year,
        ),
    )


def _axis(low: float, high: float, *, speech: Speech) -> str:
    return speech.gettext(
        "The axis goes from %(low)s to %(high)s, not from 0.",
        low=_ones(low, speech=speech),
        high=_ones(high, speech=speech),
    )


def _ones(value: float, *, speech: Speech) -> str:
    """A mark of the axis; with a decimal where a narrow axis has such marks."""
    return speech.plain(whole_or_decimal(half_up(Decimal(repr(value)), places=1)))


def _dot(row: IndexRow, *, group: FullGroup, index: FullIndex, speech: Speech) -> UnitDot:
    printed = half_up(row.percent)
    band = band_name(row.band, index=index, speech=speech)
    change = None if group.changes is None else group.changes.of(row.unit_code)
    moved = ""
    if change is not None and change.change is not None:
        moved = f" ({signed(change.change, speech=speech)})"
    before = None if change is None else change.percent_before
    return UnitDot(
        name=row.unit_name,
        score=float(printed),
        low=None,
        high=None,
        is_hollow=False,
        said=f"{speech.plain(printed)}{moved}  {band}",
        before=None if before is None else float(before),
    )


def _years(group: FullGroup, *, name: str, of: ComparedRun, speech: Speech) -> Figure | None:
    """The mean over the years; none where no earlier year is known."""
    _, code = speech.gettext, group.group.group
    years = [(str(one.year), float(half_up(one.mean))) for one in of.years.get(code, ())]
    now = (str(of.run.about.round.year), float(half_up(group.group.mean_index)))
    chart = year_chart(
        f"years-{code}",
        [*years, now],
        words=YearWords(
            title=_("Mean of the index over the years: %(group)s", group=name),
            sentence=_("Every year has its mean written above its dot."),
            axis=lambda low, high: _axis(low, high, speech=speech),
            written=lambda value: speech.rounded(Decimal(repr(value))),
            marked=lambda value: tenths(value, speech=speech),
        ),
        highest=float(WHOLE),
    )
    return None if chart is None else Figure(caption=chart.title, chart=chart)
