"""The pages of quality: what waits, why, and what a person found."""

from datetime import timedelta
from uuid import UUID

import pytest

from scoring.quality.flags import Kind
from survey_app.web.quality_evidence import clock_minutes, evidence_lines
from survey_app.web.quality_words import WORDS, kind_name
from tests.survey_app.conftest import START
from tests.survey_app.fieldwork.quality.interviews import CONTENT, MIXED, put, put_all

PAGE = "/field/rounds/thu-2022/quality/"
FLAGS = f"{PAGE}flags/"
sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def overlapping(begin, world):
    """Two interviews of An at once; gives the second. The round was looked at."""
    return begin(_two_at_once, world)


def _two_at_once(world):
    put(world, minutes=10)
    second = put(world, at=START + timedelta(minutes=4), levels=CONTENT)
    assert world.client("quanly").post(f"{PAGE}run").status_code == 303
    return second


def only_flag(world):
    (number,) = world.rows("SELECT id FROM quality_flag")[0]
    return f"{FLAGS}{number}"


def mark(page):
    (found,) = page.named("seen")
    return found["value"]


@pytest.mark.parametrize("who", ["quanly", "noivu"])
def test_overview__both_offices__see_what_waits_by_kind_and_person(world, read, overlapping, who):
    page = read(world.client(who).get(PAGE))

    rows = [row for row in page.rows if row and row[0].startswith("Hai phiếu cùng một lúc")]
    assert rows[0][1:3] == ["An", "1"]
    assert rows[1][1:] == ["1", "0", "0"]
    assert only_flag(world) in page.links
    assert "2 phiếu" in page.text


@sqlite
def test_overview__no_interview_yet__says_what_comes(world, read):
    page = read(world.client("quanly").get(PAGE))

    assert "empty" in page.classes
    assert f"{PAGE}run" not in page.links


@sqlite
def test_overview__interviews_and_nobody_looked__offers_to_look(world, read):
    put(world)

    page = read(world.client("quanly").get(PAGE))

    assert f"{PAGE}run" in page.links
    assert "Chưa rà lần nào" in page.text


@sqlite
def test_run__interviews__are_looked_at_and_it_is_told(world, read):
    put(world, minutes=1)
    client = world.client("noivu")

    client.post(f"{PAGE}run")

    page = read(client.get(PAGE))
    assert "Đã rà 1 phiếu; dấu hiệu mới: 1." in page.text
    assert world.one("SELECT ran_by FROM quality_run") == world.one(
        "SELECT id FROM account WHERE username = 'noivu'"
    )


@sqlite
def test_run__by_itself_and_nothing_new__is_not_repeated(world, overlapping):
    world.clock.move(timedelta(minutes=30))

    answer = world.client("quanly").post(f"{PAGE}run", {"by_itself": "1"})

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM quality_run") == 1


@sqlite
def test_run__by_itself_within_five_minutes__waits(world, overlapping):
    put(world, at=START + timedelta(hours=2))
    client = world.client("quanly")

    world.clock.move(timedelta(minutes=4))
    soon = "data-runs-by-itself" in client.get(PAGE).text
    client.post(f"{PAGE}run", {"by_itself": "1"})
    after_four = world.one("SELECT count(*) FROM quality_run")
    world.clock.move(timedelta(minutes=1))
    due = "data-runs-by-itself" in client.get(PAGE).text
    client.post(f"{PAGE}run", {"by_itself": "1"})

    assert (soon, after_four) == (False, 1)
    assert due
    assert world.one("SELECT count(*) FROM quality_run") == 2


@sqlite
def test_run__too_many_interviews_for_a_page__names_the_command(world, monkeypatch):
    put(world)
    monkeypatch.setattr("survey_app.web.quality.MOST_BY_PAGE", 0)

    answer = world.client("quanly").post(f"{PAGE}run")

    assert answer.status_code == 409
    assert "Hãy nhờ người quản trị hệ thống rà trên máy chủ" in answer.text
    assert world.one("SELECT count(*) FROM quality_run") == 0


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("", 3),
        ("?kind=overlapping", 1),
        ("?kind=too_fast&unit=STP", 1),
        ("?enumerator=binh", 1),
        ("?enumerator=khong-co", 0),
        ("?state=open&unit=SXD", 2),
        ("?state=gone", 0),
        ("?kind=no-such&state=no-such", 3),
        ("?before=-1", 3),
        ("?before=-99999999999999999999999999", 3),
        ("?before=99999999999999999999999999", 3),
        ("?enumerator=%00", 3),
    ],
)
def test_flags__filtered__shows_those_and_counts_them(world, read, question, shown):
    put(world, minutes=10)
    put(world, at=START + timedelta(minutes=4), minutes=1, levels=CONTENT)
    put(world, by="binh", unit="STP", minutes=1)
    world.client("quanly").post(f"{PAGE}run")

    page = read(world.client("quanly").get(f"{FLAGS}{question}"))

    assert len([link for link in page.links if link.startswith(FLAGS) and link != FLAGS]) == shown
    if not shown:
        assert "empty" in page.classes


def test_flags__more_than_a_page__are_paged_without_a_gap(world, read, monkeypatch):
    monkeypatch.setattr("survey_app.web.quality.PAGE", 3)
    put_all(world, [{"minutes": 1, "at": START + timedelta(hours=n)} for n in range(7)])
    client = world.client("quanly")
    client.post(f"{PAGE}run")
    shown, address = [], f"{FLAGS}?kind=too_fast"

    while address:
        page = read(client.get(address))
        shown += [link for link in page.links if link.startswith(f"{FLAGS}") and link[-1].isdigit()]
        further = [link for link in page.links if "before=" in link]
        shown = [link for link in shown if "before=" not in link]
        address = further[0] if further else None

    assert len(shown) == len(set(shown)) == 7


def test_flags__as_many_as_fit_on_a_page__lead_to_no_empty_one(world, read, monkeypatch):
    monkeypatch.setattr("survey_app.web.quality.PAGE", 3)
    put_all(world, [{"minutes": 1, "at": START + timedelta(hours=n)} for n in range(3)])
    client = world.client("quanly")
    client.post(f"{PAGE}run")

    page = read(client.get(f"{FLAGS}?kind=too_fast"))

    assert not [link for link in page.links if "before=" in link]


def test_flags__address_with_words_of_its_own__are_paged_all_the_same(world, read, monkeypatch):
    monkeypatch.setattr("survey_app.web.quality.PAGE", 1)
    put_all(world, [{"minutes": 1, "at": START + timedelta(hours=n)} for n in range(3)])
    client = world.client("quanly")
    client.post(f"{PAGE}run")

    page = read(client.get(f"{FLAGS}?kind=too_fast&code=x&_scheme=ftp"))

    (further,) = [link for link in page.links if "before=" in link]
    assert further.startswith(f"{FLAGS}?")
    assert "kind=too_fast" in further
    assert "ftp" not in further


@sqlite
def test_flags__many_or_few__ask_the_same_number_of_questions(world):
    client = world.client("quanly")
    put(world, minutes=1)
    client.post(f"{PAGE}run")
    with world.statements() as few:
        client.get(FLAGS)
        client.get(PAGE)
        client.get(f"{PAGE}enumerators")
    put_all(world, [{"minutes": 1, "at": START + timedelta(hours=n)} for n in range(1, 30)])
    client.post(f"{PAGE}run")
    client.get(PAGE)

    with world.statements() as many:
        client.get(FLAGS)
        client.get(PAGE)
        client.get(f"{PAGE}enumerators")

    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["quanly", "noivu"])
def test_flag__figures_explanations_and_both_interviews__are_on_its_page(
    world, read, overlapping, who
):
    page = read(world.client(who).get(only_flag(world)))

    assert "Lý do chính đáng có thể có" in page.text
    assert "Hai phiếu cùng diễn ra trong (phút) 6:00" in page.text
    assert "03/10/2022 08:04" in page.text
    assert str(overlapping) in page.row("Mã phiếu")[1]
    assert len([row for row in page.rows if row and row[0].startswith("khác")]) > 3
    assert bool(page.named("note")) is (who == "quanly")


@sqlite
def test_flag__interview_voided_since__says_that_it_does_not_count(world, read, overlapping):
    world.change(
        "UPDATE interview SET is_current = false, voided_at = started_at, void_reason = 'x'"
    )
    world.client("quanly").post(f"{PAGE}run")

    page = read(world.client("quanly").get(only_flag(world)))

    assert "không còn được tính" in page.text
    assert "không còn dấu hiệu này" in page.text


def test_look_at__note__is_shown_with_its_author_and_the_flag_is_looked_at(
    world, read, overlapping
):
    client = world.client("quanly")
    address = only_flag(world)

    answer = client.post(
        address,
        {"note": " Đã gọi: phiếu tạm dừng. ", "seen": mark(read(client.get(address)))},
    )

    page = read(client.get(address))
    assert answer.location == address
    assert "Đã gọi: phiếu tạm dừng." in page.text
    assert "Quanly, 03/10/2022" in page.text
    assert "đã xem" in page.text
    assert read(client.get(f"{FLAGS}?state=looked_at")).row("Hai phiếu")[4] == "đã xem"
    assert world.actions()[-1] == "quality.looked_at"


@sqlite
def test_look_at__without_a_note__keeps_nothing_and_says_so(world, read, overlapping):
    client = world.client("quanly")
    address = only_flag(world)

    answer = client.post(address, {"note": " ", "seen": mark(read(client.get(address)))})

    assert answer.status_code == 422
    assert "Chưa ghi kết quả xem xét" in read(answer).text
    assert world.one("SELECT count(*) FROM quality_review") == 0


@sqlite
def test_look_at__figures_changed_meanwhile__keeps_what_was_typed_and_shows_them(
    world, read, overlapping
):
    client = world.client("quanly")

    answer = client.post(only_flag(world), {"note": "Đã xem kỹ", "seen": "1 of before"})

    page = read(answer)
    assert answer.status_code == 422
    assert page.chosen("note") == ["Đã xem kỹ"]
    assert world.one("SELECT count(*) FROM quality_review") == 0


@sqlite
def test_look_at__home_affairs__may_read_only(world, overlapping):
    answer = world.client("noivu").post(only_flag(world), {"note": "x", "seen": "x"})

    assert answer.status_code == 403


@sqlite
@pytest.mark.parametrize("address", [f"{FLAGS}99", "/field/rounds/khong-co/quality/"])
def test_flag__unknown__is_not_found(world, address):
    assert world.client("quanly").get(address).status_code == 404


@sqlite
def test_flag__of_another_round__is_not_found(world, overlapping):
    number = only_flag(world).rpartition("/")[2]

    answer = world.client("quanly").get(f"/field/rounds/khac/quality/flags/{number}")

    assert answer.status_code == 404


@sqlite
def test_enumerators__figures__stand_beside_those_of_the_others(world, read):
    put_all(
        world,
        [
            {"by": who, "at": START + timedelta(hours=n), "levels": levels, "minutes": minutes}
            for who, levels, minutes in (("an", MIXED, 8), ("binh", CONTENT, 4))
            for n in range(2)
        ],
    )
    world.client("quanly").post(f"{PAGE}run")

    page = read(world.client("quanly").get(f"{PAGE}enumerators"))

    assert page.row("An")[2] == "8,0 4,0"
    assert page.row("Binh")[2] == "4,0 8,0"
    assert page.row("An")[1].startswith("2")
    assert f"{FLAGS}?enumerator=an" in page.links


@sqlite
def test_enumerators__one_a_unit__says_that_nothing_can_be_told_apart(world, read):
    put(world, by="an", unit="SXD")
    put(world, by="binh", unit="STP")
    world.client("quanly").post(f"{PAGE}run")

    page = read(world.client("quanly").get(f"{PAGE}enumerators"))

    assert "Chưa thể biết" in page.text
    assert page.row("An")[2] == "– –"


@sqlite
def test_enumerators__nobody_looked__says_where(world, read):
    assert "empty" in read(world.client("quanly").get(f"{PAGE}enumerators")).classes


@sqlite
def test_rules__every_kind_and_threshold__is_printed_with_its_source(world, read):
    page = read(world.client("noivu").get(f"{PAGE}rules"))

    names = {row[0] for row in page.rows if row}
    assert "hai-long-1" in page.text
    assert "19 trên 22" in page.text
    assert "mô phỏng 18 điều tra viên" in page.text
    assert len(names) == len(Kind) + 1


def test_words__every_kind__has_them():
    assert set(WORDS) == set(Kind)


@sqlite
def test_words__kind_of_later_rules__is_shown_by_its_own_name(world):
    with world.app.test_request_context():
        assert kind_name("of_tomorrow") == "of_tomorrow"
        assert evidence_lines("of_tomorrow", {"of_tomorrow": 1}) == ()


@sqlite
def test_evidence__figure_that_is_not_known__says_so(world):
    with world.app.test_request_context():
        (line,) = evidence_lines(Kind.TOO_FAST, {"unit_median_s": None})

    assert line.value in {"không rõ", "not known"}


def test_interview_page__flags_of_it_and_of_what_it_was_compared_with__are_linked(
    world, read, overlapping
):
    client = world.client("quanly")
    for (uuid,) in world.rows("SELECT uuid FROM interview"):
        page = read(client.get(f"/field/interviews/{UUID(str(uuid))}"))

        assert "Dấu hiệu cần xem" in page.text
        assert only_flag(world) in page.links


@sqlite
def test_interview_page__nothing_found__says_nothing_of_flags(world, read):
    uuid = put(world)

    page = read(world.client("quanly").get(f"/field/interviews/{uuid}"))

    assert "Dấu hiệu cần xem" not in page.text


@sqlite
@pytest.mark.parametrize(("who", "opens"), [("quanly", True), ("noivu", False)])
def test_flag__interviews__are_linked_for_those_who_may_open_them(
    world, read, overlapping, who, opens
):
    page = read(world.client(who).get(only_flag(world)))

    assert (f"/field/interviews/{overlapping}" in page.links) is opens


def test_today__flags_of_open_rounds__are_counted_for_the_field_manager(world, read, overlapping):
    manager, office = (read(world.client(who).get("/field/")) for who in ("quanly", "noivu"))
    world.change("UPDATE round SET state = 'closed'")
    closed = read(world.client("quanly").get("/field/"))

    assert "thu-2022: 1 dấu hiệu cần xem" in manager.text
    assert PAGE in manager.links
    assert "dấu hiệu cần xem" not in office.text
    assert "dấu hiệu cần xem" not in closed.text


@sqlite
def test_flag__of_a_night__names_the_interviews_that_show_it(world, read):
    night = START + timedelta(hours=14)
    made = [put(world, at=night + timedelta(minutes=20 * n)) for n in range(3)]
    world.client("quanly").post(f"{PAGE}run")
    (number,) = world.rows("SELECT id FROM quality_flag WHERE kind = 'night'")[0]
    world.change(
        "UPDATE interview SET is_current = false, voided_at = started_at, void_reason = 'x'"
        " WHERE id = (SELECT max(id) FROM interview)"
    )

    page = read(world.client("quanly").get(f"{FLAGS}{number}"))

    rows = [row for row in page.rows if row and row[0].startswith("03/10/2022 22:")]
    assert [row[2] for row in rows] == [str(uuid) for uuid in made[:2]]
    assert f"/field/interviews/{made[0]}" in page.links


@sqlite
@pytest.mark.parametrize(
    ("kind", "evidence", "lines"),
    [
        (Kind.DURATION, {"own": 5.04, "others": 8.0}, ["5,0 phút", "8,0 phút"]),
        (Kind.MISSING_RATE, {"own": 0.0815, "others": None}, ["8,2 %", "không rõ"]),
        (Kind.NIGHT, {"day": "2022-10-03", "interviews": 3}, ["03/10/2022", "3"]),
        (
            Kind.SAME_POSITION,
            {"latitude": 20.54, "longitude": 105.91, "accuracy_m": 1234.4},
            ["20.540000, 105.910000", "1.234 m"],
        ),
        (
            Kind.OVERLAPPING,
            {"same_minute": True, "overlap_s": 3725.0},
            ["cùng một phút", "1:02:05"],
        ),
        (Kind.TOO_FAST, {"by_tablet": True, "duration_s": 65.4}, ["máy tự đếm", "1:05"]),
        (Kind.TOO_FAST, {"by_tablet": False}, ["từ lúc bắt đầu"]),
        (Kind.NEAR_DUPLICATE_RATE, {"near_expected": 1.275, "near_ratio": 7.0}, ["1,28", "7,0"]),
        (Kind.EXCESS_MATCH, {"excess_z": -2.25}, ["-2,3"]),
    ],
)
def test_evidence__of_each_kind__is_written_as_people_write(world, kind, evidence, lines):
    with world.app.test_request_context(headers={"Accept-Language": "vi"}):
        written = [line.value for line in evidence_lines(kind, evidence)]

    assert len(written) == len(lines)
    assert all(part in value for part, value in zip(lines, written, strict=True))


@sqlite
@pytest.mark.parametrize(
    ("seconds", "written"), [(None, "–"), (0, "0:00"), (-65, "−1:05"), (3600, "1:00:00")]
)
def test_minutes__of_seconds__are_written_with_their_seconds(world, seconds, written):
    with world.app.test_request_context():
        assert clock_minutes(seconds) == written
