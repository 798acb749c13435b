"""What all official reports have in common: their language, and how they become a file."""

from collections.abc import Iterator
from contextlib import contextmanager

from field_export.fonts import NoFont
from field_export.report import Report
from field_export.report_pdf import report_pdf
from field_export.unit_sheets import UnitSheets
from field_export.unit_sheets_pdf import unit_sheets_pdf
from survey_app.problems import Code, Problem

LETTERS = 20


def printed(report: Report) -> bytes:
    """The PDF; the same report gives the same bytes on one machine.

    Raises Problem where no font of the machine has all its letters.
    """
    with _needing_a_font():
        return report_pdf(report)


def printed_sheets(sheets: UnitSheets) -> bytes:
    """The same of sheets of units."""
    with _needing_a_font():
        return unit_sheets_pdf(sheets)


@contextmanager
def _needing_a_font() -> Iterator[None]:
    try:
        yield
    except NoFont as missing:
        raise Problem(Code.NO_FONT, {"letters": missing.letters[:LETTERS]}) from missing
