"""Report, sheets and workbook against the round before: of both rounds only what is public."""

import pytest

from survey_app.db.engine import transaction
from survey_app.db.rounds import round_coded
from survey_app.publication.report.reading import reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.report.survey_changes import change_sentence
from survey_app.publication.report.survey_section import survey_section
from survey_app.publication.report.unit_sheets import unit_sheets_of, units_with_sheets
from survey_app.publication.workbook.changes_sheet import changes_sheet
from survey_app.wording.speech import VIETNAMESE
from tests.survey_app.rounds_apart import EARLIER, LATER, make_public, two_rounds

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def told(world):
    """Headings of the survey, whether each sheet compares its unit, and rows of changes."""
    with transaction(world.engine, writes=False) as session:
        found = compared_run(session, reported_run(session, round_coded(session, LATER)))
    headings = [
        getattr(one, "words", "") for one in survey_section(found, speech=VIETNAMESE).blocks
    ]
    sheets = unit_sheets_of(found, units_with_sheets(found), speech=VIETNAMESE).sheets
    compared = [
        len(part.blocks) > 1
        for sheet in sheets
        for part in sheet.parts
        if part.heading == "So với đợt trước"
    ]
    assert len(compared) == len(sheets)
    return headings, compared, changes_sheet(found, speech=VIETNAMESE).rows


def test_report__earlier_round_not_public__is_held_against_nothing(world):
    two_rounds(world)
    make_public(world, LATER)

    headings, compared, rows = told(world)

    assert "So với đợt trước" not in headings
    assert True not in compared
    assert rows == ()


def test_report__earlier_round_public__is_held_against_it(world):
    two_rounds(world)
    make_public(world, EARLIER)
    make_public(world, LATER)

    headings, compared, rows = told(world)

    assert "So với đợt trước" in headings
    assert True in compared
    assert {row[1] for row in rows} >= {"SXD", "STP"}


def test_change_sentence__score_that_rose_or_fell__says_by_how_much_without_a_sign(world):
    two_rounds(world)
    make_public(world, EARLIER)
    make_public(world, LATER)
    with transaction(world.engine, writes=False) as session:
        changes = compared_run(session, reported_run(session, round_coded(session, LATER))).changes

    said = {
        one.code: change_sentence(one.row, of=changes, speech=VIETNAMESE) for one in changes.units
    }

    assert "mức giảm 1,00 điểm" in said["STP"]
    assert "chênh lệch từ −1,96 đến −0,24." in said["STP"]
    assert "mức tăng 1," in said["SXD"]
