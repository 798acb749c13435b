"""The supervisor's first page."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_rechecks__none_drawn__says_what_will_come(world):
    answer = world.client("giamsat").get("/recheck/")

    assert answer.status_code == 200
    assert 'class="empty"' in answer.text


@pytest.mark.parametrize("who", ["an", "quanly", "noivu", "donvi", "quantri"])
def test_rechecks__other_roles__are_denied(world, who):
    assert world.client(who).get("/recheck/").status_code == 403


def test_rechecks__nobody__is_sent_to_the_sign_in(world):
    assert world.client().get("/recheck/").location == "/sign-in?next=/recheck/"
