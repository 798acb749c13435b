"""What a unit sees of itself: its published scores, frozen, and nothing else."""

import csv
import io
import re

import pytest
from sqlalchemy import update

from scoring.plans.canonical import canonical_plan
from scoring.plans.shipped import scoring_plan
from survey_app.db import interview_versions, plans
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tables import SampleDraw
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import SLOTS, give_out, interview_of, say_sizes, somebody
from tests.survey_app.web.published_round import (
    OF_STP,
    OF_SXD,
    PUBLICATION,
    STP,
    SXD,
    close,
    levels,
    publish,
    score_by,
    store,
    two_units_public,
    withdraw,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HOME = "/results/own"
PAGE = f"{HOME}/rounds/thu-2022"
FILES = ("scores.csv", "compared.svg", "criteria.svg", "themes.csv")
LIVE = "/results/rounds/thu-2022/units/SXD"


def of_unit(world, code):
    """Lets the account of a unit be that of this one."""
    world.change(
        "UPDATE account SET unit_id = (SELECT id FROM unit WHERE code = :c)"
        " WHERE username = 'donvi'",
        c=code,
    )
    return world.client("donvi")


@pytest.fixture(scope="module")
def published(still_world):
    return two_units_public(still_world)


@pytest.fixture
def donvi(published):
    """Xây dựng."""
    return published.client("donvi")


def test_own__published_round__is_shown_in_brief_and_in_full(donvi, read):
    home, page = read(donvi.get(HOME)), read(donvi.get(PAGE))

    # 21 of 22 criteria are 95.45 %, as points 9.5454…; the whole has 60 x 21 + 70 x 22 - 35 of
    # 130 x 22, 96.68 %.
    assert PAGE in home.links
    assert "empty" not in home.classes
    for text in (home.text, page.text):
        assert "9,55" in text
        assert "▼ thấp hơn" in text
    assert "60 người" in page.text
    assert page.row("Toàn đợt")[1] == "9,67"
    assert page.row("Sở, ban, ngành")[1] == "9,67"
    assert "trong 2; có thể: 2" in page.text
    assert "60 người đã cho 1.320 câu trả lời được tính" in page.text
    assert "95,45 % × 10,00 điểm = 9,55." in page.text
    assert "Hạng 2 trong 2" in page.text


def test_own__figures__are_those_that_home_affairs_saw(published, donvi, read):
    live = read(published.client("noivu").get(LIVE))

    own = read(donvi.get(PAGE))

    low, high = re.search(r"95 % từ ([\d,]+) đến ([\d,]+);", live.text).groups()
    assert own.row("Sở Xây dựng")[1:3] == ["9,55", f"{low}–{high}"]
    for name in ("Tiếp cận dịch vụ", "Công chức"):
        factor, seen = own.row(name), live.row(name)
        assert [factor[1], factor[2], factor[4], factor[5]] == seen[1:]
    for code in SLOTS:
        criterion, seen = own.row(code), live.row(code)
        assert [*criterion[1:3], *criterion[5:11]] == [*seen[1:3], *seen[3:9]]


def test_own__strengths_and_weaknesses__are_those_that_intervals_tell(donvi, read):
    text = read(donvi.get(PAGE)).text

    told = text.split("Điểm mạnh và điểm yếu", 1)[1].split("Các tiêu chí thấp nhất")[0]
    higher, lower = told.split("Thấp hơn")
    # All of 60 against 95 of 130; nobody against 70 of 130. All others: 100 % in both.
    assert "100,0 % (94,0–100,0); Sở, ban, ngành: 73,1 %" in higher
    assert "0,0 % (0,0–6,0); Sở, ban, ngành: 53,8 %" in lower
    assert told.count("Sở, ban, ngành:") == 2


def test_own__file_and_pictures__say_what_the_page_says(donvi, read):
    page = read(donvi.get(PAGE))
    text = donvi.get(f"{PAGE}/scores.csv").data.decode("utf-8-sig")
    compared, criteria = (read(donvi.get(f"{PAGE}/{name}")).text for name in FILES[1:3])

    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    printed = {
        code: {name: value.replace(".", ",") for name, value in row.items()}
        for code, row in rows.items()
    }
    score = printed["SXD"]
    assert [score["value"], f"{score['low']}–{score['high']}"] == page.row("Sở Xây dựng")[1:3]
    assert [score[name] for name in ("rank", "rank_low", "rank_high", "ranked")] == [*"2222"]
    assert (score["flag"], score["versus_overall"]) == ("ok", "below")
    assert printed["F1"]["value"] + " %" == page.row("Tiếp cận dịch vụ")[1]
    assert printed["F1"]["group_value"] == page.row("Tiếp cận dịch vụ")[3]
    for code in SLOTS:
        row, cells = printed[code], page.row(code)
        assert [f"{row['value']} %", f"{row['low']}–{row['high']}"] == cells[1:3]
        assert [row["group_value"], row["whole_value"], row["n_valid"]] == cells[3:6]
        assert [row[f"level_{level}"] for level in range(1, 6)] == cells[6:11]
        assert f"{row['value']} %" in criteria
    for name in ("value", "group_value", "whole_value"):
        assert score[name] in compared


def test_own__pages__ask_nothing_but_frozen_scores(published, donvi):
    frozen = {"publication", "score_run", "score_row", "plan_version", "questionnaire_version"}
    who_and_what = {"account", "round", "round_unit", "unit", "unit_group"} | {
        "appraised_points",
        "points_document",
    }

    with published.statements() as sent:
        for address in (HOME, PAGE, *(f"{PAGE}/{name}" for name in FILES)):
            assert donvi.get(address).status_code == 200

    # Themes were counted with the run; comments are those of it that were released. Of interviews
    # it is asked whether they are voided by now, and no answer is read.
    of_the_run = {"run_comment", "run_theme_choice", "comment_decision", "interview"}
    asked = {table for one in sent for table in re.findall(r"(?:FROM|JOIN) (\w+)", one)}
    assert asked <= frozen | who_and_what | of_the_run
    assert not any("answer" in one for one in sent)
    assert frozen - {"questionnaire_version"} <= asked


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "noivu", "quantri"])
@pytest.mark.parametrize("address", [HOME, PAGE, *(f"{PAGE}/{name}" for name in FILES)])
def test_own__other_roles__are_denied(published, who, address):
    assert published.client(who).get(address).status_code == 403


@pytest.mark.parametrize("address", [HOME, PAGE])
def test_own__nobody__is_sent_to_the_sign_in(published, address):
    assert published.client().get(address).location == f"/sign-in?next={address}"


@pytest.mark.parametrize(
    "address",
    [
        "/results/",
        "/results/rounds/thu-2022",
        "/results/rounds/thu-2022/scores",
        LIVE,
        "/results/rounds/thu-2022/units/STP",
        "/results/rounds/thu-2022/responses.csv",
        f"{PUBLICATION}/1/scores.json",
        f"{PUBLICATION}/1/responses.csv",
        "/field/rounds/thu-2022",
        "/interviews/",
        "/admin/",
    ],
)
def test_own__unit__is_denied_everything_else(published, address):
    assert published.client("donvi").get(address).status_code == 403


@pytest.mark.parametrize("address", ["", "/scores.csv", "/compared.svg"])
@pytest.mark.parametrize("code", ["khong", "thu-2022%00", "STP", "1"])
def test_own__unknown_round__does_not_exist(donvi, code, address):
    assert donvi.get(f"{HOME}/rounds/{code}{address}").status_code == 404


@ON_SQLITE
def test_own__nothing_published__says_when_results_come(world, interviewed, read):
    interviewed({})
    donvi = world.client("donvi")

    page = read(donvi.get(HOME))

    assert "Sở Xây dựng" in page.text
    assert "empty" in page.classes
    assert "Phỏng vấn đến hết ngày 30/09/2022." in page.text
    assert "10,00" not in page.text
    assert [donvi.get(address).status_code for address in (PAGE, f"{PAGE}/scores.csv")] == [404] * 2
    close(world)
    assert "Đã phỏng vấn xong, phiếu đang được kiểm tra." in read(donvi.get(HOME)).text
    world.change("UPDATE round SET state = 'draft'")
    assert "Đợt thử 2022" not in read(donvi.get(HOME)).text


@ON_SQLITE
def test_own__round_and_other_units__are_each_shown_to_their_own(world, read):
    two_units_public(world)
    world.change("INSERT INTO unit (code, name) VALUES ('SKH', 'Sở Khác')")

    of_stp = read(of_unit(world, "STP").get(PAGE))
    exempt = read(of_unit(world, "TTRA").get(PAGE))
    stranger = of_unit(world, "SKH")

    assert of_stp.row("Sở Tư pháp")[1] == "9,77"
    assert "Sở Xây dựng" not in of_stp.text
    assert "không được khảo sát trong đợt này" in exempt.text
    assert exempt.rows == []
    assert stranger.get(PAGE).status_code == 404
    assert stranger.get(f"{PAGE}/scores.csv").status_code == 404
    assert "Đợt thử 2022" not in read(stranger.get(HOME)).text


def test_own__replaced_and_withdrawn__are_said_with_their_reasons(world, read):
    people = store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    donvi = world.client("donvi")
    before = read(donvi.get(PAGE)).rows
    with transaction(world.engine) as session:
        last = interview_versions.last_version(session, people[0].uuid)
        interview_versions.void(session, last.id, at=world.clock(), reason="Phiếu khống")

    assert read(donvi.get(PAGE)).rows == before  # frozen: the voided one still counts here
    publish(world, reason="Hủy một phiếu khống")
    replaced = read(donvi.get(PAGE))
    withdraw(world, reason="Sai danh sách đơn vị")
    withdrawn, home = read(donvi.get(PAGE)), read(donvi.get(HOME))

    assert replaced.row("Sở Xây dựng")[3] == "59"
    assert "đã được thay bằng điểm khác" in replaced.text
    assert "Lý do: Hủy một phiếu khống" in replaced.text
    assert (
        "1 phiếu đã bị hủy và không được tính. Điểm nếu tính cả các phiếu đó không được công bố"
        in replaced.text
    )
    for page in (withdrawn, home):
        assert "đã được rút lại" in page.text
        assert "Lý do: Sai danh sách đơn vị" in page.text
        assert "9,55" not in page.text
        assert page.rows == []
    assert {donvi.get(f"{PAGE}/{name}").status_code for name in FILES} == {404}


@ON_SQLITE
@pytest.mark.parametrize(
    ("own", "other", "reason", "meaning"),
    [
        (9, 30, "dưới 10 người trả lời", "Số liệu chỉ dựa trên quá ít người thì không công bố"),
        (12, 9, "ẩn để không thể tính ngược ra", "Số người này đủ để có điểm."),
    ],
)
def test_own__hidden_unit__sees_why_and_no_figure_of_its_own(
    world, read, own, other, reason, meaning
):
    store(world, *[levels(4, q11=1)] * own)
    store(world, *[levels(5)] * other, unit=STP)
    close(world)
    publish(world)
    donvi = world.client("donvi")

    page = read(donvi.get(PAGE))
    rows = list(
        csv.DictReader(io.StringIO(donvi.get(f"{PAGE}/scores.csv").data.decode("utf-8-sig")))
    )

    assert f"không hiện điểm: {reason}" in page.text
    assert f"{own} người đã trả lời. {meaning}" in page.text
    assert page.rows == []
    assert "9,55" not in page.text
    assert donvi.get(f"{PAGE}/criteria.svg").status_code == 404
    assert [(row["kind"], row["value"], row["flag"]) for row in rows] == [
        ("score", "", "suppressed")
    ]


@ON_SQLITE
def test_own__enough_interviews_were_voided__says_the_score_with_them_like_any_other(world, read):
    people = store(world, *OF_SXD, *[levels(1)] * 12)
    store(world, *OF_STP, unit=STP)
    with transaction(world.engine) as session:
        for one in people[-12:]:
            last = interview_versions.last_version(session, one.uuid)
            interview_versions.void(session, last.id, at=world.clock(), reason="Phiếu khống")
    close(world)
    publish(world)

    text = read(world.client("donvi").get(PAGE)).text

    # 60 x 21 of 72 x 22 answers.
    assert "12 phiếu đã bị hủy và không được tính. Nếu tính cả các phiếu đó" in text
    assert "7,95" in text


@ON_SQLITE
def test_own__one_item_is_published__counts_who_answered_it(world, read):
    score_by(world, estimator="overall_item", overall_item="q24")
    store(world, *OF_SXD, *[levels(4, q24=9)] * 9)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    donvi = world.client("donvi")

    home, page = read(donvi.get(HOME)), read(donvi.get(PAGE))

    assert "Số người trả lời 60" in home.text
    assert page.row("Sở Xây dựng")[3] == "60"


@ON_SQLITE
def test_own__criterion_of_too_few_people__tells_how_many_and_no_level(world, read):
    few = [levels(4, q24=9)] * 33 + [levels(4, q24=5)] * 7
    store(world, *few)
    store(world, *few, unit=STP)
    close(world)
    publish(world)
    donvi = world.client("donvi")

    page = read(donvi.get(PAGE))
    text = donvi.get(f"{PAGE}/scores.csv").data.decode("utf-8-sig")

    row = next(row for row in csv.DictReader(io.StringIO(text)) if row["code"] == "q24")
    assert page.row("q24")[1:3] in (["– dưới 10 người", "–"], ["– ẩn", "–"])
    assert page.row("q24")[6:11] == ["–"] * 5
    assert (row["value"], row["level_5"]) == ("", "")
    assert page.row("q11")[6:11] == ["0", "0", "0", "40", "0"]


@ON_SQLITE
def test_own__factor_that_protects_a_smaller_unit__stays_hidden(world, read):
    asked = {"q51": 4, "q52": 4, "q53": 4, "q54": 4}
    none = dict.fromkeys(asked, 9)
    store(world, *[levels(4, **asked)] * 40)
    store(world, *[levels(4, **none)] * 35, *[levels(4, **asked)] * 5, unit=STP)
    close(world)
    publish(world)
    donvi = world.client("donvi")

    page = read(donvi.get(PAGE))
    rows = csv.DictReader(io.StringIO(donvi.get(f"{PAGE}/scores.csv").data.decode("utf-8-sig")))

    hidden = {row["code"]: row for row in rows if row["code"] in {"F5", *asked}}
    factors = [row for row in page.rows if "ẩn: ít người trả lời, hoặc để bảo vệ" in " ".join(row)]
    assert [(row[1][0], row[-1]) for row in factors] == [("–", "–")] * 2
    assert page.row("q51")[1:] == ["– ẩn", "–", "100,0", "100,0", *["–"] * 8]
    assert page.row("q11")[1] == "– ẩn"  # with F1, so that F5 cannot be computed from the score
    assert page.row("q21")[1] == "100,0 %"
    assert "câu trả lời được tính" in page.text
    assert {(row["value"], row["n_valid"]) for row in hidden.values()} == {("", "")}
    assert {row["value"] for row in hidden.values()} == {""}
    assert {hidden[code]["level_4"] for code in asked} == {""}


@ON_SQLITE
def test_own__weighted_sum_without_counts__is_shown_beside_the_unit(world, read):
    """Few of Tư pháp answered q51: the group tells the share of it, but not of how many people."""
    people = [
        *(somebody(SXD, "SXD / a", levels(4, q11=1)) for _ in range(59)),
        # Were everybody of Xây dựng satisfied, it could not hide who of Tư pháp was not.
        somebody(SXD, "SXD / a", levels(4, q11=1, q52=1)),
        *(somebody(STP, "STP / a", levels(4, q51=9)) for _ in range(65)),
        *(somebody(STP, "STP / a", levels(4, q51=1)) for _ in range(5)),
    ]
    with transaction(world.engine) as session:
        give_out(session, people)
        say_sizes(session, {"SXD / a": 600, "STP / a": 350})
        session.execute(update(SampleDraw).values(revealed_at=START, seed="c" * 32, revealed_by=1))
        insert_many(session, [interview_of(one) for one in people])
        weighted = scoring_plan("ha-nam-2022").model_copy(update={"id": "thu", "weights": "design"})
        kept = plans.keep_plan(session, kind="scoring", content=canonical_plan(weighted), at=START)
        plans.set_plans(session, 1, {"scoring": kept})
    close(world)
    publish(world)

    page = read(world.client("donvi").get(PAGE))

    # All of 600 and none of 5 x 350/70 = 25 who stand behind q51.
    assert page.row("q51")[1:6] == ["– ẩn", "–", "96,0", "96,0", "–"]
    assert page.row("q11")[3:6] == ["36,8", "36,8", "60"]
