"""The page of the files to hand on, and the full file of the interviews."""

import csv
import hashlib
import io

import pytest

from survey_app.db.engine import transaction
from survey_app.db.tables import AuditEvent
from tests.fonts import needs_font
from tests.survey_app.cli.test_export_command import closed_by_chance
from tests.survey_app.rounds_apart import EARLIER, LATER, make_public, two_rounds

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PUBLICATION = "/results/rounds/thu-2022/publication"
PAGE = f"{PUBLICATION}/1/files"
NAMES = (
    ("report", "bao-cao.pdf"),
    ("unit_sheets", "ket-qua-don-vi.pdf"),
    ("workbook", "bang-tinh.xlsx"),
    ("scores", "diem.json"),
    ("index", "chi-so.json"),
    ("form", "bieu-thong-ke.json"),
    ("scoring_plan", "quy-tac-cham.json"),
    ("points_plan", "quy-tac-diem.json"),
    ("csv", "phieu.csv"),
    ("json", "phieu.json"),
    ("sav", "phieu.sav"),
    ("dta", "phieu.dta"),
)


@pytest.fixture
def office(begin, world):
    """Home Affairs, with a round of interviews by chance that is public."""
    begin(_public_by_chance, world)
    return world.client("noivu")


def _public_by_chance(world):
    closed_by_chance(world)
    world.client("noivu").post(PUBLICATION, {"confirmed": "1", "seen": "", "reason": ""})


@needs_font
def test_page__with_sums__has_the_size_and_hash_of_what_is_given(office, read):
    plain = read(office.get(PAGE))
    summed = read(office.get(f"{PAGE}?sums=1"))

    assert f"{PAGE}?sums=1" in plain.links
    assert f"{PAGE}" in read(office.get(PUBLICATION)).links
    for kind, name in NAMES:
        answer = office.get(f"{PAGE}/{kind}")
        assert answer.status_code == 200
        assert name in answer.headers["Content-Disposition"]
        assert hashlib.sha256(answer.data).hexdigest() in summed.text
        assert hashlib.sha256(answer.data).hexdigest() not in plain.text
        assert f"{PAGE}/{kind}" in plain.links


@pytest.mark.parametrize(("query", "is_there"), [("", False), ("?sums=1", True)])
def test_page__columns_of_sums__are_there_once_they_are_asked_for(office, query, is_there):
    page = office.get(f"{PAGE}{query}").get_data(as_text=True)

    assert ('<th scope="col">SHA-256</th>' in page) is is_there


def test_full_file__reason__is_given_and_written_down(world, office):
    answer = office.post(f"{PAGE}/full", {"kind": "csv", "reason": "Đối chiếu khiếu nại"})

    assert answer.status_code == 200
    assert "run-1-day-du-phieu.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    kept = {uuid for (uuid,) in world.rows("SELECT uuid FROM interview")}
    assert {row["response_uuid"].replace("-", "") for row in rows} == {
        str(uuid).replace("-", "") for uuid in kept
    }
    assert {row["enumerator"] for row in rows} == {"an"}
    with transaction(world.engine, writes=False) as session:
        found = session.query(AuditEvent).filter_by(action="round.full_file_taken").one()
    assert found.details == {"reason": "Đối chiếu khiếu nại", "run": "1", "format": "csv"}


def test_full_file__nothing_said__is_refused_with_all_that_is_missing(world, office, read):
    answer = office.post(f"{PAGE}/full", {"kind": "exe", "reason": " "})

    page = read(answer)
    assert answer.status_code == 422
    assert "Không có tệp phiếu này." in page.text
    assert "Việc này cần nêu lý do" in page.text
    assert world.rows("SELECT id FROM audit_event WHERE action = 'round.full_file_taken'") == []


@pytest.mark.parametrize("name", ["quanly", "an", "giamsat", "donvi", "quantri"])
def test_files__anybody_but_home_affairs__gets_none(world, office, name):
    other = world.client(name)

    answers = [
        other.get(PAGE),
        other.get(f"{PAGE}/csv"),
        other.post(f"{PAGE}/full", {"kind": "csv", "reason": "x"}),
    ]

    assert {answer.status_code for answer in answers} == {403}


def test_files__run_or_kind_that_is_not_there__is_not_found(office):
    paths = (f"{PUBLICATION}/77/files", f"{PUBLICATION}/77/files/csv", f"{PAGE}/exe")

    assert [office.get(path).status_code for path in paths] == [404, 404, 404]


@pytest.mark.parametrize(
    ("kinds", "is_read"),
    [
        (("csv", "json", "sav", "dta", "scores", "form", "scoring_plan"), False),
        (("workbook",), True),
    ],
)
def test_files__earlier_round_is_public__is_read_for_those_that_print_changes(
    world, kinds, is_read
):
    two_rounds(world)
    make_public(world, LATER)
    noivu = world.client("noivu")
    addresses = [f"/results/rounds/{LATER}/publication/1/files/{kind}" for kind in kinds]
    for address in addresses:
        noivu.get(address)
    alone = [sent_for(world, noivu, address) for address in addresses]
    make_public(world, EARLIER)
    noivu.get(addresses[0])

    beside = [sent_for(world, noivu, address) for address in addresses]

    for one, other in zip(alone, beside, strict=True):
        assert (len(other) > len(one)) is is_read


def sent_for(world, signed_in, address):
    """The statements that the database is sent for a file."""
    with world.statements() as sent:
        answer = signed_in.get(address)
        assert answer.status_code == 200
        assert answer.data
    return sent
