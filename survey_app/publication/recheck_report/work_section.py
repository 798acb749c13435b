"""What was re-checked and what came of the facts: in sentences, then check by check."""

from collections.abc import Iterator
from fractions import Fraction

from field_export.report import Column, Grid, Paragraphs, ReportSection
from scoring.recheck.exact_rate import ExactRate
from survey_app.publication.recheck_report.figures import (
    HUNDRED,
    exact_percent,
    interval,
    rate_cells,
    rate_columns,
)
from survey_app.publication.recheck_report.reported import ReportedRechecks
from survey_app.wording.recheck_words import FACTS
from survey_app.wording.speech import Speech


def work_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """How many, of what, and how many were defective."""
    return ReportSection(
        title=speech.gettext("What was re-checked, and what came of it"),
        blocks=(
            Paragraphs(
                lines=(*_work(of, speech=speech), *_result(of, speech=speech)), is_list=True
            ),
            *_checks(of, speech=speech),
        ),
    )


def _work(of: ReportedRechecks, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    interviews = sum(one.interviews for one in of.lots)
    drawn = of.comparison.whole.drawn
    if interviews:
        yield _(
            "%(lots)s lots with %(interviews)s interviews were closed. Of these %(drawn)s"
            " (%(share)s %%) were drawn by chance to be made again.",
            lots=speech.whole(len(of.lots)),
            interviews=speech.whole(interviews),
            drawn=speech.whole(drawn),
            share=speech.rounded(Fraction(drawn * HUNDRED, interviews), places=1),
        )
    else:
        yield _("No lot was closed, so nothing was drawn.")
    tasks = of.tasks
    yield _(
        "%(drawn)s interviews in all are to be made again: %(locked)s were, in %(missed)s the"
        " respondent was not reached, %(waiting)s wait.",
        drawn=speech.whole(tasks.drawn),
        locked=speech.whole(tasks.locked),
        missed=speech.whole(tasks.not_reached),
        waiting=speech.whole(tasks.waiting),
    )
    if of.comparison.risk:
        yield _(
            "%(number)s more interviews were made again because something looked odd, a decision"
            " asked for more, or a whole lot was verified. They stand in no rate below, as they say"
            " nothing of the others.",
            number=speech.whole(len(of.comparison.risk)),
        )


def _result(of: ReportedRechecks, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    rate, whole = of.comparison.whole.defective, of.comparison.whole
    if not rate.of:
        yield _("Nobody was reached yet, so there is no rate.")
        return
    yield _(
        "Of %(drawn)s people who were drawn %(reached)s were reached (%(share)s %%).",
        drawn=speech.whole(whole.drawn),
        reached=speech.whole(rate.of),
        share=exact_percent(ExactRate(count=rate.of, of=whole.drawn), speech=speech),
    )
    yield _(
        "%(defective)s interviews are defective: the interview did not take place, or a fact in it"
        " is not as the respondent says. That is %(rate)s %%, 95 %% interval %(interval)s. In"
        " %(never)s of them there was no interview.",
        defective=speech.whole(rate.count),
        rate=exact_percent(rate, speech=speech),
        interval=interval(rate, speech=speech),
        never=speech.whole(whole.not_happened),
    )
    yield _(
        "The interval says what can be true of all interviews: few re-checks leave much open, also"
        " where no defect was found."
    )


def _checks(of: ReportedRechecks, *, speech: Speech) -> Iterator[Grid]:
    _ = speech.gettext
    rows = tuple(
        (
            speech.gettext(FACTS[name]) if name in FACTS else name,
            speech.whole(rate.of),
            *rate_cells(rate, speech=speech),
        )
        for name, rate in of.comparison.checks.items()
        if rate.of
    )
    if rows:
        yield Grid(
            caption=_("Facts that were asked again"),
            columns=(
                Column(title=_("Fact"), share=1),
                Column(title=_("Asked of"), share=0, is_number=True),
                *rate_columns(speech=speech),
            ),
            rows=rows,
        )
