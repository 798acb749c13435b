"""Every lot, how much of it was checked, and what was decided about it by whom."""

from collections import Counter
from collections.abc import Sequence

from field_export.report import Column, Grid, Paragraphs, ReportSection
from survey_app.clock import written_day
from survey_app.publication.recheck_report.reported import ReportedLot, ReportedRechecks
from survey_app.wording.recheck_words import LOT_STATES
from survey_app.wording.speech import Speech


def lots_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """Lots in the order of their codes, which is that of the weeks."""
    _ = speech.gettext
    counts = Counter(one.state for one in of.lots)
    summary = "; ".join(
        f"{_(words)}: {speech.whole(counts[state])}"
        for state, words in LOT_STATES.items()
        if counts[state]
    )
    if not of.lots:
        blocks: tuple[Grid | Paragraphs, ...] = (
            Paragraphs(lines=(_("There is nothing to tell yet."),)),
        )
    else:
        grid = lots_grid(
            of.lots,
            of=of,
            caption=_("Lots and decisions"),
            members=_("Interviews"),
            speech=speech,
        )
        blocks = (Paragraphs(lines=(f"{summary}.", *_how(speech=speech))), grid)
    return ReportSection(title=_("Lots"), blocks=blocks)


def _how(*, speech: Speech) -> tuple[str, ...]:
    _ = speech.gettext
    return (
        _(
            "A lot is what an enumerator finished in a week. The plan says how many re-checks"
            " decide about it; the decision is signed by a person of Home Affairs. A rejected lot"
            " is a reason to verify all of it, not a verdict: who is cleared has nothing held"
            " against them."
        ),
    )


def lots_grid(
    lots: Sequence[ReportedLot],
    *,
    of: ReportedRechecks,
    caption: str,
    members: str,
    speech: Speech,
) -> Grid:
    """These lots, one a row. members: what is in them, as the head of the column."""
    _ = speech.gettext
    return Grid(
        caption=caption,
        columns=(
            Column(title=_("Lot"), share=0),
            Column(title=_("Enumerator"), share=2),
            Column(title=members, share=0, is_number=True),
            Column(title=_("Checked"), share=0, is_number=True),
            Column(title=_("Defective"), share=0, is_number=True),
            Column(title=_("Decision"), share=2),
            Column(title=_("Signed"), share=1),
        ),
        rows=tuple(_row(one, of=of, speech=speech) for one in lots),
    )


def _row(one: ReportedLot, *, of: ReportedRechecks, speech: Speech) -> tuple[str, ...]:
    person = of.people.get(one.enumerator)
    signed = "" if one.decided_on is None else f"{one.decided_by}, {written_day(one.decided_on)}"
    return (
        one.code,
        one.enumerator if person is None else person.name,
        speech.whole(one.interviews),
        speech.whole(one.checked),
        speech.whole(one.defective),
        speech.gettext(LOT_STATES[one.state]),
        signed,
    )
