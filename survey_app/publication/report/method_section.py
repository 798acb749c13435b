"""How the results came about, in plain words with the figures of this very run."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from field_export.report import Paragraphs, ReportSection
from survey_app.clock import written_day
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.wording.speech import Speech

HUNDRED = 100


def method_section(of: ComparedRun, *, speech: Speech) -> ReportSection:
    """One sentence for each thing that a reader should know before comparing units."""
    return ReportSection(
        title=speech.gettext("How the results came about"),
        blocks=(
            Paragraphs(
                lines=(
                    *_data(of, speech=speech),
                    *_scores(of, speech=speech),
                    *_certainty(of, speech=speech),
                    *_shown(of, speech=speech),
                ),
                is_list=True,
            ),
        ),
    )


def _data(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    about, whole = of.run.about, of.run.whole
    yield _(
        "The results are computed from %(interviews)s interviews about procedures of the period"
        " from %(start)s to %(end)s, in %(units)s units; %(people)s people gave at least one"
        " answer that counts.",
        interviews=speech.whole(about.data_cut.interviews),
        start=written_day(about.round.period_start),
        end=written_day(about.round.period_end),
        units=speech.whole(len(of.run.units)),
        people=speech.whole(whole.score.n_valid),
    )


def field_sentences(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    """What became of the cases that enumerators were sent to; nothing where there were none."""
    _, field = speech.gettext, of.run.whole.fieldwork
    if field is not None and field.n_selected:
        yield _(
            "Enumerators were sent to %(selected)s cases; %(eligible)s of them were to be asked or"
            " may have been, and %(completed)s interviews of these count. Interviews with people"
            " on no list are not among them.",
            selected=speech.whole(field.n_selected),
            eligible=speech.whole(field.n_eligible),
            completed=speech.whole(field.n_completed),
        )
        if field.response_rate is not None and field.n_completed:
            yield _(
                "The response rate is %(rate)s %% (AAPOR RR2; cases of which it is not known"
                " whether they were to be asked are taken as such).",
                rate=_measured(field.response_rate, speech=speech, places=1),
            )


def recheck_sentences(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    """What was voided, what was made again and what came of it."""
    _, whole = speech.gettext, of.run.whole
    found, made = whole.excluded, whole.recheck
    if found.voided:
        yield _(
            "%(number)s interviews were received and voided; they count in no figure.",
            number=speech.whole(found.voided),
        )
    else:
        yield _("No interview that was received was voided.")
    if made.n_rechecked is None:
        return
    yield _(
        "%(made)s interviews were made again by a supervisor, %(random)s of them by chance; of"
        " these %(defective)s were defective. %(accepted)s of %(lots)s lots were accepted.",
        made=speech.whole(made.n_rechecked),
        random=speech.whole(made.n_rechecked_random or 0),
        defective=speech.whole(made.n_defective or 0),
        accepted=speech.whole(made.lots_accepted or 0),
        lots=speech.whole(made.lots or 0),
    )
    if found.after_rechecks:
        yield _(
            "After these re-checks %(invalid)s interviews were excluded as invalid and"
            " %(unverified)s as unverified; they count in no figure.",
            invalid=speech.whole(found.invalid),
            unverified=speech.whole(found.unverified),
        )


def _scores(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    yield _(
        "The published share is made of the answers as the scoring plan says it; the score is the"
        " same share on the scale of 10, and the points come of it as the points plan says it."
    )
    if of.basis.plans.scoring.weights == "none":
        yield _("In every sum each person counts once.")
    else:
        yield _(
            "Whoever was drawn counts for as many people as the list of the stratum has for each"
            " of them who answered; %(strata)s strata were drawn from.",
            strata=speech.whole(of.run.about.weights.strata),
        )
    yield _(
        "Everything is computed with full precision and rounded once, at print: to two decimals,"
        " halves upwards; the ends of intervals outwards, so that the printed interval holds the"
        " computed one."
    )


def _certainty(of: ComparedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    confidence = Decimal(repr(of.run.about.method.confidence)) * HUNDRED
    yield _(
        "Had other people been asked, the shares would be somewhat different. The interval says"
        " how much: of 100 intervals made in this way about %(sure)s hold the true share.",
        sure=speech.plain(confidence.normalize()),
    )
    effect = of.run.about.method.published_design_effect
    if effect is not None:
        yield _(
            "The answers of one person go together, so the error is computed from people and not"
            " from single answers: its square is %(effect)s times what one answer of each person"
            " would give (design effect of the round).",
            effect=_measured(effect, speech=speech, places=2),
        )
    yield _(
        "Ranks of the survey are those within a group, by the printed score; units with the same"
        " score share a rank. The possible ranks are all that the intervals of the differences"
        " between the units of the group allow, looked at together: two units whose possible ranks"
        " overlap cannot be told apart for certain."
    )
    if of.index is not None:
        yield _(
            "Ranks and bands of the index go by its value with all decimals, not by the printed"
            " one: two units that are printed alike can have different ranks."
        )


def _shown(of: ReportedRun, *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    minimum = speech.whole(of.basis.plans.scoring.limits.minimum_people)
    yield _(
        "A unit of which fewer than %(minimum)s people answered is not shown, so that nobody can"
        " be recognised; where it could be computed from the others, another unit is not shown"
        " either.",
        minimum=minimum,
    )
    yield _(
        "An indicative result is shown but has no rank, as too little stands behind it; a"
        " provisional one has none because interviews that were voided, or excluded after"
        " re-checks, matter for it. A unit of which fewer than half of the lots of re-checks were"
        " accepted has no score."
    )


def _measured(value: float, *, speech: Speech, places: int) -> str:
    return speech.rounded(Fraction(Decimal(repr(value))), places=places)
