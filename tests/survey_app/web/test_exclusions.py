"""What the pages say of interviews that are excluded after re-checks, and who lets them count."""

import csv
import io
from dataclasses import replace
from uuid import UUID

import pytest

from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.fieldwork.rechecks.excluding import INVALID, UNVERIFIED
from tests.survey_app.conftest import COMPLETE
from tests.survey_app.decided_lots import close_lot, count_again, decide, exclude, promise
from tests.survey_app.people_by_chance import SLOTS, interview_of, somebody
from tests.survey_app.web import sampled_round as sampled

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/recheck/rounds/thu-2022/exclusions"
LOT = "2022w40-e1-1"
WHY = "Người được hỏi nói không ai đến"


def codes(faults):
    return [fault.code.upper() for fault in faults]


@pytest.fixture
def excluded(begin, world):
    """The interview of the listed respondent and another one are excluded; gives both numbers."""
    return begin(_two_excluded, world)


def _two_excluded(world):
    an = world.client("an")
    assert an.post(world.begin(an), COMPLETE).status_code == 303
    world.interview({})
    (other,) = world.rows("SELECT uuid FROM interview WHERE uuid <> :u", u=world.case_uuid.hex)
    uuids = [world.case_uuid, type(world.case_uuid)(str(other[0]))]
    promise(world)
    close_lot(world, LOT, uuids)
    decide(world, LOT, "rejected", "confirmed")
    assert exclude(world, LOT, dict(zip(uuids, (INVALID, UNVERIFIED), strict=True))) == ()
    return uuids


def test_reviewing__excluded__says_as_what_and_why_and_offers_nothing(world, read, excluded):
    quanly = world.client("quanly")

    page = read(quanly.get(f"/field/interviews/{excluded[0]}"))
    listing = read(quanly.get("/field/rounds/thu-2022/interviews?standing=unverified"))

    assert "Loại sau phúc tra: không hợp lệ. Phiếu này không được tính." in page.text
    assert WHY in page.text
    assert "Giamsat" not in page.text
    assert page.named("reason") == []
    assert "Chỉ Sở Nội vụ" in page.text
    assert [row[5] for row in listing.rows[1:]] == ["loại sau phúc tra: không xác minh được"]


def test_revive__excluded__is_refused_to_the_field_manager(world, read, excluded):
    answer = world.client("quanly").post(
        f"/field/interviews/{excluded[0]}/revive", {"shown": 1, "reason": "Hủy nhầm"}
    )

    assert answer.status_code == 422
    assert "Chỉ Sở Nội vụ" in read(answer).text
    assert world.one("SELECT count(*) FROM interview WHERE is_current") == 0


def test_case__excluded__is_nobodys_and_says_so_on_page_and_in_the_file(world, read, excluded):
    quanly = world.client("quanly")
    number = world.one("SELECT id FROM frame_case")

    page = read(quanly.get(f"/field/rounds/thu-2022/cases/{number}"))
    file = quanly.get("/field/rounds/thu-2022/cases.csv?list=all").data.decode("utf-8-sig")

    assert "Kết quả loại sau phúc tra: không hợp lệ" in page.text
    assert "phiếu bị loại sau phúc tra" in page.row("03/10/2022")[5]
    assert "invalid" in next(csv.reader(io.StringIO(file.splitlines()[1])))


def test_replace__excluded__takes_the_next_of_the_reserve_to_somebody_else(world, read):
    case, uuid, made_by = excluded_of_sample(world)
    quanly = world.client("quanly")
    address = f"/field/rounds/{sampled.ROUND}/cases/{case}"
    sent = {"reason": "voided", "note": "Loại sau phúc tra"}
    other = {"an": "binh", "binh": "an"}[made_by]

    page = read(quanly.get(address))
    to_the_same = quanly.post(f"{address}/replace", sent)
    shared = quanly.get(f"/field/rounds/{sampled.ROUND}/cases/?outcome=invalid")
    answer = quanly.post(f"{address}/replace", {**sent, "to": other})

    assert "phiếu đã bị hủy, hoặc bị loại sau phúc tra" in page.text
    assert to_the_same.status_code == 422
    assert "đã bị loại" in read(to_the_same).text
    assert address in read(shared).links
    assert answer.location == address
    assert world.rows(
        "SELECT replaced_case_id, reason, username FROM sample_replacement"
        " JOIN assignment ON frame_case_id = replacement_case_id"
        " JOIN account ON account.id = enumerator_id"
    ) == [(case, "voided", other)]
    assert codes(count_again(world, uuid, round_id=2)) == ["REPLACED"]


def excluded_of_sample(world):
    """A drawn case of which the interview is excluded; gives it, the interview, and its maker."""
    sampled.add_round(world)
    sampled.add_frame(world)
    sampled.add_sample(world)
    sampled.open_round(world)
    sampled.add_shares(world)
    (case, uuid, maker, account, unit), *_ = world.rows(
        "SELECT frame_case.id, interview_uuid, username, account.id, frame_case.round_unit_id"
        " FROM assignment JOIN frame_case ON frame_case.id = assignment.frame_case_id"
        " JOIN account ON account.id = enumerator_id"
        " JOIN sample_member ON sample_member.frame_case_id = frame_case.id"
        " WHERE sample_list = 'official' AND file_code LIKE 'SXD%' ORDER BY frame_case.id"
    )
    person = somebody(unit, "SXD / Phủ Lý", [4] * len(SLOTS))
    new = replace(interview_of(person), uuid=UUID(str(uuid)), enumerator_id=account)
    with transaction(world.engine) as session:
        insert_many(session, [new])
    promise(world, round_id=2)
    close_lot(world, LOT, [new.uuid], round_id=2)
    decide(world, LOT, "confirmed")
    assert exclude(world, LOT, {new.uuid: INVALID}, round_id=2) == ()
    return case, new.uuid, maker


def test_page__excluded__home_affairs_lets_one_count_again(world, read, excluded):
    noivu = world.client("noivu")
    page = read(noivu.get(PAGE))
    one = f"{PAGE}/{excluded[0]}"

    answer = noivu.post(one, {"reason": "Người được hỏi nhớ ra"})

    assert one in page.links
    assert page.row(str(excluded[0])[:8])[2:5] == [
        LOT,
        "loại sau phúc tra: không hợp lệ",
        WHY,
    ]
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert one not in read(noivu.get(PAGE)).links
    assert noivu.get(one).status_code == 404
    assert world.one("SELECT count(*) FROM interview WHERE is_current") == 1


def test_count_again__without_a_reason__is_refused(world, read, excluded):
    answer = world.client("noivu").post(f"{PAGE}/{excluded[0]}", {"reason": ""})

    assert answer.status_code == 422
    assert "faults" in read(answer).places


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_page__other_roles__are_denied(world, who):
    assert world.client(who).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("asked", "kinds"),
    [
        ("", ["không xác minh được", "không hợp lệ"]),
        ("?kind=invalid", ["không hợp lệ"]),
        (f"?lot={LOT}&unit=SXD", ["không xác minh được", "không hợp lệ"]),
        ("?unit=STP", []),
        ("?lot=2022w41-e1-1", []),
    ],
)
def test_list__narrowed__has_these_alone_and_counts_them(world, read, excluded, asked, kinds):
    page = read(world.client("noivu").get(f"{PAGE}{asked}"))

    said = [row[3] for row in page.rows[1:]]
    assert [any(kind in cell for cell in said) for kind in kinds] == [True] * len(kinds)
    assert len(said) == len(kinds)
    if not kinds:
        assert "Hãy bỏ bớt một điều kiện." in page.text


def test_list__longer_than_a_page__goes_on(world, read, excluded, monkeypatch):
    monkeypatch.setattr("survey_app.web.exclusions.PAGE", 1)
    noivu = world.client("noivu")

    first, second = read(noivu.get(PAGE)), read(noivu.get(f"{PAGE}?page=2"))

    assert (len(first.rows), len(second.rows)) == (2, 2)
    assert first.rows[1] != second.rows[1]
    assert f"{PAGE}?page=2" in first.links
    assert f"{PAGE}?page=1" in second.links
