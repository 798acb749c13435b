"""The page of the log: who did what when, and how far it is sealed."""

import csv
import io

import pytest

from survey_app.audit_log.sealing import seal_log
from survey_app.db import audit
from survey_app.db.engine import transaction

PAGE = "/admin/log"
DAY = "03/10/2022"
AT = f"{DAY} 08:00"


@pytest.fixture
def logged(world):
    """Bình's account was closed, which is sealed; then An began an interview, which is not yet."""
    quantri = world.client("quantri")
    assert quantri.post("/admin/accounts/binh/close", {"confirmed": "1"}).status_code == 303
    seal_log(world.engine, now=world.clock)
    world.start(world.client("an"))
    return world


@pytest.mark.parametrize("person", ["quantri", "noivu"])
def test_page__changes__says_who_did_what_and_the_newest_block(logged, read, person):
    (block,) = logged.rows("SELECT number, sha256 FROM audit_seal")

    page = read(logged.client(person).get(PAGE))

    assert "{}:{}".format(*block) in page.text
    said = [row[:3] for row in page.rows if row]
    assert any(row[:2] == [AT, "An an"] and row[2].startswith("thêm người trả lời") for row in said)
    assert any(row[:2] == [AT, "Quantri quantri"] and "tài khoản" in row[2] for row in said)
    assert "assignment.added" in page.text
    chosen = {field.get("value") for field in page.fields if field["tag"] == "option"}
    assert {"lot.decided", "recheck_aside", ""} <= chosen
    waiting = logged.one(
        "SELECT count(*) FROM audit_event WHERE id > (SELECT last_id FROM audit_seal)"
    )
    assert f"Sự kiện chờ niêm phong {waiting}" in page.text


@pytest.mark.parametrize(
    ("conditions", "people"),
    [
        ("by=an", {"an"}),
        ("action=assignment.added", {"an"}),
        ("action=lot.decided", set()),
        ("kind=account&object=2", {"quantri"}),
        ("since=2022-10-03&until=2022-10-03", {"an", "quantri"}),
        ("since=2022-10-04", set()),
        ("until=2022-10-02", set()),
        ("by=khong", set()),
        ("since=h%C3%B4m+qua&before=x", {"an", "quantri"}),
    ],
)
def test_file__narrowed__has_these_events_alone(logged, conditions, people):
    answer = logged.client("quantri").get(f"{PAGE}.csv?{conditions}")

    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert {row["username"] for row in rows} == people
    ids = [int(row["id"]) for row in rows]
    assert ids == sorted(ids, reverse=True)


def test_page__more_than_one_page__goes_on_with_the_older_ones(world, read, monkeypatch):
    monkeypatch.setattr("survey_app.web.change_log.A_PAGE", 2)
    an = world.client("an")
    for _ in range(3):
        world.start(an)
    quantri = world.client("quantri")
    seen, address = [], f"{PAGE}?by=an"

    while address:
        page = read(quantri.get(address))
        seen += [row[3].rpartition(" ")[2] for row in page.rows if row and row[0].startswith(DAY)]
        address = next((link for link in page.links if "before=" in link), None)

    of_an = "SELECT object_id FROM audit_event WHERE account_id = 1"
    assert seen == [row[0] for row in world.rows(f"{of_an} ORDER BY id DESC")]
    assert len(seen) > 2


def written(world, **details):
    """The page of the log as a chapter has it where something was written with these details."""
    with transaction(world.engine) as session:
        audit.record(
            session,
            action="round.index_published",
            object_kind="round",
            object_id="1",
            account_id=None,
            at=world.clock(),
            details=details,
        )
    return world.client("quantri").get(f"{PAGE}?action=round.index_published")


def test_page__details__are_in_words_with_days_as_people_write_and_nothing_empty(world, read):
    page = read(written(world, decided_on="2026-12-01", number="2500/QĐ-UBND", replaced=""))

    assert "ngày quyết định: 01/12/2026" in page.text
    assert "số, ký hiệu văn bản: 2500/QĐ-UBND" in page.text
    assert "số của lần bị thay" not in page.text


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2026-12-01", "01/12/2026"),
        ("2026-12-01T05:58:00+00:00", "01/12/2026 12:58"),
        ("2026-13-01", "2026-13-01"),
        ("2026-12-01Tx", "2026-12-01Tx"),
        ("2022w36-e1-1", "2022w36-e1-1"),
    ],
)
def test_page__detail__is_a_day_only_where_it_is_one(world, read, value, said):
    page = read(written(world, before=value))

    assert f"trước: {said}" in page.text


@pytest.mark.parametrize(("count", "is_folded"), [(6, False), (7, True)])
def test_page__many_details__are_folded(world, count, is_folded):
    answer = written(world, **{f"2022w36-e{one}-1": "ab" for one in range(count)})

    page = answer.get_data(as_text=True)
    assert (f"<summary>{count} chi tiết</summary>" in page) is is_folded
    assert f"2022w36-e{count - 1}-1: ab" in page


def test_page__nothing_yet__says_so(world, read):
    page = read(world.client("quantri").get(PAGE))

    assert "Chưa có gì được niêm phong" in page.text
