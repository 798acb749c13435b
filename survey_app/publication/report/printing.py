"""The whole report of a run, from its head to the hashes at its end."""

from datetime import datetime

from field_export.report import Report, ReportHead
from survey_app.clock import ZONE, written_day, written_moment
from survey_app.db.publications import PublicationRecord
from survey_app.publication.official_report import (
    VIETNAMESE,
    letter_number,
    place_and_day,
    printed,
)
from survey_app.publication.report.method_section import method_section
from survey_app.publication.report.origin_section import origin_section
from survey_app.publication.report.points_section import points_section
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.scoring_section import scoring_section
from survey_app.publication.report.units_section import units_section
from survey_app.wording.speech import Speech


def printed_report(of: ReportedRun) -> bytes:
    """The PDF: the same run in the same state of publication gives the same bytes on one machine.

    Raises Problem where no font of the machine has all its letters.
    """
    return printed(report_of(of, speech=VIETNAMESE))


def report_of(of: ReportedRun, *, speech: Speech) -> Report:
    """The report in words."""
    _ = speech.gettext
    about = of.run.about
    name = about.round.name.en if speech.language == "en" else about.round.name.vi
    published_at = of.publication.published_at.astimezone(ZONE)
    foot = _(
        "Round %(round)s, run %(run)s. SHA-256 of the scores: %(sha256)s",
        round=about.round.code,
        run=str(of.publication.run_id),
        sha256=of.publication.result_sha256,
    )
    return Report(
        language=speech.language,
        title=_("Report: %(name)s", name=name),
        made_at=published_at,
        head=_head(of, name=name, at=published_at, speech=speech),
        sections=(
            units_section(of, speech=speech),
            method_section(of, speech=speech),
            scoring_section(of, speech=speech),
            points_section(of, speech=speech),
            origin_section(of, speech=speech),
        ),
        page=_("Page {page}/{pages}"),
        table=_("Table {number}. {caption}"),
        foot=foot,
    )


def _head(of: ReportedRun, *, name: str, at: datetime, speech: Speech) -> ReportHead:
    """Number and place are the office's to write: no publication knows them."""
    _ = speech.gettext
    about = of.run.about.round
    period = _(
        "Period: from %(start)s to %(end)s",
        start=written_day(about.period_start),
        end=written_day(about.period_end),
    )
    return ReportHead(
        body=of.round.controller,
        number=letter_number(speech=speech),
        place_and_day=place_and_day(at, speech=speech),
        kind=_("REPORT"),
        about=_("Results of measuring the satisfaction of citizens and organisations"),
        below=(name, period),
        notice=" ".join(_notices(of, speech=speech)),
    )


def _notices(of: ReportedRun, *, speech: Speech) -> list[str]:
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
