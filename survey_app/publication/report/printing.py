"""The whole report of a run, from its head to the hashes at its end."""

from collections.abc import Iterator

from field_export.report import Report, ReportHead, ReportSection
from survey_app.clock import ZONE, written_day, written_moment
from survey_app.db.publications import PublicationRecord
from survey_app.publication.letter import (
    NOTHING_TOLD,
    Letter,
    number_of,
    place_and_day_of,
)
from survey_app.publication.official_report import printed
from survey_app.publication.report.areas_section import areas_section, has_areas
from survey_app.publication.report.conclusion_section import conclusion_section
from survey_app.publication.report.index_section import index_section
from survey_app.publication.report.method_section import method_section
from survey_app.publication.report.origin_section import origin_section
from survey_app.publication.report.overview_section import overview_section
from survey_app.publication.report.points_section import points_section
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.publication.report.scoring_section import scoring_section
from survey_app.publication.report.survey_section import criteria_annex, survey_section
from survey_app.wording.speech import VIETNAMESE, Speech


def printed_report(of: ComparedRun, *, letter: Letter = NOTHING_TOLD) -> bytes:
    """The PDF: the same run in the same state of publication gives the same bytes on one machine.

    Raises Problem where no font of the machine has all its letters.
    """
    return printed(report_of(of, letter=letter, speech=VIETNAMESE))


def report_of(of: ComparedRun, *, speech: Speech, letter: Letter = NOTHING_TOLD) -> Report:
    """The report in words."""
    _ = speech.gettext
    about = of.run.about
    name = about.round.name.en if speech.language == "en" else about.round.name.vi
    published_at = of.publication.published_at.astimezone(ZONE)
    return Report(
        language=speech.language,
        title=_("Report: %(name)s", name=name),
        made_at=published_at,
        head=_head(of, name=name, letter=letter, speech=speech),
        sections=(
            overview_section(of, speech=speech),
            *_index(of, speech=speech),
            survey_section(of, speech=speech),
            conclusion_section(of, letter=letter, speech=speech),
        ),
        page="{page}",
        table=_("Table {number}. {caption}"),
        foot=foot_of(of, speech=speech),
        figure=_("Figure {number}: {caption}"),
        sheet=_("sheet {sheet}/{sheets}"),
        annex=_("Annex {number}"),
        annexes=(
            method_section(of, speech=speech),
            scoring_section(of, speech=speech),
            points_section(of, speech=speech),
            criteria_annex(of, speech=speech),
            origin_section(of, speech=speech),
        ),
    )


def _index(of: ComparedRun, *, speech: Speech) -> Iterator[ReportSection]:
    """Nothing while no unit has appraised points; areas only where their points are known."""
    if of.index is not None:
        yield index_section(of, of.index, speech=speech)
        if has_areas(of.index):
            yield areas_section(of, of.index, speech=speech)


def _head(of: ComparedRun, *, name: str, letter: Letter, speech: Speech) -> ReportHead:
    """Number, place and signature are the office's: no publication knows them."""
    _ = speech.gettext
    about = of.run.about.round
    period = _(
        "Period: from %(start)s to %(end)s",
        start=written_day(about.period_start),
        end=written_day(about.period_end),
    )
    return ReportHead(
        body=of.round.controller,
        number=number_of(letter, speech=speech),
        place_and_day=place_and_day_of(
            letter, published=of.publication.published_at, speech=speech
        ),
        kind=_("REPORT"),
        about=_about(of, speech=speech),
        below=(name, period),
        notice=" ".join(notices_of(of, speech=speech)),
    )


def _about(of: ComparedRun, *, speech: Speech) -> str:
    _ = speech.gettext
    if of.index is None:
        return _("Results of measuring the satisfaction of citizens and organisations")
    return _(
        "Results of the index of administrative reform and of measuring the satisfaction of"
        " citizens and organisations in %(year)s",
        year=str(of.run.about.round.year),
    )


def foot_of(of: ReportedRun, *, speech: Speech) -> str:
    """What every page says, so that sheets that come apart are known."""
    return speech.gettext(
        "Round %(round)s, run %(run)s. SHA-256 of the scores: %(sha256)s",
        round=of.run.about.round.code,
        run=str(of.publication.run_id),
        sha256=of.publication.result_sha256,
    )


def notices_of(of: ReportedRun, *, speech: Speech) -> list[str]:
    """What nobody must miss: that it is simulated, or not public any more."""
    _ = speech.gettext
    found = []
    if of.run.about.round.is_simulated:
        found += [
            _("Simulated data."),
            _(
                "The interviews and persons of this round were made by a program to show how the"
                " system works."
            ),
        ]
    if ended := _ended(of.publication, speech=speech):
        found.append(ended)
    return found


def _ended(one: PublicationRecord, *, speech: Speech) -> str:
    """That what is printed is not public any more; empty while it is."""
    if one.ended_at is None:
        return ""
    words = {
        "day": written_moment(one.published_at),
        "end": written_moment(one.ended_at),
        "reason": one.ended_reason or "",
    }
    if one.state == "withdrawn":
        return speech.gettext(
            "The scores published on %(day)s were withdrawn on %(end)s: %(reason)s", **words
        )
    return speech.gettext(
        "The scores published on %(day)s were replaced by others on %(end)s: %(reason)s", **words
    )
