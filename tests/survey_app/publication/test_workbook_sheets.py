"""The sheets of the index by area: what stands in them, and what they compute."""

from decimal import Decimal

import pytest

from field_export.workbook import Formula
from survey_app.db.appraised_points import APPRAISED, SELF
from survey_app.db.engine import transaction
from survey_app.publication.workbook.areas_sheets import areas_sheets
from survey_app.results.scored_round import scored_round
from survey_app.wording.speech import VIETNAMESE
from tests.survey_app.people_by_chance import answered, row
from tests.survey_app.results.test_full_index import FULL, SIXTY, scored_by  # noqa: F401

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def sheets_of(world):
    with transaction(world.engine, writes=False) as session:
        return areas_sheets(scored_round(session, "thu-2022").full, speech=VIETNAMESE)


def test_areas_sheets__points_by_area__stand_beside_what_units_gave_themselves(
    world,
    scored_by,  # noqa: F811
):
    answered(world, *[row()] * 10)
    given = {"SXD": {**FULL, "procedures": "17.5"}, "TTRA": {**SIXTY, "institutions": "8.25"}}
    scored_by(APPRAISED, "2070/BC", given)
    scored_by(SELF, "12/BC-SXD", {"SXD": {**FULL, "procedures": "19"}})

    points, gaps = sheets_of(world)

    found = {cells[1]: cells[3:] for cells in points.rows}
    assert found["SXD"][:3] == (14, 10, Decimal("17.5"))
    assert found["SXD"][-1] == 10
    # The inspectorate is scored on 60 points: no procedures, and no survey.
    assert found["TTRA"][1:3] == (Decimal("8.25"), "x")
    assert found["TTRA"][-1] == "x"
    ((_, code, _, claimed, appraised, difference, *by_area),) = gaps.rows
    assert (code, claimed, appraised) == ("SXD", 90, Decimal("88.5"))
    number = gaps.first_row
    assert difference == Formula(text=f"D{number}-E{number}", value=Decimal("1.5"))
    assert [float(one) for one in by_area if one] == [1.5]


def test_areas_sheets__points_of_areas_unknown__are_not_there(world):
    answered(world, *[row()] * 10)

    assert sheets_of(world) == ()
    assert areas_sheets(None, speech=VIETNAMESE) == ()
