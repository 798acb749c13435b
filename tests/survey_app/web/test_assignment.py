"""Who interviews whom, on a page: loads, tablets, and shares that are seen before they count."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from survey_app.db.packs import NOTED_EVERY
from tests.survey_app.web.sampled_round import (
    ROUND,
    add_frame,
    add_round,
    add_sample,
    add_shares,
    open_round,
)

PAGE = f"/field/rounds/{ROUND}/assignment/"
SHARE = f"{PAGE}share"
LIST = {"list": f"{ROUND}-1", "rule": "by_load"}
BOTH = LIST | {"enumerator": ["an", "binh"]}
SHOWN = f"{SHARE}?list={ROUND}-1&rule=by_load&enumerator=an&enumerator=binh"
PACK = "/api/v1/sync/pack"


@pytest.fixture
def drawn(begin, world):
    """A draft with a drawn sample: 8 official cases of SXD and 4 of STP."""
    begin(_drawn_draft, world)


def _drawn_draft(world):
    add_round(world)
    add_frame(world)
    add_sample(world)


def tie(world, who, unit):
    world.change(
        "INSERT INTO account_tie (account_id, unit_id)"
        " SELECT account.id, unit.id FROM account, unit WHERE username = :who AND code = :unit",
        who=who,
        unit=unit,
    )


def works_in(world, who, area):
    world.change(
        "INSERT INTO account_area (account_id, area)"
        " SELECT id, :area FROM account WHERE username = :who",
        who=who,
        area=area,
    )


def given(world):
    """How many cases of the round each enumerator has."""
    return dict(
        world.rows(
            "SELECT username, count(*) FROM assignment JOIN account ON account.id = enumerator_id"
            " JOIN sample_member ON sample_member.frame_case_id = assignment.frame_case_id"
            " WHERE recalled_at IS NULL GROUP BY username ORDER BY username"
        )
    )


def tablet_of(page, who):
    """What the page knows of somebody's tablet."""
    return page.row(who)[-1]


def test_page__nothing_drawn_yet__says_what_to_do_first(world, quanly, read):
    add_round(world)

    page = read(quanly.get(PAGE))

    assert "Chưa rút mẫu." in page.text
    assert not page.named("rule")
    assert PAGE in read(quanly.get("/field/")).links


def test_shares__seen__give_nothing_out(drawn, world, quanly, read):
    page = read(quanly.get(SHOWN))

    assert page.row("An")[1:] == ["0", "6", "6"]
    assert page.row("Binh")[1:] == ["0", "6", "6"]
    assert given(world) == {}
    assert world.actions()[-1] == "sample.drawn"


def test_share__as_it_was_seen__gives_out_and_is_written_down(drawn, world, quanly, read):
    seen = read(quanly.get(SHOWN)).chosen("seen")[0]

    answer = quanly.post(SHARE, BOTH | {"seen": seen})

    page = read(quanly.get(answer.location))
    assert answer.location == PAGE
    assert given(world) == {"an": 6, "binh": 6}
    assert world.actions().count("assignment.added") == 12
    assert page.row("An")[1:6] == ["6", "0", "0", "0", "0"]


def test_shares__ties_and_areas__are_kept_and_whatever_is_left_is_told(drawn, world, quanly, read):
    tie(world, "an", "SXD")
    works_in(world, "an", "Bình Lục")
    works_in(world, "binh", "phủ lý")

    page = read(quanly.get(SHOWN.replace("by_load", "by_area")))
    listing = read(quanly.get(PAGE))

    # SXD in Bình Lục: only An works there, who is tied to it.
    assert page.row("An")[1:] == ["0", "2", "2"]
    assert page.row("Binh")[1:] == ["0", "6", "6"]
    assert "SXD, Bình Lục" in page.text
    assert listing.row("An")[6:8] == ["Bình Lục", "SXD"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (BOTH | {"seen": "of before"}, "đã thay đổi kể từ khi hiện"),
        (LIST, "Chưa chọn điều tra viên nào."),
        (LIST | {"enumerator": ["an", "quanly", "ai-do"]}, "quanly không phải"),
        (LIST | {"enumerator": ["an", "quanly", "ai-do"]}, "ai-do không phải"),
        (BOTH | {"list": "khong-co"}, "khong-co"),
    ],
)
def test_share__stale_or_unknown__says_all_of_it_and_gives_nothing(
    drawn, world, quanly, read, sent, said
):
    answer = quanly.post(SHARE, sent)

    assert answer.status_code == 422
    assert said in read(answer).text
    assert given(world) == {}


def test_share__by_a_rule_that_is_none__gives_nothing(drawn, world, quanly):
    answers = [
        quanly.post(SHARE, BOTH | {"rule": "no-such"}),
        quanly.get(SHOWN.replace("by_load", "no-such")),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert given(world) == {}


def test_share__case_given_out_meanwhile__shows_the_new_shares(drawn, world, quanly, read):
    seen = read(quanly.get(SHOWN)).chosen("seen")[0]
    add_shares(world, "an")

    answer = quanly.post(SHARE, BOTH | {"seen": seen})

    page = read(answer)
    assert answer.status_code == 422
    assert page.row("An")[1:] == ["12", "0", "12"]
    assert given(world) == {"an": 12}


def test_share__by_two_at_once__gives_each_case_once(drawn, world, quanly, read):
    seen = read(quanly.get(SHOWN)).chosen("seen")[0]
    gate = Barrier(2)

    def press(_number):
        client = world.client("quanly")
        client.token()
        gate.wait()
        return client.post(SHARE, BOTH | {"seen": seen}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, range(2)))

    assert statuses == [303, 422]
    assert given(world) == {"an": 6, "binh": 6}


def test_share__closed_round__is_refused(drawn, world, quanly, read):
    world.change("UPDATE round SET state = 'closed' WHERE code = :code", code=ROUND)

    answers = [quanly.get(SHOWN), quanly.post(SHARE, BOTH)]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert not read(quanly.get(PAGE)).named("rule")


@pytest.mark.parametrize("who", ["an", "noivu", "giamsat", "quantri"])
def test_assignment__by_others__is_refused(drawn, world, who):
    client = world.client(who)

    answers = [client.get(PAGE), client.get(SHOWN), client.post(SHARE, BOTH)]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert given(world) == {}


def test_tablet__from_draft_to_the_next_change__is_told_step_by_step(drawn, world, quanly, read):
    an = world.client("an")
    add_shares(world)
    an.get(PACK)
    in_draft = tablet_of(read(quanly.get(PAGE)), "An")
    open_round(world)
    opened = read(quanly.get(PAGE))
    tag = an.get(PACK).headers["ETag"]
    sent = tablet_of(read(quanly.get(PAGE)), "An")
    an.http.get(PACK, headers={"If-None-Match": tag}, buffered=True)
    kept = tablet_of(read(quanly.get(PAGE)), "An")

    assert in_draft == "gửi khi mở đợt"
    assert tablet_of(opened, "An").startswith("chưa gửi lần hỏi gần nhất")
    assert tablet_of(opened, "Binh") == "chưa gửi chưa bao giờ hỏi"
    assert opened.classes.count("differs") == 2
    assert sent.startswith("đã gửi")
    assert kept.startswith("đã có trên máy")


def test_tablet__of_somebody_who_lost_a_case__is_behind_too(drawn, world, quanly, read):
    open_round(world)
    add_shares(world, "an")
    world.client("an").get(PACK)
    before = tablet_of(read(quanly.get(PAGE)), "An")
    world.change("UPDATE assignment SET recalled_at = assigned_at")
    add_shares(world, "binh")

    page = read(quanly.get(PAGE))

    assert before.startswith("đã gửi")
    assert tablet_of(page, "An").startswith("chưa gửi")
    assert tablet_of(page, "Binh").startswith("chưa gửi")


def test_tablet__of_somebody_who_got_an_interview_back__is_behind(world, quanly, read, complete):
    an = world.client("an")
    an.post(world.begin(an), complete)
    an.get(PACK)
    page = "/field/rounds/thu-2022/assignment/"
    before = tablet_of(read(quanly.get(page)), "An")

    returned = {"shown": 1, "comment": "Xem lại câu trả lời về phí"}
    quanly.post(f"/field/interviews/{world.case_uuid}/return", returned)

    assert before.startswith("đã gửi")
    assert tablet_of(read(quanly.get(page)), "An").startswith("chưa gửi")


def test_pack__asked_again_and_again__is_noted_once_an_hour(drawn, world):
    an = world.client("an")
    noted = "SELECT sent_at, kept_at FROM account_pack"
    tag = {"If-None-Match": an.get(PACK).headers["ETag"]}
    an.http.get(PACK, headers=tag, buffered=True)
    first = world.rows(noted)

    with world.statements() as sent:
        world.clock.move(timedelta(minutes=5))
        an.http.get(PACK, headers=tag, buffered=True)
    soon = world.rows(noted)
    world.clock.move(NOTED_EVERY)
    an.http.get(PACK, headers=tag, buffered=True)

    assert soon == first
    assert not any("INSERT" in statement for statement in sent)
    assert world.rows(noted) != first


def test_page__more_people_and_cases__takes_as_many_queries(drawn, world, quanly):
    with world.statements() as few:
        quanly.get(PAGE)
    add_shares(world)
    tie(world, "an", "SXD")
    works_in(world, "binh", "Phủ Lý")

    with world.statements() as many:
        quanly.get(PAGE)

    assert len(many) == len(few)
