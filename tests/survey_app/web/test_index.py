"""The index table of a round on its page."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from scoring.rule import NOT_APPLICABLE
from survey_app.cli import main
from survey_app.db import round_writes
from survey_app.db.engine import transaction
from tests.survey_app.people_by_chance import answered, row

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022"


@pytest.fixture
def index(noivu, read):
    """Reads the page."""
    return lambda: read(noivu.get(PAGE))


def test_rounds__list__leads_to_the_index(noivu, read):
    assert PAGE in read(noivu.get("/results/")).links


BY_ALL_DECIMALS = "Các đơn vị xếp hạng theo chỉ số với đầy đủ chữ số thập phân"
INSPECTORS = "Thanh tra tỉnh"
ODD = row(q11=1, q12=2, q13=NOT_APPLICABLE)
"""15 of 17 satisfied."""


def test_index__computed_row__is_the_hand_computed_one(world, index):
    answered(world, ODD, *[row()] * 9)

    page = index()

    # 15 of 17 and 9 times 18 of 18: 177/179 of 10 points are 9.888; 85.75 + 9.888 = 95.64
    cells = page.row("Sở Xây dựng")
    assert [cells[0], *cells[2:]] == ["1", "85,75", "9,89", "95,64", "95,64", "Xuất sắc"]
    assert "98,88 %" in page.text
    assert BY_ALL_DECIMALS not in page.text
    assert page.row("Thanh tra tỉnh")[2:6] == ["56,25", "x", "56,25 /60", "93,75"]
    # What the figures are made of stands below, by the plans of the round.
    assert "Tỷ lệ × 10 điểm." in page.text
    assert "chưa công bố" in page.text


def test_index__ranks_by_what_is_not_printed__are_said_to_be(world, index):
    answered(world, ODD, *[row()] * 9)
    world.change("UPDATE appraised_points SET points = 85.74 WHERE points = 85.75")
    world.change("UPDATE appraised_points SET points = 57.38 WHERE points = 56.25")

    # 85.74 + 9.888268 = 95.628268, and 57.38 of 60 is 95.633333
    page = index()
    ranks = {name: (page.row(name)[0], page.row(name)[5]) for name in ("Sở Xây dựng", INSPECTORS)}
    assert ranks == {"Sở Xây dựng": ("2", "95,63"), INSPECTORS: ("1", "95,63")}
    assert BY_ALL_DECIMALS in page.text


def test_index__changes__with_the_next_interview(world, index):
    answered(world, *[row()] * 10)
    before = index().row("Sở Xây dựng")

    answered(world, ODD)

    after = index().row("Sở Xây dựng")
    assert (before[3], after[3]) == ("10,00", "9,90")


def test_index__units_that_are_not_ready__are_named_with_the_reason(world, index):
    world.change("DELETE FROM appraised_points WHERE points = 85.75")
    answered(world, *[row()] * 9, unit=2)

    page = index()

    assert "alert" in page.classes
    assert not any("Sở" in name for cells in page.rows for name in cells[1:2])
    assert "Sở Xây dựng: Chưa có điểm thẩm định. Chưa có điểm: chưa ai trả lời hợp lệ." in page.text
    assert "Sở Tư pháp: Không có điểm: điểm không được hiện" in page.text


def test_index__nothing_ready__says_what_to_do(world, index):
    world.change("DELETE FROM appraised_points")

    page = index()

    assert "empty" in page.classes
    assert page.rows == []


def _print(world, position, rank, component, total):
    world.change(
        "INSERT INTO official_result (round_unit_id, rank, component_points, total_points,"
        " index_percent, source) SELECT id, :rank, :component, :total, :total, 'giấy'"
        " FROM round_unit WHERE position = :position",
        position=position,
        rank=rank,
        component=component,
        total=total,
    )


def test_index__table_on_paper__is_compared_row_by_row(world, index):
    answered(world, *[row()] * 10)
    answered(world, *[row()] * 10, unit=2)
    _print(world, 1, 1, 10.00, 95.75)
    _print(world, 2, 3, 9.99, 88.20)

    page = index()

    assert page.row("Sở Xây dựng")[-4:] == ["1", "10,00", "95,75", "95,75"]
    assert page.row("Sở Tư pháp")[-4:] == ["3", "9,99", "88,20", "88,20"]
    assert page.classes.count("differs") == 1
    assert page.row("Thanh tra tỉnh")[-1] == "–"


def test_index__without_paper__compares_nothing(world, index):
    answered(world, *[row()] * 10)

    page = index()

    assert len(page.row("Sở Xây dựng")) == 7
    assert not {"paper", "differs"} & set(page.classes)


def test_index__english__writes_points_and_groups_in_english(world, noivu, index, read):
    answered(world, *[row(q11=1)] * 10)
    noivu.post("/language", {"language": "en"})

    page = index()

    assert page.row("Sở Xây dựng")[3] == "9.44"
    assert page.row("Sở Xây dựng")[-1] == "Excellent"
    assert "Excellent 1 · Good 1" in page.text
    assert "Departments" in page.text
    assert "Trial round 2022" in page.text
    card = read(noivu.get(f"{PAGE}/index/units/SXD"))
    assert "Band Excellent" in card.text
    how = read(noivu.get(f"{PAGE}/index/changes"))
    assert "89.60 against 88.99 is +0.61" in how.text


def test_index__figures__link_to_what_they_are_made_of(world, index):
    answered(world, *[row()] * 10)

    links = index().links

    parts = ("scores", "units/SXD", "index.csv", "scores.csv", "responses.csv", "publication")
    assert {*(f"{PAGE}/{part}" for part in parts), "/field/rounds/thu-2022"} <= links


def test_index__simulated_round__is_said_to_be_simulated(index):
    assert "simulated" in index().classes


def test_index__unknown_round__does_not_exist(noivu):
    assert noivu.get("/results/rounds/khong-co").status_code == 404


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
@pytest.mark.parametrize("address", ["/results/", PAGE, "/results/rounds/khong-co"])
def test_index__other_roles__are_denied(world, who, address):
    assert world.client(who).get(address).status_code == 403


def test_index__nobody__is_sent_to_the_sign_in(world):
    assert world.client().get(PAGE).location == f"/sign-in?next={PAGE}"


@pytest.fixture
def said_by_program(world, monkeypatch, tmp_path):
    """What `hailong index --json` says."""

    def document():
        url = world.engine.url.render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", url)
        file = tmp_path / "index.json"
        result = CliRunner().invoke(main, ["index", "thu-2022", "--json", str(file)])
        assert result.exit_code == 0, result.output
        return json.loads(file.read_text(encoding="utf-8"))

    return document


def compare(page, rows, document):
    """Holds the page, the rows of the file and the document of the program against each other."""
    units = {one["unit_code"]: one for one in document["groups"]["department"]["units"]}
    assert {one["unit_code"] for one in rows} == set(units)
    for cells in rows:
        one, shown = units[cells["unit_code"]], page.row(cells["unit_name"])
        for name in ("total_points", "index_percent", "band"):
            assert one[name] == cells[name]
        assert str(one["rank"]) == cells["rank"] == shown[0]
        assert shown[5] == cells["index_percent"].replace(".", ",")
        points, live = cells["satisfaction_points"], cells["live_points"]
        assert one["satisfaction_points"] == (points or None)
        assert document["live_points"][cells["unit_code"]] == (live or None)
        now = "" if live == points else f" nay {live}"
        assert shown[3] == f"{points or 'x'}{now}".replace(".", ",")


def test_index__page_file_and_program__say_the_same_before_and_after_publication(
    world, noivu, index, said_by_program
):
    answered(world, ODD, *[row()] * 9)
    answered(world, *[row(q11=1)] * 12, unit=2)
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")

    def said():
        with world.statements() as sent:
            page = index()
        file = noivu.get(f"{PAGE}/index.csv").data.decode("utf-8-sig")
        return page, list(csv.DictReader(io.StringIO(file))), said_by_program(), len(sent)

    page, rows, document, queries = said()
    assert len(rows) == 3
    compare(page, rows, document)
    assert {one["points_from"] for one in rows} == {"live"}
    assert (document["published"], page.classes.count("mark")) == (None, 0)

    noivu.post(f"{PAGE}/publication", {"confirmed": "1", "seen": "", "reason": ""})
    answered(world, ODD)
    page, rows, document, more_queries = said()
    assert len(rows) == 3
    compare(page, rows, document)
    assert {one["points_from"] for one in rows} == {"publication"}
    assert document["published"]["result_sha256"] == world.one(
        "SELECT result_sha256 FROM score_run"
    )
    assert page.row("Sở Xây dựng")[3] == "9,89 nay 9,80"
    assert "Điểm đã công bố." in page.text
    assert page.classes.count("mark") == 1
    # The rows of the run are one query more; how many interviews there are does not matter.
    assert more_queries == queries + 1


def test_index__simulated_round_that_was_never_published__does_not_speak_of_real_points(index):
    said = index().text

    assert "Dữ liệu mô phỏng." in said
    assert "số liệu thật" not in said
