"""The page Tokens of programs: made once, listed, ended."""

import re
from datetime import timedelta

import pytest

from tests.survey_app.api.reading.programs import Program, token_of

PAGE = "/admin/tokens/"


def _made(client, **fields):
    return client.post(PAGE, {"name": "Bảng chỉ số", "days": "30", **fields})


def test_page__without_a_token__says_what_to_do(noivu, quantri, read):
    own, other = read(noivu.get(PAGE)), read(quantri.get(PAGE))

    assert "Chưa có mã truy cập nào." in own.text
    assert own.named("days")[0]["value"] == "180"
    assert other.named("days") == []  # the administrator makes none


def test_make__token__is_shown_once_and_reads(world, noivu):
    answer = _made(noivu, scope="scores:read_unpublished")

    [secret] = re.findall(r"hailong_[\w-]{43}", answer.text)
    assert answer.headers["Cache-Control"] == "no-store"
    reads = Program(world, secret)
    assert reads.get("/rounds?published_only=false").json["rounds"][0]["code"] == "thu-2022"
    assert secret not in noivu.get(PAGE).text


def test_make__several_faults__are_all_said_and_what_was_typed_stays(world, noivu, read):
    answer = noivu.post(PAGE, {"name": "x" * 201, "days": "0", "scope": "scores:write"})

    page = read(answer)
    assert answer.status_code == 422
    for said in ("từ 1 đến 200 ký tự", "scores:write", "từ 1 đến 366 ngày"):
        assert said in page.text
    assert page.named("name")[0]["value"] == "x" * 201
    assert world.one("SELECT count(*) FROM api_token") == 0


@pytest.mark.parametrize("days", ["", "x", "1.5", "-1", "٣", "99999"])
def test_make__days_that_are_no_number__are_refused(world, noivu, days):
    assert _made(noivu, days=days).status_code == 422
    assert world.one("SELECT count(*) FROM api_token") == 0


@pytest.mark.parametrize("who", ["quantri", "quanly", "donvi", "an"])
def test_make__another_role__is_refused(world, who):
    assert _made(world.client(who)).status_code == 403
    assert world.one("SELECT count(*) FROM api_token") == 0


def test_list__tokens__say_their_last_use_and_which_end_soon(world, noivu, read):
    Program(world, token_of(world, days=10)).get("/units")
    token_of(world, days=100)
    token_of(world, days=1, ago=timedelta(days=1))

    page = read(noivu.get(PAGE))

    assert "1 mã truy cập hết hạn trong hai tuần tới." in page.text
    assert "1 mã truy cập của chương trình hết hạn" in noivu.get("/today").text
    states = [row[5] for row in page.rows if len(row) > 5]
    assert states[1:] == ["đã hết hạn", "có hiệu lực", "sắp hết hạn"]
    used = [row[3] for row in page.rows if len(row) > 5]
    assert used[1:] == ["chưa lần nào", "chưa lần nào", "03/10/2022 08:00"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE account SET is_active = false WHERE username = 'noivu'",
        "UPDATE account SET role = 'field_manager' WHERE username = 'noivu'",
    ],
    ids=["closed", "another role"],
)
def test_list__token_of_somebody_who_may_read_no_more__does_not_count_as_holding(
    world, quantri, read, change
):
    token_of(world, days=10)
    world.change(change)

    page = read(quantri.get(PAGE))

    assert "Chưa chương trình nào đọc được gì ở đây." in page.text
    [state] = [row[5] for row in page.rows if len(row) > 5][1:]
    assert state == "không có hiệu lực: người tạo mã không còn quyền xem điểm"


@pytest.mark.parametrize("who", ["noivu", "quantri"])
def test_end__with_a_reason__cuts_the_program_off(world, who, read):
    reads = Program(world, token_of(world))
    client = world.client(who)
    asked = client.get(f"{PAGE}1/end")

    answer = client.post(f"{PAGE}1/end", {"reason": "Mất máy"})

    assert asked.status_code == 200
    assert answer.location == PAGE
    assert reads.get("/units").status_code == 401
    assert "Mất máy" in read(client.get(PAGE)).text
    assert client.get(f"{PAGE}1/end").location == PAGE


def test_end__without_a_reason__changes_nothing(world, noivu, read):
    reads = Program(world, token_of(world))

    answer = noivu.post(f"{PAGE}1/end", {"reason": " "})

    assert answer.status_code == 422
    assert "Cần nêu lý do" in read(answer).text
    assert reads.get("/units").status_code == 200


def test_end__token_that_is_not_there__is_not_found(noivu):
    assert noivu.get(f"{PAGE}9/end").status_code == 404
    assert noivu.post(f"{PAGE}9/end", {"reason": "x"}).status_code == 404
