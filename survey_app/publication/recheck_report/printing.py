"""The whole report of the re-checks of a round, from its head to the signatures."""

from field_export.report import (
    Report,
    ReportHead,
    ReportSection,
    Signatory,
    Signatures,
)
from survey_app.clock import ZONE, written_moment
from survey_app.publication.letter import NOTHING_TOLD, number_of, place_and_day_of
from survey_app.publication.official_report import printed
from survey_app.publication.recheck_report.claims_section import claims_section
from survey_app.publication.recheck_report.lots_section import lots_section
from survey_app.publication.recheck_report.opinions_section import opinions_section
from survey_app.publication.recheck_report.people_section import (
    enumerators_section,
    supervisors_section,
    units_section,
)
from survey_app.publication.recheck_report.promise_section import promise_section
from survey_app.publication.recheck_report.reported import ReportedRechecks
from survey_app.publication.recheck_report.work_section import work_section
from survey_app.wording.speech import VIETNAMESE, Speech


def printed_rechecks(of: ReportedRechecks) -> bytes:
    """The PDF; the same re-checks at the same moment give the same bytes on one machine.

    Raises Problem where no font of the machine has all its letters.
    """
    return printed(report_of(of, speech=VIETNAMESE))


def report_of(of: ReportedRechecks, *, speech: Speech) -> Report:
    """The report in words."""
    _ = speech.gettext
    name = of.round.name_en if speech.language == "en" else of.round.name_vi
    made_at = of.made_at.astimezone(ZONE)
    return Report(
        language=speech.language,
        title=_("Re-checks: %(name)s", name=name),
        made_at=made_at,
        head=_head(of, name=name, speech=speech),
        sections=(
            work_section(of, speech=speech),
            lots_section(of, speech=speech),
            claims_section(of, speech=speech),
            enumerators_section(of, speech=speech),
            units_section(of, speech=speech),
            supervisors_section(of, speech=speech),
            opinions_section(of, speech=speech),
            promise_section(of, speech=speech),
            _signed(of, speech=speech),
        ),
        page=_("Page {page}/{pages}"),
        table=_("Table {number}. {caption}"),
        foot=_(
            "Re-checks of round %(round)s as of %(at)s. Plan: %(sha256)s",
            round=of.round.code,
            at=written_moment(of.made_at),
            sha256=of.plan_sha256,
        ),
    )


def _head(of: ReportedRechecks, *, name: str, speech: Speech) -> ReportHead:
    _ = speech.gettext
    notices = [_("For official use: it names enumerators and is not to be published.")]
    if of.round.is_simulated:
        notices.insert(0, _("Simulated data."))
    return ReportHead(
        body=of.round.controller,
        number=number_of(NOTHING_TOLD, speech=speech),
        place_and_day=place_and_day_of(NOTHING_TOLD, published=of.made_at, speech=speech),
        kind=_("REPORT"),
        about=_("Re-checks of the interviews about satisfaction"),
        below=(name, _("As of %(at)s", at=written_moment(of.made_at))),
        notice=" ".join(notices),
    )


def _signed(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """The organisations that re-checked, then the office that decides."""
    _ = speech.gettext
    how = _("(Signature, full name, seal)")
    offices = (*of.offices, of.round.controller)
    return ReportSection(
        title=_("Confirmed by"),
        blocks=(
            Signatures(signatories=tuple(Signatory(office=office, how=how) for office in offices)),
        ),
    )
