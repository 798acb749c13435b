"""From a drawn sample to the lists of the tablets: `hailong assignment`."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.assigning.problems import AssigningRefused
from survey_app.fieldwork.assigning.replacing import Reason, ReplaceRequest, replace_case
from tests.survey_app.api.conftest import Tablet
from tests.survey_app.fieldwork.frame.conftest import as_csv, table

ROUND = ("--round", "thu-2026")
LIST = (*ROUND, "--list", "thu-2026-1")
OFFICE, POST = ("--by", "noivu"), ("--by", "quanly")
SHARE = ("assignment", "share", *LIST, "--rule", "by_load", *POST)
ROUND_FILE = """\
code: thu-2026
name: {vi: Đợt 2026, en: Round 2026}
year: 2026
questionnaire: sipas-22
index_plan: ha-nam-2022
period: {start: 2026-01-01, end: 2026-10-31}
controller: Sở Nội vụ
contact: Phòng CCHC
erase_days: 90
sampling: {method: stratified, strata: [district], reserve_percent: 20, source: Kế hoạch 1}
units:
  - {code: SXD, group: department, quota: 8}
  - {code: STP, group: department, quota: 4}
  - {code: TTRA, group: department, exempt: true}
"""
DISTRICTS = ("Phủ Lý", "Bình Lục")
# SXD: 8 of 40 in two strata of 20 → 4 and 4; reserve 20 % of 8, rounded up: 2, one in each.
# STP: 4 of 20 in two strata of 10 → 2 and 2; reserve 1, in the first by name: Bình Lục.
CASES_OF = {"SXD": 40, "STP": 20}


def _row(unit, number):
    return {
        "Mã hồ sơ": f"{unit}-{number:04d}",
        "Đơn vị": unit,
        "Chủ hồ sơ": f"Người mô phỏng {unit} {number}",
        "Số điện thoại": f"09{len(unit) + ord(unit[1]):02d}0{number:05d}",
        "Địa chỉ": f"Thôn mô phỏng {unit} {number}",
        "Huyện": DISTRICTS[number % 2],
        "Ngày tiếp nhận": "01/09/2026",
        "Ngày hẹn trả": "30/09/2026",
        "Ngày trả kết quả": f"{number % 28 + 1:02d}/09/2026",
    }


def _draw(hailong, folder):
    (folder / "round.yaml").write_text(ROUND_FILE, encoding="utf-8")
    hailong("round", "create", "round.yaml", *OFFICE)
    rows = [_row(unit, number) for unit, n in CASES_OF.items() for number in range(n)]
    (folder / "list.csv").write_bytes(as_csv(table(*rows)))
    hailong("frame", "import", "list.csv", *ROUND)
    hailong("sample", "commit", *LIST, *OFFICE)
    hailong("sample", "draw", *LIST, *POST)


def _share(hailong, folder):
    _draw(hailong, folder)
    hailong("round", "open", "thu-2026", *OFFICE)
    return hailong(*SHARE).stdout


@pytest.fixture
def drawn(begin, hailong, folder):
    """A round with an imported frame and a drawn sample; a draft."""
    begin(_draw, hailong, folder)


@pytest.fixture
def shared(begin, hailong, folder):
    """The same, open and shared out; gives what sharing said."""
    return begin(_share, hailong, folder)


@pytest.fixture
def tablet(world):
    """Sends in the name of An, over HTTP."""
    return _tablet(world, "an")


def _tablet(world, who):
    number = world.one("SELECT id FROM account WHERE username = :who", who=who)
    client = world.client(who)
    pack = client.get("/api/v1/sync/pack")
    headers = {"X-CSRFToken": pack.headers["X-CSRFToken"]}
    return Signed(world=world, credential="", enumerator=number, headers=headers, client=client)


class Signed(Tablet):
    """A tablet that sends with the session of its enumerator."""

    def __init__(self, *, client, **rest):
        super().__init__(**rest)
        self.client = client

    def send(self, *documents, **_how):
        return self.client.http.post(
            "/api/v1/sync/interviews",
            data=json.dumps({"documents": list(documents)}),
            headers=self.headers,
            content_type="application/json",
        )


def pack(world, who):
    """UUID by file code of what this enumerator has to do in the round."""
    rounds = world.client(who).get("/api/v1/sync/pack").json["rounds"]
    (found,) = (one for one in rounds if one["code"] == "thu-2026")
    codes = {
        str(row[0]).replace("-", ""): row[1]
        for row in world.rows(
            "SELECT interview_uuid, file_code FROM assignment"
            " JOIN frame_case ON frame_case.id = frame_case_id"
        )
    }
    return {codes[one["uuid"].replace("-", "")]: one["uuid"] for one in found["cases"]}


def members(world, of_list="official"):
    """Stratum, place and weight of the drawn files."""
    rows = world.rows(
        "SELECT file_code, stratum, place, weight FROM sample_member"
        " JOIN frame_case ON frame_case.id = frame_case_id WHERE sample_list = :of",
        of=of_list,
    )
    return {row[0]: row[1:] for row in rows}


def one_of(world, who, prefix="SXD"):
    """The first file of a unit on this list, with its UUID."""
    return min(item for item in pack(world, who).items() if item[0].startswith(prefix))


def refuse(world, who, uuid, disposition="2.11"):
    tablet = _tablet(world, who)
    (result,) = tablet.results(tablet.attempt(interview=uuid, disposition=disposition))
    assert result["status"] == "accepted", result


def interview(world, who, uuid):
    tablet = _tablet(world, who)
    (result,) = tablet.results(tablet.document(uuid=uuid, unlisted=None))
    return result


def told(result):
    """The faults: place and message."""
    return [line.split(" — ")[0] for line in result.stderr.splitlines()]


def counts(world):
    """Everything that a refused command must leave as it was."""
    return [
        world.rows(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608 -- ours
        for table in ("assignment", "sample_replacement", "audit_event")
    ]


def numbers(shown):
    """The figures of each enumerator's line."""
    lines = [re.sub("[│┃]", " ", line).split() for line in shown.splitlines()]
    return {line[0]: [int(cell) for cell in line[1:]] for line in lines if line[:1] in NAMES}


NAMES = (["an"], ["binh"])
NOT_DRAWN = "This case is not to be interviewed: it was not drawn, or is in the reserve."


def test_assigning__from_frame_to_replacement__each_tablet_has_its_own(shared, hailong, world):
    official, reserve = members(world), members(world, "reserve")
    an, binh = pack(world, "an"), pack(world, "binh")
    code, uuid = one_of(world, "an")

    refuse(world, "an", uuid)
    note = ("--reason", "refused", "--note", "Không có thời gian, không muốn hẹn")
    hailong("assignment", "replace", *ROUND, "--unit", "SXD", "--case", code, *note, *POST)

    assert (len(an), len(binh)) == (6, 6)
    assert not set(an) & set(binh)
    assert set(an) | set(binh) == set(official)
    assert numbers(shared) == {"an": [0, 6, 6], "binh": [0, 6, 6]}
    after = pack(world, "an")
    (new,) = set(after) - set(an)
    assert set(an) - set(after) == {code}
    assert reserve[new] == (official[code][0], 1, official[code][2])
    assert pack(world, "binh") == binh
    assert interview(world, "an", after[new])["status"] == "accepted"
    (row,) = world.rows(
        "SELECT one.file_code, other.file_code, reason, note, username FROM sample_replacement"
        " JOIN frame_case one ON one.id = replaced_case_id"
        " JOIN frame_case other ON other.id = replacement_case_id"
        " JOIN account ON account.id = replaced_by"
    )
    assert row == (code, new, note[1], note[3], "quanly")
    status = hailong("assignment", "status", *ROUND).stdout
    assert numbers(status) == {"an": [7, 1, 1, 0, 5], "binh": [6, 0, 0, 0, 6]}
    assert "Nobody has 0 cases" in status
    assert "Replaced from the reserve: 1." in status
    assert [one for one in world.actions() if str(one).startswith(("assignment", "sample"))] == [
        "sample.seed_committed",
        "sample.drawn",
        *["assignment.added"] * 12,
        "sample.replaced",
        "assignment.added",
    ]


def test_share__neighbours__stay_together(shared, world):
    place = dict(world.rows("SELECT file_code, district FROM frame_case WHERE district <> ''"))

    districts = [{place[code] for code in pack(world, who)} for who in ("an", "binh")]

    assert sorted(map(sorted, districts)) == [["Bình Lục"], ["Phủ Lý"]]


def test_share__dry_run__shows_and_changes_nothing(hailong, drawn, world):
    before = counts(world)

    shown = hailong(*SHARE, "--dry-run").stdout

    assert numbers(shown) == {"an": [0, 6, 6], "binh": [0, 6, 6]}
    assert "Tried only" in shown
    assert counts(world) == before


def test_share__draft__is_in_the_first_pack_of_the_open_round(hailong, drawn, world):
    hailong(*SHARE, "--enumerator", "binh")
    rounds = world.client("binh").get("/api/v1/sync/pack").json["rounds"]

    hailong("round", "open", "thu-2026", *OFFICE)

    assert "thu-2026" not in {one["code"] for one in rounds}
    assert set(pack(world, "binh")) == set(members(world))
    assert pack(world, "an") == {}


def test_share__again__gives_nobody_anything(shared, hailong, world):
    before = counts(world)

    again = hailong(*SHARE).stdout

    assert numbers(again) == {"an": [6, 0, 6], "binh": [6, 0, 6]}
    assert counts(world) == before


def test_share__by_area_and_nobody_has_one__all_are_told_with_the_reason(hailong, drawn, world):
    shown = hailong("assignment", "share", *LIST, "--rule", "by_area", *POST).stdout

    assert "STP, Phủ Lý: nobody works there; 2 cases." in shown
    assert "SXD, Bình Lục: nobody works there; 4 cases." in shown
    assert world.one("SELECT count(*) FROM assignment WHERE frame_case_id > 1") == 0


def tie(world, who, *, unit):
    """Lets an enumerator be tied to a unit from now on."""
    world.change(
        "INSERT INTO account_tie (account_id, unit_id) SELECT account.id, unit.id"
        " FROM account, unit WHERE username = :who AND unit.code = :unit",
        who=who,
        unit=unit,
    )


def test_share__by_area_with_a_tie__keeps_to_both(hailong, drawn, world):
    for who, area in (("an", "phủ lý"), ("an", "Bình Lục"), ("binh", "Phủ Lý")):
        world.change(
            "INSERT INTO account_area (account_id, area)"
            " SELECT id, :area FROM account WHERE username = :who",
            who=who,
            area=area,
        )
    tie(world, "an", unit="STP")

    told = hailong(*SHARE[:-4], "--rule", "by_area", *POST)

    # Two of Bình Lục are left: they are of STP. Of ten, both have five.
    given = world.rows(
        "SELECT username, unit.code, frame_case.district, count(*) FROM assignment"
        " JOIN account ON account.id = enumerator_id"
        " JOIN round_unit ON round_unit.id = assignment.round_unit_id"
        " JOIN unit ON unit.id = round_unit.unit_id"
        " JOIN frame_case ON frame_case.id = frame_case_id WHERE frame_import_id IS NOT NULL"
        " GROUP BY username, unit.code, frame_case.district"
    )
    assert set(given) == {
        ("an", "SXD", "Bình Lục", 4),
        ("an", "SXD", "Phủ Lý", 1),
        ("binh", "SXD", "Phủ Lý", 3),
        ("binh", "STP", "Phủ Lý", 2),
    }
    assert "STP, Bình Lục: whoever could take it is tied to the unit; 2 cases." in told.output


def test_share__two_unknown_enumerators__both_are_named(hailong, drawn, world):
    before = counts(world)

    refused = hailong(
        *SHARE, "--enumerator", "an", "--enumerator", "x", *("--enumerator", "noivu"), exits=1
    )

    assert told(refused) == [
        f"enumerator: {name} is not an enumerator whose account is open." for name in ("x", "noivu")
    ]
    assert counts(world) == before


def test_share__closed_round_or_other_role__is_refused(shared, hailong, world):
    hailong("assignment", "recall", *ROUND, "--from", "an", *POST)
    other = hailong("assignment", "share", *LIST, "--rule", "by_load", *OFFICE, exits=1)
    hailong("round", "close", "thu-2026", *OFFICE, "--reason", "Hết hạn", "--confirm")
    before = counts(world)

    closed = hailong(*SHARE, exits=1)
    tried = hailong(*SHARE, "--dry-run", exits=1)

    assert "field_manager" in other.stderr
    assert "in a draft or an open round" in closed.stderr
    assert tried.stderr == closed.stderr
    assert counts(world) == before


def test_move__by_hand__is_on_the_other_list_with_its_uuid(shared, hailong, world):
    code, uuid = one_of(world, "an")

    hailong("assignment", "move", *ROUND, "--unit", "SXD", "--case", code, "--to", "binh", *POST)

    assert code not in pack(world, "an")
    assert pack(world, "binh")[code] == uuid
    assert world.actions().count("assignment.moved") == 1


def test_status__document_of_the_first_waits__is_counted_with_the_second(shared, hailong, world):
    code, uuid = one_of(world, "an")
    hailong("assignment", "move", *ROUND, "--unit", "SXD", "--case", code, "--to", "binh", *POST)
    interview(world, "an", uuid)

    shown = hailong("assignment", "status", *ROUND).stdout

    assert numbers(shown) == {"an": [5, 0, 0, 0, 5], "binh": [7, 0, 0, 1, 6]}


def test_move__all_of_somebody_who_fell_ill__tried_ones_only_with_a_reason(shared, hailong, world):
    _, uuid = one_of(world, "an")
    refuse(world, "an", uuid, disposition="2.20")
    words = ("assignment", "move", *ROUND, "--from", "an", "--to", "binh", *POST)
    before = counts(world)

    refused = hailong(*words, exits=1)
    assert counts(world) == before
    hailong(*words, "--reason", "An nghỉ ốm")

    assert len(told(refused)) == 1
    assert "Somebody has tried" in refused.stderr
    assert pack(world, "an") == {}
    assert len(pack(world, "binh")) == 12
    (tried,) = (
        one
        for found in world.client("binh").get("/api/v1/sync/pack").json["rounds"]
        for one in found["cases"]
        if one["attempts"]
    )
    assert tried["uuid"] == uuid


def test_move__many_faults__all_are_listed_and_nothing_is_moved(shared, hailong, world):
    code, uuid = one_of(world, "an")
    theirs, _ = one_of(world, "binh")
    reserve = next(one for one in members(world, "reserve") if one.startswith("SXD"))
    interview(world, "an", uuid)
    before = counts(world)

    refused = hailong(
        *("assignment", "move", *ROUND, "--unit", "SXD", "--to", "binh", *POST),
        *(word for one in (code, theirs, reserve, "x") for word in ("--case", one)),
        exits=1,
    )

    assert sorted(told(refused)) == sorted(
        [
            f"SXD {code}: The interview of this case has been received.",
            f"SXD {theirs}: binh has this case already.",
            f"SXD {reserve}: {NOT_DRAWN}",
            "SXD x: The round has no such case.",
        ]
    )
    assert counts(world) == before


def test_move__to_somebody_tied_to_the_unit__is_refused_whatever_the_reason(shared, hailong, world):
    code, _ = one_of(world, "an")
    tie(world, "binh", unit="SXD")
    before = counts(world)
    words = ("assignment", "move", *ROUND, "--unit", "SXD", "--case", code, "--to", "binh", *POST)

    refused = hailong(*words, "--reason", "Không còn ai khác", exits=1)

    assert told(refused) == [f"SXD {code}: binh is tied to this unit."]
    assert counts(world) == before


@pytest.mark.parametrize("words", [("--unit", "SXD"), ("--from", "an", "--case", "x"), ()])
def test_move__cases_named_by_halves__is_bad_usage(shared, hailong, words):
    hailong("assignment", "move", *ROUND, *words, "--to", "binh", *POST, exits=2)


def test_recall__and_share_again__keeps_the_uuid_of_the_interview(shared, hailong, world):
    before = pack(world, "an")

    hailong("assignment", "recall", *ROUND, "--from", "an", *POST)
    recalled = pack(world, "an"), hailong("assignment", "status", *ROUND).stdout
    hailong(*SHARE, "--enumerator", "binh")

    assert recalled[0] == {}
    assert "Nobody has 6 cases" in recalled[1]
    assert "Recalled among them: 6." in recalled[1]
    assert before.items() <= pack(world, "binh").items()


def test_recall__of_what_nobody_has_or_was_tried__is_refused(shared, hailong, world):
    code, _ = one_of(world, "an")
    tried, uuid = one_of(world, "binh")
    refuse(world, "binh", uuid, disposition="2.21")
    words = ("assignment", "recall", *ROUND, "--unit", "SXD", "--case", code)
    hailong(*words, *POST)

    refused = hailong(*words, "--case", tried, *POST, exits=1)

    assert sorted(line.split(": ")[1] for line in told(refused)) == [
        "Nobody has this case.",
        "Somebody has tried to reach this respondent, or has begun the interview.",
    ]
    assert tried in pack(world, "binh")


def test_recall__from_an_account_that_was_closed__takes_its_cases(shared, hailong, world):
    hailong("user", "disable", "an")

    hailong("assignment", "recall", *ROUND, "--from", "an", *POST)
    hailong(*SHARE)

    assert len(pack(world, "binh")) == 12


def test_replace__one_after_another__goes_down_the_reserve_until_it_is_used_up(
    shared, hailong, world
):
    official, reserve = members(world), members(world, "reserve")
    who = next(name for name in ("an", "binh") if one_of(world, name)[0] in official)
    code, uuid = one_of(world, who)
    words = ("assignment", "replace", *ROUND, "--unit", "SXD", "--reason", "refused", *POST)
    words += ("--note", "Từ chối")
    refuse(world, who, uuid)
    hailong(*words, "--case", code)
    (first,) = set(pack(world, who)) & set(reserve)
    refuse(world, who, pack(world, who)[first])

    twice = hailong(*words, "--case", code, exits=1)
    exhausted = hailong(*words, "--case", first, exits=1)

    assert reserve[first][0] == official[code][0]
    assert "Another case has taken the place" in twice.stderr
    assert told(exhausted) == [
        f"SXD {first}: The reserve of the stratum “{official[code][0]}” is used up."
    ]
    assert world.one("SELECT count(*) FROM sample_replacement") == 1


def test_replace__holder_tied_meanwhile__is_given_to_somebody_else_by_name(shared, hailong, world):
    code, uuid = one_of(world, "an")
    words = ("assignment", "replace", *ROUND, "--unit", "SXD", "--case", code, *POST)
    words += ("--reason", "refused", "--note", "Từ chối")
    refuse(world, "an", uuid)
    tie(world, "an", unit="SXD")
    before = len(pack(world, "binh"))

    refused = hailong(*words, exits=1)
    hailong(*words, "--to", "binh")

    assert "an is tied to this unit." in refused.stderr
    assert len(pack(world, "binh")) == before + 1
    assert set(pack(world, "binh")) & set(members(world, "reserve"))


def test_replace__longer_reserve__in_the_order_of_places(shared, hailong, world):
    # The reserve gets three places more, the last ones first in the table.
    stratum = "SXD / Phủ Lý"
    world.change(
        "UPDATE sample_member SET place = 4 WHERE sample_list = 'reserve' AND stratum = :stratum",
        stratum=stratum,
    )
    world.change(
        "INSERT INTO sample_member (frame_case_id, sample_draw_id, stratum, sample_list, place,"
        " weight) SELECT id, (SELECT max(id) FROM sample_draw), :stratum, 'reserve',"
        " CASE file_code WHEN :third THEN 3 WHEN :second THEN 2 ELSE 1 END, 5 FROM frame_case"
        " WHERE file_code IN (:first, :second, :third)",
        stratum=stratum,
        **dict(zip(("third", "second", "first"), _undrawn(world), strict=False)),
    )
    known = members(world, "reserve")
    taken = []

    for who in ("an", "binh"):
        for code, uuid in pack(world, who).items():
            if members(world).get(code, ("",))[0] == stratum:
                refuse(world, who, uuid, disposition="3.18")
                words = ("--unit", "SXD", "--case", code, "--reason", "wrong_address")
                before = set(pack(world, who))
                hailong("assignment", "replace", *ROUND, *words, "--note", "Không có", *POST)
                taken += set(pack(world, who)) - before

    assert [known[code][1] for code in taken] == [1, 2, 3, 4]


def test_replace__two_at_the_same_moment__take_the_last_of_the_reserve_once(shared, world):
    stratum = "SXD / Phủ Lý"
    official = [code for code, found in members(world).items() if found[0] == stratum]
    lists = {who: pack(world, who) for who in ("an", "binh")}
    for who, known in lists.items():
        for code in set(official) & set(known):
            refuse(world, who, known[code])
    together = Barrier(len(official))

    def take(code):
        together.wait(timeout=30)
        try:
            with transaction(world.engine) as session:
                replace_case(
                    session,
                    rounds.round_coded(session, "thu-2026"),
                    ReplaceRequest(
                        unit_code="SXD", file_code=code, reason=Reason.REFUSED, note="Từ chối"
                    ),
                    by=person_named(session, "quanly"),
                    new_uuid=uuid4,
                    at=world.clock(),
                )
        except AssigningRefused as refused:
            return [fault.code for fault in refused.faults]
        return []

    with ThreadPoolExecutor(len(official)) as pool:
        faults = list(pool.map(take, official))

    assert sorted(faults) == [[], *[["reserve_exhausted"]] * 3]
    assert world.one("SELECT count(*) FROM sample_replacement") == 1


def test_share__replacement_that_was_recalled__is_given_out_again_and_the_replaced_is_not(
    shared, hailong, world
):
    code, uuid = one_of(world, "an")
    refuse(world, "an", uuid)
    words = ("--unit", "SXD", "--case", code, "--reason", "refused", "--note", "Từ chối")
    hailong("assignment", "replace", *ROUND, *words, *POST)
    (new,) = set(pack(world, "an")) & set(members(world, "reserve"))
    hailong("assignment", "recall", *ROUND, "--unit", "SXD", "--case", new, *POST)

    shown = hailong(*SHARE, "--enumerator", "binh").stdout

    assert numbers(shown) == {"binh": [6, 1, 7]}
    assert new in pack(world, "binh")
    assert code not in {**pack(world, "an"), **pack(world, "binh")}


def _undrawn(world):
    """Files of SXD in Phủ Lý that were not drawn."""
    return [
        row[0]
        for row in world.rows(
            "SELECT file_code FROM frame_case WHERE file_code LIKE 'SXD-%' AND district = 'Phủ Lý'"
            " AND id NOT IN (SELECT frame_case_id FROM sample_member) ORDER BY id"
        )
    ]


@pytest.mark.parametrize(
    ("outcome", "reason", "why"),
    [
        (None, "refused", "This case has not ended"),
        ("2.20", "refused", "This case has not ended"),
        ("2.20", "not_reached", "The respondent was tried 1 times, of 3 that are needed."),
        ("2.25", "refused", "The enumerator reported another outcome: 2.25."),
        ("interview", "refused", "The interview of this case has been received."),
    ],
)
def test_replace__what_cannot_be__is_refused_and_changes_nothing(
    shared, hailong, world, outcome, reason, why
):
    code, uuid = one_of(world, "an")
    if outcome == "interview":
        interview(world, "an", uuid)
    elif outcome is not None:
        refuse(world, "an", uuid, disposition=outcome)
    before = counts(world)

    words = ("--unit", "SXD", "--case", code, "--reason", reason, "--note", "Từ chối")
    refused = hailong("assignment", "replace", *ROUND, *words, *POST, exits=1)

    assert [line.startswith(f"SXD {code}: {why}") for line in told(refused)] == [True]
    assert counts(world) == before


def test_replace__never_reached_in_three_attempts__is_taken_off_the_list(shared, hailong, world):
    code, uuid = one_of(world, "an")
    for _ in range(3):
        refuse(world, "an", uuid, disposition="2.20")

    words = ("--unit", "SXD", "--case", code, "--reason", "not_reached", "--note", "Vắng ba lần")
    hailong("assignment", "replace", *ROUND, *words, "--to", "binh", *POST)

    assert code not in pack(world, "an")
    assert len(set(pack(world, "binh")) & set(members(world, "reserve"))) == 1
    assert interview(world, "an", uuid)["status"] == "quarantined"


def test_replace__voided_interview__gives_the_place_to_the_reserve_for_that_reason_only(
    shared, hailong, world
):
    code, uuid = one_of(world, "an")
    note = ("--note", "Phiếu bị hủy, không hỏi lại")
    replace = ("assignment", "replace", *ROUND, "--unit", "SXD", "--case", code, *note, *POST)
    early = hailong(*replace, "--reason", "voided", exits=1)
    interview(world, "an", uuid)
    fields = {"shown": 1, "reason": "Bịa phiếu", "confirmed": "1", "respondent": "recalled"}
    voided = world.client("quanly").post(f"/field/interviews/{uuid}/void", fields)
    before = pack(world, "an")

    hailong(*replace, "--reason", "voided")

    assert voided.status_code == 303
    assert told(early) == [f"SXD {code}: No interview of this case was voided."]
    assert code not in before
    assert len(pack(world, "an")) == len(before) + 1
    assert world.rows("SELECT reason FROM sample_replacement") == [("voided",)]
    revive = {"shown": 1, "reason": "Hủy nhầm"}
    again = world.client("quanly").post(f"/field/interviews/{uuid}/revive", revive)
    assert again.status_code == 422


def test_replace__draft_round__is_refused(hailong, drawn, world):
    code = next(code for code in members(world) if code.startswith("SXD"))

    words = ("--unit", "SXD", "--case", code, "--reason", "refused", "--note", "Từ chối")
    refused = hailong("assignment", "replace", *ROUND, *words, *POST, exits=1)

    assert "replaced in an open one" in refused.stderr


def test_replace__everything_wrong__all_is_said(shared, hailong, world):
    code, _ = one_of(world, "an")

    words = ("--unit", "SXD", "--case", code, "--reason", "refused", "--note", " ", "--to", "x")
    refused = hailong("assignment", "replace", *ROUND, *words, *POST, exits=1)

    assert [line.split(": ")[0] for line in told(refused)] == ["note", f"SXD {code}", "enumerator"]
