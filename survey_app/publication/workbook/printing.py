"""The whole workbook of a run."""

from datetime import UTC

from field_export.workbook import Workbook, workbook_bytes
from survey_app.publication.official_report import VIETNAMESE
from survey_app.publication.workbook.about_sheets import code_book_sheet, method_sheet
from survey_app.publication.workbook.areas_sheets import areas_sheets
from survey_app.publication.workbook.changes_sheet import changes_sheet
from survey_app.publication.workbook.facts import WorkbookFacts
from survey_app.publication.workbook.fieldwork_sheets import (
    form_sheet,
    recheck_sheet,
    response_sheet,
)
from survey_app.publication.workbook.index_words import sheets_of_index
from survey_app.publication.workbook.score_sheets import factors_sheet, items_sheet, scores_sheet
from survey_app.wording.speech import Speech


def printed_workbook(of: WorkbookFacts) -> bytes:
    """The file, in Vietnamese; the same run and the same points give the same bytes."""
    return workbook_bytes(workbook_of(of, speech=VIETNAMESE))


def workbook_of(of: WorkbookFacts, *, speech: Speech) -> Workbook:
    """The workbook in words."""
    _ = speech.gettext
    reported = of.reported
    about = reported.run.about
    name = about.round.name.en if speech.language == "en" else about.round.name.vi
    made = reported.publication
    remark = _(
        "Round %(round)s, run %(run)s. SHA-256 of the scores: %(sha256)s",
        round=about.round.code,
        run=str(made.run_id),
        sha256=made.result_sha256,
    )
    simulated = _("Simulated data.") + " " if about.round.is_simulated else ""
    return Workbook(
        title=_("Workbook of scores: %(name)s", name=name),
        subject=_("Results of measuring the satisfaction of citizens and organisations"),
        author=reported.round.controller,
        remark=simulated + remark,
        made_at=made.published_at.astimezone(UTC),
        foot=f"{simulated}{about.round.code}, {made.run_id} · " + _("Page {page}/{pages}"),
        sheets=(
            *sheets_of_index(of, speech=speech),
            *areas_sheets(reported.index, speech=speech),
            scores_sheet(reported, speech=speech),
            factors_sheet(reported, speech=speech),
            items_sheet(reported, speech=speech),
            response_sheet(reported, speech=speech),
            recheck_sheet(reported, speech=speech),
            form_sheet(reported, speech=speech),
            changes_sheet(of, speech=speech),
            code_book_sheet(reported, speech=speech),
            method_sheet(reported, speech=speech),
        ),
    )
