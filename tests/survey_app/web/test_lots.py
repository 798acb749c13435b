"""Home Affairs decides about lots of re-checks, on the pages of a round."""

import csv
import io

import pytest

from tests.survey_app.rechecked_round import (
    DAY,
    FALSE,
    FINE,
    WRONG,
    draw,
    interviewed,
    promise,
    recheck,
    waiting,
)
from tests.survey_app.web.explained_page import ExplainedPage

ROUND = "/recheck/rounds/thu-2022"


@pytest.fixture
def lots(begin, world):
    """A lot of An that the plan wants more of, and one of Bình that it rejects; their codes."""
    return begin(_to_extend_and_to_reject, world)


def _to_extend_and_to_reject(world):
    world.clock.move(3 * DAY)
    promise(world)
    interviewed(world, "an", "SXD", 40)
    interviewed(world, "binh", "STP", 12)
    draw(world, day=1)
    an, binh = (str(row[0]) for row in world.rows("SELECT code FROM lot ORDER BY code"))
    recheck(world, dict.fromkeys(waiting(world, an), FINE))
    recheck(world, dict.fromkeys(waiting(world, binh), WRONG))
    return an, binh


def decided(world, read, lot, decision, *, reason, **fields):
    """Signs on the page as it is now."""
    noivu = world.client("noivu")
    seen = read(noivu.get(f"{ROUND}/lots/{lot}")).chosen("seen")[0]
    values = {"decision": decision, "reason": reason, "seen": seen, **fields}
    return noivu.post(f"{ROUND}/lots/{lot}/decide", values)


def test_board__lots_to_decide__stand_first_and_all_in_the_table(world, lots, read):
    an, binh = lots
    noivu = world.client("noivu")

    page = read(noivu.get(f"{ROUND}/?sort=defective&down=1"))
    answer = noivu.get(f"{ROUND}/lots.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))

    assert page.text.index(f"{binh}, Binh") < page.text.index(f"{an}, An")
    assert page.row("Giamsat")[1:] == ["11", "11", "3", "11/11"]
    assert page.row(binh)[2:8] == ["12", "3", "0", "0", "0", "3"]
    assert [row[0] for row in page.rows if row and row[0].startswith("2022w")] == [binh, an]
    assert [row[0] for row in rows] == ["lot", an, binh]
    assert dict(zip(*rows[::2], strict=True))["by_plan"] == "rejected"
    assert f"{ROUND}/" in read(noivu.get("/field/rounds/thu-2022")).links


def test_lot__extended_on_the_page__draws_as_many_and_is_signed(world, lots, read):
    an, _binh = lots

    answer = decided(world, read, an, "extended", reason="Theo phương án", more="2")

    page = read(world.client("noivu").get(f"{ROUND}/lots/{an}"))
    assert answer.status_code == 303
    assert len(waiting(world, an, selection="more")) == 2
    assert "Theo phương án" in page.text
    assert world.actions()[-1] == "lot.decided"
    assert page.text.count("khác với phương án") == 1  # only beside the form


def test_lot__page_of_before__is_refused_and_keeps_what_was_typed(world, lots, read):
    an, _binh = lots
    noivu = world.client("noivu")
    seen = read(noivu.get(f"{ROUND}/lots/{an}")).chosen("seen")[0]
    hearing = {"kind": "hearing", "text": "Đã nghe giải trình"}
    assert noivu.post(f"{ROUND}/lots/{an}/evidence", hearing).status_code == 303

    values = {"decision": "accepted", "reason": "Ngắn quá", "seen": seen}
    answer = noivu.post(f"{ROUND}/lots/{an}/decide", values)

    page = read(answer)
    assert answer.status_code == 422
    assert page.chosen("reason")[0] == "Ngắn quá"
    assert page.chosen("decision") == ["accepted"]
    assert "Đã nghe giải trình" in page.text
    assert 'id="faults"' in answer.text
    assert world.one("SELECT count(*) FROM lot_decision") == 0


def test_lot__cleared__card_and_board_say_so_and_hold_nothing_against_anybody(world, lots, read):
    _an, binh = lots
    decided(world, read, binh, "rejected", reason="Theo phương án")
    recheck(world, dict.fromkeys(waiting(world, binh), FINE))
    decided(world, read, binh, "cleared", reason="Đã xác minh toàn bộ")

    noivu = world.client("noivu")
    card = read(noivu.get(f"{ROUND}/enumerators/binh"))
    board = read(noivu.get(f"{ROUND}/"))
    lot = read(noivu.get(f"{ROUND}/lots/{binh}"))

    cleared = "không có sai phạm: không còn gì bất lợi cho ai"
    assert card.row(binh)[4] == cleared
    assert "đã được xác minh toàn bộ và kết luận không có sai phạm" in card.text
    assert board.row(binh)[-1] == cleared
    assert f"{binh}, Binh" not in board.text
    assert cleared in lot.text
    for page in (card, board, lot):
        assert "Khả năng hơn một phần mười" not in page.text


def test_lot__interviews_proposed__are_excluded_when_ticked(world, lots, read):
    an, _binh = lots
    decided(world, read, an, "rejected", reason="Nhiều dấu hiệu lạ, cần xác minh toàn bộ lô này.")
    odd = waiting(world, an)
    recheck(world, {**dict.fromkeys(odd, FINE), odd[0]: FALSE})
    noivu = world.client("noivu")
    about = {"about": str(odd[0]), "speaks": "against"}
    for fields in (
        {"kind": "hearing", "text": "Thừa nhận"},
        {"kind": "audio", "text": "X", **about},
    ):
        noivu.post(f"{ROUND}/lots/{an}/evidence", fields)
    decided(world, read, an, "confirmed", reason="Hai nguồn xác nhận")

    wanted = {"exclude": str(odd[0]), "reason": "Không có phỏng vấn"}
    answer = noivu.post(f"{ROUND}/lots/{an}/exclude", wanted)

    assert answer.status_code == 303
    assert world.rows("SELECT kind FROM interview_exclusion") == [("invalid",)]
    offered = read(noivu.get(f"{ROUND}/lots/{an}")).named("exclude")
    assert str(odd[0]) not in {one["value"] for one in offered}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_pages__every_number__says_how_it_was_computed(world, lots):
    noivu = world.client("noivu")
    for address in ("/", f"/lots/{lots[0]}", "/enumerators/binh"):
        answer = noivu.get(f"{ROUND}{address}")
        page = ExplainedPage(answer.text)
        assert answer.status_code == 200
        assert len(page.shown) >= 2
        assert page.unexplained == []
        assert "%%" not in answer.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_pages__number_of_queries__does_not_grow_with_lots(world, lots):
    noivu = world.client("noivu")
    with world.statements() as few:
        noivu.get(f"{ROUND}/")
    for day in range(1, 4):
        interviewed(world, "an", "SXD", 5, day=day)
        draw(world, day=day + 1)
    with world.statements() as many:
        noivu.get(f"{ROUND}/")

    # The first look also asks from where on the log is looked through.
    assert len(many) <= len(few)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_board__nothing_promised__says_what_to_do(world):
    answer = world.client("noivu").get(f"{ROUND}/")

    assert answer.status_code == 200
    assert "hailong recheck commit" in answer.text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_pages__other_roles__are_denied(world, lots, who):
    client = world.client(who)

    for address in ("/", "/lots.csv", f"/lots/{lots[0]}", "/enumerators/an"):
        assert client.get(f"{ROUND}{address}").status_code == 403
    for action in ("decide", "evidence", "exclude"):
        assert client.post(f"{ROUND}/lots/{lots[0]}/{action}", {}).status_code == 403


def test_lot__code_that_no_database_keeps__is_not_found(world, lots):
    an, _binh = lots

    answer = world.client("noivu").get(f"{ROUND}/lots/{an}%00")

    assert answer.status_code == 404


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_pages__what_is_not_there__is_not_found(world, lots):
    noivu = world.client("noivu")

    for address in ("/lots/x", "/enumerators/giamsat"):
        assert noivu.get(f"{ROUND}{address}").status_code == 404
    assert noivu.get("/recheck/rounds/x/").status_code == 404
    assert world.client().get(f"{ROUND}/").location == f"/sign-in?next={ROUND}/"


@pytest.fixture
def fine(begin, world):
    """Two lots of An that the plan accepts, and one of Bình that it rejects."""
    return begin(_to_accept_and_to_reject, world)


def _to_accept_and_to_reject(world):
    world.clock.move(3 * DAY)
    promise(world)
    interviewed(world, "an", "SXD", 12)
    draw(world, day=1)
    interviewed(world, "an", "SXD", 12, day=1)
    interviewed(world, "binh", "STP", 12, day=1)
    draw(world, day=2)
    *good, bad = (str(row[0]) for row in world.rows("SELECT code FROM lot ORDER BY code"))
    for code in (*good, bad):
        found = WRONG if code == bad else FINE
        world.change(
            "INSERT INTO recheck_draw (interview_uuid, selection, drawn_at)"
            " SELECT interview_uuid, 'more', '2022-10-05 01:00:00' FROM lot_member"
            " WHERE interview_uuid NOT IN (SELECT interview_uuid FROM recheck_draw)"
        )
        recheck(world, dict.fromkeys(waiting(world, code), found))
    return good, bad


def test_lots__that_the_plan_accepts__are_signed_together_with_one_reason(world, fine, read):
    good, bad = fine
    noivu = world.client("noivu")
    offered = read(noivu.get(f"{ROUND}/")).chosen("lot")

    answer = noivu.post(f"{ROUND}/accept", {"lot": offered, "reason": "Theo phương án"})

    assert [value.split()[0] for value in offered] == good
    assert answer.status_code == 303
    signed = world.rows(
        "SELECT code, decision, reason FROM lot_decision JOIN lot ON lot.id = lot_id"
    )
    assert sorted(signed) == [(code, "accepted", "Theo phương án") for code in good]
    assert world.actions()[-2:] == ["lot.decided"] * 2
    assert 'name="lot"' not in noivu.get(f"{ROUND}/").text
    assert bad in noivu.get(f"{ROUND}/").text


def test_lots__one_of_which_cannot_be_accepted_so__are_all_left_alone(world, fine, read):
    good, bad = fine
    noivu = world.client("noivu")
    first, second = read(noivu.get(f"{ROUND}/")).chosen("lot")
    decided(world, read, good[1], "accepted", reason="Theo phương án")
    wrong = [first, second, f"{bad} 0-0-3-3-3-3-0", "khong-co 1"]

    answer = noivu.post(f"{ROUND}/accept", {"lot": wrong, "reason": " "})
    nothing = noivu.post(f"{ROUND}/accept", {"reason": "Theo phương án"})

    page = read(answer)
    assert (answer.status_code, nothing.status_code) == (422, 422)
    for code in (good[1], bad, "khong-co"):
        assert f"Lô {code} không thể chấp nhận cùng với các lô khác." in page.text
    assert "cần lý do" in page.text
    assert page.chosen("lot") == [first]
    assert "Chưa đánh dấu lô nào." in read(nothing).text
    assert world.one("SELECT count(*) FROM lot_decision") == 1


def test_lots__of_a_page_of_before__are_left_alone(world, fine, read):
    good, _bad = fine
    noivu = world.client("noivu")
    first, second = read(noivu.get(f"{ROUND}/")).chosen("lot")
    heard = {"kind": "other", "speaks": "", "text": "Đã xem", "about": ""}
    noivu.post(f"{ROUND}/lots/{good[0]}/evidence", heard)

    answer = noivu.post(f"{ROUND}/accept", {"lot": [first, second], "reason": "Theo phương án"})

    assert f"Lô {good[0]} đã có thêm kết quả" in read(answer).text
    assert world.one("SELECT count(*) FROM lot_decision") == 0
