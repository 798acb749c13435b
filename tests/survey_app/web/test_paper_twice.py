"""Keying a sheet twice: chosen in secret, blind, compared, and decided with the paper in hand."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import shipped_definition
from survey_app.fieldwork.paper.choosing import is_chosen
from survey_app.fieldwork.paper.comparing import differing_items
from tests.survey_app.conftest import COMPLETE
from tests.survey_app.web.paper_sheets import (
    KEY,
    OFFICE,
    account_of,
    everything_twice,
    keyed,
    keyed_again,
    sheet,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
DEFINITION = shipped_definition("sipas-22")
SECRET_WORDS = "Từ chỉ có trong lần nhập thứ nhất"


def _levels(world):
    return world.rows("SELECT item_01, item_02 FROM answer ORDER BY interview_id")


def _errors(world):
    return world.rows("SELECT differences, first_errors, second_errors FROM paper_form")


@pytest.fixture
def twice(world):
    """All sheets of the round are keyed twice."""
    everything_twice(world)
    return world


def test_second_entry__that_agrees__changes_nothing_and_both_are_right(twice):
    number = keyed(twice)

    keyed_again(twice, number, {"d2": "  KHÔNG có  góp ý "})

    assert _errors(twice) == [(0, 0, 0)]
    assert twice.one("SELECT fields FROM paper_form") > 22
    assert twice.one("SELECT count(*) FROM interview") == 1
    assert twice.actions()[-1] == "paper.keyed_again"


def test_second_entry__that_differs__leaves_the_first_counting_until_somebody_decides(twice, read):
    number = keyed(twice)

    keyed_again(twice, number, {"q11": "1", "q12": "2"})

    assert _errors(twice) == [(2, None, None)]
    assert _levels(twice) == [(4, 4)]
    page = read(twice.client("quanly").get(OFFICE))
    assert f"{OFFICE}{number}" in page.links
    asked = read(twice.client("quanly").get(f"{OFFICE}{number}"))
    assert {name for name in ("q11", "q12", "q13") if asked.named(name)} == {"q11", "q12"}


def test_decision__for_the_second_entry__is_a_new_version_and_the_first_stays(twice):
    number = keyed(twice)
    keyed_again(twice, number, {"q11": "1", "q12": "2"})

    answer = twice.client("quanly").post(
        f"{OFFICE}{number}", {"q11": "1", "q12": "4", "paper-compared": "1"}
    )

    assert answer.status_code == 303
    assert _errors(twice) == [(2, 1, 1)]
    assert _levels(twice) == [(4, 4), (1, 4)]
    assert twice.rows("SELECT version, is_current, mode, origin FROM interview ORDER BY id") == [
        (1, False, "paper", "unlisted"),
        (2, True, "paper", "unlisted"),
    ]
    assert twice.actions()[-1] == "paper.decided"


def test_decision__for_the_first_entry__makes_no_version(twice):
    number = keyed(twice)
    keyed_again(twice, number, {"q11": "1"})

    twice.client("quanly").post(f"{OFFICE}{number}", {"q11": "4", "paper-compared": "1"})

    assert _errors(twice) == [(1, 0, 1)]
    assert _levels(twice) == [(4, 4)]


def test_decision__that_neither_typed__counts_against_both(twice):
    number = keyed(twice)
    keyed_again(twice, number, {"q11": "1"})

    twice.client("quanly").post(f"{OFFICE}{number}", {"q11": "5", "paper-compared": "1"})

    assert _errors(twice) == [(1, 1, 1)]
    assert _levels(twice) == [(4, 4), (5, 4)]


@ON_SQLITE
def test_decision__blank_on_the_paper__is_confirmed(twice):
    number = keyed(twice)
    keyed_again(twice, number, {"q11": "", "confirm_blank": "y"})
    manager = twice.client("quanly")

    asked = manager.post(f"{OFFICE}{number}", {"paper-compared": "1"})
    stored = manager.post(f"{OFFICE}{number}", {"paper-compared": "1", "confirm_blank": "y"})

    assert (asked.status_code, stored.status_code) == (422, 303)
    assert _levels(twice) == [(4, 4), (-1, 4)]


@ON_SQLITE
def test_decision__that_opens_another_path__asks_what_is_needed_there(twice, read):
    number = keyed(twice)
    keyed_again(twice, number, {"b10": "1", "q51": "2", "q52": "4", "q53": "5", "q54": "9"})

    page = read(twice.client("quanly").get(f"{OFFICE}{number}"))
    answer = twice.client("quanly").post(
        f"{OFFICE}{number}",
        {"b10": "1", "q51": "2", "q52": "4", "q53": "5", "q54": "9", "paper-compared": "1"},
    )

    assert page.named("q51")
    assert answer.status_code == 303
    assert twice.rows("SELECT first_errors, second_errors FROM paper_form") == [(5, 0)]


@ON_SQLITE
def test_decision__after_another_version_came__is_refused(twice):
    number = keyed(twice)
    keyed_again(twice, number, {"q11": "1"})

    answer = twice.client("quanly").post(f"{OFFICE}{number}", {"q11": "1", "paper-compared": "2"})

    assert answer.status_code == 409
    assert _errors(twice) == [(1, None, None)]


@ON_SQLITE
def test_decision__twice__is_refused_the_second_time(twice):
    number = keyed(twice)
    keyed_again(twice, number, {"q11": "1"})
    manager = twice.client("quanly")
    manager.post(f"{OFFICE}{number}", {"q11": "1", "paper-compared": "1"})

    answer = manager.post(f"{OFFICE}{number}", {"q11": "4", "paper-compared": "2"})

    assert answer.status_code == 409
    assert _levels(twice) == [(4, 4), (1, 4)]


@ON_SQLITE
def test_second_entry__of_the_person_who_interviewed__does_not_exist(twice, read):
    answer = twice.client("binh").post(KEY, sheet(twice))
    number = twice.one("SELECT id FROM paper_form")
    an = twice.client("an")

    assert answer.status_code == 303
    assert an.get(f"/paper/forms/{number}").status_code == 404
    assert an.post(f"/paper/forms/{number}", COMPLETE).status_code == 404
    assert f"/paper/forms/{number}" not in read(an.get("/paper/rounds/thu-2022")).links


@ON_SQLITE
def test_second_entry__of_the_person_who_keyed_first__does_not_exist(twice, read):
    number = keyed(twice)
    clerk = twice.client("an")

    assert clerk.get(f"/paper/forms/{number}").status_code == 404
    assert clerk.post(f"/paper/forms/{number}", COMPLETE).status_code == 404
    assert f"/paper/forms/{number}" not in read(clerk.get("/paper/rounds/thu-2022")).links


@ON_SQLITE
def test_second_entry__of_a_sheet_that_was_not_chosen__does_not_exist(world):
    world.client("quanly").post(OFFICE, {"share": "0"})
    number = keyed(world)

    assert world.client("binh").get(f"/paper/forms/{number}").status_code == 404
    assert world.client("binh").post(f"/paper/forms/{number}", COMPLETE).status_code == 404


def test_sheet__of_a_number_that_no_row_can_have__does_not_exist(twice):
    number = "9" * 40

    assert twice.client("an").get(f"/paper/forms/{number}").status_code == 404
    assert twice.client("quanly").get(f"{OFFICE}{number}").status_code == 404


@ON_SQLITE
def test_second_entry__sent_twice__is_kept_once(twice):
    number = keyed(twice)
    keyed_again(twice, number, {})
    keyed_again(twice, number, {"q11": "1"})

    assert _errors(twice) == [(0, 0, 0)]


@ON_SQLITE
def test_second_entry__before_it_is_finished__sees_nothing_of_the_first(twice, read, subtests):
    """Whatever address an enumerator may open, with or without faults sent before."""
    number = keyed(
        twice,
        d2=SECRET_WORDS,
        q11="1",
        paper_unit="SXD",
        paper_case="MP-1",
        paper_unlisted=None,
    )
    binh = twice.client("binh")
    uuid = UUID(str(twice.one("SELECT interview_uuid FROM paper_form")))
    addresses = [
        f"/paper/forms/{number}",
        "/paper/rounds/thu-2022",
        KEY,
        "/interviews/",
        f"/interviews/{uuid}",
        f"/interviews/{uuid}/receipt",
        "/api/v1/sync/pack",
        "/tablet/",
    ]
    rules = [
        rule.rule
        for rule in twice.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    for address in [*addresses, *rules]:
        with subtests.test(address):
            answer = binh.get(address)

            assert SECRET_WORDS not in answer.text
            assert not any(page_answer for page_answer in read(answer).chosen("q11"))
    refused = binh.post(f"/paper/forms/{number}", {"k1": "1"})
    assert refused.status_code == 422
    assert SECRET_WORDS not in refused.text
    assert read(refused).chosen("q11") == []
    for page in (f"{OFFICE}{number}", OFFICE, "/results/rounds/thu-2022/responses.csv"):
        assert binh.get(page).status_code == 403


@ON_SQLITE
def test_sheet__right_after_it_was_keyed__does_not_tell_whether_it_was_chosen(world, read):
    pages = []
    for share, number in (("0", "1"), ("100", "2")):
        world.client("quanly").post(OFFICE, {"share": share})
        clerk = world.client("an")
        answer = clerk.post(KEY, sheet(world, number))
        pages.append(read(clerk.get(answer.location)).text.replace(f"phiếu số {number}.", ""))
        pages.append(
            read(clerk.get("/paper/rounds/thu-2022")).text.replace(f"nhập {number} phiếu", "")
        )

    assert pages[0] == pages[2]
    assert pages[1] == pages[3]


@ON_SQLITE
@pytest.mark.parametrize("typed", ["", "-1", "101", "9,5", "x", "٣", "1e1"])
def test_share__that_is_no_percentage__is_refused_and_stands_in_its_field(world, read, typed):
    answer = world.client("quanly").post(OFFICE, {"share": typed})

    page = read(answer)
    assert answer.status_code == 422
    assert f"“{typed}” không phải là số nguyên từ 0 đến 100." in page.text
    assert page.named("share")[0]["value"] == typed
    assert world.one("SELECT count(*) FROM paper_plan") == 0


def test_share__changed__is_written_down_and_holds_for_later_sheets(world):
    world.client("quanly").post(OFFICE, {"share": "0"})
    keyed(world, "1")
    everything_twice(world)
    keyed(world, "2")

    chosen = world.rows("SELECT form_number, is_chosen FROM paper_form ORDER BY form_number")
    assert [(number, bool(value)) for number, value in chosen] == [("1", False), ("2", True)]
    assert world.actions().count("paper.share_changed") == 2
    details = world.rows("SELECT details FROM audit_event WHERE action = 'paper.share_changed'")
    read_ = [row[0] if isinstance(row[0], dict) else json.loads(row[0]) for row in details]
    assert read_ == [{"from": "10", "to": "0"}, {"from": "0", "to": "100"}]


@ON_SQLITE
def test_overview__errors_by_person__are_those_counted_by_hand(twice, read):
    first = keyed(twice, "1")
    keyed_again(twice, first, {})
    second = keyed(twice, "2")
    keyed_again(twice, second, {"q11": "1"})
    twice.client("quanly").post(f"{OFFICE}{second}", {"q11": "4", "paper-compared": "1"})

    page = read(twice.client("quanly").get(OFFICE))

    items = sum(row[0] for row in twice.rows("SELECT fields FROM paper_form"))
    assert page.row("An")[1:5] == ["2", "2", str(items), "0"]
    assert page.row("Binh")[1:5] == ["2", "2", str(items), "1"]
    assert page.row("An")[5] == "0,0"


@ON_SQLITE
def test_overview__any_number_of_sheets__is_a_fixed_number_of_queries(twice):
    manager = twice.client("quanly")
    keyed_again(twice, keyed(twice, "1"), {"q11": "1"})
    manager.get(OFFICE)
    with twice.statements() as few:
        manager.get(OFFICE)
    for number in range(2, 6):
        keyed_again(twice, keyed(twice, str(number)), {"q11": "1"})

    with twice.statements() as many:
        manager.get(OFFICE)

    assert len(many) == len(few)


def test_is_chosen__by_hand__is_the_first_digits_of_the_hash():
    # printf 'seed|00000000-0000-4000-8000-000000000001' | sha256sum
    uuid = UUID("00000000-0000-4000-8000-000000000001")
    thresholds = [
        share for share in range(101) if is_chosen("seed", interview_uuid=uuid, share_percent=share)
    ]

    assert thresholds == list(range(thresholds[0], 101))
    assert thresholds[0] == 32


@pytest.mark.parametrize("share", [0, 10, 50, 100])
def test_is_chosen__of_many__is_about_the_share(share):
    uuids = [uuid5(UUID(int=1), str(number)) for number in range(2000)]

    chosen = sum(is_chosen("0" * 32, interview_uuid=uuid, share_percent=share) for uuid in uuids)

    assert abs(chosen - 20 * share) <= 90


@given(st.dictionaries(st.sampled_from(["q11", "q12", "a4"]), st.integers(1, 5)))
def test_differing_items__of_the_same_answers__are_none(answers):
    assert differing_items(DEFINITION, answers, dict(answers)) == ()


def test_differing_items__blank_list_and_order__are_compared_as_they_are():
    one = {"d1": [2, 3], "q11": 4, "d2": "  A b "}
    other = {"d1": (2, 3), "d2": "a B"}

    assert differing_items(DEFINITION, one, other) == ("q11",)


@ON_SQLITE
def test_scores__while_a_second_entry_or_a_decision_is_open__say_how_many(twice, read):
    home_affairs = twice.client("noivu")

    def said():
        return (
            "tính theo lần nhập thứ nhất"
            in read(home_affairs.get("/results/rounds/thu-2022/scores")).text
        )

    number = keyed(twice)
    waiting = said()
    keyed_again(twice, number, {"q11": "1"})
    differing = said()
    twice.client("quanly").post(f"{OFFICE}{number}", {"q11": "1", "paper-compared": "1"})

    assert (waiting, differing, said()) == (True, True, False)


@ON_SQLITE
def test_sheet_page__both_entries__stand_in_no_order_that_tells_who_keyed_which(twice, read):
    pages = []
    for number, (first, second) in (("1", ("2", "5")), ("2", ("5", "2"))):
        sheet_number = keyed(twice, number, q11=first)
        keyed_again(twice, sheet_number, {"q11": second})
        text = read(twice.client("quanly").get(f"{OFFICE}{sheet_number}")).text
        pages.append(text.replace(f"Phiếu số {number}", ""))

    assert pages[0] == pages[1]


def test_sheet__two_people_at_once_with_one_number__is_stored_once(world):
    typed = [sheet(world), sheet(world, q11="1")]
    clients = [world.client("an"), world.client("binh")]
    for client in clients:
        client.token()

    with ThreadPoolExecutor(2) as both:
        sent = list(
            both.map(
                lambda one: one[0].post(KEY, one[1]).status_code, zip(clients, typed, strict=True)
            )
        )

    assert sorted(sent) == [303, 422]
    assert world.one("SELECT count(*) FROM interview") == 1
    assert world.one("SELECT count(*) FROM paper_form") == 1


ON_A_LIST = {"paper_unit": "SXD", "paper_case": "MP-1", "paper_unlisted": None}


def _void(world, shown):
    address = f"/field/interviews/{world.case_uuid}/void"
    typed = {"reason": "Nhầm người", "confirmed": "1", "respondent": "kept", "shown": shown}
    assert world.client("quanly").post(address, typed).status_code == 303


def test_second_entry__of_a_sheet_keyed_after_a_void__is_compared_with_the_sheet(
    twice, read, complete
):
    assert twice.client("an").post(twice.begin(twice.client("an")), complete).status_code == 303
    _void(twice, 1)
    number = keyed(twice, q11="1", **ON_A_LIST)
    again = twice.client("an").post(KEY, sheet(twice, q11="1", **ON_A_LIST))

    keyed_again(twice, number, {"q11": "1", "q12": "2"})

    assert again.status_code == 303  # a second click
    assert _errors(twice) == [(1, None, None)]
    page = read(twice.client("quanly").get(f"{OFFICE}{number}"))
    assert {name for name in ("q11", "q12") if page.named(name)} == {"q12"}
    assert "đã được sửa" not in page.text
    answer = twice.client("quanly").post(f"{OFFICE}{number}", {"q12": "2", "paper-compared": "2"})
    assert answer.status_code == 303
    assert _levels(twice) == [(4, 4), (1, 4), (1, 2)]


def test_decision__about_an_interview_that_was_voided_and_made_anew__changes_neither(
    twice, read, complete
):
    number = keyed(twice, **ON_A_LIST)
    keyed_again(twice, number, {"q11": "1"})
    _void(twice, 1)
    an = twice.client("an")
    voided = twice.one("SELECT content_sha256 FROM interview")
    anew = f"{twice.begin(an)}?follows={voided}"
    assert an.post(anew, {**complete, "q11": "5"}).status_code == 303
    said = read(twice.client("quanly").get(f"{OFFICE}{number}")).text

    answer = twice.client("quanly").post(f"{OFFICE}{number}", {"q11": "1", "paper-compared": "2"})

    assert answer.status_code == 303
    assert _errors(twice) == [(1, 1, 0)]
    assert _levels(twice) == [(4, 4), (5, 4)]
    assert twice.rows("SELECT version, is_current FROM interview ORDER BY version") == [
        (1, False),
        (2, True),
    ]
    assert "Phiếu này đã bị hủy" in said


@ON_SQLITE
def test_scores__of_a_sheet_whose_interview_was_voided__do_not_name_its_first_entry(twice, read):
    keyed(twice, **ON_A_LIST)
    scores = "/results/rounds/thu-2022/scores"
    before = read(twice.client("noivu").get(scores)).text
    _void(twice, 1)

    after = read(twice.client("noivu").get(scores)).text

    assert "tính theo lần nhập thứ nhất" in before
    assert "tính theo lần nhập thứ nhất" not in after


def test_waiting__sheet_keyed_after_a_void__is_not_offered_to_whoever_interviewed(
    twice, read, complete
):
    """An made the interview that was voided; the sheet is of Bình, whose case it is now."""
    an, binh = twice.client("an"), twice.client("binh")
    assert an.post(twice.begin(an), complete).status_code == 303
    _void(twice, 1)
    twice.change(
        "UPDATE assignment SET enumerator_id = (SELECT id FROM account WHERE username = 'binh')"
        " WHERE frame_case_id IS NOT NULL"
    )
    of_binh = {**ON_A_LIST, "paper_enumerator": account_of(twice, "binh")}
    number = keyed(twice, **of_binh)

    assert binh.get(f"/paper/forms/{number}").status_code == 404
    assert f"/paper/forms/{number}" not in read(binh.get("/paper/rounds/thu-2022")).links
