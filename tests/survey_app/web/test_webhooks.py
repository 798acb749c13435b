"""The pages of addresses that are told: registered once, told again, ended."""

import re

import pytest

from survey_app.publication.webhooks.sending import send_waiting
from tests.survey_app.publication.listening import listening
from tests.survey_app.publication.test_webhooks import postman, ready, registered
from tests.survey_app.web.published_round import (
    OF_STP,
    STP,
    publish,
    publish_index,
    store,
    withdraw_index,
)

PAGE = "/admin/webhooks/"
ADDRESS = {"name": "Sở Nội vụ", "url": "https://sonoivu.example/hailong"}


def test_page__without_an_address__says_what_to_do(noivu, read):
    page = read(noivu.get(PAGE))

    assert "Chưa đăng ký địa chỉ nào." in page.text


def test_register__address__shows_its_secret_once(world, noivu):
    answer = noivu.post(PAGE, ADDRESS)

    [secret] = re.findall(r"whsec_[A-Za-z0-9+/]{43}=", answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    assert secret not in noivu.get(PAGE).text + noivu.get(f"{PAGE}1").text
    assert world.actions()[-1] == "webhook.registered"


def test_register__of_the_house_and_in_the_clear__is_refused_with_all_faults(world, noivu, read):
    answer = noivu.post(PAGE, {"name": "", "url": "http://127.0.0.1/"})

    page = read(answer)
    assert answer.status_code == 422
    for said in ("từ 1 đến 200 ký tự", "http", "HAILONG_WEBHOOK_PRIVATE"):
        assert said in page.text
    assert page.named("url")[0]["value"] == "http://127.0.0.1/"
    assert world.one("SELECT count(*) FROM webhook") == 0


@pytest.mark.parametrize("who", ["quantri", "quanly", "donvi", "an"])
def test_register__another_role__is_refused(world, who):
    assert world.client(who).post(PAGE, ADDRESS).status_code == 403


def test_page_of_an_address__what_it_was_told__can_be_sent_again(world, noivu, read):
    with listening(500) as listener:
        registered(world, listener.url)
        ready(world)
        publish(world)
        send_waiting(postman(world))
        before = read(noivu.get(f"{PAGE}1"))
        answer = noivu.post(f"{PAGE}1/again/1")

        send_waiting(postman(world))

    row = before.row("công bố điểm")
    assert row[2].startswith("đang chờ")
    assert row[3] == "1"
    assert row[4].endswith("500")
    assert answer.location == f"{PAGE}1"
    assert len(listener.came) == 2
    assert read(noivu.get(f"{PAGE}1")).row("công bố điểm")[2] == "đã nhận"


def test_page_of_an_address__ended_and_begun_again__says_so(world, noivu, read):
    noivu.post(PAGE, ADDRESS)

    refused = noivu.post(f"{PAGE}1/end", {"reason": " "})
    ended = noivu.post(f"{PAGE}1/end", {"reason": "Đổi hệ thống"})
    page = read(noivu.get(f"{PAGE}1"))
    begun = noivu.post(f"{PAGE}1/begin")

    assert refused.status_code == 422
    assert ended.status_code == begun.status_code == 303
    assert "Noivu: Đổi hệ thống" in page.text
    assert world.actions()[-2:] == ["webhook.ended", "webhook.begun_again"]


def test_begin__address_that_is_told_already__writes_nothing_down(world, noivu):
    noivu.post(PAGE, ADDRESS)

    answer = noivu.post(f"{PAGE}1/begin")

    assert answer.status_code == 303
    assert world.actions()[-1] == "webhook.registered"


def test_send_again__address_that_was_ended__is_neither_offered_nor_done(world, noivu):
    noivu.post(PAGE, ADDRESS)
    ready(world)
    publish(world)
    offered = noivu.get(f"{PAGE}1").text
    noivu.post(f"{PAGE}1/end", {"reason": "Đổi hệ thống"})

    page = noivu.get(f"{PAGE}1").text
    answer = noivu.post(f"{PAGE}1/again/1")

    assert f"{PAGE}1/again/1" in offered
    assert "/again/" not in page
    assert answer.status_code == 404
    assert world.actions()[-1] == "webhook.ended"


def test_page_of_an_address__new_secret__is_shown_once_and_another(world, noivu):
    first = re.findall(r"whsec_\S{44}", noivu.post(PAGE, ADDRESS).text)
    second = re.findall(r"whsec_\S{44}", noivu.post(f"{PAGE}1/secret").text)

    assert len(first) == len(second) == 1
    assert first != second


@pytest.mark.parametrize("end", ["", "/again/1"])
def test_address__that_is_not_there__is_not_found(noivu, end):
    answer = noivu.post(f"{PAGE}9{end}") if end else noivu.get(f"{PAGE}9")

    assert answer.status_code == 404


def test_page_of_an_address__told_of_an_index__names_each_event(world, noivu, read):
    noivu.post(PAGE, ADDRESS)
    ready(world)
    store(world, *OF_STP, unit=STP)
    publish(world)
    publish_index(world)
    publish_index(world, number="2600/QĐ-UBND", reason="Sửa số quyết định")
    withdraw_index(world, reason="Sai điểm")

    rows = read(noivu.get(f"{PAGE}1")).rows

    assert [row[0] for row in rows if len(row) > 4][1:] == [
        "thu hồi Chỉ số",
        "công bố lại Chỉ số",
        "công bố Chỉ số",
        "công bố điểm",
    ]
