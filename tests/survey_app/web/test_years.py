"""The page of a round beside an earlier one, and that its files say the same."""

import csv
import io
import json
from decimal import Decimal
from math import ceil, floor

import pytest
from click.testing import CliRunner

from scoring.differences import Change, Lacking
from scoring.round_figures import Aspect
from survey_app.cli import main
from survey_app.db.engine import transaction
from survey_app.results.change_reasons import APART, ASPECTS, CHANGES, LACKING
from survey_app.results.unit_changes import BY_FIGURES, Apart
from survey_app.web.change_words import MARKS, TOLD, by_chance_words
from tests.survey_app.people_by_chance import DEFINITION
from tests.survey_app.rounds_apart import ALL as SATISFIED
from tests.survey_app.rounds_apart import (
    EARLIER,
    LATER,
    ask_otherwise,
    copied,
    interviewed,
    make_public,
    renamed_level,
    reworded,
    two_rounds,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = f"/results/rounds/{LATER}/years"
NAMES = {"SXD": "Sở Xây dựng và Quy hoạch", "STP": "Sở Tư pháp", "SYT": "Sở Y tế"}
FACTORS = tuple(factor.code for factor in DEFINITION.factors)


@pytest.fixture(scope="module")
def noivu(still_world):
    """Home Affairs; the earlier round is published, the later one is not."""
    two_rounds(still_world)
    make_public(still_world, EARLIER)
    return still_world.client("noivu")


@pytest.fixture
def page(noivu, read):
    """Reads the page, sorted in some way."""
    return lambda query="": read(noivu.get(PAGE + query))


def test_years__first_screen__says_who_rose_who_fell_and_of_whom_nothing_is_told(page):
    text = page().text

    assert "So với Đợt thử 2022: trong 11 đơn vị có 1 đơn vị tăng, 1 đơn vị giảm" in text
    assert "1 đơn vị chưa thấy thay đổi và 8 đơn vị không so sánh được" in text
    assert "▲ Tăng (1) Sở Xây dựng và Quy hoạch +1,00" in text
    assert "▼ Giảm (1) Sở Tư pháp −1,00" in text
    assert "○ Chưa thấy thay đổi (1) Sở Y tế +0,33" in text
    assert "nếu cả 3 đơn vị này đều không thay đổi thì vẫn có khoảng 0,2 đơn vị" in text
    assert "6 đơn vị có ở cả hai đợt, 1 chỉ có ở đợt này, 4 chỉ có ở đợt trước" in text


def test_by_chance__no_unit_can_be_compared__says_nothing(still_world):
    with still_world.app.test_request_context():
        assert by_chance_words(0) == ""
        assert by_chance_words(1) != ""


def test_years__units_that_cannot_be_compared__each_says_why(page):
    found = page()

    reasons = {row[0]: row[6] for row in found.rows if len(row) == 7}
    assert reasons["Sở Công Thương"].startswith("điểm của đợt này không được hiện: dưới 10 người")
    assert reasons["Sở Tài chính"].startswith("đã tiếp nhận Sở Kế hoạch và Đầu tư")
    assert reasons["Sở Kế hoạch và Đầu tư"] == "đã sáp nhập vào Sở Tài chính"
    assert reasons["Sở Nội vụ"] == "không khảo sát ở đợt này"
    assert reasons["Sở Lao động"] == "chưa có ai trả lời ở đợt này"
    assert reasons["Sở Dân tộc"] == "không khảo sát ở đợt trước"
    assert reasons["Ban Quản lý"] == "đã kết thúc hoạt động trước đợt này"
    assert reasons["Sở Giao thông"] == "không khảo sát ở đợt này"
    # Neither the score of too few people, nor of who protects them, nor two of another unit.
    scores = {row[0]: row[1:5] for row in found.rows if len(row) == 7}
    assert scores["Sở Công Thương"] == ["10,00 tham khảo", "–", "–", "–"]
    assert scores["Sở Dân tộc"] == ["–", "–", "–", "–"]
    assert scores["Sở Tài chính"] == ["–", "–", "–", "–"]


def test_years__table__has_scores_differences_and_intervals(page):
    found = page()

    rose, fell = found.row("Sở Xây dựng và Quy hoạch"), found.row("Sở Tư pháp")
    # Earlier 9.00 (7.948 to 9.544), as all or nothing of 60 people is worth 59 answers. Now 10.00
    # (9.365 to 10): 60 people at the design effect 1.0163 of both units that vary.
    # 1 - √(0.635² + 0.544²) = 0.164 and 1 + √(0² + 1.052²) = 2.052.
    assert rose[1:7] == ["9,00", "10,00", "+1,00", "+0,16 đến +2,06", "60 / 60", "▲ tăng"]
    # Earlier 10.00 (9.453 to 10), now 9.00 (8.047 to 9.516): -1.953 to -0.248.
    assert fell[1:7] == ["10,00", "9,00", "−1,00", "−1,96 đến −0,24", "70 / 70", "▼ giảm"]
    assert "đợt trước tên là Sở Xây dựng" in rose[0]
    assert "√(0,635² + 0,544²) = 0,836" in rose[0]
    assert "√(0,000² + 1,052²) = 1,052" in rose[0]
    assert "Cả khoảng nằm trên 0: điểm đã tăng." in rose[0]


def test_years__factors__are_differences_with_the_one_that_changed_most(page):
    rows = [row for row in page().rows if len(row) == 3 + len(FACTORS)]

    rose = next(row for row in rows if row[0] == NAMES["SXD"])
    assert rose[1] == "+1,00"
    # Every factor went from 54 of 60 to 60 of 60 people.
    assert [cell.split()[:2] for cell in rose[2:7]] == [["▲", "+10,0"]] * 5
    assert rose[7] == DEFINITION.factors[0].short_title.vi
    still = next(row for row in rows if row[0] == NAMES["SYT"])
    assert [cell.split()[0] for cell in still[2:7]] == ["+3,3"] * 5
    assert still[7] == "chưa thấy yếu tố nào"


def test_years__numbers__say_where_they_are_from(page):
    found = page()

    before, now = found.row("Đợt thử 2022"), found.row("Đợt thử 2023")
    assert before[1].startswith("đã công bố ngày 03/10/2022 08:00 giữ nguyên như khi công bố")
    assert now[1].startswith("chưa công bố: tính từ các phiếu đã nhận đến nay")
    assert (before[2], now[2]) == ("295", "236")
    assert f"/results/rounds/{EARLIER}/publication" in found.links
    assert "không được phỏng vấn theo cùng" not in found.text


def test_years__page_file_and_document__say_the_same(still_world, noivu, page, tmp_path):
    found = page()
    text = noivu.get(f"{PAGE}/changes.csv").data.decode("utf-8-sig")
    rows = {row["unit_name"] or row["kind"]: row for row in csv.DictReader(io.StringIO(text))}
    document = _document(still_world, tmp_path / "changes.json")

    assert len(document["units"]) == 11
    for code, unit in document["units"].items():
        row = rows[unit["name"]]
        assert (row["unit_code"], row["kind"]) == (code, "unit")
        shown = next(cells for cells in found.rows if len(cells) == 7 and _is(cells, unit["name"]))
        _agree(unit, row, shown=shown)
    group = next(cells for cells in found.rows if len(cells) == 7 and _is(cells, "Sở, ban, ngành"))
    _agree(document["groups"]["department"], rows["group"], shown=group)
    _agree(document["overall"], rows["whole"], shown=None)


def _document(world, file):
    environment = {"DATABASE_URL": world.engine.url.render_as_string(hide_password=False)}
    words = ["score", LATER, "--against", EARLIER, "--json", str(file)]
    result = CliRunner().invoke(main, words, env=environment)
    assert result.exit_code == 0, result.output
    return json.loads(file.read_text(encoding="utf-8"))


def _is(cells, name):
    return cells[0].removesuffix("đợt trước tên là Sở Xây dựng").split(" ▸")[0].startswith(name)


def _agree(said, row, *, shown):
    """One row of the document, of the file and of the page."""
    difference = said["difference"]
    assert row["difference_change"] == (difference["change"] or "")
    printed = [
        _printed((said["earlier"] or {}).get("est")),
        _printed((said["later"] or {}).get("est")),
        _printed(difference["est"]),
        _printed(difference["ci_low"], how=floor),
        _printed(difference["ci_high"], how=ceil),
    ]
    names = ("earlier_score", "later_score", "difference", "difference_ci_low")
    assert [row[name] for name in (*names, "difference_ci_high")] == printed
    for code in FACTORS:
        factor = said["factors"][code]["difference"]
        assert row[code] == _printed(factor["est"], by=1, places=1)
        assert row[f"{code}_ci_low"] == _printed(factor["ci_low"], by=1, places=1, how=floor)
        assert row[f"{code}_change"] == (factor["change"] or "")
    if shown is not None:
        scores = [cell.split()[0] for cell in shown[1:3]]
        assert scores == [_read(one) for one in printed[:2]]
        assert shown[3] == _read(printed[2], sign="+")
        low, high = (_read(one, sign="+") for one in printed[3:])
        assert shown[4] == ("–" if low == "–" else f"{low} đến {high}")


def _printed(percent, *, by=10, places=2, how=lambda digits: floor(abs(digits) + 0.5)):
    """Half up, or by `how` where the last digit is not whole already."""
    if percent is None:
        return ""
    digits = round(percent / by * 10**places, 7)
    count = digits if digits == round(digits) else how(digits)
    sign = -1 if percent < 0 and count > 0 and how not in (floor, ceil) else 1
    return f"{Decimal(sign * int(count)).scaleb(-places):f}"


def _read(value, *, sign=""):
    if not value:
        return "–"
    number = Decimal(value)
    mark = "−" if number < 0 else sign if number > 0 else ""
    return f"{mark}{abs(number):f}".replace(".", ",")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["SXD", "SYT", "STP"]),
        ("&down=1", ["STP", "SYT", "SXD"]),
        ("&sort=difference", ["STP", "SYT", "SXD"]),
        ("&sort=difference&down=1", ["SXD", "SYT", "STP"]),
        ("&sort=earlier", ["SYT", "SXD", "STP"]),
        ("&sort=later", ["SYT", "STP", "SXD"]),
        ("&sort=factor.F1", ["STP", "SYT", "SXD"]),
        ("&sort=name", ["STP", "SXD", "SYT"]),
        ("&sort=factor.khong", ["SXD", "SYT", "STP"]),
    ],
)
def test_years__order__is_the_one_of_the_address(page, query, expected):
    rows = page(f"?against={EARLIER}{query}").rows

    first = [row[0] for row in rows if len(row) == 7]
    found = [code for cell in first for code, name in NAMES.items() if cell.startswith(name)]
    second = [row[0] for row in rows if len(row) == 8]
    again = [code for cell in second for code, name in NAMES.items() if cell == name]
    assert found == again == expected


def test_years__chart__is_the_picture_of_the_table(noivu, read):
    svg = noivu.get(f"{PAGE}/department.svg?against={EARLIER}")

    assert svg.mimetype == "image/svg+xml"
    assert "▲ +1,00" in read(svg).text
    assert "đã sáp nhập vào Sở Tài chính" in read(svg).text
    assert noivu.get(f"{PAGE}/khong.svg").status_code == 404


def test_years__nothing_earlier__says_what_it_takes(noivu, read):
    text = read(noivu.get(f"/results/rounds/{EARLIER}/years")).text

    assert "Chưa có đợt trước nào có điểm để so sánh." in text
    assert "từ 01/01/2022 đến 30/09/2022" in text
    assert noivu.get(f"/results/rounds/{EARLIER}/years/changes.csv").status_code == 404


@pytest.mark.parametrize("against", [LATER, "khong", "", "%00", "' or 1"])
def test_years__against_what_is_no_earlier_round__does_not_exist(noivu, against):
    assert noivu.get(f"{PAGE}?against={against}").status_code == 404
    assert noivu.get(f"{PAGE}/changes.csv?against={against}").status_code == 404


@pytest.mark.parametrize("rest", ["", "/changes.csv", "/department.svg"])
def test_years__other_roles_and_unknown_rounds__see_nothing(still_world, noivu, rest):
    for who in ("an", "quanly", "giamsat", "donvi", "quantri"):
        assert still_world.client(who).get(f"{PAGE}{rest}").status_code == 403
    assert noivu.get(f"/results/rounds/khong/years{rest}").status_code == 404


def test_unit__earlier_round_with_scores__says_how_it_changed(noivu, read):
    there = f"/results/rounds/{LATER}/units/"

    rose, merged = (read(noivu.get(f"{there}{code}")) for code in ("SXD", "STC"))
    some = read(noivu.get(f"{there}SXD?mode=tablet"))

    sentence = "▲ +1,00 điểm (khoảng tin cậy 95 %: +0,16 đến +2,06): ▲ tăng."
    assert f"So với Đợt thử 2022: {sentence} Đợt trước 9,00, đợt này 10,00." in rose.text
    assert "Yếu tố thay đổi nhiều nhất: Tiếp cận dịch vụ." in rose.text
    assert f"{PAGE}?against={EARLIER}" in rose.links
    assert "So với Đợt thử 2022: đã tiếp nhận Sở Kế hoạch và Đầu tư" in merged.text
    assert "So với Đợt thử 2022" not in some.text
    assert "So với Đợt" not in read(noivu.get(f"/results/rounds/{EARLIER}/units/SXD")).text


@ON_SQLITE
def test_years__several_earlier_rounds__one_is_chosen_and_the_latest_by_itself(world, read):
    two_rounds(world)
    with transaction(world.engine) as session:
        copied(session, code="thu-2024", year=2024)
    noivu = world.client("noivu")
    page = "/results/rounds/thu-2024/years"
    nobody = read(noivu.get(page))
    with transaction(world.engine) as session:
        interviewed(session, "thu-2024", {"STP": [SATISFIED] * 40}, mode="phone")
    world.change("UPDATE round SET period_start = '2023-06-01' WHERE code = 'thu-2024'")

    found, chosen = read(noivu.get(page)), read(noivu.get(f"{page}?against={EARLIER}"))

    assert "Chưa thu được phiếu nào." in nobody.text
    assert [field["value"] for field in found.fields if field["tag"] == "option"] == [
        LATER,
        EARLIER,
    ]
    assert found.row("Sở Tư pháp")[1:4] == ["9,00", "10,00", "+1,00"]
    assert chosen.row("Sở Tư pháp")[1:4] == ["10,00", "10,00", "0,00"]
    assert found.row("Đợt thử 2024")[3] == "điện thoại: 40"
    assert "không được phỏng vấn theo cùng những cách" in found.text
    assert "Thời kỳ của hai đợt chồng lên nhau" in found.text
    assert "Thời kỳ của hai đợt chồng lên nhau" not in chosen.text


@ON_SQLITE
def test_years__other_version_of_the_questionnaire__names_what_was_reworded(world, read):
    two_rounds(world)
    ask_otherwise(world, LATER, reworded("q12", "Một câu hỏi khác"))

    found = read(world.client("noivu").get(PAGE))

    assert "Hai đợt dùng hai phiên bản phiếu hỏi khác nhau." in found.text
    assert f"q12 trước: “{DEFINITION.item('q12').text.vi}”, nay: “Một câu hỏi khác”" in found.text
    assert found.row("Sở Tư pháp")[3] == "−1,00"


@ON_SQLITE
def test_years__levels_called_otherwise__puts_no_scores_side_by_side(world, read):
    two_rounds(world)
    levels = {"vi": "Rất thích", "en": "Like it"}
    ask_otherwise(world, LATER, renamed_level(levels))
    noivu = world.client("noivu")

    found = read(noivu.get(PAGE))

    assert "Hai đợt không đo cùng một thứ, nên không so sánh con số nào." in found.text
    assert "các mức trả lời được gọi khác" in found.text
    assert not any(len(row) == 7 for row in found.rows)
    assert "10,00" not in found.text
    assert noivu.get(f"{PAGE}/department.svg").status_code == 404
    text = noivu.get(f"{PAGE}/changes.csv").data.decode("utf-8-sig")
    assert {row["later_score"] for row in csv.DictReader(io.StringIO(text))} == {""}


@ON_SQLITE
def test_years__number_of_queries__does_not_grow_with_units_or_interviews(world):
    two_rounds(world)
    noivu = world.client("noivu")
    with world.statements() as few:
        noivu.get(PAGE)
    with transaction(world.engine) as session:
        interviewed(session, LATER, {code: [SATISFIED] * 3 for code in ("SLD", "SXD", "STP")})

    with world.statements() as many:
        noivu.get(PAGE)

    assert len(many) == len(few) <= 22


def test_words__all_that_a_comparison_can_tell__are_there():
    assert set(CHANGES) == set(MARKS) == set(TOLD) == set(Change)
    assert set(ASPECTS) == set(Aspect)
    assert set(APART) == set(Apart)
    assert set(BY_FIGURES) == set(Lacking)
    assert set(LACKING) == set(Lacking) - {Lacking.OTHER_UNIT}
