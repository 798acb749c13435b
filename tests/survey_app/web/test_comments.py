"""Comments wait for a person, are released in the words of that person, and can be taken back."""

import re
from uuid import uuid4

import pytest

from survey_app.db import interview_versions
from survey_app.db.engine import transaction
from survey_app.db.interview_versions import last_version
from tests.survey_app.commented_round import (
    PARKING,
    QUEUE,
    SUGGESTED,
    TOLD,
    commented,
    correct,
    say,
)
from tests.survey_app.web.published_round import STP, SXD, close, publish, withdraw

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
OWN = "/results/own/rounds/thu-2022"
UNIT_PAGE = "/results/rounds/thu-2022/units/SXD"


@pytest.fixture
def wrote(begin, world):
    """The round is public; gives whoever wrote about Xây dựng."""
    return begin(commented, world)


def of(person, item="d2"):
    return f"{QUEUE}/{person.uuid}/{item}"


def release(client, address, *, seen="", **fields):
    return client.post(f"{address}/release", {"seen": seen, "theme": "5", **fields})


def listed(client, query):
    """The comments of all pages in their order."""
    every, number = [], 1
    while True:
        page = client.get(f"{QUEUE}?{query}&page={number}").text
        links = re.findall(rf'href="({QUEUE}/[^"]+)"', page)
        if not links or links[0] in every:
            return every  # behind the last page is the last page
        every += links
        number += 1


def standing(world):
    return str(world.one("SELECT max(id) FROM comment_decision WHERE state = 'current'"))


def test_queue__published_round__has_each_comment_once_with_its_suggestion(
    world, noivu, wrote, read
):
    page = read(noivu.get(QUEUE))

    # Blanks are no comment; Tư pháp has one as well.
    listed = {link for link in page.links if link.startswith(f"{QUEUE}/")}
    assert {of(wrote[0]), of(wrote[2], "d1_text")} < listed
    assert of(wrote[1]) not in listed
    assert len(listed) == 3
    assert SUGGESTED in page.text
    assert "Nguyễn Văn Bình" not in page.text
    assert "0912" not in page.text
    assert PARKING in page.text
    assert "Rất tốt" in page.text


def test_queue__narrowed__has_what_was_asked_for(noivu, wrote, read):
    asked = {
        "unit=STP": {"Rất tốt"},
        "theme=5": {SUGGESTED},
        "theme=10": {PARKING},
        "theme=1": set(),
        "state=released": set(),
        "state=all&unit=SXD": {SUGGESTED, PARKING},
        "state=x&unit=%00": {SUGGESTED, PARKING, "Rất tốt"},
    }

    for query, texts in asked.items():
        page = read(noivu.get(f"{QUEUE}?{query}")).text
        assert {one for one in (SUGGESTED, PARKING, "Rất tốt") if one in page} == texts


def test_queue__more_than_a_page__has_each_once_in_the_order_of_units(world, noivu, read):
    say(world, STP, *[{"d2": f"Tư pháp {number}"} for number in range(12)])
    say(world, SXD, *[{"d2": f"Xây dựng {number}", "d1_text": "Khác"} for number in range(12)])
    close(world)
    publish(world)

    pages = [read(noivu.get(f"{QUEUE}?page={number}")) for number in (1, 2)]

    listed = [{link for link in page.links if link.startswith(f"{QUEUE}/")} for page in pages]
    assert [len(one) for one in listed] == [20, 16]
    assert not listed[0] & listed[1]
    units = [row[0] for page in pages for row in page.rows if row[0].startswith("Sở ")]
    assert units == ["Sở Xây dựng"] * 24 + ["Sở Tư pháp"] * 12


def test_queue__whatever_is_looked_for__reads_the_answers_of_what_is_listed_alone(
    world, noivu, wrote
):
    release(noivu, of(wrote[0]), text="Một")

    for query in ("", "?state=all", "?state=released", "?unit=SXD&theme=5", "?page=2"):
        with world.statements() as sent:
            assert noivu.get(QUEUE + query).status_code == 200
        reading = [one for one in sent if "answer" in one]
        assert len(reading) <= 1
        assert all("run_comment.place IN" in one for one in reading)


def test_queue__narrowed_over_pages__has_each_once_in_the_order_of_all(world, noivu):
    people = say(
        world,
        SXD,
        *[{"d1": [5 + number % 2], "d2": f"Xây dựng {number}"} for number in range(31)],
    )
    say(world, STP, *[{"d1": [5], "d2": f"Tư pháp {number}"} for number in range(31)])
    close(world)
    publish(world)
    for one in people[:3]:
        release(noivu, of(one), text="Một", theme="9")
    void(world, people[3])

    every = listed(noivu, "state=all")
    assert len(every) == len(set(every)) == 61
    for query, many in {
        "state=waiting": 58,
        "state=released": 3,
        "theme=5": 14 + 31,
        "theme=9&state=all": 3,
        "unit=STP": 31,
        "unit=SXD&state=all&theme=6": 13,
        "state=withheld": 0,
    }.items():
        found = listed(noivu, query)
        assert found == [one for one in every if one in found]
        assert len(found) == many


@pytest.mark.parametrize("state", ["", "?state=released", "?state=withheld", "?state=all"])
def test_queue__in_any_state__says_how_many_there_are_in_each(noivu, wrote, read, state):
    release(noivu, of(wrote[0]), text="Một")

    page = read(noivu.get(QUEUE + state)).text

    assert "▶ đang chờ 2 ✓ đã công khai 1 – giữ lại 0" in " ".join(page.split())


def test_release__text_of_the_officer__is_what_the_unit_reads_under_the_theme(
    world, noivu, wrote, read
):
    answer = release(
        noivu, of(wrote[0]), text="  Thái đo\u0323\u0302 chưa tốt\r\nCần sửa ", theme="9"
    )

    own = read(world.client("donvi").get(OWN)).text
    assert answer.status_code == 303
    heading, text = own.rindex("Cải thiện nơi ngồi chờ"), own.index("Thái độ chưa tốt")
    assert heading < text
    assert "Nguyễn Văn Bình" not in own
    kept = world.one("SELECT text FROM comment_decision")
    assert kept == "Thái độ chưa tốt\nCần sửa"
    logged = world.rows(
        "SELECT object_kind, details FROM audit_event WHERE action = 'comment.released'"
    )
    assert len(logged) == 1
    assert logged[0][0] == "comment"
    assert "tốt" not in str(logged[0][1])
    assert "Nguyễn" not in str(logged[0][1])


def test_release__onward__leads_to_the_next_that_waits_and_then_to_the_list(noivu, wrote):
    first = release(noivu, of(wrote[0]), text="Một")
    second = release(noivu, first.location, text="Hai")
    third = release(noivu, second.location, text="Ba")

    assert first.location != second.location
    assert f"{QUEUE}/" in second.location
    assert third.location == QUEUE


@ON_SQLITE
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Gọi 0912.345.678 nhé", "Ký tự 5 đến 16, “0912.345.678”, giống số điện thoại"),
        ("CCCD 035 185 001 234", "Ký tự 6 đến 20"),
        ("viết cho a@b.vn", "giống địa chỉ thư điện tử"),
        ("mã hồ sơ 12345/SXD", "giống mã hồ sơ"),
        ("  ", "Không có nội dung nào để công khai"),
        ("x" * 2001, "2001 ký tự"),
        ("a\u0007b", "U+0007"),
    ],
)
def test_release__text_that_still_tells__is_refused_with_place_and_repair(
    world, noivu, wrote, read, text, said
):
    answer = release(noivu, of(wrote[0]), text=text)

    assert answer.status_code == 422
    page = read(answer)
    assert said in page.text
    assert world.one("SELECT count(*) FROM comment_decision") == 0
    assert "comment.released" not in world.actions()


@ON_SQLITE
def test_release__several_faults__are_all_told_and_what_was_typed_stays(noivu, wrote, read):
    answer = release(noivu, of(wrote[0]), text="0912345678 và c@d.vn", theme="77")

    text = read(answer).text
    for said in ("giống số điện thoại", "thư điện tử", "Chưa chọn chủ đề"):
        assert said in text
    assert "0912345678 và c@d.vn" in answer.text


@ON_SQLITE
@pytest.mark.parametrize("what", ["release", "withhold"])
def test_decide__somebody_else_has_meanwhile__is_refused(world, noivu, wrote, what):
    release(noivu, of(wrote[0]), text="Một")

    answer = noivu.post(
        f"{of(wrote[0])}/{what}", {"seen": "", "text": "Hai", "theme": "5", "reason": "x"}
    )

    assert answer.status_code == 422
    assert world.rows("SELECT text, state FROM comment_decision") == [("Một", "current")]


@ON_SQLITE
def test_withhold__with_a_reason__keeps_it_from_the_unit(world, noivu, wrote, read):
    without = noivu.post(f"{of(wrote[0])}/withhold", {"seen": "", "reason": " "})
    answer = noivu.post(f"{of(wrote[0])}/withhold", {"seen": "", "reason": "Nói về một người"})

    assert (without.status_code, answer.status_code) == (422, 303)
    assert world.rows("SELECT outcome, text, reason FROM comment_decision") == [
        ("withheld", None, "Nói về một người")
    ]
    assert "Nói về một người" in read(noivu.get(of(wrote[0]))).text
    assert "Nói về một người" not in world.client("donvi").get(OWN).text


def test_take_back__released_comment__is_gone_from_the_unit_and_waits_again(
    world, noivu, wrote, read
):
    address = of(wrote[0])
    release(noivu, address, text="Thái độ chưa tốt")
    seen = standing(world)
    without = noivu.post(f"{address}/take-back", {"seen": seen, "reason": ""})
    late = noivu.post(f"{address}/take-back", {"seen": "99", "reason": "Nhầm"})

    answer = noivu.post(f"{address}/take-back", {"seen": seen, "reason": "Còn nhận ra người"})

    assert [one.status_code for one in (without, late, answer)] == [422, 422, 303]
    assert "Thái độ chưa tốt" not in world.client("donvi").get(OWN).text
    page = read(noivu.get(address)).text
    assert "Còn nhận ra người" in page
    assert "Thái độ chưa tốt" in page  # what was decided is kept for who decides
    assert SUGGESTED in read(noivu.get(QUEUE)).text
    assert noivu.post(f"{address}/take-back", {"seen": seen, "reason": "x"}).status_code == 422
    again = release(noivu, address, text="Cần niềm nở hơn")
    assert again.status_code == 303
    assert "Cần niềm nở hơn" in world.client("donvi").get(OWN).text


def test_unit__voided_interview__loses_its_comment_at_once(world, noivu, wrote):
    release(noivu, of(wrote[0]), text="Thái độ chưa tốt")
    world.change(
        "UPDATE interview SET is_current = false, voided_at = '2022-10-20 00:00:00',"
        " void_reason = 'x' WHERE id = (SELECT min(id) FROM interview)"
    )

    assert "Thái độ chưa tốt" not in world.client("donvi").get(OWN).text
    assert noivu.get(of(wrote[0])).status_code == 404


def void(world, person):
    with transaction(world.engine) as session:
        version = last_version(session, person.uuid)
        interview_versions.void(session, version.id, reason="Phiếu khống", at=world.clock())


def test_queue__voided_interviews__are_left_out_of_list_and_counts(world, noivu, wrote, read):
    release(noivu, of(wrote[0]), text="Một")
    void(world, wrote[0])
    void(world, wrote[2])

    page = read(noivu.get(QUEUE))

    assert "▶ đang chờ 1 ✓ đã công khai 0 – giữ lại 0" in page.text
    assert of(wrote[2], "d1_text") not in page.links
    assert SUGGESTED not in read(noivu.get(f"{QUEUE}?state=all")).text
    assert "▶ đang chờ 0 ✓ đã công khai 0" in read(noivu.get(f"{QUEUE}?unit=SXD")).text
    assert "▶ đang chờ 0 ✓ đã công khai 0" in read(noivu.get(f"{QUEUE}?theme=5")).text
    assert "1 góp ý đang chờ" in read(noivu.get("/today")).text


def test_queue__many_voided_at_once__are_left_out_as_well(world, noivu, wrote, read):
    with transaction(world.engine) as session:
        ids = [last_version(session, one.uuid).id for one in (wrote[0], wrote[2])]
        interview_versions.void_all(session, ids, reason="Phiếu khống", at=world.clock())

    page = read(noivu.get(QUEUE)).text

    assert "▶ đang chờ 1 ✓ đã công khai 0 – giữ lại 0" in page
    assert PARKING not in page


def test_queue__voided_and_revived__has_the_comment_as_it_was_decided(world, noivu, wrote, read):
    release(noivu, of(wrote[0]), text="Một")
    void(world, wrote[0])
    void(world, wrote[2])
    with transaction(world.engine) as session:
        for one in (wrote[0], wrote[2]):
            interview_versions.revive(session, last_version(session, one.uuid).id)

    page = read(noivu.get(QUEUE))

    assert "▶ đang chờ 2 ✓ đã công khai 1 – giữ lại 0" in page.text
    assert of(wrote[2], "d1_text") in page.links
    assert "Một" in world.client("donvi").get(OWN).text


def test_queue__voided_and_made_anew__has_the_comment_of_the_run(world, noivu, wrote, read):
    void(world, wrote[2])
    correct(world, wrote[2], {"d1": [10], "d1_text": "Khác"})

    page = read(noivu.get(QUEUE))

    assert "▶ đang chờ 3 ✓ đã công khai 0" in page.text
    assert of(wrote[2], "d1_text") in page.links


def test_queue__voided_by_another_way__shows_no_text_of_it(world, noivu, wrote, read):
    world.change(
        "UPDATE interview SET is_current = false, voided_at = '2022-10-20 00:00:00',"
        " void_reason = 'x' WHERE id = (SELECT min(id) FROM interview)"
    )

    page = read(noivu.get(QUEUE)).text

    assert PARKING in page
    assert SUGGESTED not in page


def test_published_anew__same_text__stays_released_and_another_one_waits(world, noivu, wrote, read):
    release(noivu, of(wrote[0]), text="Thái độ chưa tốt")
    release(noivu, of(wrote[2], "d1_text"), text="Thiếu chỗ để xe", theme="10")
    for person, other in (
        (wrote[0], {"d1": [5, 6], "d2": TOLD}),
        (wrote[2], {"d1": [10], "d1_text": "Cần thêm ghế"}),
    ):
        correct(world, person, other)
    publish(world, reason="Sửa phiếu")

    own = world.client("donvi").get(OWN).text
    assert "Thái độ chưa tốt" in own
    assert "Thiếu chỗ để xe" not in own
    assert "Cần thêm ghế" in read(noivu.get(QUEUE)).text


@ON_SQLITE
def test_withdrawn__nothing_public__leaves_nothing_to_read_or_decide(world, noivu, wrote, read):
    release(noivu, of(wrote[0]), text="Thái độ chưa tốt")
    withdraw(world, reason="Sai")

    assert "Hãy công bố điểm trước" in read(noivu.get(QUEUE)).text
    assert noivu.get(of(wrote[0])).status_code == 404
    assert release(noivu, of(wrote[0]), text="x").status_code == 404
    assert "Thái độ chưa tốt" not in world.client("donvi").get(OWN).text


@ON_SQLITE
@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_comments__other_roles__are_denied(world, wrote, who):
    client = world.client(who)

    answers = [
        client.get(QUEUE),
        client.get(of(wrote[0])),
        *(client.post(f"{of(wrote[0])}/{what}") for what in ("release", "withhold", "take-back")),
        client.get(f"{QUEUE}/units/SXD/themes.csv"),
    ]

    assert {one.status_code for one in answers} == {403}
    assert not any("Bình" in one.text for one in answers)


@ON_SQLITE
def test_comment__of_another_round_or_question__is_not_there(noivu, wrote):
    assert noivu.get(f"{QUEUE}/{uuid4()}/d2").status_code == 404
    assert noivu.get(of(wrote[0], "a3")).status_code == 404
    assert noivu.get(of(wrote[0], "d1_text")).status_code == 404
    assert noivu.get(of(wrote[0]).replace("thu-2022", "khac")).status_code == 404


@ON_SQLITE
def test_one__listed_respondent__has_own_name_and_file_taken_out(world, noivu, read):
    say(world, SXD, *[{"d1": [5]}] * 20)
    (person,) = say(
        world, SXD, {"d2": "Tôi, người mô phỏng, đã chờ lâu. Nguoi Mo Phong"}, origin="listed"
    )
    close(world)
    publish(world)

    page = read(noivu.get(of(person)))

    assert "Tôi, [tên], đã chờ lâu. [tên]" in page.text


def test_unit_page__themes__are_beside_those_of_the_group(world, noivu, wrote, read):
    for page in (read(world.client("donvi").get(OWN)), read(noivu.get(UNIT_PAGE))):
        attitude = page.row("Cải thiện thái độ phục vụ của công chức")
        area = page.row("Cải thiện nơi ngồi chờ, trang thiết bị")
        faster = page.row("Rút ngắn thời gian giải quyết thủ tục hành chính")
        # 12 of 20 of the unit; 42 of 60 of the group, which is the whole here.
        assert attitude[1:5] == ["12", "60,0 %", "70,0 %", "70,0 %"]
        # 4 are too few, and nobody else named it: so the group would tell.
        assert area[1].startswith("–")
        assert area[2:5] == ["–", "–", "–"]
        assert faster[1:5] == ["0", "0,0 %", "16,7 %", "16,7 %"]
        assert "20 người của đơn vị, 60 của nhóm, 60 trong toàn đợt" in page.text
        assert "Chưa có góp ý nào về đơn vị này được công khai" in page.text


@ON_SQLITE
def test_unit_page__files__say_the_same_and_no_comment(world, noivu, wrote):
    release(noivu, of(wrote[0]), text="Thái độ chưa tốt")
    own = world.client("donvi").get(f"{OWN}/themes.csv").data.decode("utf-8-sig")
    of_office = noivu.get(f"{QUEUE}/units/SXD/themes.csv").data.decode("utf-8-sig")

    assert own == of_office
    assert "5,Cải thiện thái độ phục vụ của công chức,12,60.0,42,70.0,42,70.0,1" in own
    assert "Thái độ chưa tốt" not in own
    for address in (f"{OWN}/themes.svg", f"{QUEUE}/units/SXD/themes.svg"):
        picture = (world.client("donvi") if "own" in address else noivu).get(address)
        assert "60,0 %" in picture.text


@ON_SQLITE
def test_unit_page__too_few_people__shows_neither_themes_nor_comments(world, noivu, read):
    (person, *_) = say(world, SXD, {"d1": [5], "d2": "Chậm quá"}, *[{"d1": [5]}] * 7)
    say(world, STP, *[{"d1": [5]}] * 40)
    close(world)
    publish(world)
    release(noivu, of(person), text="Chậm quá")

    page = read(world.client("donvi").get(OWN)).text

    assert "không hiện chủ đề và góp ý" in page
    assert "Chậm quá" not in page
    assert "Chậm quá" not in noivu.get(UNIT_PAGE).text


@ON_SQLITE
def test_today__comments_that_wait__are_counted_until_all_are_decided(world, noivu, wrote, read):
    before = read(noivu.get("/today"))

    address = of(wrote[0])
    while address != QUEUE:
        address = release(noivu, address, text="Một").location

    assert "3 góp ý đang chờ" in before.text
    assert QUEUE in before.links
    assert QUEUE not in read(noivu.get("/today")).links
    withdraw(world, reason="Sai")
    assert QUEUE not in read(noivu.get("/today")).links


@ON_SQLITE
def test_day__comments_that_wait__are_counted_and_hold_up_nothing(noivu, wrote, read):
    day = "/results/rounds/thu-2022/day"
    before = read(noivu.get(day))

    addresses = [of(wrote[0]), of(wrote[2], "d1_text")]
    third = release(noivu, addresses[0], text="Một").location
    addresses = {*addresses, third, release(noivu, third, text="Hai").location} - {QUEUE}
    for address in addresses:
        release(noivu, address, text="Ba")

    step = before.row("10. Quyết định về góp ý")
    assert step[1] == "▶ cần làm ngay"
    assert "3 góp ý đang chờ" in step[3]
    assert before.row("11. Chuyển giao")[1] == "▶ sẵn sàng"
    assert QUEUE in before.links
    assert read(noivu.get(day)).row("10. Quyết định về góp ý")[1] == "✓ đã xong"
