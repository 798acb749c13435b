"""Units by factors, and by the criteria of each: tables that are shaded by their figures."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from field_export.charts.heat import shades
from field_export.report import Column, Grid
from scoring.published_row import PublishedRow
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.scoring_section import factor_titles
from survey_app.results.compared import share_in
from survey_app.results.ranking import factors_shown
from survey_app.wording.speech import Speech

NOTHING = "–"
MOST_COLUMNS = 8
"""Criteria of one table; a factor with more has several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRows:
    """The units of a group, the best first, with what they come to together."""

    name: str
    units: tuple[PublishedRow, ...]
    group: PublishedRow | None


Shares = Callable[[PublishedRow], Sequence[Decimal | None]]
"""What a row of a table shows of a unit, or of several together."""


def factor_table(rows: NamedRows, *, of: ReportedRun, speech: Speech) -> Grid:
    """The shares of the factors of each unit, in percent with one decimal."""
    _ = speech.gettext
    names = factor_titles(of, speech=speech)
    codes = tuple(names)
    listed = "; ".join(f"{code}: {name}" for code, name in names.items())
    return _shaded(
        _("Satisfied by factor, in percent: %(group)s", group=rows.name),
        heads=codes,
        lines=list(_lines(rows, shares=_of_factors(codes, of=of), of=of, speech=speech)),
        notes=(f"{listed}.", _("The lower a figure, the darker its cell.")),
        speech=speech,
    )


def _of_factors(codes: Sequence[str], *, of: ReportedRun) -> Shares:
    minimum = of.basis.plans.scoring.limits.minimum_people

    def shares(row: PublishedRow) -> Sequence[Decimal | None]:
        shown = factors_shown(row.score, codes=codes, minimum=minimum)
        return [shown[code].percent for code in codes]

    return shares


def criteria_tables(rows: NamedRows, *, of: ReportedRun, speech: Speech) -> Iterator[Grid]:
    """The shares of the criteria, a table a factor."""
    names = factor_titles(of, speech=speech)
    for factor in of.basis.plans.rule.factors:
        for start in range(0, len(factor.items), MOST_COLUMNS):
            items = factor.items[start : start + MOST_COLUMNS]
            yield _shaded(
                f"{rows.name}. {factor.code}: {names[factor.code]}",
                heads=items,
                lines=list(_lines(rows, shares=_of_items(items, of=of), of=of, speech=speech)),
                notes=(),
                speech=speech,
            )


def _of_items(items: Sequence[str], *, of: ReportedRun) -> Shares:
    minimum = of.basis.plans.scoring.limits.minimum_people
    return lambda row: [share_in(row, item, minimum=minimum).percent for item in items]


def _lines(
    rows: NamedRows, *, shares: Shares, of: ReportedRun, speech: Speech
) -> Iterator[tuple[str, Sequence[Decimal | None]]]:
    """A unit of which nothing is shown has a line of dashes, so that nobody looks for it."""
    _ = speech.gettext
    for row in rows.units:
        yield row.name, shares(row)
    if rows.group is not None:
        yield _("The group together"), shares(rows.group)
    yield _("All units together"), shares(of.run.whole)


def _shaded(
    caption: str,
    *,
    heads: Sequence[str],
    lines: Sequence[tuple[str, Sequence[Decimal | None]]],
    notes: tuple[str, ...],
    speech: Speech,
) -> Grid:
    shaded = shades([[None if one is None else float(one) for one in of] for _, of in lines])
    return Grid(
        caption=caption,
        columns=(
            Column(title=speech.gettext("Unit"), share=6),
            *(Column(title=head, share=1, is_number=True) for head in heads),
        ),
        rows=tuple(
            (name, *(NOTHING if one is None else speech.plain(one) for one in of))
            for name, of in lines
        ),
        notes=notes,
        shades=tuple(("", *row) for row in shaded),
    )
