"""The whole workbook of a run."""

from datetime import UTC

from field_export.workbook import Workbook, workbook_bytes
from survey_app.publication.report.printing import foot_of
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.publication.workbook.about_sheets import code_book_sheet, method_sheet
from survey_app.publication.workbook.areas_sheets import areas_sheets
from survey_app.publication.workbook.changes_sheet import changes_sheet
from survey_app.publication.workbook.fieldwork_sheets import (
    form_sheet,
    recheck_sheet,
    response_sheet,
)
from survey_app.publication.workbook.index_words import sheets_of_index
from survey_app.publication.workbook.score_sheets import factors_sheet, items_sheet, scores_sheet
from survey_app.wording.speech import VIETNAMESE, Speech


def printed_workbook(of: ComparedRun) -> bytes:
    """The file, in Vietnamese; the same run and the same points give the same bytes."""
    return workbook_bytes(workbook_of(of, speech=VIETNAMESE))


def workbook_of(of: ComparedRun, *, speech: Speech) -> Workbook:
    """The workbook in words."""
    _ = speech.gettext
    about, made = of.run.about, of.publication
    name = about.round.name.en if speech.language == "en" else about.round.name.vi
    simulated = _("Simulated data.") + " " if about.round.is_simulated else ""
    return Workbook(
        title=_("Workbook of scores: %(name)s", name=name),
        subject=_("Results of measuring the satisfaction of citizens and organisations"),
        author=of.round.controller,
        remark=simulated + foot_of(of, speech=speech),
        made_at=made.published_at.astimezone(UTC),
        foot=f"{simulated}{about.round.code}, {made.run_id} · " + _("Page {page}/{pages}"),
        sheets=(
            *sheets_of_index(of, speech=speech),
            *areas_sheets(of.index, speech=speech),
            scores_sheet(of, speech=speech),
            factors_sheet(of, speech=speech),
            items_sheet(of, speech=speech),
            response_sheet(of, speech=speech),
            recheck_sheet(of, speech=speech),
            form_sheet(of, speech=speech),
            changes_sheet(of, speech=speech),
            code_book_sheet(of, speech=speech),
            method_sheet(of, speech=speech),
        ),
    )
