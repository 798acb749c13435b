"""What stands below the table of a group: who was asked again, and what does not count and why."""

from collections.abc import Iterator, Sequence

from scoring.published_row import PublishedRow
from survey_app.results.printed_changes import SCORE, printed
from survey_app.wording.speech import Speech


def excluded_notes(rows: Sequence[PublishedRow], *, speech: Speech) -> Iterator[str]:
    """How many were made again, of all units in a line; then a line for each that lost some."""
    again = [
        f"{row.name} {speech.whole(row.recheck.n_rechecked)}"
        for row in rows
        if row.recheck.n_rechecked
    ]
    if again:
        yield speech.gettext("Interviews made again: %(units)s.", units="; ".join(again))
    for row in rows:
        if row.excluded.all:
            yield " ".join(_of_unit(row, speech=speech))


def _of_unit(row: PublishedRow, *, speech: Speech) -> Iterator[str]:
    _, found = speech.gettext, row.excluded
    yield _(
        "%(unit)s: %(number)s interviews do not count (voided: %(voided)s; after re-checks invalid:"
        " %(invalid)s, unverified: %(unverified)s).",
        unit=row.name,
        number=speech.whole(found.all),
        voided=speech.whole(found.voided),
        invalid=speech.whole(found.invalid),
        unverified=speech.whole(found.unverified),
    )
    score = printed(row.with_excluded, scale=SCORE)
    if score is not None:
        yield _("With them the score would be %(score)s.", score=speech.plain(score))
