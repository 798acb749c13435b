"""Every link on the pages of results leads to a page, and to a place that is on it."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest

from tests.survey_app.conftest import Page
from tests.survey_app.web.published_round import publish_index, two_units_public, type_points

LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
RESULTS = "/results/"
MOST = 400
"""Pages: the small province has far fewer."""


@pytest.fixture(scope="module")
def public(still_world):
    """A round with public scores and a public index."""
    world = two_units_public(still_world)
    for unit in ("SXD", "STP", "TTRA"):
        type_points(world, "55", unit=unit)
    publish_index(world)
    return world


def links_of(text, *, at):
    """The addresses and the places on them that a page leads to, within results."""
    found = {urljoin(at, unescape(link)) for link in LINK.findall(text)}
    return {urldefrag(link) for link in found if link.startswith(RESULTS)}


def walked(client, first):
    """Every page that can be reached from the first one, its places, and the links between them."""
    places, links, ahead = {}, set(), [first]
    while ahead:
        at = ahead.pop()
        answer = client.get(at)
        assert answer.status_code == 200, at
        is_page = answer.mimetype == "text/html"
        places[at] = Page(answer.text).places if is_page else set()
        assert len(places) < MOST
        for link in links_of(answer.text, at=at) if is_page else ():
            links.add((at, *link))
            if link.url not in places and link.url not in ahead:
                ahead.append(link.url)
    return places, links


@pytest.mark.parametrize(
    ("who", "first", "least"), [("noivu", "/results/", 60), ("donvi", "/results/own", 7)]
)
def test_link__of_results__leads_to_a_page_and_to_a_place_on_it(public, who, first, least):
    places, links = walked(public.client(who), first)

    assert len(places) >= least
    assert sum(1 for *_, place in links if place) > 3
    missing = [(at, url, place) for at, url, place in links if place and place not in places[url]]
    assert missing == []
