"""The field manager's pages of interviews: looking for one, returning, voiding, reviving it."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.survey_app.conftest import COMPLETE

LISTING = "/field/rounds/thu-2022/interviews"
COMMENT = "Xem lại câu q11"
WHY = "Phỏng vấn nhầm người"


@pytest.fixture
def manager(world):
    """The browser of the field manager."""
    return world.client("quanly")


@pytest.fixture
def received(world):
    """The interview of the listed respondent, and its address."""
    an = world.client("an")
    assert an.post(world.begin(an), COMPLETE).status_code == 303
    world.clock.move(timedelta(hours=1))
    return f"/field/interviews/{world.case_uuid}"


def send_back(manager, page, *, shown=1, comment=COMMENT):
    return manager.post(f"{page}/return", {"shown": shown, "comment": comment})


def void(manager, page, *, shown=1, **changed):
    fields = {"shown": shown, "reason": WHY, "confirmed": "1", "respondent": "kept"}
    return manager.post(f"{page}/void", fields | changed)


def revive(manager, page, *, shown=1, reason="Hủy nhầm"):
    return manager.post(f"{page}/revive", {"shown": shown, "reason": reason})


def test_page__of_an_interview__says_what_was_answered_and_names_no_respondent(
    manager, read, received
):
    page = read(manager.get(received))

    assert "Sở Xây dựng" in page.text
    assert page.row("Ông/Bà đã nhận được kết quả")[1] == "Đã nhận (1)"
    assert "Mã hồ sơ MP-1" in page.text
    assert "Phiếu này được tính (phiên bản 1)." in page.text
    assert "Người mô phỏng 1" not in page.text
    assert "0000 000 001" not in page.text


def test_page__of_no_interview__is_not_there(world, manager):
    assert manager.get(f"/field/interviews/{world.case_uuid}").status_code == 404


def test_return__with_a_comment__is_shown_and_written_down(world, manager, read, received):
    answer = send_back(manager, received)
    page = read(manager.get(received))

    assert answer.status_code == 303
    assert f"Quanly viết ngày 03/10/2022 09:00: {COMMENT}" in page.text
    assert "Phiên bản 1 được tính đến khi phiếu được gửi lại." in page.text
    assert "Máy của An chưa tải về." in page.text
    world.client("an").get("/api/v1/sync/pack")
    assert "Đã gửi đến máy của An." in read(manager.get(received)).text
    assert world.actions()[-1] == "interview.returned"
    assert COMMENT not in str(world.rows("SELECT details FROM audit_event"))
    assert world.one("SELECT is_current FROM interview") == 1


@pytest.mark.parametrize("comment", ["", "   ", "x" * 501])
def test_return__without_a_comment_that_can_be_kept__is_refused_and_changes_nothing(
    world, manager, read, received, comment
):
    answer = send_back(manager, received, comment=comment)

    assert answer.status_code == 422
    assert "refusal" in read(answer).classes
    assert read(answer).chosen("comment") == [comment.strip()]
    assert world.one("SELECT count(*) FROM interview_return") == 0


def test_return__of_an_interview_that_is_out__is_refused(world, manager, read, received):
    send_back(manager, received)

    answer = send_back(manager, received)

    assert answer.status_code == 422
    assert "đã được trả lại và đang ở chỗ điều tra viên" in read(answer).text
    assert world.one("SELECT count(*) FROM interview_return") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE round SET state = 'closed'", "Đợt khảo sát không mở"),
        ("UPDATE account SET is_active = false WHERE username = 'an'", "Tài khoản của An"),
    ],
)
def test_return__that_cannot_be__says_why_and_what_to_do(
    world, manager, read, received, change, said
):
    world.change(change)

    page, answer = read(manager.get(received)), send_back(manager, received)

    assert said in page.text
    assert page.named("comment") == []
    assert answer.status_code == 422
    assert said in read(answer).text
    assert world.one("SELECT count(*) FROM interview_return") == 0


def test_withdraw__while_nothing_has_come__ends_the_return_once(world, manager, read, received):
    send_back(manager, received)

    answers = [manager.post(f"{received}/withdraw", {"shown": 1}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 422]
    assert world.rows("SELECT state, answer_id FROM interview_return") == [("withdrawn", None)]
    assert world.actions().count("interview.return_withdrawn") == 1
    assert "Rút lại việc trả" in read(manager.get(received)).text


def test_void__with_a_reason__leaves_scores_progress_and_files(world, manager, read, received):
    affairs = world.client("noivu")
    before = affairs.get("/results/rounds/thu-2022/responses.csv").text

    answer = void(manager, received)

    after = affairs.get("/results/rounds/thu-2022/responses.csv").text
    page = read(manager.get(received))
    assert answer.status_code == 303
    assert str(world.case_uuid) in before
    assert str(world.case_uuid) not in after
    assert world.rows("SELECT is_current, void_reason FROM interview") == [(0, WHY)]
    assert f"Đã hủy: phiếu này không được tính. {WHY}" in page.text
    (details,) = world.rows("SELECT details FROM audit_event WHERE action = 'interview.voided'")
    assert WHY in str(details) or "\\u" in str(details)


@pytest.mark.parametrize(
    ("missing", "faults"),
    [
        ({"reason": ""}, 1),
        ({"confirmed": None}, 1),
        ({"respondent": "somebody"}, 1),
        ({"reason": "", "confirmed": None, "respondent": ""}, 3),
        ({"shown": 2}, 1),
    ],
)
def test_void__with_something_missing__says_all_of_it_and_changes_nothing(
    world, manager, received, missing, faults
):
    fields = {"shown": 1, "reason": WHY, "confirmed": "1", "respondent": "kept"} | missing
    sent = {name: value for name, value in fields.items() if value is not None}

    answer = manager.post(f"{received}/void", sent)

    assert answer.status_code == 422
    assert answer.text.split('id="faults"')[1].split("</ul>")[0].count("<li>") == faults
    assert world.rows("SELECT is_current, voided_at FROM interview") == [(1, None)]


def test_void__of_a_listed_respondent__puts_them_back_on_the_list_of_the_enumerator(
    world, manager, received, complete
):
    void(manager, received)
    an = world.client("an")
    listed = "Người mô phỏng 1" in an.get("/interviews/").text
    form = world.begin(an)
    page = an.get(form).text
    action = page.split('action="')[page.split('id="interview"')[0].count('action="') + 1]
    address = action.split('"')[0].replace("&amp;", "&")

    answer = an.post(address, {**complete, "q11": "1"})

    assert listed
    assert answer.status_code == 303
    assert world.rows("SELECT version, is_current FROM interview ORDER BY 1") == [(1, 0), (2, 1)]
    assert world.one("SELECT started_at FROM interview WHERE version = 2") == world.one(
        "SELECT received_at FROM interview WHERE version = 2"
    )


def test_form__opened_before_the_void__is_kept_and_does_not_count(
    world, manager, received, complete
):
    void(manager, received)

    answer = world.client("an").post(f"/interviews/{world.case_uuid}", {**complete, "q11": "1"})

    assert answer.status_code == 409
    assert world.rows("SELECT kind FROM quarantine") == [("conflict",)]
    assert world.rows("SELECT version, is_current FROM interview") == [(1, 0)]


def test_void__with_the_case_taken_back__leaves_it_with_nobody(world, manager, received):
    void(manager, received, respondent="recalled")

    assert world.one("SELECT recalled_at FROM assignment") is not None
    assert "Người mô phỏng 1" not in world.client("an").get("/interviews/").text


def test_revive__of_one_that_was_voided_by_mistake__counts_again(world, manager, read, received):
    void(manager, received)

    answer = revive(manager, received)

    assert answer.status_code == 303
    assert world.rows("SELECT is_current, voided_at, void_reason FROM interview") == [
        (1, None, None)
    ]
    assert world.actions()[-2:] == ["interview.voided", "interview.revived"]
    history = read(manager.get(received))
    assert [row[1] for row in history.rows if row[1:2] and row[1].startswith("Đã ")][:2] == [
        "Đã hủy",
        "Đã khôi phục",
    ]


def test_steps__reasons_with_signs_that_no_database_keeps__are_taken_without_them(
    world, manager, received
):
    voided = void(manager, received, reason="Hỏng\0 máy")
    revived = revive(manager, received, reason="Hủy nhầm\0")

    assert (voided.status_code, revived.status_code) == (303, 303)
    assert "Hỏng máy" in manager.get(received).text


@pytest.mark.parametrize("what", ["counts", "no reason", "published", "stale"])
def test_revive__that_cannot_be__is_refused(world, manager, received, what):
    if what != "counts":
        void(manager, received)
    if what == "published":
        world.change("UPDATE round SET state = 'published'")
    shown, reason = (9 if what == "stale" else 1), ("" if what == "no reason" else "Hủy nhầm")
    before = world.rows("SELECT is_current FROM interview")

    answer = revive(manager, received, shown=shown, reason=reason)

    assert answer.status_code == 422
    assert world.rows("SELECT is_current FROM interview") == before


def test_revive__when_the_respondent_was_interviewed_anew__is_for_the_new_one_only(
    world, manager, read, received, complete
):
    void(manager, received)
    an = world.client("an")
    sha = world.one("SELECT content_sha256 FROM interview")
    an.post(f"/interviews/{world.case_uuid}?follows={sha}", {**complete, "q11": "1"})

    page = read(manager.get(received))
    answer = revive(manager, received, shown=2)

    assert "Phiếu này được tính (phiên bản 2)." in page.text
    assert answer.status_code == 422
    assert world.rows("SELECT version, is_current FROM interview ORDER BY 1") == [(1, 0), (2, 1)]


@pytest.mark.parametrize("action", ["return", "void", "revive"])
def test_interview__about_which_a_document_waits__is_decided_about_first(
    world, manager, read, received, action, complete
):
    if action == "revive":
        void(manager, received)
    world.client("an").post(f"/interviews/{world.case_uuid}", {**complete, "q11": "1"})
    fields = {"shown": 1, "comment": COMMENT, "reason": WHY, "confirmed": "1", "respondent": "kept"}

    answer = manager.post(f"{received}/{action}", fields)

    assert answer.status_code == 422
    assert "đang chờ quyết định" in read(answer).text
    assert "/field/quarantine/1" in read(answer).links


@pytest.mark.parametrize("who", ["an", "binh", "giamsat", "noivu", "donvi", "quantri"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_interview__for_anybody_else__is_closed(world, received, who):
    client = world.client(who)

    statuses = [client.get(LISTING).status_code, client.get(received).status_code] + [
        client.post(f"{received}/{action}").status_code
        for action in ("return", "withdraw", "void", "revive")
    ]

    assert set(statuses) == {403}


@pytest.fixture
def many(world, interviewed):
    """Interviews of two units; one is voided, one is out."""
    interviewed({"q11": "1"}, {"q11": "2"}, unit="SXD")
    world.clock.move(timedelta(hours=1))
    interviewed({"q11": "3"}, unit="STP")
    return [str(UUID(str(row[0]))) for row in world.rows("SELECT uuid FROM interview ORDER BY id")]


def _uuids(page):
    prefix = "/field/interviews/"
    return [link.removeprefix(prefix).replace("-", "") for link in page.links if prefix in link]


def test_list__filtered__shows_those_alone_and_counts_all(world, manager, read, many):
    first, second, third = (one.replace("-", "") for one in many)
    void(manager, f"/field/interviews/{many[0]}")
    send_back(manager, f"/field/interviews/{many[1]}")

    found = {
        asked: sorted(_uuids(read(manager.get(f"{LISTING}?{asked}"))))
        for asked in (
            "",
            "unit=STP",
            "enumerator=an",
            "enumerator=binh",
            "standing=counts",
            "standing=returned",
            "standing=voided",
            "standing=came_back",
            f"number={third[:6].upper()}",
            "number=zz%00",
            "standing=x&before=-1",
            "unit=%00&enumerator=%00&before=-99999999999999999999",
        )
    }

    everything = sorted([first, second, third])
    assert found == {
        "": everything,
        "unit=STP": [third],
        "enumerator=an": everything,
        "enumerator=binh": [],
        "standing=counts": sorted([second, third]),
        "standing=returned": [second],
        "standing=voided": [first],
        "standing=came_back": [],
        f"number={third[:6].upper()}": [third],
        "number=zz%00": everything,
        "standing=x&before=-1": everything,
        "unit=%00&enumerator=%00&before=-99999999999999999999": everything,
    }


def test_list__longer_than_a_page__is_walked_through_without_gaps(monkeypatch, manager, read, many):
    monkeypatch.setattr("survey_app.web.reviewing.PAGE", 2)

    first = read(manager.get(LISTING))
    (following,) = [link for link in first.links if "before=" in link]
    second = read(manager.get(following))

    assert [len(_uuids(page)) for page in (first, second)] == [2, 1]
    assert sorted(_uuids(first) + _uuids(second)) == sorted(one.replace("-", "") for one in many)
    assert not [link for link in second.links if "before=" in link]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_list__of_more_interviews__asks_the_database_as_often(world, manager, interviewed):
    manager.get(LISTING)
    interviewed({"q11": "1"})
    with world.statements() as few:
        manager.get(LISTING)
    interviewed({"q11": "2"}, {"q11": "3"}, {"q11": "5"})
    with world.statements() as many:
        manager.get(LISTING)

    assert len(many) == len(few)


def test_list__of_a_round_without_interviews__says_so(manager, read):
    page = read(manager.get(LISTING))

    assert "Chưa nhận được phiếu nào." in page.text
    assert manager.get("/field/rounds/khong-co/interviews").status_code == 404


def test_closing__with_returned_interviews__warns_and_is_confirmed(world, manager, read, received):
    send_back(manager, received)

    page = read(world.client("noivu").get("/admin/rounds/thu-2022/steps/close"))

    assert "Số phiếu đã trả lại cho điều tra viên, chưa gửi lại: 1." in page.text


@pytest.mark.parametrize(("who", "links"), [("quanly", 1), ("noivu", 0)])
def test_progress__with_returned_interviews__says_how_many_are_out(
    world, manager, read, received, who, links
):
    before = read(world.client(who).get("/field/rounds/thu-2022"))
    send_back(manager, received)

    page = read(world.client(who).get("/field/rounds/thu-2022"))

    said = "1 phiếu đã trả lại cho điều tra viên, chưa gửi lại"
    assert said not in before.text
    assert said in page.text
    assert len([link for link in page.links if "standing=returned" in link]) == links


def test_case__whose_interview_was_voided_and_taken_back__says_so_and_leads_to_it(
    world, manager, read, received
):
    page = read(manager.get(received))
    (case,) = [link for link in page.links if "/cases/" in link]

    void(manager, received, respondent="recalled")

    told = read(manager.get(case))
    assert received in told.links
    assert "phiếu đã bị hủy" in told.text
    assert world.actions()[-2:] == ["interview.voided", "assignment.recalled"]
