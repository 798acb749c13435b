"""A unit's own page."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_own__unit__sees_its_name_and_nothing_unpublished(world, interviewed):
    interviewed({})

    page = world.client("donvi").get("/results/own").text

    assert "<h1>Sở Xây dựng</h1>" in page
    assert 'class="empty"' in page
    assert "10,00" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/results/",
        "/results/rounds/thu-2022",
        "/results/rounds/thu-2022/scores",
        "/results/rounds/thu-2022/units/SXD",
        "/results/rounds/thu-2022/units/STP",
        "/results/rounds/thu-2022/responses.csv",
        "/field/rounds/thu-2022",
        "/interviews/",
        "/admin/",
    ],
)
def test_own__unit__is_denied_everything_else(world, address):
    assert world.client("donvi").get(address).status_code == 403


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "noivu", "quantri"])
def test_own__other_roles__are_denied(world, who):
    assert world.client(who).get("/results/own").status_code == 403


def test_own__nobody__is_sent_to_the_sign_in(world):
    assert world.client().get("/results/own").location == "/sign-in?next=/results/own"
