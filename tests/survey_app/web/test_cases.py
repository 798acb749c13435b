"""The list of cases on a page: looked up, given to others, taken back; and one case."""

import csv
import io
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from survey_app.web import case_changes
from tests.survey_app.web.sampled_round import (
    ROUND,
    add_frame,
    add_round,
    add_sample,
    add_shares,
    open_drawn,
    open_round,
    open_shared,
)

PAGE = f"/field/rounds/{ROUND}/cases/"
FILE = f"/field/rounds/{ROUND}/cases.csv"
EVERY = f"{PAGE}?list=all"


@pytest.fixture
def drawn(begin, world):
    """An open round with a drawn sample that nobody has: 12 official, 3 in reserve, of 60."""
    begin(open_drawn, world)


@pytest.fixture
def shared(begin, world):
    """The same, given to An and Bình, six each."""
    begin(open_shared, world)


def ticks(page):
    """The boxes of the list: what each sends."""
    return [field["value"] for field in page.named("case")]


def files(page):
    """The file codes of the list, in its order."""
    return [row[1] for row in page.rows if len(row) == 9 and "-" in row[1]]


def held_by(world, who):
    """File codes of what somebody has."""
    rows = world.rows(
        "SELECT file_code FROM assignment JOIN frame_case ON frame_case.id = frame_case_id"
        " JOIN account ON account.id = enumerator_id WHERE username = :who AND recalled_at IS NULL"
        " AND file_code LIKE 'S%' ORDER BY file_code",
        who=who,
    )
    return [row[0] for row in rows]


def attempt(world, file_code, disposition="2.11", *, times=1):
    """An enumerator reported how it ended."""
    for _ in range(times):
        world.change(
            "INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id,"
            " attempted_at) SELECT interview_uuid, :disposition, :is_final, enumerator_id,"
            " assigned_at FROM assignment JOIN frame_case ON frame_case.id = frame_case_id"
            " WHERE file_code = :file_code",
            file_code=file_code,
            disposition=disposition,
            is_final=disposition not in {"2.20", "2.21"},
        )


def number_of(world, file_code):
    return world.one("SELECT id FROM frame_case WHERE file_code = :code", code=file_code)


def test_list__nothing_drawn__says_what_to_do_first(world, quanly, read):
    add_round(world)

    page = read(quanly.get(PAGE))

    assert "Chưa có ai cần phỏng vấn." in page.text
    assert PAGE in read(quanly.get("/field/")).links


def test_list__of_cases__names_files_and_no_person(shared, world, quanly, read):
    page = read(quanly.get(PAGE))

    assert "12 hồ sơ" in page.text
    assert files(page) == sorted(files(page), key=lambda one: (one[:3] != "SXD", one))
    assert len(files(page)) == 12
    row = page.row("SXD")
    assert row[3] == "Thủ tục mô phỏng"
    assert "Người mô phỏng" not in page.text


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 12),
        ("list=official", 12),
        ("list=reserve", 3),
        ("list=not_drawn", 45),
        ("list=all", 60),
        ("unit=STP", 4),
        ("unit=SXD&stratum=SXD+%2F+B%C3%ACnh+L%E1%BB%A5c", 4),
        ("enumerator=an", 6),
        ("enumerator=-", 0),
        ("outcome=refused", 1),
        ("outcome=tried", 1),
        ("outcome=open&enumerator=an", 5),
        ("outcome=untouched&enumerator=binh", 6),
        ("list=reserve&outcome=in_reserve", 3),
        ("list=all&code=sxd-000", 10),
        ("list=all&code=SXD%25", 0),
    ],
)
def test_list__filtered__has_what_fits_and_the_file_has_the_same(
    shared, world, quanly, read, asked, count
):
    refused, tried = held_by(world, "an")[:2]
    attempt(world, refused)
    attempt(world, tried, "2.20")

    page = read(quanly.get(f"{PAGE}?{asked}"))
    rows = list(csv.DictReader(io.StringIO(quanly.get(f"{FILE}?{asked}").text.lstrip("\ufeff"))))

    assert f"{count} hồ sơ" in page.text
    assert len(rows) == count
    assert [one["file_code"] for one in rows][:50] == files(page)


@pytest.mark.parametrize("unit", ["", "&unit=STP"])
def test_list__of_a_stratum_that_no_field_offers__says_so_in_its_field(drawn, quanly, read, unit):
    page = read(quanly.get(f"{PAGE}?stratum=Tầng+khác{unit}"))

    taken = [one["text"].strip() for one in page.fields if "selected" in one]
    assert "Tầng khác" in taken


@pytest.mark.parametrize(
    "asked", ["unit=KHONG", "enumerator=quanly", "outcome=x", "list=x", "code=%00", "stratum=%00"]
)
def test_list__of_something_unknown__is_not_there(drawn, quanly, asked):
    assert quanly.get(f"{PAGE}?{asked}").status_code == 404
    assert quanly.get(f"{FILE}?{asked}").status_code == 404


def test_list__longer_than_a_page__goes_on_where_it_stopped(drawn, quanly, read):
    first = read(quanly.get(EVERY))
    (following,) = (link for link in first.links if "after=" in link)

    second = read(quanly.get(following))

    assert (len(files(first)), len(files(second))) == (50, 10)
    assert not set(files(first)) & set(files(second))
    assert not any("after=" in link for link in second.links)


def test_list__of_odd_numbers_and_signs__is_there_or_not_but_breaks_nothing(
    shared, world, quanly, read
):
    huge = "9" * 40
    (box, *_) = ticks(read(quanly.get(f"{PAGE}?enumerator=an")))
    attempt(world, held_by(world, "an")[0], "2.20")

    asked = [quanly.get(f"{PAGE}?after={sign}{huge}") for sign in ("", "-")]
    asked.append(quanly.get(f"{PAGE}{huge}"))
    moved = quanly.post(PAGE, {"case": f"{huge}.0", "action": "recall"})
    reason = {"case": box, "action": "recall", "reason": "Bị ốm\0"}
    taken = quanly.post(PAGE, reason)

    assert [answer.status_code for answer in asked] == [200, 200, 404]
    assert (moved.status_code, taken.status_code) == (422, 303)


def test_list__unit_that_became_exempt__still_shows_its_cases(shared, world, quanly, read):
    world.change("UPDATE round_unit SET is_exempt = true, quota = 0 WHERE name = 'Sở Tư pháp'")

    assert len(files(read(quanly.get(PAGE)))) == 12


def test_move__ticked_cases__go_to_the_enumerator_and_are_written_down(shared, world, quanly, read):
    mine = ticks(read(quanly.get(f"{PAGE}?enumerator=an")))

    answer = quanly.post(
        f"{PAGE}?enumerator=an", {"case": mine[:2], "action": "move", "to": "binh"}
    )

    assert answer.location == f"{PAGE}?enumerator=an"
    assert (len(held_by(world, "an")), len(held_by(world, "binh"))) == (4, 8)
    assert world.actions().count("assignment.moved") == 2


def test_recall__all_of_a_filter__takes_back_what_was_shown(shared, world, quanly, read):
    page = read(quanly.get(f"{PAGE}?enumerator=an"))
    sent = {"all": "1", "count": page.chosen("count")[0], "action": "recall"}

    quanly.post(f"{PAGE}?enumerator=an", sent)

    assert held_by(world, "an") == []
    assert "6 hồ sơ" in read(quanly.get(f"{PAGE}?enumerator=-")).text
    assert world.actions().count("assignment.recalled") == 6


def test_change__of_everything__lists_what_stands_against_each_and_changes_nothing(
    shared, world, quanly, read
):
    tried, ended = held_by(world, "an")[:2]
    attempt(world, tried, "2.20")
    attempt(world, ended)
    boxes = [*ticks(read(quanly.get(f"{PAGE}?enumerator=an")))]

    answer = quanly.post(PAGE, {"case": boxes, "action": "move", "to": "binh"})

    page = read(answer)
    assert answer.status_code == 422
    assert f"SXD {tried}" in page.text or f"STP {tried}" in page.text
    assert "Hãy nêu lý do" in page.text or "lý do" in page.text
    assert f"{ended}:" in page.text
    assert len(page.chosen("case")) == 6
    assert len(held_by(world, "an")) == 6
    assert "assignment.moved" not in world.actions()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"action": "recall"}, "Chưa nêu hồ sơ nào"),
        ({"action": "recall", "case": ["x", "1", "9.9.9", "99999999999999999999999.1"]}, ""),
        ({"action": "recall", "case": "999999.0"}, "không có hồ sơ"),
        ({"action": "move", "case": "1.0"}, "Chưa chọn điều tra viên nào."),
        ({"action": "move", "case": "1.0", "to": "quanly"}, "quanly không phải"),
        ({"action": "recall", "all": "1", "count": "11"}, "Danh sách nay có 12 hồ sơ"),
        ({"action": "recall", "all": "1", "count": "x"}, "Danh sách nay có 12 hồ sơ"),
    ],
)
def test_change__of_nothing_or_something_odd__is_refused(shared, world, quanly, read, sent, said):
    answer = quanly.post(PAGE, sent)

    assert answer.status_code == 422
    assert said in read(answer).text
    assert len(held_by(world, "an")) == 6


def test_change__of_more_than_the_most__says_how_many(shared, quanly, read, monkeypatch):
    monkeypatch.setattr(case_changes, "MOST_AT_ONCE", 11)

    answer = quanly.post(PAGE, {"action": "recall", "all": "1", "count": "12"})

    assert answer.status_code == 422
    assert "nhiều nhất 11" in read(answer).text


def test_change__case_that_somebody_else_moved_meanwhile__is_refused(shared, world, quanly, read):
    (box, *_) = ticks(read(quanly.get(f"{PAGE}?enumerator=an")))
    quanly.post(PAGE, {"case": box, "action": "move", "to": "binh"})

    answer = quanly.post(PAGE, {"case": box, "action": "recall"})

    assert answer.status_code == 422
    assert "đã chuyển sang người khác" in read(answer).text
    assert len(held_by(world, "binh")) == 7


def test_change__by_two_managers_at_once__is_done_once(shared, world, quanly, read):
    boxes = ticks(read(quanly.get(f"{PAGE}?enumerator=an")))
    gate = Barrier(2)

    def press(action):
        client = world.client("quanly")
        client.token()
        gate.wait()
        return client.post(PAGE, {"case": boxes, "action": action, "to": "binh"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, ("move", "recall")))

    assert statuses == [303, 422]
    assert len(held_by(world, "binh")) in {6, 12}


@pytest.mark.parametrize("who", ["an", "noivu", "giamsat", "quantri"])
def test_cases__by_others__are_refused(shared, world, who):
    client = world.client(who)
    case = f"{PAGE}{number_of(world, 'SXD-0001')}"

    answers = [client.get(address) for address in (PAGE, FILE, case)]
    answers += [client.post(address) for address in (PAGE, case, f"{case}/replace")]

    assert {answer.status_code for answer in answers} == {403}


def test_case__of_another_round__is_not_there(shared, world, quanly):
    number = number_of(world, "MP-1")

    assert quanly.get(f"{PAGE}{number}").status_code == 404
    assert quanly.post(f"{PAGE}{number}", {"action": "recall"}).status_code == 404
    assert quanly.get(f"/field/rounds/thu-2022/cases/{number}").status_code == 200


def test_case__with_its_interview__leads_there(world, quanly, read, complete):
    an = world.client("an")
    an.post(world.begin(an), complete)
    number = number_of(world, "MP-1")

    page = read(quanly.get(f"/field/rounds/thu-2022/cases/{number}"))

    assert f"/field/interviews/{world.case_uuid}" in page.links
    assert quanly.get(f"/field/interviews/{world.case_uuid}").status_code == 200


def test_case__moved_and_tried__tells_its_history(shared, world, quanly, read):
    code = held_by(world, "an")[0]
    address = f"{PAGE}{number_of(world, code)}"
    attempt(world, code, "2.21")
    box = ticks(read(quanly.get(address)))[0]

    without = quanly.post(address, {"case": box, "action": "move", "to": "binh"})
    sent = {"case": box, "action": "move", "to": "binh", "reason": "Bị ốm"}
    quanly.post(address, sent)

    page = read(quanly.get(address))
    assert without.status_code == 422
    assert held_by(world, "binh").count(code) == 1
    assert ["chuyển", "An", "Binh", "Quanly", "Bị ốm"] in [row[1:] for row in page.rows]
    assert "2.21" in page.text
    assert "Người mô phỏng" not in page.text


def test_replace__refused_case__takes_the_next_of_the_reserve_and_shows_the_chain(
    shared, world, quanly, read
):
    code = next(one for one in held_by(world, "an") if one.startswith("SXD"))
    address = f"{PAGE}{number_of(world, code)}"
    before = read(quanly.get(address))
    attempt(world, code)

    unexplained = quanly.post(f"{address}/replace", {"reason": "refused", "note": " "})
    answer = quanly.post(f"{address}/replace", {"reason": "refused", "note": "Không muốn"})

    page = read(quanly.get(address))
    other = world.one("SELECT replacement_case_id FROM sample_replacement")
    assert not before.named("note")
    assert unexplained.status_code == 422
    assert answer.location == address
    assert f"{PAGE}{other}" in page.links
    assert "Không muốn" in page.text
    assert address in read(quanly.get(f"{PAGE}{other}")).links
    assert world.actions()[-2:] == ["sample.replaced", "assignment.added"]
    assert len(held_by(world, "an")) == 7


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"reason": "moved", "note": "x"}, "kết quả khác"),
        ({"reason": "refused", "note": "x" * 501}, "500"),
        ({"reason": "refused", "note": "x", "to": "ai-do"}, "ai-do"),
    ],
)
def test_replace__for_another_reason_or_to_nobody__replaces_nobody(
    shared, world, quanly, read, sent, said
):
    code = next(one for one in held_by(world, "an") if one.startswith("SXD"))
    attempt(world, code)

    answer = quanly.post(f"{PAGE}{number_of(world, code)}/replace", sent)

    assert answer.status_code == 422
    assert said in read(answer).text
    assert world.one("SELECT count(*) FROM sample_replacement") == 0


@pytest.mark.parametrize("reason", ["", "no-such"])
def test_replace__for_a_reason_that_is_none__is_not_replaced_for_another(
    shared, world, quanly, reason
):
    code = next(one for one in held_by(world, "an") if one.startswith("SXD"))
    address = f"{PAGE}{number_of(world, code)}/replace"

    answer = quanly.post(address, {"reason": reason, "note": "Không gặp"})

    assert answer.status_code == 400
    assert world.one("SELECT count(*) FROM sample_replacement") == 0


def test_replace__by_two_at_once__replaces_once(shared, world):
    code = next(one for one in held_by(world, "an") if one.startswith("SXD"))
    address = f"{PAGE}{number_of(world, code)}/replace"
    attempt(world, code)
    gate = Barrier(2)

    def press(_number):
        client = world.client("quanly")
        client.token()
        gate.wait()
        return client.post(address, {"reason": "refused", "note": "x"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, range(2)))

    assert statuses == [303, 422]
    assert world.one("SELECT count(*) FROM sample_replacement") == 1


def test_replace__given_up_on_and_given_to_another__takes_both_lists_first(shared, world, quanly):
    code = next(one for one in held_by(world, "an") if one.startswith("SXD"))
    attempt(world, code, "2.20", times=3)
    before = dict(world.rows("SELECT account_id, revision FROM account_pack"))
    address = f"{PAGE}{number_of(world, code)}/replace"

    with world.statements() as sent:
        answer = quanly.post(address, {"reason": "not_reached", "note": "x", "to": "binh"})

    # Else two rounds in which cases go crosswise would wait for each other.
    writes = [re.match(r"(?:INSERT INTO|UPDATE) (\w+)", one) for one in sent]
    tables = [one[1] for one in writes if one and one[1] in {"account_pack", "assignment"}]
    after = dict(world.rows("SELECT account_id, revision FROM account_pack"))
    changed = {number for number, revision in after.items() if before.get(number) != revision}
    assert answer.status_code == 303
    assert tables[:2] == ["account_pack", "assignment"]
    names = world.rows("SELECT id FROM account WHERE username IN ('an', 'binh')")
    assert changed == {number for (number,) in names}


def test_cases__of_a_closed_round__can_be_seen_and_not_changed(shared, world, quanly, read):
    box = ticks(read(quanly.get(PAGE)))[0]
    world.change("UPDATE round SET state = 'closed' WHERE code = :code", code=ROUND)

    page = read(quanly.get(PAGE))
    answer = quanly.post(PAGE, {"case": box, "action": "recall"})
    case = read(quanly.get(f"{PAGE}{box.partition('.')[0]}"))

    assert not page.named("to")
    assert answer.status_code == 422
    assert not case.named("to")


@pytest.mark.parametrize("address", [PAGE, EVERY])
def test_list__with_more_cases__takes_as_many_queries(world, quanly, address):
    add_round(world)
    add_frame(world, {"SXD": 9, "STP": 4})
    add_sample(world)
    with world.statements() as few:
        quanly.get(address)
    world.change("DELETE FROM sample_member")
    world.change("DELETE FROM sample_draw")
    world.change("DELETE FROM frame_case WHERE file_code <> 'MP-1'")
    add_frame(world)
    add_sample(world)
    open_round(world)
    add_shares(world)

    with world.statements() as many:
        quanly.get(address)

    assert len(many) == len(few)
