"""The page of the day a round closes, from the open round to the published index."""

import pytest

from tests.survey_app.decided_lots import GOOD, decide, good_and_bad_lot
from tests.survey_app.web import published_round
from tests.survey_app.web.published_round import OF_STP, OF_SXD, STP, SXD, store

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ROUND = "/results/rounds/thu-2022"
PAGE = f"{ROUND}/day"
STEPS = {
    "close": "1. Đóng đợt khảo sát",
    "lots": "5. Quyết định về các lô phúc tra",
    "scores": "7. Công bố điểm",
    "points": "8. Nhập điểm thẩm định",
    "index": "9. Công bố Chỉ số",
    "files": "11. Chuyển giao báo cáo và tệp",
}
NOW, LATER, DONE = "▶ cần làm ngay", "○ chờ bước trước", "✓ đã xong"


@pytest.fixture
def steps(noivu, read):
    """How far each step is, when it was done, and what stands against it."""

    def look():
        page = read(noivu.get(PAGE))
        return {name: page.row(title)[1:] for name, title in STEPS.items()}

    return look


def test_day__from_the_open_round_to_the_published_index__says_what_comes_next(world, noivu, steps):
    store(world, *OF_SXD, unit=SXD)
    store(world, *OF_STP, unit=STP)

    before = steps()
    published_round.close(world)
    closed = steps()
    published_round.publish(world)
    public = steps()
    fields = {"number": "2500/QĐ-UBND", "issued_on": "03/10/2022", "reason": "", "seen": ""}
    assert noivu.post(f"{ROUND}/index/publication", fields).status_code == 303
    ended = steps()

    assert (before["close"][0], before["scores"][0], before["index"][0]) == (NOW, LATER, LATER)
    assert "Đợt khảo sát chưa đóng" in before["close"][2]
    assert (closed["close"][0], closed["scores"][0]) == (DONE, NOW)
    assert (public["scores"][0], public["index"][0]) == (DONE, NOW)
    assert public["scores"][1].startswith("03/10/2022 08:00")
    assert public["files"][0] == "▶ sẵn sàng"
    assert ended["index"][0] == DONE
    assert "2500/QĐ-UBND" in ended["index"][2]


def test_day__lots_to_decide__are_counted_and_named(world, noivu, steps, read):
    good_and_bad_lot(world)
    decide(world, GOOD, "rejected")
    world.change("UPDATE recheck_plan SET first_day = '2022-10-03'")

    page = read(noivu.get(PAGE))

    assert steps()["lots"][0] == NOW
    assert f"việc xác minh chưa kết thúc: 1 ({GOOD})" in steps()["lots"][2]
    assert {"/recheck/rounds/thu-2022/", f"{ROUND}/publication"} <= page.links
    assert "Lô cần quyết định 1 / 2" in page.text


@pytest.mark.parametrize("address", ["/today", f"{ROUND}/publication"])
def test_day__closed_round__is_one_touch_away(world, noivu, read, address):
    world.change("UPDATE round SET state = 'closed'")

    assert PAGE in read(noivu.get(address)).links


def test_day__interviews_changed_since__says_that_publishing_anew_would_differ(world, steps):
    published_round.two_units_public(world)
    store(world, OF_SXD[0], unit=SXD)

    scores = steps()["scores"]

    assert scores[0] == DONE
    assert "Từ đó đã có thay đổi" in scores[2]


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_day__everybody_else__is_denied(world, who):
    assert world.client(who).get(PAGE).status_code == 403
