"""The enumerator's first page."""

from datetime import timedelta

import pytest

from survey_app.db.engine import transaction
from tests.survey_app.people_by_chance import row
from tests.survey_app.rounds_apart import LATER, copied
from tests.survey_app.rounds_apart import interviewed as interviews_of_later

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_my_work__listed_respondent__can_be_found_and_called(world, read):
    page = read(world.client("an").get("/interviews/"))

    assert "Người mô phỏng 1" in page.text
    assert "Địa chỉ mô phỏng" in page.text
    assert "Thủ tục mô phỏng" in page.text
    assert {"tel:0000000001", f"/interviews/{world.case_uuid}/open"} <= page.links


def test_my_work__another_enumerator__does_not_see_the_respondent(world):
    page = world.client("binh").get("/interviews/").text

    assert "Người mô phỏng 1" not in page
    assert str(world.case_uuid) not in page


def test_my_work__units__are_offered_without_the_exempt_one(world, read):
    page = read(world.client("binh").get("/interviews/"))

    offered = [field["value"] for field in page.fields if field["tag"] == "option"]
    assert offered == ["", "SXD", "STP"]


def test_my_work__quota__counts_what_was_received(world, interviewed, read):
    interviewed({}, {}, unit="STP")

    page = read(world.client("binh").get("/interviews/"))

    assert "2/2" in page.text
    assert "0/3" in page.text


def test_my_work__finished_case__moves_from_the_list_to_what_was_sent(world, complete, read):
    an = world.client("an")
    form = world.begin(an)
    world.clock.move(timedelta(minutes=8))
    an.post(form, complete)

    page = read(an.get("/interviews/"))

    assert f"{form}/open" not in page.links
    assert f"{form}/receipt" in page.links
    assert "03/10/2022 08:08" in page.text


@pytest.mark.parametrize("ending", [{"k1": "2"}, {"k1": "1", "k2": "2", "a4": "2"}])
def test_my_work__case_that_ended_without_interview__is_off_the_list(world, read, ending):
    an = world.client("an")
    form = world.begin(an)
    an.post(form, ending)

    page = read(an.get("/interviews/"))

    assert f"{form}/open" not in page.links


def test_my_work__many_finished__shows_the_latest_ten(world, interviewed, read):
    interviewed(*[{}] * 11)

    page = read(world.client("an").get("/interviews/"))

    assert len([link for link in page.links if link.endswith("/receipt")]) == 10


def test_my_work__closed_round__is_gone(world, read):
    world.change("UPDATE round SET state = 'closed'")

    page = read(world.client("an").get("/interviews/"))

    assert "Người mô phỏng 1" not in page.text
    assert "empty" in page.classes


def test_my_work__other_roles__are_denied(world):
    statuses = [
        world.client(who).get("/interviews/").status_code
        for who in ("quanly", "giamsat", "noivu", "donvi", "quantri")
    ]

    assert statuses == [403] * 5


def test_my_work__number_of_queries__does_not_grow_with_the_work(world, interviewed):
    an = world.client("an")
    an.get("/interviews/")
    with world.statements() as few:
        an.get("/interviews/")
    interviewed({}, {}, {}, {})
    interviewed({}, {}, unit="STP")
    with transaction(world.engine) as session:
        copied(session)

    with world.statements() as many:
        an.get("/interviews/")

    assert len(many) == len(few)


def test_my_work__two_rounds__each_has_its_own_latest_ten(world, interviewed, read):
    interviewed(*[{}] * 11)
    with transaction(world.engine) as session:
        copied(session)
        interviews_of_later(session, LATER, {"STP": [row()] * 12})

    page = read(world.client("an").get("/interviews/"))

    assert len(page.named("round")) == 2
    receipts = [link for link in page.links if link.endswith("/receipt")]
    assert len(receipts) == 20
