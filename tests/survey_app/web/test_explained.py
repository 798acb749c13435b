"""Every number of the pages of scores has beside it how it was computed."""

import re

import pytest

from survey_app.db.engine import transaction
from tests.survey_app.asking_for_the_whole import ask_for_the_whole, in_moods
from tests.survey_app.asking_for_the_whole import store as store_moods
from tests.survey_app.rounds_apart import EARLIER, LATER, make_public, two_rounds
from tests.survey_app.rounds_apart import interviewed as interviewed_in
from tests.survey_app.web.explained_page import ExplainedPage
from tests.survey_app.web.published_round import levels

ROUND = f"/results/rounds/{LATER}"
PUBLIC = f"/results/rounds/{EARLIER}"
OF_STAFF = {
    "index": (ROUND, 1),
    "index that is public": (PUBLIC, 3),
    "scores": (f"{ROUND}/scores", 6),
    "criteria": (f"{ROUND}/criteria", 3),
    "unit": (f"{ROUND}/units/STP", 6),
    "unit with another public score": (f"{PUBLIC}/units/STP", 6),
    "unit without interviews": (f"{ROUND}/units/SLD", 3),
    "years": (f"{ROUND}/years", 6),
    "reliability": (f"{ROUND}/reliability", 5),
    "publication": (f"{ROUND}/publication", 2),
    "publication with changes since": (f"{PUBLIC}/publication", 3),
}
"""Pages, and how many tables, figures, lists and charts they have at least."""
OF_UNIT = {"home": ("/results/own", 1), "round": (f"/results/own/rounds/{EARLIER}", 8)}


@pytest.fixture(scope="module")
def province(still_world):
    """Two rounds; the earlier one is public, and interviews came in since."""
    two_rounds(still_world)
    make_public(still_world, EARLIER)
    with transaction(still_world.engine) as session:
        interviewed_in(session, EARLIER, {"STP": [levels(1)] * 30})
    return still_world


def assert_explained(client, address, *, least):
    answer = client.get(address)
    page = ExplainedPage(answer.text)

    assert answer.status_code == 200
    assert len(page.shown) >= least, page.shown
    assert page.unexplained == []
    assert "%%" not in answer.text
    assert not re.search(r"asks_overall|hailong [a-z]", answer.text)
    for href in page.leads_to:
        elsewhere, _, place = href.partition("#")
        there = ExplainedPage(client.get(elsewhere).text) if elsewhere else page
        assert place in there.places
        assert there.explained


@pytest.mark.parametrize("name", OF_STAFF)
def test_page__of_home_affairs__says_of_every_number_how_it_was_computed(province, name):
    address, least = OF_STAFF[name]

    assert_explained(province.client("noivu"), address, least=least)


@pytest.mark.parametrize("name", OF_UNIT)
def test_page__of_a_unit__says_of_every_number_how_it_was_computed(province, name):
    address, least = OF_UNIT[name]

    assert_explained(province.client("donvi"), address, least=least)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_reliability__asked_for_the_whole__explains_drivers_and_subgroups(world):
    ask_for_the_whole(world)
    store_moods(world, in_moods(3, 150))

    assert_explained(world.client("noivu"), "/results/rounds/thu-2022/reliability?by=e1", least=9)


TABLE = "<table class='table'><tr><td>1</td></tr></table>"
HOW = "<details class='how'><summary>How</summary></details>"


@pytest.mark.parametrize(
    ("html", "unexplained"),
    [
        (f"<h2>A</h2>{TABLE}", 1),
        (f"<h2>A</h2>{HOW}{TABLE}", 0),
        (f"<h2>A</h2>{HOW}{TABLE}{TABLE}", 1),
        (f"<h2>A</h2>{HOW}<h3>B</h3>{TABLE}<h3>C</h3>{TABLE}", 0),
        (f"<h2>A</h2><h3>B</h3>{HOW}{TABLE}<h3>C</h3>{TABLE}", 1),
        (f"<h2>A</h2>{HOW}<h2>B</h2>{TABLE}", 1),
        (f"<table class='table'><tr><td>{HOW}</td></tr></table>{TABLE}", 1),
        ("<table class='table counts'></table>", 0),
        ("<h2>A</h2><dl class='figures'></dl>", 1),
        (f"<h2>A</h2><dl class='figures'></dl>{HOW}", 0),
        (f"<h2>A</h2>{HOW}<h2>B</h2><svg class='chart'></svg>", 1),
    ],
)
def test_explained_page__one_more_table__is_explained_by_what_is_its_own(html, unexplained):
    assert len(ExplainedPage(html).unexplained) == unexplained
