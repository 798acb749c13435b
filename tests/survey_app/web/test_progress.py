"""Forms received against quota."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/field/rounds/thu-2022"


@pytest.fixture
def progress(world, read):
    """Reads the page as the field manager."""
    return lambda: read(world.client("quanly").get(PAGE))


def test_rounds__both_offices__see_the_round_with_its_state(world, read):
    for who in ("quanly", "noivu"):
        page = read(world.client(who).get("/field/"))

        assert PAGE in page.links
        assert "01/01/2022 – 30/09/2022" in page.text


def test_rounds__none_yet__says_what_to_do(world, read):
    world.change("DELETE FROM assignment")
    world.change("DELETE FROM frame_case")
    world.change("DELETE FROM appraised_points")
    world.change("DELETE FROM round_unit")
    world.change("DELETE FROM round_key")
    world.change("DELETE FROM round")

    answers = [world.client("quanly").get("/field/"), world.client("noivu").get("/results/")]

    assert all("empty" in read(answer).classes for answer in answers)


def test_progress__received_quota_left_and_beyond__are_counted(progress, interviewed):
    interviewed({}, {})
    interviewed({}, {}, {}, unit="STP")

    page = progress()

    assert page.row("Sở Xây dựng")[2:] == ["2", "3", "1", "0"]
    assert page.row("Sở Tư pháp")[2:] == ["3", "2", "0", "1"]
    assert "5 / 5" in page.text
    assert "1 / 2" in page.text


def test_progress__exempt_unit__has_no_numbers(progress):
    row = progress().row("Thanh tra tỉnh")

    assert not any(cell.isdigit() for cell in row)


def test_progress__enumerators__are_listed_with_their_interviews(progress, interviewed):
    interviewed({}, {})

    page = progress()

    assert page.row("An") == ["An", "2"]
    assert "Binh" not in page.text


def test_progress__nothing_received__says_so(progress):
    page = progress()

    assert "empty" in page.classes
    assert "0 / 5" in page.text


def test_progress__simulated_round__is_said_to_be_simulated(progress):
    assert "simulated" in progress().classes


def test_progress__respondents__are_not_named(world, interviewed):
    interviewed({})

    page = world.client("quanly").get(PAGE).text

    assert "Người mô phỏng 1" not in page


def test_progress__unknown_round__does_not_exist(world):
    answers = [world.client("quanly").get(f"/field/rounds/{code}") for code in ("x", "%00", "1")]

    assert [answer.status_code for answer in answers] == [404] * 3


@pytest.mark.parametrize("who", ["an", "giamsat", "donvi", "quantri"])
@pytest.mark.parametrize("address", ["/field/", PAGE, "/field/rounds/khong-co"])
def test_progress__other_roles__are_denied(world, who, address):
    assert world.client(who).get(address).status_code == 403


def test_progress__field_manager__sees_no_way_to_scores(world):
    page = world.client("quanly").get(PAGE).text

    assert "/results/" not in page


def test_progress__number_of_queries__does_not_grow_with_interviews(world, interviewed):
    client = world.client("quanly")
    interviewed({})
    with world.statements() as few:
        client.get(PAGE)
    interviewed({}, {}, {})
    interviewed({}, {}, unit="STP")

    with world.statements() as many:
        client.get(PAGE)

    assert len(many) == len(few)


def test_progress__same_answers_of_one_enumerator__are_shown_together(world, progress, interviewed):
    interviewed({}, {"d2": "Khác"}, {})
    same = {str(row[0]) for row in world.rows("SELECT uuid FROM interview WHERE id IN (1, 3)")}

    page = progress()

    rows = [row for row in page.rows if row and row[0] == "An" and len(row) == 5]
    assert {row[3].replace("-", "") for row in rows} == {one.replace("-", "") for one in same}
    assert len({row[1] for row in rows}) == 1


def test_progress__same_answers_of_two_enumerators__are_nothing_to_look_at(
    world, progress, interviewed
):
    interviewed({}, {})
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    world.change("UPDATE interview SET enumerator_id = :binh WHERE id = 2", binh=binh)

    assert not [row for row in progress().rows if len(row) == 5]


def test_progress__copy_that_was_voided__is_gone(world, progress, interviewed):
    interviewed({}, {})
    world.change(
        "UPDATE interview SET is_current = false, voided_at = received_at, void_reason = 'x'"
        " WHERE id = 2"
    )

    assert not [row for row in progress().rows if len(row) == 5]
