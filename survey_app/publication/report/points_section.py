"""The points plan in full: what it is, what it says, its bands, factors, mixtures and cases."""

from collections.abc import Iterator

from field_export.report import (
    Column,
    Fact,
    Facts,
    Grid,
    Paragraphs,
    ReportSection,
    Subheading,
)
from scoring.plans.points_plan import Adjustment, Bands, Mix, PerFactor
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.scoring_section import factor_titles, plan_facts
from survey_app.wording.plan_words import points_plan_words
from survey_app.wording.speech import Speech

PERCENT = "%"


def points_section(of: ReportedRun, *, speech: Speech) -> ReportSection:
    """From the published share to the points of the survey."""
    _ = speech.gettext
    return ReportSection(
        title=_("Points plan: from the share to the points"),
        blocks=(
            Subheading(words=_("Which plan")),
            plan_facts(of.run.about.method.points_plan, speech=speech),
            Subheading(words=_("What it says")),
            Paragraphs(
                lines=points_plan_words(
                    of.basis.plans.points, speech=speech, names=_unit_names(of)
                ),
                is_list=True,
            ),
            _totals(of, speech=speech),
            *_tables(of, speech=speech),
        ),
    )


def _unit_names(of: ReportedRun) -> dict[str, str]:
    return {unit.unit_code: unit.unit_name for unit in of.basis.units}


def _totals(of: ReportedRun, *, speech: Speech) -> Facts:
    _ = speech.gettext
    plan = of.basis.plans.points
    facts = [
        Fact(name=_("Most points of the survey"), value=speech.plain(plan.maximum)),
        Fact(name=_("Least points of the survey"), value=speech.plain(plan.lowest)),
        Fact(name=_("Of a total of"), value=speech.plain(plan.total)),
    ]
    if plan.exempt_total is not None:
        total = speech.plain(plan.exempt_total)
        facts.append(Fact(name=_("Total of units that are not surveyed"), value=total))
    people = speech.whole(plan.minimum_people)
    facts.append(Fact(name=_("Fewest people for points"), value=people))
    return Facts(facts=tuple(facts))


def _tables(of: ReportedRun, *, speech: Speech) -> Iterator[Grid]:
    plan = of.basis.plans.points
    if isinstance(plan.rule, Bands):
        yield _bands(plan.rule, speech=speech)
    if isinstance(plan.rule, PerFactor):
        yield _factors(plan.rule, of=of, speech=speech)
    if plan.mix is not None:
        yield _mixed(plan.mix, of=of, speech=speech)
    if plan.adjustments:
        yield _adjusted(plan.adjustments, of=of, speech=speech)


def _bands(rule: Bands, *, speech: Speech) -> Grid:
    _ = speech.gettext
    return Grid(
        caption=_("Bands of points"),
        columns=(
            Column(title=_("From a share of (%(sign)s)", sign=PERCENT), share=1, is_number=True),
            Column(title=_("Points"), share=1, is_number=True),
        ),
        rows=tuple(
            (speech.plain(band.from_percent), speech.plain(band.points)) for band in rule.bands
        ),
    )


def _factors(rule: PerFactor, *, of: ReportedRun, speech: Speech) -> Grid:
    _ = speech.gettext
    names = factor_titles(of, speech=speech)
    return Grid(
        caption=_("Points of the factors"),
        columns=(
            Column(title=_("Factor"), share=4),
            Column(title=_("Most points"), share=1, is_number=True),
        ),
        rows=tuple(
            (f"{code}. {names[code]}", speech.plain(rule.factors[code]))
            for code in names
            if code in rule.factors
        ),
    )


def _mixed(mix: Mix, *, of: ReportedRun, speech: Speech) -> Grid:
    _ = speech.gettext
    names = _unit_names(of)
    return Grid(
        caption=_("Units with others below them"),
        columns=(Column(title=_("Unit"), share=1), Column(title=_("Units below it"), share=2)),
        rows=tuple(
            (names.get(unit, unit), "; ".join(names.get(one, one) for one in below))
            for unit, below in sorted(mix.below.items())
        ),
    )


def _adjusted(adjustments: tuple[Adjustment, ...], *, of: ReportedRun, speech: Speech) -> Grid:
    """How many cases were counted of each unit, as the document of the run has them."""
    _ = speech.gettext
    counted = of.run.about.adjustments
    return Grid(
        caption=_("Cases for which points are added or taken away"),
        columns=(
            Column(title=_("Unit"), share=3),
            *(Column(title=speech.name(one.name), share=2, is_number=True) for one in adjustments),
        ),
        rows=tuple(
            (
                unit.unit_name,
                *(_counted(counted[unit.unit_code], one, speech=speech) for one in adjustments),
            )
            for unit in of.basis.units
            if unit.unit_code in counted
        ),
    )


def _counted(cases: dict[str, int], one: Adjustment, *, speech: Speech) -> str:
    return speech.whole(cases[one.code]) if one.code in cases else "–"
