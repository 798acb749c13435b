"""The scores of a round are made anew after every change, and only then."""

import re

import pytest

from survey_app.web import estimates_known
from tests.survey_app.people_by_chance import answered, row

ROUND = "/results/rounds/thu-2022"
PAGES = {
    "index": ROUND,
    "scores": f"{ROUND}/scores",
    "criteria": f"{ROUND}/criteria",
    "unit": f"{ROUND}/units/SXD",
    "scores.csv": f"{ROUND}/scores.csv",
}
COUNTS_ANSWERS = "tally_cell"
TOKEN = re.compile(r"<[^>]*csrf[^>]*>")
"""Another one each time."""


@pytest.fixture
def look(world):
    """Opens one of the pages; gives what it says and whether the answers were counted for it."""
    noivu = world.client("noivu")

    def looked(address):
        with world.statements() as sent:
            said = noivu.get(address).text
        counted = any(COUNTS_ANSWERS in statement for statement in sent)
        return TOKEN.sub("", said), counted

    return looked


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_page__nothing_changed_since__says_the_same_without_counting(world, look, address):
    answered(world, *[row()] * 10)

    first, was_counted = look(address)
    again, was_counted_again = look(address)

    assert (was_counted, was_counted_again) == (True, False)
    assert again == first


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_page__an_interview_more__is_counted_anew(world, look, address):
    answered(world, *[row()] * 10)
    before, _ = look(address)

    answered(world, row(q11=1))

    after, was_counted = look(address)
    assert was_counted
    assert after != before


def test_page__something_else_changed__is_made_of_what_was_made_before(world, look, monkeypatch):
    answered(world, *[row()] * 10)
    before, _ = look(PAGES["scores"])
    assert world.client().sign_in("an").status_code == 303

    with monkeypatch.context() as patch:
        patch.setattr(estimates_known, "estimates_of", None)
        after, was_counted = look(PAGES["scores"])

    assert was_counted
    assert after == before


def test_page__unit_of_another_name__is_made_anew(world, look):
    answered(world, *[row()] * 10)
    before, _ = look(PAGES["scores"])

    world.change("UPDATE round_unit SET name = 'Sở Xây dựng mới' WHERE name = 'Sở Xây dựng'")
    assert world.client().sign_in("an").status_code == 303

    after, _ = look(PAGES["scores"])
    assert "Sở Xây dựng mới" not in before
    assert "Sở Xây dựng mới" in after


def test_page__of_a_part_of_the_interviews__is_neither_kept_nor_taken_for_the_whole(world, look):
    answered(world, *[row()] * 10)
    answered(world, *[row(q11=1)] * 10, mode="phone")
    whole, _ = look(PAGES["scores"])

    part, was_counted = look(f"{PAGES['scores']}?mode=phone")

    assert was_counted
    assert part != whole
    assert look(PAGES["scores"]) == (whole, False)


@pytest.mark.parametrize(
    ("page", "in_vietnamese", "in_english"),
    [
        ("scores", "của 10 người", "of 10 people"),
        ("criteria", "Rất không hài lòng", "Very dissatisfied"),
        ("unit", "của 10 người", "of 10 people"),
    ],
)
def test_page__in_the_other_language__is_in_its_words(world, page, in_vietnamese, in_english):
    answered(world, *[row(q11=1)] * 10)
    noivu = world.client("noivu")

    vietnamese = noivu.get(PAGES[page]).text
    noivu.post("/language", {"language": "en", "next": PAGES[page]})
    english = noivu.get(PAGES[page]).text

    assert in_vietnamese in vietnamese
    assert in_vietnamese not in english
    assert in_english in english


def test_page__in_another_order__is_in_that_order(world, look):
    answered(world, *[row()] * 10)
    answered(world, *[row(q11=1)] * 10, unit=2)
    best_first, _ = look(PAGES["scores"])

    worst_first, was_counted = look(f"{PAGES['scores']}?sort=score")

    assert not was_counted
    assert _places(best_first) == ["SXD", "STP"]
    assert _places(worst_first) == ["STP", "SXD"]


def _places(page):
    """The units in the order of the first table."""
    return re.findall(r'<th scope="row".*?units/(SXD|STP)', page, re.DOTALL)[:2]


ASKS_UNITS = "JOIN unit_group ON"
OTHER_EVENT = (
    "INSERT INTO audit_event (id, at, action, object_kind, object_id, details)"
    " SELECT max(id) + {further}, max(at), 'round.changed', 'round', '1', '{{}}' FROM audit_event"
)
RENAMED = "UPDATE round_unit SET name = 'Sở Xây dựng mới' WHERE name = 'Sở Xây dựng'"


def test_page__an_interview_more__asks_for_the_units_of_the_round_no_more(world):
    answered(world, *[row()] * 10)
    noivu = world.client("noivu")
    with world.statements() as first:
        noivu.get(PAGES["scores"])

    answered(world, row(q11=1))
    with world.statements() as then:
        page = noivu.get(PAGES["scores"]).text

    assert "11 người" in page
    assert any(ASKS_UNITS in statement for statement in first)
    assert not any(ASKS_UNITS in statement for statement in then)


def test_page__something_else_changed_as_well__asks_for_them_again(world, look):
    answered(world, *[row()] * 10)
    before, _ = look(PAGES["scores"])

    received(world)
    world.change(RENAMED)
    world.change(OTHER_EVENT.format(further=1))
    received(world)

    after, _ = look(PAGES["scores"])
    assert "Sở Xây dựng mới" not in before
    assert "Sở Xây dựng mới" in after


def test_page__change_that_is_seen_late__asks_for_them_again(world, look):
    """It got its number before the events that the page knows, and was committed after them."""
    answered(world, *[row()] * 10)
    received(world, further=2)
    before, _ = look(PAGES["scores"])

    world.change(RENAMED)
    world.change(OTHER_EVENT.format(further=-1))

    after, _ = look(PAGES["scores"])
    assert "Sở Xây dựng mới" not in before
    assert "Sở Xây dựng mới" in after


def received(world, further=1):
    """The log says that a tablet has sent an interview."""
    event = OTHER_EVENT.replace("'round.changed', 'round'", "'interview.received', 'interview'")
    world.change(event.format(further=further))
