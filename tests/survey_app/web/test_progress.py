"""Forms received against quota."""

import csv
import io
import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from survey_app.db.engine import transaction
from tests.survey_app.cases_by_hand import ByHand, add_case, replace
from tests.survey_app.conftest import START

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/field/rounds/thu-2022"


@pytest.fixture
def progress(world, read):
    """Reads the page as the field manager."""
    return lambda rest="": read(world.client("quanly").get(PAGE + rest))


@pytest.fixture
def drawn(world):
    """Puts cases there; gives the UUIDs of their interviews."""

    def put(*cases):
        with transaction(world.engine) as session:
            return [add_case(session, case)[1] for case in cases]

    return put


def test_rounds__both_offices__see_the_round_with_its_state(world, read):
    for who in ("quanly", "noivu"):
        page = read(world.client(who).get("/field/"))

        assert PAGE in page.links
        assert "01/01/2022 – 30/09/2022" in page.text


def test_rounds__none_yet__says_what_to_do(world, read):
    world.change("DELETE FROM assignment")
    world.change("DELETE FROM frame_case")
    world.change("DELETE FROM appraised_points")
    world.change("DELETE FROM points_document")
    world.change("DELETE FROM round_unit")
    world.change("DELETE FROM round_key")
    world.change("DELETE FROM round")

    answers = [world.client("quanly").get("/field/"), world.client("noivu").get("/results/")]

    assert all("empty" in read(answer).classes for answer in answers)


def test_progress__received_quota_left_and_beyond__are_counted(progress, interviewed):
    interviewed({}, {})
    interviewed({}, {}, {}, unit="STP")

    page = progress()

    assert page.row("Sở Xây dựng")[1:5] == ["2", "3", "1", "0"]
    assert page.row("Sở Tư pháp")[1:5] == ["3", "2", "0", "1"]
    assert "5 / 5" in page.text
    assert "1 / 2" in page.text


def test_progress__exempt_unit__has_no_numbers(progress):
    row = progress().row("Thanh tra tỉnh")

    assert not any(cell.isdigit() for cell in row)


def test_progress__enumerators__are_listed_with_their_interviews(progress, interviewed):
    interviewed({}, {})

    page = progress("?by=enumerators")

    assert page.row("An")[1:4] == ["2", "1", "2,0"]
    assert page.row("An")[5:7] == ["1", "0"]
    assert "Binh" not in page.text


def test_progress__nothing_received__says_so(progress):
    page = progress("?by=days")

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
@pytest.mark.parametrize("address", ["/field/", PAGE, "/field/rounds/khong-co", f"{PAGE}/surplus"])
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

    assert len(many) == len(few) <= 16


def test_progress__asked_again_without_a_change__is_not_counted_again(world, interviewed):
    client = world.client("quanly")
    interviewed({})
    client.get(PAGE)

    with world.statements() as sent:
        client.get(f"{PAGE}?by=days")

    assert not [one for one in sent if "fieldwork_case" in one]


def test_progress__cases__are_counted_by_what_became_of_them(world, progress, drawn):
    drawn(
        ByHand(interview="current"),
        ByHand(attempts=("2.11",)),
        ByHand(attempts=("2.12",)),
        ByHand(attempts=("2.20",)),
        ByHand(attempts=("2.25",)),
        ByHand(attempts=("4.70",)),
        ByHand(who=None),
        ByHand(waits_with="recalled"),
        ByHand(sample_list="reserve", who=None),
    )

    units, strata = progress(), progress("?by=strata")

    # The small province has one more case, listed and not drawn: it is to go.
    assert units.row("Sở Xây dựng")[5:11] == ["8", "7", "2", "1", "1", "3"]
    assert strata.row("SXD / Phủ Lý")[1:] == ["1", "8", "7", "2", "1", "1", "2", "0", "1"]
    assert "1 người trả lời có phiếu đang chờ quyết định" in units.text
    assert "1 hồ sơ chưa ai giữ" in units.text
    assert "4 hồ sơ kết thúc không có phiếu và chưa được thay" in units.text


def test_progress__response_rates__stand_beside_their_formulas(progress, drawn):
    drawn(
        ByHand(interview="current"),
        ByHand(interview="current"),
        ByHand(attempts=("2.11",)),
        ByHand(attempts=("2.20",)),
    )

    page = progress()

    # With the listed case that nobody has tried: 2/5 and 2/4; cooperation 2/3.
    assert page.row("Tỷ lệ trả lời RR1")[1:] == [
        "I / ((I+P) + (R+NC+O) + (UH+UO))",
        "40,0 %",
        "50,0 %",
    ]
    assert page.row("Tỷ lệ hợp tác COOP1")[2:] == ["66,7 %", "66,7 %"]
    assert page.row("Tỷ lệ gặp được CON1")[2:] == ["60,0 %", "75,0 %"]


def test_progress__nobody_sent_to_anybody__has_no_rate(world, progress):
    world.change("DELETE FROM assignment")

    page = progress()

    assert "Chưa giao hồ sơ nào" in page.text
    assert not [row for row in page.rows if row and "RR1" in row[0]]


def test_progress__pace_of_the_last_days__tells_where_the_round_will_stand(world, progress, drawn):
    world.change("UPDATE round SET period_end = '2022-10-05'")
    world.change("UPDATE round_unit SET quota = 30 WHERE quota > 0")
    days = [START - timedelta(days=back) for back in (4, 3, 2, 1) for _ in range(2)]
    drawn(*(ByHand(interview="current", finished_at=day) for day in days))

    page = progress()

    # Two a day on four days; today and two more are left: 8 + 3 · 2 = 14 of 30.
    assert "sẽ thiếu khoảng 16 phiếu" in page.row("Sở Xây dựng")[11]
    assert "chưa có phiếu nào" in page.row("Sở Tư pháp")[11]
    assert "Dự kiến đến ngày 05/10/2022: 14 phiếu, trong khoảng 14 đến 14" in page.text
    assert {"part-chart-days", "part-chart-units"} <= page.places


def test_progress__quota_that_no_calendar_reaches__is_told_as_short(world, progress, drawn):
    world.change("UPDATE round SET fieldwork_end = '2022-10-05'")
    world.change("UPDATE round_unit SET quota = 1000000 WHERE quota > 0")
    drawn(ByHand(interview="current", finished_at=START - timedelta(days=7)))

    page = progress()

    # At one in seven days it would take until long after the year 9999.
    assert "sẽ thiếu khoảng 999.999 phiếu" in page.row("Sở Xây dựng")[11]


def test_progress__last_day_of_fieldwork__decides_and_not_the_period(world, progress, drawn):
    world.change("UPDATE round SET period_end = '2022-09-15', fieldwork_end = '2022-10-05'")
    world.change("UPDATE round_unit SET quota = 30 WHERE quota > 0")
    days = [START - timedelta(days=back) for back in (4, 3, 2, 1) for _ in range(2)]
    drawn(*(ByHand(interview="current", finished_at=day) for day in days))

    page = progress()

    # Today and two more days are left for the 52 that are missing.
    assert "3 đến 05/10/2022" in page.text
    assert "17,3 nhịp độ" in page.text
    assert "sẽ thiếu khoảng 16 phiếu" in page.row("Sở Xây dựng")[11]
    assert "Dự kiến đến ngày 05/10/2022: 14 phiếu, trong khoảng 14 đến 14" in page.text
    assert "cần mỗi ngày: 17,3" in page.text
    assert "chưa ghi ngày cuối phỏng vấn" not in page.text


def test_progress__no_last_day_of_fieldwork__takes_the_period_and_says_what_to_do(progress):
    page = progress()

    assert "0 đến 30/09/2022" in page.text
    assert "Đợt chưa ghi ngày cuối phỏng vấn" in page.text
    assert "/admin/rounds/thu-2022#settings" in page.links


def test_progress__last_day_over__says_what_to_do(world, progress, interviewed):
    world.change("UPDATE round SET fieldwork_end = '2022-10-02'")
    interviewed({})

    page = progress()

    assert "đã hết hạn, thiếu 4 phiếu" in page.text
    assert "hãy lùi ngày cuối phỏng vấn" in page.text
    assert "0 đến 02/10/2022" in page.text


def test_progress__closed_round__has_no_days_left_and_no_forecast(world, progress, drawn):
    world.change("UPDATE round SET fieldwork_end = '2022-12-31', state = 'closed'")
    days = [START - timedelta(days=back) for back in (4, 3, 2, 1)]
    drawn(*(ByHand(interview="current", finished_at=day, unit="STP") for day in days[:1]))

    page = progress()

    assert "đã hết hạn, thiếu 1 phiếu" in page.row("Sở Tư pháp")[11]
    assert "Đợt đã đóng." in page.text
    assert "0 đến 31/12/2022" in page.text
    assert "Dự kiến đến ngày" not in page.text


def test_progress__round_without_units__promises_nothing(world, progress):
    for table in ("assignment", "frame_case", "appraised_points", "points_document", "round_unit"):
        world.change(f"DELETE FROM {table}")  # noqa: S608 -- ours

    page = progress()

    assert "Cả đợt: chưa có chỉ tiêu." in page.text
    assert "0 / 0" in page.text


def test_progress__unit_that_has_not_begun__is_named_once_the_round_is_under_way(
    world, progress, drawn
):
    world.change("UPDATE round SET period_end = '2022-12-31'")
    world.change("UPDATE round_unit SET quota = 90 WHERE quota > 0")
    early = progress()
    drawn(*(ByHand(interview="current", finished_at=START - timedelta(days=d)) for d in (1, 2, 3)))
    world.clock.move(timedelta(days=1))  # what was put there by hand is in no log

    later = progress()

    assert "Sở Tư pháp: 0 / 90" not in early.text
    assert "Sở Tư pháp: 0 / 90, chưa có phiếu nào" in later.text


@pytest.mark.parametrize(
    ("odd", "plain"),
    [
        ("?by=khong-co", ""),
        ("?by=%00", ""),
        ("/surplus?page=abc", "/surplus"),
        ("/surplus?page=-1", "/surplus"),
        (f"/surplus?page={'9' * 31}", "/surplus?page=2"),
    ],
)
def test_progress__odd_address__shows_the_first_table_or_a_page_that_is_there(
    progress, drawn, odd, plain
):
    drawn(*(ByHand(interview="current", unit="STP") for _ in range(54)))

    found, wanted = progress(odd), progress(plain)

    assert len(found.rows) > 2
    assert found.rows == wanted.rows


UNIT_NAMES = ("Sở Xây dựng", "Sở Tư pháp")


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("", "Sở Xây dựng"),
        ("?sort=name&down=0", "Sở Tư pháp"),
        ("?sort=received&down=1", "Sở Tư pháp"),
        ("?sort=received&down=0", "Sở Xây dựng"),
        ("?sort=quota&down=0", "Sở Tư pháp"),
        ("?sort=per_day&down=0", "Sở Xây dựng"),
        ("?sort=%00&down=x", "Sở Xây dựng"),
    ],
)
def test_progress__sorted_by_a_column__comes_in_that_order(progress, interviewed, asked, first):
    interviewed({}, {})
    interviewed({}, {}, {}, unit="STP")

    page = progress(asked)

    assert next(row[0] for row in page.rows if row[0] in UNIT_NAMES) == first


@pytest.mark.parametrize("down", ["0", "1"])
def test_progress__sorted_by_what_a_row_lacks__has_that_row_last(
    world, progress, interviewed, drawn, down
):
    drawn(ByHand(who="binh", attempts=("2.20",)))
    interviewed({}, {})

    page = progress(f"?by=enumerators&sort=minutes&down={down}")

    names = [row[0] for row in page.rows if row and row[0] in {"An", "Binh"}]
    assert names == ["An", "Binh"]


def test_progress__sorted__can_be_turned_round_and_stays_so_while_it_is_live(world, interviewed):
    client = world.client("quanly")
    interviewed({})
    html = client.get(f"{PAGE}?by=days&sort=so_far&down=0").text
    tag = re.search('data-tag="([0-9a-f]+)"', html).group(1)
    live = re.search('data-live="([^"]+)"', html).group(1).replace("&amp;", "&")

    same = client.http.get(live, headers={"If-None-Match": f'"{tag}"'})
    other = client.http.get(f"{PAGE}/live?by=days", headers={"If-None-Match": f'"{tag}"'})

    assert f"{PAGE}?by=days&amp;sort=so_far&amp;down=1#tables" in html
    assert "sort=so_far" in live
    assert (same.status_code, other.status_code) == (304, 200)


def test_progress__durations__are_the_tablets_own_else_from_start_to_end(world, progress, drawn):
    drawn(*(ByHand(interview="current", took=timedelta(minutes=m)) for m in (4, 9, 30)))
    world.change("UPDATE interview SET elapsed_ms = 600000 WHERE id = 1")

    page = progress("?by=enumerators")

    assert page.row("An")[4] == "10,0"


@pytest.mark.parametrize("table", ["units", "strata", "enumerators", "days"])
def test_table_file__each_table__is_downloaded_with_its_heading(world, drawn, table):
    drawn(ByHand(interview="current"), ByHand(attempts=("2.20", "2.11")))

    answer = world.client("noivu").get(f"{PAGE}/tables/{table}.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert "thu-2022-mo-phong" in answer.headers["Content-Disposition"]
    assert rows
    assert {row.get("interviews", row.get("completed")) for row in rows} & {"1"}
    if table != "days":
        assert rows[0]["refused"] == "1"
        assert rows[0]["coop1"] == "0.5000"


def test_table_file__two_enumerators_of_one_name__are_told_apart(world, drawn):
    drawn(ByHand(interview="current"), ByHand(interview="current", who="binh"))
    world.change("UPDATE account SET display_name = 'Nguyễn Lan' WHERE role = 'enumerator'")

    answer = world.client("noivu").get(f"{PAGE}/tables/enumerators.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["enumerator"] for row in rows} == {"Nguyễn Lan"}
    assert sorted(row["user_name"] for row in rows) == ["an", "binh"]


def test_table_file__unit_without_cases__has_empty_rates(world):
    answer = world.client("noivu").get(f"{PAGE}/tables/units.csv")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert [(row["unit_code"], row["rr1"], row["expected"]) for row in rows] == [
        ("SXD", "0.0000", ""),
        ("STP", "", ""),
    ]


def test_chart__by_itself__is_an_svg_with_its_title(world, drawn):
    drawn(ByHand(interview="current"))
    client = world.client("noivu")

    answers = [client.get(f"{PAGE}/charts/{name}.svg") for name in ("days", "units")]

    assert [answer.mimetype for answer in answers] == ["image/svg+xml"] * 2
    roots = [ET.fromstring(answer.data) for answer in answers]  # noqa: S314 -- our own
    titles = [root[0].text for root in roots]
    assert titles == ["Phiếu theo ngày", "Từng cơ quan, đơn vị so với chỉ tiêu"]


def test_chart__of_days_without_an_interview__does_not_exist(world):
    assert world.client("noivu").get(f"{PAGE}/charts/days.svg").status_code == 404


def test_live__nothing_changed__is_304_after_few_questions(world, interviewed):
    client = world.client("quanly")
    interviewed({})
    first = client.get(f"{PAGE}/live?by=days")
    asks = {"If-None-Match": first.headers["ETag"]}

    with world.statements() as sent:
        again = client.http.get(f"{PAGE}/live?by=days", headers=asks)

    assert (first.status_code, again.status_code) == (200, 304)
    assert len(sent) <= 5
    assert again.data == b""


def test_live__tag_of_the_page__fits_the_table_that_it_shows(world, interviewed):
    client = world.client("quanly")
    interviewed({})
    tag = re.search('data-tag="([0-9a-f]+)"', client.get(f"{PAGE}?by=days").text).group(1)
    asks = {"If-None-Match": f'"{tag}"'}

    same = client.http.get(f"{PAGE}/live?by=days", headers=asks)
    other = client.http.get(f"{PAGE}/live?by=units", headers=asks)

    assert (same.status_code, other.status_code) == (304, 200)


def test_live__interview_arrived_since__brings_the_new_figures(world, interviewed, read):
    client = world.client("quanly")
    interviewed({})
    first = client.get(f"{PAGE}/live")
    interviewed({})

    second = client.http.get(f"{PAGE}/live", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 200
    assert read(first).row("Sở Xây dựng")[1] == "1"
    assert read(second).row("Sở Xây dựng")[1] == "2"
    assert "part-figures" in read(second).places


def test_live__another_day__brings_another_forecast(world, interviewed):
    client = world.client("quanly")
    interviewed({})
    first = client.get(f"{PAGE}/live")
    world.clock.move(timedelta(hours=16))  # midnight in Viet Nam is 17:00 UTC

    second = client.http.get(f"{PAGE}/live", headers={"If-None-Match": first.headers["ETag"]})

    assert second.status_code == 200


def test_live__signed_out__is_sent_to_the_sign_in(world):
    assert world.client().get(f"{PAGE}/live").status_code == 302


def test_surplus__beyond_quota_by_first_receipt__is_listed_though_corrected(world, read, drawn):
    uuids = drawn(
        *(
            ByHand(interview="current", received_at=START + timedelta(hours=hour), unit="STP")
            for hour in (3, 1, 2)
        )
    )

    page = read(world.client("noivu").get(f"{PAGE}/surplus"))

    assert [row[5] for row in page.rows[1:]] == [str(uuids[0])]
    assert page.row("Sở Tư pháp")[1:3] == ["vượt chỉ tiêu", "3 / 2"]


def test_surplus__replaced_and_replacement_both_interviewed__is_marked(world, progress, drawn):
    uuids = drawn(
        ByHand(attempts=("2.11",), interview="current"),
        ByHand(sample_list="reserve", interview="current"),
        ByHand(attempts=("2.11",), interview="current"),
        ByHand(sample_list="reserve"),
    )
    cases = [row[0] for row in world.rows("SELECT frame_case_id FROM sample_member ORDER BY 1")]
    with transaction(world.engine) as session:
        replace(session, cases[0], cases[1])
        replace(session, cases[2], cases[3])

    overview, page = progress(), progress("/surplus")

    assert [row[5] for row in page.rows[1:]] == [str(uuids[0])]
    assert page.row("Sở Xây dựng")[1] == "đã được thay"
    assert "1 phiếu của người đã được thay" in overview.text


def test_surplus__none__says_so(progress):
    assert "empty" in progress("/surplus").classes


def test_surplus__more_than_a_page__is_turned_over(world, progress, drawn):
    drawn(*(ByHand(interview="current", unit="STP") for _ in range(54)))

    first, second, beyond = (progress(f"/surplus?page={page}") for page in (1, 2, 99))

    assert (len(first.rows), len(second.rows)) == (51, 3)
    assert beyond.rows == second.rows
    assert not {row[5] for row in first.rows[1:]} & {row[5] for row in second.rows[1:]}


def test_progress__same_answers_of_one_enumerator__are_shown_together(world, progress, interviewed):
    interviewed({}, {"d2": "Khác"}, {})
    same = {str(row[0]) for row in world.rows("SELECT uuid FROM interview WHERE id IN (1, 3)")}

    page = progress("/same-answers")

    rows = [row for row in page.rows if row and row[0] == "An" and len(row) == 5]
    assert {row[3].replace("-", "") for row in rows} == {one.replace("-", "") for one in same}
    assert len({row[1] for row in rows}) == 1
    assert {f"/field/interviews/{row[3]}" for row in rows} <= set(page.links)


def test_progress__same_answers_read_by_home_affairs__lead_to_no_interview(
    world, read, interviewed
):
    interviewed({}, {})

    page = read(world.client("noivu").get(PAGE + "/same-answers"))

    assert len(page.rows) == 3
    assert not [link for link in page.links if link.startswith("/field/interviews/")]


def test_progress__same_answers_of_two_enumerators__are_nothing_to_look_at(
    world, progress, interviewed
):
    interviewed({}, {})
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    world.change("UPDATE interview SET enumerator_id = :binh WHERE id = 2", binh=binh)

    page = progress("/same-answers")

    assert "empty" in page.classes
    assert page.rows == []


def test_progress__copy_that_was_voided__is_gone(world, progress, interviewed):
    interviewed({}, {})
    world.change(
        "UPDATE interview SET is_current = false, voided_at = received_at, void_reason = 'x'"
        " WHERE id = 2"
    )

    page = progress("/same-answers")

    assert "empty" in page.classes
    assert page.rows == []
