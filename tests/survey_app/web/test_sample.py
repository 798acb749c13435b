"""Samples on pages: a seed is promised, numbers are seen, a sample is drawn, checked, shown."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from field_export.draw_files import case_file, draw_file, sample_file
from survey_app.db.engine import transaction
from survey_app.db.rounds import round_coded
from survey_app.fieldwork.sampling.files import published_sample
from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests.survey_app.web.sampled_round import ROUND, add_frame, add_round

PAGE = f"/field/rounds/{ROUND}/sample/"
LIST = f"{PAGE}lists/{ROUND}-1"
CONFIRMED = {"confirmed": "1", "cases": "60", "official": "12", "reserve": "3"}
BOTH = {"unit": ["SXD", "STP"]}


@pytest.fixture
def planned(world):
    """A draft with a plan and without a frame."""
    add_round(world)


@pytest.fixture
def framed(world, planned):
    """The same with its frame."""
    add_frame(world)


@pytest.fixture
def promised(framed, noivu):
    """The frame is there and a seed is promised."""
    assert noivu.post(PAGE, {"list_name": f"{ROUND}-1"}).location == LIST


@pytest.fixture
def drawn(promised, quanly):
    """The sample is drawn."""
    assert quanly.post(f"{LIST}/draw", BOTH | CONFIRMED).location == LIST


def test_page__of_an_empty_round__says_what_to_do_first_and_all_that_is_missing(
    planned, quanly, read
):
    page = read(quanly.get(PAGE))

    assert "Chưa cam kết mẫu nào." in page.text
    assert "Chưa cam kết số gieo cho các đơn vị chưa có mẫu." in page.text
    assert "SXD, STP" in page.text or "STP, SXD" in page.text
    assert f"/field/rounds/{ROUND}/frame/" in page.links
    assert not page.named("list_name")  # seeds are of Home Affairs
    assert PAGE in read(quanly.get("/field/")).links


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sampling": None}, "phương án chọn mẫu"),
        ({"units": []}, "Không còn đơn vị được khảo sát nào"),
    ],
)
def test_page__round_without_plan_or_units__says_so(world, quanly, read, changes, said):
    add_round(world, **changes)

    page = read(quanly.get(PAGE))

    assert said.lower() in page.text.lower()


def test_page__before_drawing__has_the_figures_of_the_plan_by_unit_and_stratum(
    promised, quanly, read
):
    page = read(quanly.get(PAGE))
    strata = read(quanly.get(f"{PAGE}units/SXD"))

    # 8 of 40: each stands for 5. 1.96·√(2·(1/2)²·(16/19)·0.25/4) = 31.8 points.
    assert page.row("Sở Xây dựng")[1:] == ["40", "8", "2", "5,00", "± 31,8", "± 13,9"]
    assert page.row("Sở Tư pháp")[1:5] == ["20", "4", "1", "5,00"]
    assert strata.row("SXD / Bình Lục")[1:5] == ["20", "4", "1", "5,00"]
    assert strata.row("Toàn đơn vị")[1:] == page.row("Sở Xây dựng")[1:]
    assert "phân tầng" in page.text
    assert f"{LIST}/draw" in page.links


def test_promise__by_home_affairs__keeps_the_seed_closed_and_is_written_down(
    promised, world, noivu, read
):
    page = read(noivu.get(LIST))

    [(commitment, seed)] = world.rows("SELECT commitment, seed FROM sample_draw")
    assert commitment in page.text
    assert seed is None
    assert world.actions()[-1] == "sample.seed_committed"
    assert f"{LIST}/draw" not in page.links  # drawing is of the field manager


@pytest.mark.parametrize("name", ["", "Đợt 1", f"{ROUND}-1", "x" * 65])
def test_promise__under_an_unfit_or_taken_name__says_why_and_keeps_what_was_typed(
    promised, world, noivu, read, name
):
    answer = noivu.post(PAGE, {"list_name": name})

    page = read(answer)
    assert answer.status_code == 422
    assert "faults" in page.places
    assert page.chosen("list_name") == [name]
    assert world.one("SELECT count(*) FROM sample_draw") == 1


def test_seed__by_the_field_manager__is_neither_promised_nor_shown(drawn, world, quanly):
    answers = [quanly.post(PAGE, {"list_name": "x"}), quanly.post(f"{LIST}/reveal")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert world.rows("SELECT list_name, seed FROM sample_draw") == [(f"{ROUND}-1", None)]


def test_draw__by_home_affairs__is_refused(promised, world, noivu):
    answer = noivu.post(f"{LIST}/draw", BOTH | CONFIRMED)

    assert answer.status_code == 403
    assert world.one("SELECT count(*) FROM sample_member") == 0


def test_draw__confirmed__is_what_the_numbers_said_and_is_written_down(
    promised, world, quanly, read
):
    before = read(quanly.get(f"{LIST}/draw"))
    answer = quanly.post(f"{LIST}/draw", BOTH | CONFIRMED)

    page = read(quanly.get(answer.location))
    assert [before.chosen(name) for name in ("cases", "official", "reserve")] == [
        ["60"],
        ["12"],
        ["3"],
    ]
    assert page.row("Sở Xây dựng")[1:4] == ["40", "8", "2"]
    assert world.rows(
        "SELECT sample_list, count(*) FROM sample_member GROUP BY sample_list ORDER BY 1"
    ) == [("official", 12), ("reserve", 3)]
    assert world.actions()[-1] == "sample.drawn"
    quanly_id = world.one("SELECT id FROM account WHERE username = 'quanly'")
    assert world.one("SELECT drawn_by FROM sample_draw") == quanly_id
    assert "Mọi đơn vị được khảo sát đều đã có mẫu." in read(quanly.get(PAGE)).text
    assert read(quanly.get(f"{PAGE}units/STP")).row("STP / Bình Lục")[1:4] == ["10", "2", "1"]


def test_draw__of_one_unit__leaves_the_other_for_another_seed(promised, world, quanly, noivu, read):
    one = read(quanly.get(f"{LIST}/draw?unit=SXD"))
    numbers = {"unit": "SXD", "confirmed": "1", "cases": "40", "official": "8", "reserve": "2"}
    quanly.post(f"{LIST}/draw", numbers)
    noivu.post(PAGE, {"list_name": "lan-hai"})

    rest = read(quanly.get(f"{PAGE}lists/lan-hai/draw"))

    assert one.chosen("official")[0] == "8"
    assert [field["value"] for field in rest.named("unit")] == ["STP", "STP"]
    assert rest.chosen("official") == ["4"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (BOTH, "chưa được xác nhận"),
        (BOTH | CONFIRMED | {"official": "11"}, "đã thay đổi kể từ khi hiện"),
        (BOTH | CONFIRMED | {"cases": "x"}, "đã thay đổi kể từ khi hiện"),
        (CONFIRMED, "Không còn đơn vị được khảo sát nào"),
        (CONFIRMED | {"unit": ["SXD", "KHONG"]}, "KHONG"),
    ],
)
def test_draw__not_confirmed_or_not_as_seen__draws_nothing(
    promised, world, quanly, read, sent, said
):
    answer = quanly.post(f"{LIST}/draw", sent)

    assert answer.status_code == 422
    assert said in read(answer).text
    assert world.one("SELECT count(*) FROM sample_member") == 0
    assert world.actions()[-1] == "sample.seed_committed"


def test_draw__frame_that_changed_meanwhile__asks_again_with_the_new_numbers(
    promised, world, quanly, read
):
    world.change("DELETE FROM frame_case WHERE file_code = 'SXD-0003'")

    answer = quanly.post(f"{LIST}/draw", BOTH | CONFIRMED)

    assert answer.status_code == 422
    assert read(answer).chosen("cases") == ["59"]


def test_draw__stratum_that_would_not_survive_a_file__names_it(world, quanly, noivu, read):
    add_round(world)
    add_frame(world, districts=("Phủ\u200bLý", "Bình Lục"))
    noivu.post(PAGE, {"list_name": f"{ROUND}-1"})

    answer = quanly.post(f"{LIST}/draw", BOTH | CONFIRMED)

    assert answer.status_code == 422
    assert "tầng “SXD / Phủ" in read(answer).text
    assert world.one("SELECT count(*) FROM sample_member") == 0


def test_draw__under_another_secret__says_that_the_seed_stays_closed(promised, world, read):
    settings = Settings(secret_key="another" * 6, database_url="sqlite://", secure_cookies=False)
    other = replace(world, app=create_app(settings, now=world.clock, engine=world.engine))
    quanly = type(world.client())(other.app.test_client())
    quanly.sign_in("quanly")

    answer = quanly.post(f"{LIST}/draw", BOTH | CONFIRMED)

    assert answer.status_code == 422
    assert "HAILONG_SECRET_KEY" in read(answer).text


def test_draw__by_two_at_once__is_drawn_once(promised, world):
    gate = Barrier(2)

    def press(_number):
        client = world.client("quanly")
        client.token()
        gate.wait()
        return client.post(f"{LIST}/draw", BOTH | CONFIRMED).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, range(2)))

    assert statuses == [303, 422]
    assert world.one("SELECT count(*) FROM sample_member") == 15
    assert world.actions().count("sample.drawn") == 1


def test_files__before_and_after_the_seed_is_shown__are_those_of_the_command(
    drawn, world, quanly, noivu, read
):
    early = quanly.get(f"{LIST}/draw.json")
    hidden = [quanly.get(f"{LIST}/{name}").status_code for name in ("cases.csv", "sample.csv")]
    waiting = read(noivu.get(LIST))
    world.change("UPDATE round SET state = 'closed' WHERE code = :code", code=ROUND)

    answer = noivu.post(f"{LIST}/reveal", {"confirmed": "1"})

    with transaction(world.engine, writes=False) as session:
        published = published_sample(session, round_coded(session, ROUND), f"{ROUND}-1")
    files = {
        "draw.json": draw_file(published.draw, reveal_seed=True),
        "cases.csv": "".join(case_file(published.cases)),
        "sample.csv": "".join(sample_file(published.draw)),
    }
    assert json.loads(early.text)["seed"] is None
    assert hidden == [409, 409]
    assert f"{LIST}/reveal" not in waiting.links
    assert answer.location == LIST
    for name, content in files.items():
        assert quanly.get(f"{LIST}/{name}").data == content.encode()
    page = read(quanly.get(LIST))
    assert world.one("SELECT seed FROM sample_draw") in page.text
    assert "hailong sample verify draw.json --cases cases.csv --sample sample.csv" in page.text
    assert world.actions()[-1] == "sample.seed_revealed"


def test_reveal__not_confirmed_or_in_the_field__shows_nothing(drawn, world, noivu):
    in_field = noivu.post(f"{LIST}/reveal", {"confirmed": "1"})
    world.change("UPDATE round SET state = 'closed' WHERE code = :code", code=ROUND)
    unconfirmed = noivu.post(f"{LIST}/reveal")

    assert (in_field.status_code, unconfirmed.status_code) == (409, 422)
    assert world.one("SELECT seed FROM sample_draw") is None


def test_page__closed_round__offers_neither_seed_nor_draw(promised, world, noivu, quanly, read):
    world.change("UPDATE round SET state = 'closed' WHERE code = :code", code=ROUND)

    assert not read(noivu.get(PAGE)).named("list_name")
    assert f"{LIST}/draw" not in read(quanly.get(PAGE)).links
    assert quanly.post(f"{LIST}/draw", BOTH | CONFIRMED).status_code == 422
    assert noivu.post(PAGE, {"list_name": "x"}).status_code == 409


def test_page__more_cases_and_units__takes_as_many_queries(world, quanly, planned):
    with world.statements() as empty:
        quanly.get(PAGE)
    add_frame(world, districts=tuple(f"Huyện {number}" for number in range(8)))

    with world.statements() as full:
        quanly.get(PAGE)

    assert len(full) == len(empty)


def test_page__in_english__is_english(promised, quanly, read):
    quanly.post("/language", {"language": "en", "next": PAGE})

    page = read(quanly.get(PAGE))

    assert "What the plan comes to now" in page.text
    assert page.row("Sở Xây dựng")[4:] == ["5.00", "± 31.8", "± 13.9"]
