"""Pages of scores show those of now, and say what is public beside them."""

import re

import pytest

from survey_app.db.engine import transaction
from tests.survey_app.rounds_apart import EARLIER, LATER, make_public, two_rounds
from tests.survey_app.rounds_apart import interviewed as interviewed_in
from tests.survey_app.web.published_round import (
    OF_STP,
    OF_SXD,
    PUBLICATION,
    STP,
    close,
    levels,
    publish,
    store,
    two_units_public,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
BASE = "/results/rounds/thu-2022"
PAGES = ("/scores", "/criteria", "/units/SXD", "/units/STP")
NOW = "Đây là điểm tính đến nay."


@pytest.fixture
def noivu(world):
    """Home Affairs; the round of Xây dựng and Tư pháp is public."""
    two_units_public(world)
    return world.client("noivu")


@pytest.mark.parametrize("page", PAGES)
@ON_SQLITE
def test_page__nothing_is_public__says_nothing_of_it(world, read, page):
    store(world, *OF_SXD)

    assert NOW not in read(world.client("noivu").get(BASE + page)).text


@ON_SQLITE
def test_pages__public_scores_are_those_of_now__say_so_with_the_way_there(noivu, read):
    for page in PAGES:
        shown = read(noivu.get(BASE + page))

        assert NOW in shown.text
        assert PUBLICATION in shown.links
        assert "đúng như in ở đây" in shown.text
        assert not re.search(r"công bố: \d,\d\d", shown.text)


def test_pages__scores_have_moved_since__name_the_public_ones(world, noivu, read):
    store(world, *[levels(1)] * 20)

    scores = read(noivu.get(f"{BASE}/scores"))
    moved, same = (read(noivu.get(f"{BASE}/units/{code}")) for code in ("SXD", "STP"))

    # 60 x 21 of 60 x 22 answers were satisfied, now of 80 x 22.
    assert scores.row("Sở Xây dựng")[3] == "7,16 công bố: 9,55"
    assert scores.row("Sở Tư pháp")[3] == "9,77"
    assert "1 đơn vị có điểm đã công bố khác với điểm in ở đây" in scores.text
    assert "Điểm đã công bố khác" in moved.text
    assert "9,55 (" in moved.text
    assert "của đơn vị này đúng như in ở đây" in same.text


@ON_SQLITE
def test_pages__unit_is_hidden_in_what_is_public__say_that_its_score_is_not(world, read):
    store(world, *OF_SXD)
    store(world, *OF_STP[:5], unit=STP)
    close(world)
    publish(world)
    noivu = world.client("noivu")

    scores, page = (read(noivu.get(BASE + one)) for one in ("/scores", "/units/SXD"))

    assert scores.row("Sở Xây dựng")[3] == "9,55 không công bố"
    assert "đơn vị này không có điểm" in page.text


@ON_SQLITE
def test_pages__of_some_interviews__compare_nothing_with_what_is_public(noivu, read):
    scores = read(noivu.get(f"{BASE}/scores?mode=tablet"))

    assert NOW in scores.text
    assert "đúng như in ở đây" not in scores.text


@ON_SQLITE
def test_unit__change_since_an_earlier_round__says_which_scores_are_public(world, read):
    two_rounds(world)
    page = f"/results/rounds/{LATER}/units/SXD"
    noivu = world.client("noivu")

    neither = read(noivu.get(page)).text
    make_public(world, EARLIER)
    make_public(world, LATER)
    with transaction(world.engine) as session:
        interviewed_in(session, LATER, {"SXD": [levels(1)] * 20})
    both = read(noivu.get(page)).text

    assert "Đợt trước 9,00, đợt này 10,00." in neither
    assert "Cả hai đều là điểm đã công bố: đợt trước 9,00, đợt này 10,00." in both
    assert "7,50" in both
