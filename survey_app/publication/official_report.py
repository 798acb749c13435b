"""What all official reports have in common: their language, their head, how they become a file."""

from datetime import datetime

from field_export.fonts import NoFont
from field_export.report import Report
from field_export.report_pdf import report_pdf
from survey_app.clock import ZONE
from survey_app.problems import Code, Problem
from survey_app.wording.speech import Speech

VIETNAMESE = Speech(language="vi")
"""An official report is in Vietnamese, whoever prints it."""
LETTERS = 20


def printed(report: Report) -> bytes:
    """The PDF; the same report gives the same bytes on one machine.

    Raises Problem where no font of the machine has all its letters.
    """
    try:
        return report_pdf(report)
    except NoFont as missing:
        raise Problem(Code.NO_FONT, {"letters": missing.letters[:LETTERS]}) from missing


def letter_number(*, speech: Speech) -> str:
    """Dots: the number is the office's to write."""
    return speech.gettext("No.: ……/BC-……")


def place_and_day(at: datetime, *, speech: Speech) -> str:
    """Dots for the place, and the day as Nghị định 30/2020/NĐ-CP writes it: 01, 02, but 3."""
    at = at.astimezone(ZONE)
    return speech.gettext(
        "……………, day %(day)s month %(month)s year %(year)s",
        day=f"{at.day:02d}",
        month=f"{at.month:02d}" if at.month <= 2 else str(at.month),
        year=str(at.year),
    )
