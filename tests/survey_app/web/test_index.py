"""The index table of a round on its page."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022"


@pytest.fixture
def index(noivu, read):
    """Reads the page."""
    return lambda: read(noivu.get(PAGE))


def test_rounds__list__leads_to_the_index(noivu, read):
    assert PAGE in read(noivu.get("/results/")).links


def test_index__computed_row__is_the_hand_computed_one(index, interviewed):
    interviewed({}, {"q11": "1", "q12": "2", "q13": "9"})

    page = index()

    # 18 of 18 and 15 of 17 satisfied: 33/35 of 10 points are 9.43; 85.75 + 9.4286 = 95.18
    row = page.row("Sở Xây dựng")
    assert [row[0], *row[2:]] == ["1", "85,75", "9,43", "95,18", "95,18", "Xuất sắc"]
    assert "94,29 %" in page.text


def test_index__changes__with_the_next_interview(index, interviewed):
    interviewed({})
    before = index().row("Sở Xây dựng")

    interviewed({"q11": "1"})

    after = index().row("Sở Xây dựng")
    assert (before[3], after[3]) == ("10,00", "9,72")


def test_index__exempt_unit__is_scored_on_sixty_points(index, interviewed):
    interviewed({})

    row = index().row("Thanh tra tỉnh")

    assert row[2:6] == ["56,25", "x", "56,25 /60", "93,75"]


def test_index__unit_without_answers__is_named_as_not_ready(index, interviewed):
    interviewed({})

    page = index()

    assert "Sở Tư pháp" in page.text
    assert not any("Sở Tư pháp" in row for row in page.rows)
    assert "alert" in page.classes


def test_index__unit_without_appraised_points__is_named_as_not_ready(world, index, interviewed):
    interviewed({})
    world.change("DELETE FROM appraised_points WHERE points = 85.75")

    page = index()

    assert "Sở Xây dựng" in page.text
    assert not any("Sở Xây dựng" in row for row in page.rows)


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


def test_index__table_on_paper__is_compared_row_by_row(world, index, interviewed):
    interviewed({})
    interviewed({}, unit="STP")
    _print(world, 1, 1, 10.00, 95.75)
    _print(world, 2, 3, 9.99, 88.20)

    page = index()

    assert page.row("Sở Xây dựng")[-4:] == ["1", "10,00", "95,75", "95,75"]
    assert page.row("Sở Tư pháp")[-4:] == ["3", "9,99", "88,20", "88,20"]
    assert page.classes.count("differs") == 1
    assert page.row("Thanh tra tỉnh")[-1] == "–"


def test_index__without_paper__compares_nothing(index, interviewed):
    interviewed({})

    page = index()

    assert len(page.row("Sở Xây dựng")) == 7
    assert not {"paper", "differs"} & set(page.classes)


def test_index__english__writes_points_and_groups_in_english(noivu, index, interviewed):
    interviewed({"q11": "1"})
    noivu.post("/language", {"language": "en"})

    page = index()

    assert page.row("Sở Xây dựng")[3] == "9.44"
    assert "Departments" in page.text
    assert "Trial round 2022" in page.text


def test_index__figures__link_to_what_they_are_made_of(index, interviewed):
    interviewed({})

    links = index().links

    parts = ("scores", "units/SXD", "index.csv", "scores.csv", "responses.csv")
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


def test_index__number_of_queries__does_not_grow_with_interviews(world, noivu, interviewed):
    interviewed({})
    with world.statements() as few:
        noivu.get(PAGE)
    interviewed({}, {}, {})
    interviewed({}, {}, unit="STP")

    with world.statements() as many:
        noivu.get(PAGE)

    assert len(many) == len(few)


def test_index__simulated_round_that_was_never_published__does_not_speak_of_real_points(index):
    said = index().text

    assert "Dữ liệu mô phỏng." in said
    assert "số liệu thật" not in said
