"""A unit beside itself in the earlier round, on its sheet; or why it is not compared."""

from collections.abc import Iterator

from field_export.report import Column, Grid, Paragraphs
from field_export.unit_sheets import SheetPart
from scoring.differences import Difference, Measured
from survey_app.clock import written_moment
from survey_app.publication.report.index_words import signed
from survey_app.publication.report.reading import CURRENT, ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun, of_unit
from survey_app.publication.report.scoring_section import factor_titles
from survey_app.results.change_reasons import CHANGES, apart_in_words, aspects_in_words
from survey_app.results.printed_changes import (
    PERCENT,
    SCORE,
    Scale,
    printed_difference,
    printed_share,
)
from survey_app.results.ranking import Shown
from survey_app.results.two_rounds import TwoRounds
from survey_app.results.unit_changes import UnitChange
from survey_app.wording.speech import Speech

NOTHING, SIGN = "–", "%"


def change_part(code: str, *, of: ComparedRun, speech: Speech) -> Iterator[SheetPart]:
    """One part; none of what is not public any more, which is held against nothing."""
    if of.publication.state != CURRENT:
        return
    yield SheetPart(
        heading=speech.gettext("Against an earlier round"),
        blocks=tuple(_blocks(code, of=of, speech=speech)),
    )


def _blocks(code: str, *, of: ComparedRun, speech: Speech) -> Iterator[Paragraphs | Grid]:
    _, changes = speech.gettext, of_unit(code, among=of.before)
    units = {} if changes is None else {one.code: one for one in changes.units}
    unit = units.get(code)
    if changes is None or unit is None:
        yield _line(_("There is no earlier round with public scores to compare with."))
    elif changes.found.differing:
        aspects = "; ".join(aspects_in_words(changes.found.differing, speech=speech))
        not_the_same = _("The two rounds do not measure the same, so nothing is compared.")
        yield _line(_against(changes, speech=speech), f"{not_the_same} {aspects}.")
    elif unit.row.change.published.est is None:
        reason = apart_in_words(unit, speech=speech)
        no_difference = _("No difference is told: %(reason)s.", reason=reason)
        yield _line(_against(changes, speech=speech), no_difference)
    else:
        yield _line(*_told(unit, of=changes, speech=speech))
        yield _table(unit, names=_factor_names(of, speech=speech), speech=speech)


def _line(*sentences: str) -> Paragraphs:
    return Paragraphs(lines=(" ".join(sentences),))


def _against(changes: TwoRounds, *, speech: Speech) -> str:
    earlier = changes.earlier
    return speech.gettext(
        "Compared with %(round)s, published on %(day)s. Both scores are the public ones.",
        round=earlier.round.name_en if speech.language == "en" else earlier.round.name_vi,
        day="" if earlier.run is None else written_moment(earlier.run.published_at),
    )


def _told(unit: UnitChange, *, of: TwoRounds, speech: Speech) -> Iterator[str]:
    """What is to be known of the two rounds before the figures are."""
    _ = speech.gettext
    yield _against(of, speech=speech)
    if unit.former_name:
        yield _("In that round it was called %(name)s.", name=unit.former_name)
    if not of.found.same_questionnaire:
        yield _("Not the same version of the questionnaire.")
        yield _("A difference can come of that alone, and no calculation can tell.")


def _factor_names(of: ReportedRun, *, speech: Speech) -> dict[str, str]:
    """Short ones, for one line each, where the questionnaire forms the factors."""
    short = {
        one.code: one.short_title.in_language(speech.language)
        for one in of.basis.definition.factors
    }
    formed = {one.code for one in of.basis.plans.scoring.factors}
    return {
        code: title if code in formed else short.get(code, title)
        for code, title in factor_titles(of, speech=speech).items()
    }


def _table(unit: UnitChange, *, names: dict[str, str], speech: Speech) -> Grid:
    """The score in points, then the factors of the plan in percent."""
    _, row = speech.gettext, unit.row
    reason = apart_in_words(unit, speech=speech)
    score = (*row.scores, row.change.published)
    return Grid(
        caption="",
        columns=(
            Column(title="", share=1),
            *(
                Column(title=title, share=0, is_number=True)
                for title in (
                    _("Earlier"),
                    _("Now"),
                    _("Difference"),
                    _("95 %(sign)s interval", sign=SIGN),
                )
            ),
            Column(title=_("What it tells"), share=0),
        ),
        rows=(
            (_("Score (of 10)"), *_cells(*score, scale=SCORE, reason=reason, speech=speech)),
            *(
                (
                    f"{names[code]} ({SIGN})",
                    *_cells(*row.factor(code), found, scale=PERCENT, reason="", speech=speech),
                )
                for code, found in row.change.factors.items()
                if code in names
            ),
        ),
        notes=(
            _("A change is told only where the interval of the difference does not have 0 in it."),
        ),
    )


def _cells(
    earlier: Measured,
    later: Measured,
    difference: Difference,
    *,
    scale: Scale,
    reason: str,
    speech: Speech,
) -> tuple[str, ...]:
    shown, tells = printed_difference(difference, scale=scale), difference.change
    return (
        _value(printed_share(earlier, scale=scale), speech=speech),
        _value(printed_share(later, scale=scale), speech=speech),
        NOTHING if shown.score is None else signed(shown.score, speech=speech),
        NOTHING
        if shown.low is None or shown.high is None
        else speech.gettext(
            "%(low)s to %(high)s",
            low=signed(shown.low, speech=speech),
            high=signed(shown.high, speech=speech),
        ),
        reason or NOTHING if tells is None else speech.gettext(CHANGES[tells]),
    )


def _value(shown: Shown, *, speech: Speech) -> str:
    return NOTHING if shown.score is None else speech.plain(shown.score)
