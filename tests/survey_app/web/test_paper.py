"""Keying forms from paper: who may, what is stored, and everything that can be wrong."""

import json

import pytest

from field_export.fonts import NoFont
from survey_app.web import paper_print
from tests.fonts import needs_font
from tests.survey_app.conftest import COMPLETE
from tests.survey_app.web.paper_sheets import (
    KEY,
    account_of,
    everything_twice,
    keyed,
    sheet,
)
from tests.survey_app.web.sampled_round import ROUND, add_round, open_round

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def _nothing_stored(world):
    return (
        world.one("SELECT count(*) FROM interview") == 0
        and world.one("SELECT count(*) FROM paper_form") == 0
        and world.one("SELECT count(*) FROM assignment WHERE frame_case_id IS NULL") == 0
    )


def test_sheet__of_somebody_on_no_list__is_an_interview_of_the_enumerator_on_it(world):
    assert world.client("binh").post(KEY, sheet(world)).status_code == 303

    assert world.rows("SELECT mode, origin, enumerator_id, sent_by, version FROM interview") == [
        ("paper", "unlisted", int(account_of(world, "an")), int(account_of(world, "binh")), 1)
    ]
    assert world.rows("SELECT keyed_by, is_chosen IS NOT NULL FROM paper_form") == [
        (int(account_of(world, "binh")), True)
    ]
    assert world.actions()[-1] == "paper.keyed"


def test_sheet__times__are_those_on_the_paper(world):
    keyed(world)

    content = json.loads(world.one("SELECT content FROM interview"))
    assert content["paper"]["started_at"] == "2022-10-02T08:30:00+07:00"
    assert content["paper"]["finished_at"] == "2022-10-02T08:45:00+07:00"
    started = str(world.one("SELECT started_at FROM interview"))
    assert "2022-10-02 01:30" in started or "2022-10-02 08:30" in started


def test_sheet__of_a_listed_respondent__takes_the_number_of_the_case(world):
    keyed(world, paper_unit="SXD", paper_case="MP-1", paper_unlisted=None, paper_self="1")

    assert world.rows("SELECT mode, origin FROM interview") == [("paper_self", "listed")]
    assert str(world.case_uuid).replace("-", "") in str(
        world.one("SELECT interview_uuid FROM paper_form")
    ).replace("-", "")


def test_sheet__stored__leads_to_the_next_one_with_the_same_unit_enumerator_and_day(world, read):
    answer = world.client("binh").post(KEY, sheet(world))

    page = read(world.client("binh").get(answer.location))
    assert page.chosen("paper-day") == ["02/10/2022"]
    assert page.chosen("paper-unlisted") == ["1"]
    assert page.chosen("paper-number") == [""]


def test_sheet__counts_in_the_score(world, read):
    keyed(world)

    page = read(world.client("noivu").get("/results/rounds/thu-2022/scores"))

    assert page.row("Sở Tư pháp")[5] == "1"
    assert "phiếu giấy, điều tra viên hỏi: 1" in page.text


def test_sheet__sent_twice__is_stored_once(world):
    keyed(world)
    keyed(world)

    assert world.one("SELECT count(*) FROM interview") == 1


@pytest.mark.parametrize("who", ["binh", "an"])
def test_sheet__other_one_with_its_number__is_refused(world, read, who):
    keyed(world)

    answer = world.client(who).post(KEY, sheet(world, q11="1"))

    assert answer.status_code == 422
    assert "đã được nhập" in read(answer).text
    assert world.one("SELECT count(*) FROM interview") == 1


def test_sheet__of_an_interview_that_the_tablet_sent__is_refused(world):
    an = world.client("an")
    an.post(world.begin(an), COMPLETE)

    answer = world.client("binh").post(
        KEY, sheet(world, paper_unit="SXD", paper_case="MP-1", paper_unlisted=None)
    )

    assert answer.status_code == 422
    assert world.one("SELECT count(*) FROM paper_form") == 0
    assert world.rows("SELECT mode FROM interview") == [("online_form",)]


def test_sheet__form_numbers__begin_anew_in_each_round(world):
    add_round(world, period={"start": "2022-01-01", "end": "2022-10-31"}, sampling=None)
    open_round(world)
    keyed(world)

    answer = world.client("an").post(KEY.replace("thu-2022", ROUND), sheet(world))

    assert answer.status_code == 303
    assert world.rows(
        "SELECT form_number, count(DISTINCT round_id) FROM paper_form GROUP BY form_number"
    ) == [("0001", 2)]


WRONG = {
    "no number": ({"paper_number": ""}, ["paper-number"]),
    "long number": ({"paper_number": "1" * 33}, ["paper-number"]),
    "no unit": ({"paper_unit": ""}, ["paper-unit"]),
    "exempt unit": ({"paper_unit": "TTRA"}, ["paper-unit"]),
    "neither case nor none": ({"paper_unlisted": None}, ["paper-case"]),
    "case and none": ({"paper_case": "MP-1"}, ["paper-case"]),
    "unknown case": ({"paper_case": "MP-9", "paper_unlisted": None}, ["paper-case"]),
    "case of another unit": ({"paper_case": "MP-1", "paper_unlisted": None}, ["paper-case"]),
    "no enumerator": ({"paper_enumerator": ""}, ["paper-enumerator"]),
    "supervisor as enumerator": ({"paper_enumerator": "4"}, ["paper-enumerator"]),
    "letters as enumerator": ({"paper_enumerator": "x"}, ["paper-enumerator"]),
    "no day": ({"paper_day": ""}, ["paper-day"]),
    "31 September": ({"paper_day": "31/9/2022"}, ["paper-day"]),
    "tomorrow": ({"paper_day": "04102022"}, ["paper-day"]),
    "before the round": ({"paper_day": "31.12.2021"}, ["paper-day"]),
    "later today": ({"paper_day": "3-10-2022", "paper_end": "23:00"}, ["paper-end"]),
    "25 hours": ({"paper_start": "25:00"}, ["paper-start"]),
    "ends before": ({"paper_end": "08:29"}, ["paper-end"]),
    "everything": (
        {"paper_number": "", "paper_unit": "x", "paper_unlisted": None, "paper_enumerator": "0",
         "paper_day": "x", "paper_start": "x", "paper_end": ""},
        ["paper-number", "paper-unit", "paper-case", "paper-enumerator", "paper-day",
         "paper-start", "paper-end"],
    ),
}  # fmt: skip


@ON_SQLITE
@pytest.mark.parametrize("case", list(WRONG))
def test_head__with_faults__says_each_at_its_field_and_stores_nothing(world, read, case):
    changed, fields = WRONG[case]

    answer = world.client("binh").post(KEY, sheet(world, **changed))

    assert answer.status_code == 422
    page = read(answer)
    assert [place for place in page.places if place.endswith("-errors") and "paper" in place]
    assert {place for place in page.places if place.startswith("paper") and "-errors" in place} == {
        f"{name}-errors" for name in fields
    }
    assert page.chosen("q11") == ["4"]
    assert _nothing_stored(world)


@ON_SQLITE
@pytest.mark.parametrize(
    ("day", "start", "end"),
    [("2/10/2022", "8.30", "8h45"), ("02102022", "0830", "845"), ("2-10-2022", "8:30", "08:30")],
)
def test_head__typed_in_other_ways__is_understood(world, day, start, end):
    keyed(world, paper_day=day, paper_start=start, paper_end=end)

    content = json.loads(world.one("SELECT content FROM interview"))
    assert content["paper"]["started_at"] == "2022-10-02T08:30:00+07:00"


@ON_SQLITE
def test_sheet__of_a_respondent_whose_interview_was_voided__is_the_next_version_once(
    world, complete
):
    an, manager = world.client("an"), world.client("quanly")
    assert an.post(world.begin(an), complete).status_code == 303
    listed = {"paper_unit": "SXD", "paper_case": "MP-1", "paper_unlisted": None}
    early = world.client("an").post(KEY, sheet(world, **listed))
    page = f"/field/interviews/{world.case_uuid}/void"
    fields = {"reason": "Nhầm người", "confirmed": "1", "respondent": "kept"}
    assert manager.post(page, {"shown": 1, **fields}).status_code == 303

    keyed(world, **listed)

    versions = world.rows("SELECT version, is_current, mode FROM interview ORDER BY version")
    assert early.status_code == 422
    assert versions == [(1, 0, "online_form"), (2, 1, "paper")]
    assert manager.post(page, {"shown": 2, **fields}).status_code == 303
    again = world.client("an").post(KEY, sheet(world, "0002", **listed))
    assert again.status_code == 422


def test_sheet__of_a_case_that_another_enumerator_has__is_refused(world):
    answer = world.client("binh").post(
        KEY,
        sheet(
            world,
            paper_unit="SXD",
            paper_case="MP-1",
            paper_unlisted=None,
            paper_enumerator=account_of(world, "binh"),
        ),
    )

    assert answer.status_code == 422
    assert _nothing_stored(world)


@ON_SQLITE
def test_sheet__of_a_case_taken_back__is_refused(world):
    world.change("UPDATE assignment SET recalled_at = assigned_at")

    answer = world.client("binh").post(
        KEY, sheet(world, paper_unit="SXD", paper_case="MP-1", paper_unlisted=None)
    )

    assert answer.status_code == 422


@ON_SQLITE
def test_sheet__on_no_list_where_that_is_not_allowed__is_refused(world, read):
    world.change("UPDATE round SET allows_unlisted = false")

    answer = world.client("binh").post(KEY, sheet(world))

    assert answer.status_code == 422
    assert _nothing_stored(world)


@ON_SQLITE
def test_sheet__faults_in_head_and_answers__are_said_at_once(world, read):
    answer = world.client("binh").post(
        KEY, sheet(world, paper_day="x", q11="7", q12="", confirm_blank=None)
    )

    page = read(answer)
    assert answer.status_code == 422
    assert {"paper-day-errors", "q11-errors", "q12-errors"} <= page.places


@ON_SQLITE
def test_sheet__blank_criteria__are_stored_once_a_person_says_they_are_blank_on_paper(world):
    clerk = world.client("binh")

    asked = clerk.post(KEY, sheet(world, q11=""))
    stored = clerk.post(KEY, sheet(world, q11="", confirm_blank="y"))

    assert (asked.status_code, stored.status_code) == (422, 303)
    assert world.one("SELECT item_01 FROM answer") == -1


@ON_SQLITE
def test_sheet__that_says_there_was_no_interview__is_refused_with_its_reason(world, read):
    answer = world.client("binh").post(KEY, sheet(world, k1="2"))

    assert answer.status_code == 422
    assert "ghi là một lần tiếp cận" in read(answer).text
    assert _nothing_stored(world)


@ON_SQLITE
@pytest.mark.parametrize(("state", "status"), [("closed", 303), ("published", 409), ("draft", 404)])
def test_sheet__of_a_round_in_this_state__is_taken_only_before_publication(world, state, status):
    typed = sheet(world)
    clerk = world.client("binh")
    world.change("UPDATE round SET state = :state", state=state)

    assert clerk.post(KEY, typed).status_code == status


@ON_SQLITE
def test_stack__with_any_number_of_sheets__is_a_fixed_number_of_queries(world):
    everything_twice(world)
    keyed(world, "1")
    binh = world.client("binh")
    binh.get("/paper/rounds/thu-2022")
    with world.statements() as few:
        binh.get("/paper/rounds/thu-2022")
    for number in range(2, 6):
        keyed(world, str(number))

    with world.statements() as many:
        binh.get("/paper/rounds/thu-2022")

    assert len(many) == len(few)


@ON_SQLITE
def test_sheet__typed_markup__stays_text(world):
    answer = world.client("binh").post(KEY, sheet(world, paper_case="<b>x", paper_unlisted=None))

    assert "<b>x" not in answer.text
    assert "&lt;b&gt;x" in answer.text


@ON_SQLITE
@needs_font
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("an", "/paper/rounds/thu-2022/form.pdf"),
        ("quanly", "/field/rounds/thu-2022/paper/form.pdf"),
    ],
)
def test_empty_form__of_a_round__is_a_pdf_to_print(world, read, who, address):
    client = world.client(who)
    page = address.replace("form.pdf", "").rstrip("/") + ("/" if who == "quanly" else "")

    answer = client.get(address)

    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert "thu-2022-phieu-vi.pdf" in answer.headers["Content-Disposition"]
    assert address in read(client.get(page)).links


@ON_SQLITE
def test_empty_form__without_a_font__says_what_to_install(world, monkeypatch):
    def none(*_texts):
        raise NoFont("ở")

    monkeypatch.setattr(paper_print, "paper_form_pdf", none)

    answer = world.client("an").get("/paper/rounds/thu-2022/form.pdf")

    assert answer.status_code == 503
    assert "fonts-dejavu-core" in answer.text
