"""The survey against the round before, in sentences; nothing where nothing can be told."""

from collections.abc import Iterator

from field_export.report import Block, Paragraphs, Subheading
from scoring.differences import Change
from survey_app.publication.report.index_words import MOST_NAMED, signed
from survey_app.results.printed_changes import printed_difference, printed_share
from survey_app.results.two_rounds import TwoRounds
from survey_app.results.unit_changes import Compared
from survey_app.wording.speech import Speech


def change_blocks(changes: TwoRounds, *, speech: Speech) -> Iterator[Block]:
    """The whole, each group, and the units of which a rise or a fall is told."""
    _ = speech.gettext
    lines = [*_whole(changes, speech=speech), *_groups(changes, speech=speech)]
    for change, words in (
        (Change.RISEN, _("Units whose score rose for certain: %(units)s.")),
        (Change.FALLEN, _("Units whose score fell for certain: %(units)s.")),
    ):
        names = [one.known_as.unit_name for one in changes.units_that(change)]
        if names:
            told = "; ".join(names) if len(names) <= MOST_NAMED else speech.whole(len(names))
            lines.append(words % {"units": told})
    if lines:
        yield Subheading(words=_("Against the round before"))
        yield Paragraphs(lines=tuple(lines))


def _whole(changes: TwoRounds, *, speech: Speech) -> Iterator[str]:
    sentence = change_sentence(changes.whole.row, of=changes, speech=speech)
    if sentence:
        yield speech.gettext("All units together: %(sentence)s", sentence=sentence)


def _groups(changes: TwoRounds, *, speech: Speech) -> Iterator[str]:
    for group in changes.groups:
        sentence = change_sentence(group.row, of=changes, speech=speech)
        if sentence and group.named is not None:
            named = group.named
            name = named.group_name_en if speech.language == "en" else named.group_name_vi
            yield f"{name}: {sentence}"


def change_sentence(row: Compared, *, of: TwoRounds, speech: Speech) -> str:
    """The score of before, the difference with its interval, and whether it is a change at all."""
    _, earlier = speech.gettext, printed_share(row.scores[0]).score
    difference = row.change.published
    shown = printed_difference(difference)
    if earlier is None or shown.score is None or shown.low is None or shown.high is None:
        return ""
    name = of.earlier.round.name_en if speech.language == "en" else of.earlier.round.name_vi
    said = {
        "round": name,
        "before": speech.plain(earlier),
        "by": signed(shown.score, speech=speech),
        "low": signed(shown.low, speech=speech),
        "high": signed(shown.high, speech=speech),
    }
    if difference.change is Change.RISEN:
        said["by"] = speech.plain(abs(shown.score))
        return _(
            "the score rose from %(before)s points (%(round)s) by %(by)s points, 95 %% interval"
            " of the difference from %(low)s to %(high)s.",
            **said,
        )
    if difference.change is Change.FALLEN:
        said["by"] = speech.plain(abs(shown.score))
        return _(
            "the score fell from %(before)s points (%(round)s) by %(by)s points, 95 %% interval"
            " of the difference from %(low)s to %(high)s.",
            **said,
        )
    return _(
        "the score of before was %(before)s points (%(round)s); the difference, %(by)s points, 95"
        " %% interval from %(low)s to %(high)s, does not tell a change.",
        **said,
    )
