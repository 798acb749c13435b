"""Refusals and absences that enumerators recorded, and what respondents say of them."""

from collections.abc import Iterator
from fractions import Fraction

from field_export.report import Column, Grid, Paragraphs, ReportSection
from scoring.recheck.exact_rate import ExactRate
from survey_app.fieldwork.rechecks.claim_response import ClaimResponse
from survey_app.publication.recheck_report.figures import (
    exact_percent,
    interval,
    percent,
    rate_cells,
    rate_columns,
)
from survey_app.publication.recheck_report.lots_section import lots_grid
from survey_app.publication.recheck_report.reported import ReportedRechecks
from survey_app.wording.speech import Speech


def claims_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """Apart from interviews: how many, by whom, lots, and what it does to the response rate."""
    _ = speech.gettext
    title = _("Refusals and absences")
    if of.plan.claims is None:
        line = _("The plan of this round does not re-check refusals and absences.")
        return ReportSection(title=title, blocks=(Paragraphs(lines=(line,)),))
    if not of.claim_lots:
        line = _("There is nothing to tell yet.")
        return ReportSection(title=title, blocks=(Paragraphs(lines=(line,)),))
    lots = lots_grid(
        of.claim_lots,
        of=of,
        caption=_("Lots of refusals and absences"),
        members=_("Recorded"),
        speech=speech,
    )
    return ReportSection(
        title=title,
        blocks=(Paragraphs(lines=_lines(of, speech=speech)), *_people(of, speech=speech), lots),
    )


def _lines(of: ReportedRechecks, *, speech: Speech) -> tuple[str, ...]:
    _ = speech.gettext
    whole = of.claims.whole
    return (
        _found(whole.defective, drawn=whole.drawn, speech=speech),
        _(
            "Visits and calls are forgotten more easily than interviews, so every doubt is for the"
            " enumerator and one case decides nothing. These figures are in none about interviews."
        ),
        *_response(of.response, speech=speech),
    )


def _response(of: ClaimResponse, *, speech: Speech) -> Iterator[str]:
    """Nothing where no case makes a rate."""
    _, rate = speech.gettext, _share(of.rate, speech=speech)
    if of.rate is not None and not of.proved:
        yield _(
            "The response rate (AAPOR RR2) is %(rate)s %%; no case was proved false.", rate=rate
        )
    elif of.rate is not None:
        yield _(
            "The response rate (AAPOR RR2) is %(rate)s %%; without %(count)s cases that were proved"
            " false, as nobody went there, it is %(without)s %%.",
            rate=rate,
            count=speech.whole(of.proved),
            without=_share(of.without, speech=speech),
        )


def _found(rate: ExactRate, *, drawn: int, speech: Speech) -> str:
    _ = speech.gettext
    if not rate.of:
        return _("Nobody was reached yet, so there is no rate.")
    return _(
        "Of people whom enumerators recorded as refusing or not met, %(drawn)s were drawn by"
        " chance and asked; %(reached)s were reached. %(defective)s are not as recorded:"
        " %(rate)s %%, 95 %% interval %(interval)s.",
        drawn=speech.whole(drawn),
        reached=speech.whole(rate.of),
        defective=speech.whole(rate.count),
        rate=exact_percent(rate, speech=speech),
        interval=interval(rate, speech=speech),
    )


def _people(of: ReportedRechecks, *, speech: Speech) -> tuple[Grid, ...]:
    _ = speech.gettext
    figures = of.claims.enumerators
    names = {code: of.people[code].name if code in of.people else code for code in figures}
    rows = tuple(
        (
            names[code],
            speech.whole(figures[code].drawn),
            speech.whole(figures[code].defective.of),
            *rate_cells(figures[code].defective, speech=speech),
            speech.whole(figures[code].never),
        )
        for code in sorted(figures, key=lambda code: (names[code].split()[-1:], names[code]))
    )
    columns = (
        Column(title=_("Enumerator"), share=1),
        Column(title=_("Drawn"), share=0, is_number=True),
        Column(title=_("Reached"), share=0, is_number=True),
        *rate_columns(speech=speech),
        Column(title=_("Nobody came"), share=0, is_number=True),
    )
    caption = _("Refusals and absences by enumerator")
    return (Grid(caption=caption, columns=columns, rows=rows),) if rows else ()


def _share(rate: Fraction | None, *, speech: Speech) -> str:
    return percent(None if rate is None else float(rate), speech=speech)
