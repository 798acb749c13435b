"""What the pages say of interviews that are excluded after re-checks, and who lets them count."""

import csv
import io

import pytest

from survey_app.fieldwork.rechecks.excluding import INVALID, UNVERIFIED
from tests.survey_app.conftest import COMPLETE
from tests.survey_app.decided_lots import close_lot, decide, exclude, promise

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/recheck/rounds/thu-2022/exclusions"
LOT = "2022w40-e1-1"
WHY = "Người được hỏi nói không ai đến"


@pytest.fixture
def excluded(world):
    """The interview of the listed respondent and another one are excluded; gives both numbers."""
    an = world.client("an")
    assert an.post(world.begin(an), COMPLETE).status_code == 303
    world.interview({})
    (other,) = world.rows("SELECT uuid FROM interview WHERE uuid <> :u", u=world.case_uuid.hex)
    uuids = [world.case_uuid, type(world.case_uuid)(str(other[0]))]
    promise(world)
    close_lot(world, LOT, uuids)
    decide(world, LOT, "rejected", "confirmed")
    assert exclude(world, LOT, dict(zip(uuids, (INVALID, UNVERIFIED), strict=True))) == ()
    return uuids


def test_reviewing__excluded__says_as_what_and_why_and_offers_nothing(world, read, excluded):
    quanly = world.client("quanly")

    page = read(quanly.get(f"/field/interviews/{excluded[0]}"))
    listing = read(quanly.get("/field/rounds/thu-2022/interviews?standing=unverified"))

    assert "Loại sau phúc tra: không hợp lệ. Phiếu này không được tính." in page.text
    assert WHY in page.text
    assert "Giamsat" not in page.text
    assert page.named("reason") == []
    assert "Chỉ Sở Nội vụ" in page.text
    assert [row[5] for row in listing.rows[1:]] == ["loại sau phúc tra: không xác minh được"]


def test_revive__excluded__is_refused_to_the_field_manager(world, read, excluded):
    answer = world.client("quanly").post(
        f"/field/interviews/{excluded[0]}/revive", {"shown": 1, "reason": "Hủy nhầm"}
    )

    assert answer.status_code == 422
    assert "Chỉ Sở Nội vụ" in read(answer).text
    assert world.one("SELECT count(*) FROM interview WHERE is_current") == 0


def test_case__excluded__is_nobodys_and_says_so_on_page_and_in_the_file(world, read, excluded):
    quanly = world.client("quanly")
    number = world.one("SELECT id FROM frame_case")

    page = read(quanly.get(f"/field/rounds/thu-2022/cases/{number}"))
    file = quanly.get("/field/rounds/thu-2022/cases.csv?list=all").data.decode("utf-8-sig")

    assert "Kết quả loại sau phúc tra: không hợp lệ" in page.text
    assert "phiếu bị loại sau phúc tra" in page.row("03/10/2022")[5]
    assert "invalid" in next(csv.reader(io.StringIO(file.splitlines()[1])))


def test_page__excluded__home_affairs_lets_one_count_again(world, read, excluded):
    noivu = world.client("noivu")
    page = read(noivu.get(PAGE))
    one = f"{PAGE}/{excluded[0]}"

    answer = noivu.post(one, {"reason": "Người được hỏi nhớ ra"})

    assert one in page.links
    assert page.row(str(excluded[0])[:8])[2:5] == [
        LOT,
        "loại sau phúc tra: không hợp lệ",
        WHY,
    ]
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert one not in read(noivu.get(PAGE)).links
    assert noivu.get(one).status_code == 404
    assert world.one("SELECT count(*) FROM interview WHERE is_current") == 1


def test_count_again__without_a_reason__is_refused(world, read, excluded):
    answer = world.client("noivu").post(f"{PAGE}/{excluded[0]}", {"reason": ""})

    assert answer.status_code == 422
    assert "faults" in read(answer).places


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_page__other_roles__are_denied(world, who):
    assert world.client(who).get(PAGE).status_code == 403
