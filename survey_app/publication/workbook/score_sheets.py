"""Scores, factors and criteria as they were published; what is hidden there is empty here."""

from collections.abc import Iterator
from decimal import Decimal

from field_export.workbook import Cell, Kind, Sheet, SheetColumn
from scoring.group_ranks import printed_score
from scoring.published_row import PublishedRow
from scoring.rounding import half_up, outward, printed_ends
from survey_app.publication.report.index_section import group_names
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.scoring_section import factor_titles
from survey_app.wording.score_words import FLAGS, reasons_in_words
from survey_app.wording.speech import Speech

HUNDRED = 100


def named_rows(
    of: ReportedRun, *, speech: Speech
) -> Iterator[tuple[tuple[str, str, str], PublishedRow]]:
    """Name of the group, code, name, and the row: the whole, then each group with its units."""
    _ = speech.gettext
    names = group_names(of, speech=speech)
    yield ("", "", _("All units together")), of.run.whole
    for code, name in names.items():
        units = [unit for unit in of.basis.units if unit.group_code == code]
        if code in of.run.groups:
            yield (name, "", _("The group together")), of.run.groups[code]
        for unit in units:
            if unit.unit_code in of.run.units:
                row = of.run.units[unit.unit_code]
                yield (name, unit.unit_code, row.name or unit.unit_name), row


def naming_columns(*, speech: Speech) -> tuple[SheetColumn, ...]:
    """Of the tables of units."""
    _ = speech.gettext
    return (
        SheetColumn(title=_("Group"), width=27),
        SheetColumn(title=_("Unit code"), width=12),
        SheetColumn(title=_("Unit"), width=36),
    )


def scores_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """Score, share and interval, ranks and what may be done with it."""
    _ = speech.gettext
    return Sheet(
        name=_("Scores"),
        title=_("Scores of satisfaction, with intervals and ranks"),
        notes=(
            _(
                "An empty cell: the figure is not published, or there is none. The ends of"
                " intervals are rounded outward."
            ),
        ),
        columns=(
            *naming_columns(speech=speech),
            SheetColumn(title=_("People"), width=10, kind=Kind.WHOLE),
            SheetColumn(title=_("Score (of 10)"), width=10, kind=Kind.POINTS),
            SheetColumn(title=_("Share (%(sign)s)", sign="%"), width=10, kind=Kind.POINTS),
            SheetColumn(title=_("Interval from (%(sign)s)", sign="%"), width=11, kind=Kind.POINTS),
            SheetColumn(title=_("Interval to (%(sign)s)", sign="%"), width=11, kind=Kind.POINTS),
            SheetColumn(title=_("Points"), width=10, kind=Kind.POINTS),
            SheetColumn(title=_("Rank"), width=8, kind=Kind.WHOLE),
            SheetColumn(title=_("Possible ranks from"), width=10, kind=Kind.WHOLE),
            SheetColumn(title=_("Possible ranks to"), width=10, kind=Kind.WHOLE),
            SheetColumn(title=_("What may be done with it"), width=24),
            SheetColumn(title=_("Why"), width=40),
        ),
        rows=tuple(
            (*names, *_score(row, speech=speech)) for names, row in named_rows(of, speech=speech)
        ),
        stays=3,
    )


def _score(row: PublishedRow, *, speech: Speech) -> tuple[Cell, ...]:
    verdict = row.score.verdict
    low, high = _interval(row)
    place = row.rank
    return (
        row.score.published.n_valid,
        None if row.is_hidden else printed_score(row.score),
        _percent(row),
        low,
        high,
        None
        if row.is_hidden or row.points is None or row.points.points is None
        else half_up(row.points.points),
        None if place is None else place.rank,
        None if place is None else place.low,
        None if place is None else place.high,
        speech.gettext(FLAGS[verdict.flag]),
        reasons_in_words(verdict.reason, speech=speech),
    )


def _percent(row: PublishedRow) -> Decimal | None:
    share = row.score.published.share
    if row.is_hidden or share is None:
        return None
    return half_up(share * HUNDRED, places=_places(row))


def _interval(row: PublishedRow) -> tuple[Decimal | None, Decimal | None]:
    """That of a census is the point that is printed."""
    between = row.score.published.interval
    if not row.is_hidden and between.is_census:
        percent = _percent(row)
        return percent, percent
    if row.is_hidden or between.low is None or between.high is None:
        return None, None
    return outward(between.low, between.high, places=_places(row))


def _places(row: PublishedRow) -> int:
    """Where something is hidden there may be fewer decimals than are printed."""
    return 2 if row.decimals is None else row.decimals - 1


def factors_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """The share of each factor, and of how many people."""
    _ = speech.gettext
    titles = factor_titles(of, speech=speech)
    columns = [*naming_columns(speech=speech)]
    for code, title in titles.items():
        name = f"{code}. {title} (%)"
        columns.append(SheetColumn(title=name, width=16, kind=Kind.PERCENT))
        people = _("People, %(factor)s", factor=code)
        columns.append(SheetColumn(title=people, width=10, kind=Kind.WHOLE))
    return Sheet(
        name=_("Factors"),
        title=_("Satisfied by factor, in percent"),
        columns=tuple(columns),
        rows=tuple(
            (*names, *_factors(row, codes=tuple(titles)))
            for names, row in named_rows(of, speech=speech)
        ),
        stays=3,
    )


def _factors(row: PublishedRow, *, codes: tuple[str, ...]) -> Iterator[Cell]:
    for code in codes:
        share = None if row.is_hidden else row.score.published.factors.get(code)
        found = row.score.factors.get(code)
        yield None if share is None else half_up(share * HUNDRED, places=1)
        yield None if found is None or code in row.hidden_factors else found.n_valid


def items_sheet(of: ReportedRun, *, speech: Speech) -> Sheet:
    """Every criterion of the whole, of each group and unit, by the levels of its answers."""
    _ = speech.gettext
    rule, definition = of.basis.plans.rule, of.basis.definition
    options = definition.options_of(definition.item(rule.items[0]))
    levels = {one.code: one.text.in_language(speech.language) for one in options}
    return Sheet(
        name=_("Criteria"),
        title=_("Criteria by the levels of their answers"),
        columns=(
            *naming_columns(speech=speech),
            SheetColumn(title=_("Factor"), width=8),
            SheetColumn(title=_("Code"), width=8),
            SheetColumn(title=_("Criterion"), width=48),
            *(
                SheetColumn(title=f"{level}. {levels.get(level, '')}", width=12, kind=Kind.WHOLE)
                for level in rule.levels
            ),
            SheetColumn(title=_("Satisfied (%(sign)s)", sign="%"), width=10, kind=Kind.PERCENT),
            SheetColumn(title=_("Interval from (%(sign)s)", sign="%"), width=10, kind=Kind.PERCENT),
            SheetColumn(title=_("Interval to (%(sign)s)", sign="%"), width=10, kind=Kind.PERCENT),
            SheetColumn(title=_("People"), width=9, kind=Kind.WHOLE),
            SheetColumn(title=_("Blank"), width=9, kind=Kind.WHOLE),
            SheetColumn(title=_("Not applicable or not asked"), width=11, kind=Kind.WHOLE),
        ),
        rows=tuple(_items(of, speech=speech)),
        stays=3,
    )


def _items(of: ReportedRun, *, speech: Speech) -> Iterator[tuple[Cell, ...]]:
    rule, definition = of.basis.plans.rule, of.basis.definition
    for names, row in named_rows(of, speech=speech):
        for factor in rule.factors:
            for code in factor.items:
                text = definition.item(code).text.in_language(speech.language)
                yield (*names, factor.code, code, text, *_item(row, code, levels=rule.levels))


def _item(row: PublishedRow, code: str, *, levels: tuple[int, ...]) -> tuple[Cell, ...]:
    """Hidden numbers are read as 0: here they are nothing."""
    found = row.score.items.get(code)
    if found is None or row.is_hidden or code in row.hidden_items:
        return (None,) * (len(levels) + 6)
    is_counted = code not in row.uncounted_items and not row.hides_answers
    percent = None if found.share is None else half_up(found.share * HUNDRED, places=1)
    low, high = _ends(found.ci_low, found.ci_high, point=percent)
    counts = tuple(found.counts.get(level, 0) if is_counted else None for level in levels)
    beside = (found.n_valid, found.blank, found.not_applicable)
    return (*counts, percent, low, high, *(one if is_counted else None for one in beside))


def _ends(
    low: float | None, high: float | None, *, point: Decimal | None
) -> tuple[Decimal | None, Decimal | None]:
    if low is None or high is None:
        return None, None
    return printed_ends(low, high, point=point, places=1)
