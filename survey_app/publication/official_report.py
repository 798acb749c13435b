"""What all official reports have in common: their language, and how they become a file."""

from field_export.fonts import NoFont
from field_export.report import Report
from field_export.report_pdf import report_pdf
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
