"""The table of every group: what was published of its units, and why where something was not."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from field_export.report import Block, Column, Grid, Paragraphs, ReportSection, Subheading
from scoring.group_ranks import printed_score
from scoring.published_row import PublishedRow
from scoring.rounding import outward
from survey_app.db.rounds import RoundUnitRecord
from survey_app.publication.report.criteria_blocks import criteria_blocks
from survey_app.publication.report.excluded_notes import excluded_notes
from survey_app.publication.report.factor_tables import (
    NamedRows,
    criteria_tables,
    factor_table,
)
from survey_app.publication.report.group_figures import group_figures
from survey_app.publication.report.index_section import group_name
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.publication.report.survey_changes import change_blocks
from survey_app.results.no_points import SENTENCES
from survey_app.wording.score_words import (
    FLAGS,
    range_in_words,
    rank_in_words,
    reasons_in_words,
)
from survey_app.wording.speech import Speech

HUNDRED, PLACES = 100, 2
NOTHING, PERCENT = "–", "%"


def survey_section(of: ComparedRun, *, speech: Speech) -> ReportSection:
    """The whole in a sentence, table and figure a group, factors, criteria, and who is in none."""
    _ = speech.gettext
    groups = named_groups(of, speech=speech)
    return ReportSection(
        title=_("Results of the survey"),
        blocks=(
            Subheading(words=_("Scores of the units")),
            Paragraphs(lines=(*_whole(of.run.whole, speech=speech), *_means(of, speech=speech))),
            *(block for group in groups for block in _group(group, of=of, speech=speech)),
            *_in_no_table(of, speech=speech),
            Subheading(words=_("By factor")),
            *(factor_table(group, of=of, speech=speech) for group in groups),
            *_criteria(of, speech=speech),
            *([] if of.changes is None else change_blocks(of.changes, speech=speech)),
        ),
    )


def _criteria(of: ReportedRun, *, speech: Speech) -> Iterator[Block]:
    blocks = tuple(criteria_blocks(of.run.whole, of=of, speech=speech))
    if blocks:
        yield Subheading(words=speech.gettext("By criterion"))
        yield from blocks


def criteria_annex(of: ReportedRun, *, speech: Speech) -> ReportSection:
    """Every unit by every criterion."""
    _ = speech.gettext
    tables = [
        table
        for group in named_groups(of, speech=speech)
        for table in criteria_tables(group, of=of, speech=speech)
    ]
    words = _(
        "Satisfied in percent of the people whose answer counts. The codes are those of the"
        " criteria in annex II; the lower a figure, the darker its cell."
    )
    return ReportSection(
        title=_("Results by criterion"), blocks=(Paragraphs(lines=(words,)), *tables)
    )


def named_groups(of: ReportedRun, *, speech: Speech) -> tuple[NamedRows, ...]:
    """The groups that have a unit with a row, in the order of the round."""
    codes = dict.fromkeys(unit.group_code for unit in of.basis.units)
    found = (_named(code, of=of, speech=speech) for code in codes)
    return tuple(group for group in found if group.units)


def _named(code: str, *, of: ReportedRun, speech: Speech) -> NamedRows:
    units = [unit for unit in of.basis.units if unit.group_code == code]
    rows = [of.run.units[unit.unit_code] for unit in units if _is_in(unit, of)]
    return NamedRows(
        name=group_name(code, of=of, speech=speech),
        units=tuple(sorted(rows, key=_best_first)),
        group=of.run.groups.get(code),
    )


def _whole(row: PublishedRow, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    if row.is_hidden:
        yield _("The result of the whole is not published: %(why)s.", why=_why(row, speech=speech))
        return
    yield _(
        "All units together: score %(score)s of 10, share %(percent)s %%, 95 %% interval"
        " %(interval)s, of %(people)s people.",
        score=_score(row, speech=speech),
        percent=_percent(row, speech=speech),
        interval=_interval(row, speech=speech),
        people=speech.whole(row.score.published.n_valid),
    )


def _means(of: ComparedRun, *, speech: Speech) -> Iterator[str]:
    """The mean points of the units of each group; only where an index is made of them."""
    if of.index is None:
        return
    means = [
        speech.gettext(
            "%(group)s %(mean)s points",
            group=group_name(group.group.group, of=of, speech=speech),
            mean=speech.rounded(group.group.mean_component),
        )
        for group in of.index.groups
        if group.group.mean_component is not None
    ]
    if means:
        yield speech.gettext("Mean points of the survey: %(means)s.", means="; ".join(means))


def _group(group: NamedRows, *, of: ReportedRun, speech: Speech) -> Iterator[Block]:
    rows, together = group.units, group.group
    reasons = _reasons((*rows, *([] if together is None else [together])), speech=speech)
    yield Grid(
        caption=group.name,
        columns=_columns(speech=speech),
        rows=tuple(_unit(one, reasons=reasons, speech=speech) for one in rows),
        last=() if together is None else _together(together, reasons=reasons, speech=speech),
        notes=(
            *(f"({number}) {reason}." for reason, number in reasons.items()),
            *excluded_notes(rows, speech=speech),
            *_without_points(rows, speech=speech),
        ),
    )
    yield from group_figures(group.name, rows, group=together, whole=of.run.whole, speech=speech)


def _reasons(rows: Sequence[PublishedRow], *, speech: Speech) -> Mapping[str, int]:
    """What stands behind the marks of these rows, numbered: a column has no room for it."""
    found = dict.fromkeys(_why(row, speech=speech) for row in rows)
    return {reason: number for number, reason in enumerate(filter(None, found), start=1)}


def _is_in(unit: RoundUnitRecord, of: ReportedRun) -> bool:
    return unit.unit_code in of.run.units


def _best_first(row: PublishedRow) -> tuple[bool, bool, Fraction]:
    """Ranked units, then those that are only shown, then the hidden ones as the round has them."""
    score = None if row.is_hidden else printed_score(row.score)
    return row.rank is None, score is None, Fraction(0) if score is None else -Fraction(score)


def _columns(*, speech: Speech) -> tuple[Column, ...]:
    _ = speech.gettext
    return (
        Column(title=_("Rank"), share=0.4),
        Column(title=_("Possible ranks"), share=0),
        Column(title=_("Unit"), share=2),
        Column(title=_("Score (of 10)"), share=0, is_number=True),
        Column(title=_("Share (%(sign)s)", sign=PERCENT), share=0, is_number=True),
        Column(title=_("95 %% interval (%(sign)s)", sign=PERCENT), share=0, is_number=True),
        Column(title=_("People"), share=0, is_number=True),
        Column(title=_("Points"), share=0, is_number=True),
        Column(title=_("What may be done with it"), share=1),
    )


def _unit(row: PublishedRow, *, reasons: Mapping[str, int], speech: Speech) -> tuple[str, ...]:
    return (
        rank_in_words(row.rank, speech=speech),
        range_in_words(row.rank, speech=speech),
        row.name,
        *_figures(row, speech=speech),
        _points(row, speech=speech),
        _mark(row, reasons=reasons, speech=speech),
    )


def _together(row: PublishedRow, *, reasons: Mapping[str, int], speech: Speech) -> tuple[str, ...]:
    figures = _figures(row, speech=speech)
    whole = speech.gettext("The group together")
    return ("", "", whole, *figures, "", _mark_together(row, reasons=reasons, speech=speech))


def _mark_together(row: PublishedRow, *, reasons: Mapping[str, int], speech: Speech) -> str:
    """A group that is shown has no rank to say anything of; only its note is pointed to."""
    if row.is_hidden:
        return _mark(row, reasons=reasons, speech=speech)
    number = reasons.get(_why(row, speech=speech))
    return "" if number is None else f"({number})"


def _figures(row: PublishedRow, *, speech: Speech) -> tuple[str, str, str, str]:
    return (
        _score(row, speech=speech),
        _percent(row, speech=speech),
        _interval(row, speech=speech),
        speech.whole(row.score.published.n_valid),
    )


def _score(row: PublishedRow, *, speech: Speech) -> str:
    score = None if row.is_hidden else printed_score(row.score)
    return NOTHING if score is None else speech.plain(score)


def _percent(row: PublishedRow, *, speech: Speech) -> str:
    share = row.score.published.share
    if row.is_hidden or share is None:
        return NOTHING
    return speech.rounded(share * HUNDRED, places=_places(row))


def _interval(row: PublishedRow, *, speech: Speech) -> str:
    """Rounded outward; the interval of a census is the point that is printed."""
    between = row.score.published.interval
    if not row.is_hidden and between.is_census:
        return _percent(row, speech=speech)
    if row.is_hidden or between.low is None or between.high is None:
        return NOTHING
    ends = outward(between.low, between.high, places=_places(row))
    return "–".join(speech.plain(end) for end in ends)


def _places(row: PublishedRow) -> int:
    """Decimals of percentages: where something is hidden there may be fewer than are printed."""
    return PLACES if row.decimals is None else row.decimals - 1


def _points(row: PublishedRow, *, speech: Speech) -> str:
    if row.is_hidden or row.points is None or row.points.points is None:
        return NOTHING
    return speech.rounded(row.points.points)


def _mark(row: PublishedRow, *, reasons: Mapping[str, int], speech: Speech) -> str:
    flag = speech.gettext(FLAGS[row.score.verdict.flag])
    number = reasons.get(_why(row, speech=speech))
    return flag if number is None else f"{flag} ({number})"


def _why(row: PublishedRow, *, speech: Speech) -> str:
    return reasons_in_words(row.score.verdict.reason, speech=speech)


def _without_points(rows: Sequence[PublishedRow], *, speech: Speech) -> Iterator[str]:
    """Why a unit with a score has no points, a line a reason."""
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        if not row.is_hidden and row.points is not None and row.points.reason is not None:
            by_reason.setdefault(str(row.points.reason), []).append(row.name)
    for reason, names in by_reason.items():
        yield f"{_listed(names)}: {speech.gettext(SENTENCES[reason])}"


def _in_no_table(of: ReportedRun, *, speech: Speech) -> Iterator[Block]:
    """Units without a row: nobody asked there, or nobody answered."""
    _ = speech.gettext
    absent = [unit for unit in of.basis.units if not _is_in(unit, of)]
    exempt = [unit.unit_name for unit in absent if unit.is_exempt]
    silent = [unit.unit_name for unit in absent if not unit.is_exempt]
    lines = []
    if exempt:
        lines.append(_("Not surveyed in this round: %(units)s.", units=_listed(exempt)))
    if silent:
        lines.append(_("No interview counts for: %(units)s.", units=_listed(silent)))
    if lines:
        yield Paragraphs(lines=tuple(lines))


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)
