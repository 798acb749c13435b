"""The criteria that were asked again: how much people change their answers, nobody's fault."""

from collections.abc import Iterator

from field_export.report import Column, Grid, Paragraphs, ReportSection
from scoring.recheck.item_agreement import ItemAgreement
from scoring.recheck.one_way_changes import one_way_items
from survey_app.publication.recheck_report.figures import (
    NOTHING,
    PERCENT,
    exact_percent,
    interval,
    percent,
    points,
)
from survey_app.publication.recheck_report.reported import ReportedRechecks
from survey_app.wording.speech import Speech


def opinions_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """Without the interviews that did not take place: a made-up answer has no second one."""
    _ = speech.gettext
    return ReportSection(
        title=_("Criteria that were asked again"),
        blocks=(
            Paragraphs(lines=tuple(_pooled(of, speech=speech)), is_list=True),
            *_items(of, speech=speech),
        ),
    )


def _pooled(of: ReportedRechecks, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    pooled = of.comparison.pooled_without_false
    if not pooled.answers:
        yield _("There is nothing to tell yet.")
        return
    yield _(
        "%(interviews)s people answered %(answers)s criteria twice. In %(changed)s %% of these they"
        " were satisfied at one time and not at the other.",
        interviews=speech.whole(pooled.interviews),
        answers=speech.whole(pooled.answers),
        changed=percent(pooled.gdr.est, speech=speech),
    )
    yield _(
        "At first the share of satisfied answers was %(points)s percentage points away from that of"
        " the re-checks (plus: higher at first).",
        points=points(pooled.ndr.est, speech=speech),
    )
    if found := one_way_items(of.comparison.agreement_without_false):
        yield _(
            "Answers went in one direction, more than chance explains (McNemar's test with Holm's"
            " adjustment, more than 5 points): %(items)s. Their wording and the way of asking are"
            " worth a look.",
            items=", ".join(found),
        )
    yield _(
        "People answer a scale differently on another day. That is a property of the questionnaire"
        " and never held against an enumerator."
    )


def _items(of: ReportedRechecks, *, speech: Speech) -> Iterator[Grid]:
    _ = speech.gettext
    rows = tuple(
        _row(code, agreement, of=of, speech=speech)
        for code, agreement in of.comparison.agreement_without_false.items()
        if agreement.n
    )
    if rows:
        yield Grid(
            caption=_("Criteria at both times"),
            columns=(
                Column(title=_("Criterion"), share=1),
                Column(title=_("People"), share=0, is_number=True),
                Column(title=_("Changed (%(sign)s)", sign=PERCENT), share=0, is_number=True),
                Column(title=_("95 %% interval (%(sign)s)", sign=PERCENT), share=0, is_number=True),
                Column(title=_("Higher at first (points)"), share=0, is_number=True),
                Column(title=_("Same level (%(sign)s)", sign=PERCENT), share=0, is_number=True),
                Column(title=_("Index of inconsistency"), share=0, is_number=True),
            ),
            rows=rows,
            notes=(
                _(
                    "Changed: satisfied at one time and not at the other. The index of"
                    " inconsistency is given where at least 10 people are in every part; below 20"
                    " is low, above 50 high."
                ),
            ),
        )


def _row(code: str, one: ItemAgreement, *, of: ReportedRechecks, speech: Speech) -> tuple[str, ...]:
    name = of.items.get(code)
    index = one.inconsistency
    return (
        code if name is None else f"{code}. {name.vi if speech.language == 'vi' else name.en}",
        speech.whole(one.n),
        exact_percent(one.gdr, speech=speech),
        interval(one.gdr, speech=speech),
        points(one.ndr, speech=speech),
        percent(one.exact, speech=speech),
        NOTHING if index is None else percent(index / 100, speech=speech),
    )
