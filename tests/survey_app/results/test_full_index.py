"""The whole index of a round: areas, gaps, the year before; every figure computed by hand."""

from datetime import date
from decimal import Decimal

import pytest

from survey_app.db import rounds
from survey_app.db.appraised_points import (
    APPRAISED,
    SELF,
    NewPointsDocument,
    add_points_document,
    points_of_unit,
)
from survey_app.db.earlier_tables import (
    EarlierGroupValue,
    EarlierRowValue,
    NewEarlierTable,
    add_earlier_table,
)
from survey_app.db.engine import transaction
from survey_app.results.full_index_document import full_index_document
from survey_app.results.scored_round import scored_round
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import answered, row

FULL = {
    "steering": "14",
    "institutions": "10",
    "procedures": "19",
    "organisation": "8",
    "civil_service": "13",
    "public_finance": "6",
    "digital": "20",
}
SIXTY = {**FULL, "digital": "9"}
del SIXTY["procedures"]


def _units(session):
    return {unit.unit_code: unit for unit in rounds.units_of_round(session, 1)}


@pytest.fixture
def scored_by(world):
    """Keeps a document with points."""

    def keep(kind, number, points, *, reason=""):
        with transaction(world.engine) as session:
            units = _units(session)
            return add_points_document(
                session,
                NewPointsDocument(
                    round_id=1,
                    kind=kind,
                    number=number,
                    issued_on=date(2022, 11, 20),
                    source="Biên bản thẩm định",
                    reason=reason,
                    recorded_by=1,
                    recorded_at=START,
                    points={
                        units[code].id: {area: Decimal(value) for area, value in of_unit.items()}
                        for code, of_unit in points.items()
                    },
                ),
            )

    return keep


@pytest.fixture
def document(world):
    """The document of the index as it is now."""

    def now():
        with transaction(world.engine, writes=False) as session:
            return full_index_document(scored_round(session, "thu-2022").full)

    return now


def test_full_index__points_on_paper_without_areas__has_the_table_and_no_areas(world, document):
    answered(world, *[row()] * 10)

    said = document()

    group = said["groups"]["department"]
    assert [unit["total_points"] for unit in group["units"]] == ["95.75", "56.25"]
    assert (group["gap"], group["changes"], said["before"]) == (None, None, None)
    steering, *_, survey = group["areas"]
    assert (steering["scored"], steering["mean_points"]) == (0, None)
    assert (survey["scored"], survey["applies"], survey["mean_points"]) == (1, 2, "10.00")
    assert said["criteria"]["id"] == "ha-nam-2022"
    [kept] = said["points_documents"]["appraised"]
    assert (kept["number"], kept["recorded_by"]) == (None, None)


def test_full_index__points_by_area__give_total_gap_and_means(world, document, scored_by):
    answered(world, *[row()] * 10)
    given = {"SXD": {**FULL, "procedures": "17.5"}, "TTRA": {**SIXTY, "institutions": "8.25"}}
    scored_by(APPRAISED, "2070/BC", given)
    scored_by(SELF, "12/BC-SXD", {"SXD": {**FULL, "procedures": "19"}})

    group = document()["groups"]["department"]

    first, second = group["units"]
    # 90 - 1.5 + 10 of 100; 60 - 1.75 of 60
    assert (first["unit_code"], first["index_percent"]) == ("SXD", "98.50")
    assert (second["unit_code"], second["index_percent"]) == ("TTRA", "97.08")
    assert first["areas"]["procedures"]["percent"] == "92.11"
    assert second["areas"]["procedures"]["max_points"] is None
    areas = {one["area"]: one for one in group["areas"]}
    assert areas["institutions"]["mean_points"] == "9.13"  # (10 + 8.25) / 2 = 9.125
    assert areas["institutions"]["units_at_maximum"] == ["SXD"]
    assert (areas["procedures"]["scored"], areas["procedures"]["applies"]) == (1, 2)
    [gap] = group["gap"]["units"]
    assert (gap["unit_code"], gap["difference"]) == ("SXD", "1.50")
    assert gap["areas"]["procedures"]["difference"] == "1.50"


def test_points__later_document__stands_and_the_one_before_stays(world, document, scored_by):
    answered(world, *[row()] * 10)
    scored_by(APPRAISED, "1/BC", {"SXD": FULL})
    scored_by(APPRAISED, "2/BC", {"SXD": {**FULL, "digital": "18.125"}}, reason="Phúc tra")

    said = document()

    [unit] = [one for one in said["groups"]["department"]["units"] if one["unit_code"] == "SXD"]
    assert unit["total_points"] == "98.13"  # 88.125 + 10
    assert unit["areas"]["digital"]["appraised"] == "18.125"
    assert [one["number"] for one in said["points_documents"]["appraised"]] == ["2/BC", None]
    with transaction(world.engine, writes=False) as session:
        history = points_of_unit(session, _units(session)["SXD"].id)
    assert [dict(one.points).get("digital") for one in history] == [
        Decimal("18.125"),
        Decimal(20),
        None,
    ]
    assert dict(history[-1].points) == {"total": Decimal("85.75")}


def test_full_index__table_of_the_year_before_on_paper__says_only_what_it_knows(world, document):
    answered(world, *[row()] * 10)
    answered(world, *[row()] * 10, unit=2)
    with transaction(world.engine) as session:
        units = _units(session)
        [group] = [one for one in rounds.all_groups(session) if one.code == "department"]
        add_earlier_table(
            session,
            NewEarlierTable(
                round_id=1,
                year=2021,
                number="3/BC",
                issued_on=date(2021, 12, 1),
                source="Báo cáo 2021",
                reason="",
                recorded_by=1,
                recorded_at=START,
                units={
                    units["SXD"].id: EarlierRowValue(rank=3, index_percent=Decimal("83.25")),
                    units["STP"].id: EarlierRowValue(rank=1, index_percent=None),
                },
                groups={group.id: EarlierGroupValue(mean_index=Decimal("88.99"), spread=None)},
            ),
        )

    said = document()

    # Now: 95.75, 88.20 and 93.75; the mean is 92.5666…
    changes = said["groups"]["department"]["changes"]
    assert (changes["mean_change"], changes["spread_change"]) == ("3.58", None)
    by_unit = {one["unit_code"]: one for one in changes["units"]}
    assert (by_unit["SXD"]["change"], by_unit["SXD"]["places"]) == ("12.50", 2)
    assert (by_unit["STP"]["change"], by_unit["STP"]["places"]) == (None, -2)
    assert by_unit["TTRA"]["rank_before"] is None
    assert (changes["over_units"], changes["over_ranks"]) == (None, None)
    assert (said["before"]["year"], said["before"]["number"]) == (2021, "3/BC")
