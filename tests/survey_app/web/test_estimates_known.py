"""The scores of a round are made anew after every change, and only then."""

import re

import pytest

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


def test_page__of_a_part_of_the_interviews__is_neither_kept_nor_taken_for_the_whole(world, look):
    answered(world, *[row()] * 10)
    answered(world, *[row(q11=1)] * 10, mode="phone")
    whole, _ = look(PAGES["scores"])

    part, was_counted = look(f"{PAGES['scores']}?mode=phone")

    assert was_counted
    assert part != whole
    assert look(PAGES["scores"]) == (whole, False)
