"""The interview: asked, judged, stored once; ended early; never another person's."""

import json
import re
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import render_template
from werkzeug.datastructures import MultiDict

from questionnaires import shipped_definition
from survey_app.web.interview_form import form_class
from survey_app.web.interview_texts import endings_of, rule_note, rule_of

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
DEFINITION = shipped_definition("sipas-22")
CRITERIA = [item.code for item in DEFINITION.index_items]
SLOTS = ", ".join(f"item_{place:02d}" for place in range(1, len(CRITERIA) + 1))


@pytest.fixture
def an(world):
    """The browser of An, who has one listed case."""
    return world.client("an")


@pytest.fixture
def form(world, an):
    """The address of the form of An's listed case, opened."""
    return world.begin(an)


@pytest.fixture
def send(world, an, form):
    """Sends the form of An's case."""
    return lambda answers: an.post(form, answers)


def _levels(world):
    row = world.rows(f"SELECT {SLOTS} FROM answer")[0]  # noqa: S608 -- names of columns
    return dict(zip(CRITERIA, row, strict=True))


def _other(world):
    stored = world.one("SELECT other FROM answer")
    return json.loads(stored) if isinstance(stored, str) else stored


def _nothing_stored(world):
    counts = ("interview", "answer", "contact_attempt", "quarantine")
    return all(world.one(f"SELECT count(*) FROM {name}") == 0 for name in counts)  # noqa: S608


# -- the page


@ON_SQLITE
def test_page__choices_of_a_refused_form__are_drawn_as_the_library_draws_them(world, an, form):
    sent = {"k1": "1", "q11": "5", "d1": ["2", "3"]}

    page = an.post(form, sent).text

    with world.app.test_request_context():
        drawn = form_class(DEFINITION, language="vi")(MultiDict(sent), meta={"csrf": False})
        choices = [
            str(one(class_="choice-input"))
            for item in DEFINITION.items
            if item.kind in {"multi", "scale", "single"}
            for one in drawn[item.code]
        ]
    assert sum("<input checked " in one for one in choices) == 4
    assert [one for one in choices if one not in page] == []


@ON_SQLITE
def test_page__every_question__stands_on_it_with_every_choice(an, form, read):
    page = read(an.get(form))

    for item in DEFINITION.items:
        kind = {"multi": "checkbox", "scale": "radio", "single": "radio"}.get(item.kind)
        offered = [*DEFINITION.options_of(item), DEFINITION.not_applicable_of(item)]
        fields = page.named(item.code)
        assert f"q-{item.code}" in page.places
        if kind is None:
            assert len(fields) == 1
        else:
            assert {field["type"] for field in fields} == {kind}
            assert [field["value"] for field in fields] == [
                str(option.code) for option in offered if option is not None
            ]


@ON_SQLITE
def test_page__each_part__says_whom_it_is_shown_to(an, form):
    page = an.get(form).text

    for section in DEFINITION.sections:
        shown = "respondent" if section.shown_to_respondent else "enumerator"
        assert re.search(rf'data-step="{section.code}"\s+data-shown="{shown}"', page)
    assert page.count("data-introduction") == 1


@pytest.mark.parametrize(
    ("descending", "order"),
    [(False, ["1", "2", "3", "4", "5", "9"]), (True, ["5", "4", "3", "2", "1", "9"])],
)
@ON_SQLITE
def test_form_part__with_the_fewest_variables__draws_levels_in_the_order_asked_for(
    world, descending, order
):
    with world.app.test_request_context():
        page = render_template(
            "parts/interview_form.html",
            definition=DEFINITION,
            form=form_class(DEFINITION, language="vi")(),
            endings=endings_of(DEFINITION),
            introduction="Giới thiệu",
            consent="Đồng ý",
            rule_of=rule_of,
            rule_note=rule_note,
            levels_descending=descending,
        )

    assert re.findall(r'name="q24"[^>]*value="(\d+)"', page) == order
    assert re.findall(r'name="e1"[^>]*value="(\d+)"', page)[:2] == ["1", "2"]
    assert "Gửi phiếu" in page


@ON_SQLITE
def test_page__consent__names_office_controller_and_days(an, form):
    page = an.get(form).text

    assert "Sở Xây dựng" in page
    assert "Sở Nội vụ" in page
    assert "Phòng CCHC" in page
    assert "90" in page
    assert "{agency}" not in page
    assert "{erase_days}" not in page


@ON_SQLITE
def test_page__listed_respondent__is_named_as_simulated(an, form):
    page = an.get(form).text

    assert "Người mô phỏng 1" in page


@ON_SQLITE
def test_page__without_signing_in__leads_to_the_sign_in(world):
    form = f"/interviews/{world.case_uuid}"

    answer = world.client().get(form)

    assert answer.location == f"/sign-in?next={form}"


@pytest.mark.parametrize("who", ["quanly", "giamsat", "noivu", "donvi", "quantri"])
@ON_SQLITE
def test_page__other_role__is_denied(world, who):
    client = world.client(who)

    answers = [
        client.get(f"/interviews/{world.case_uuid}"),
        client.post(f"/interviews/{world.case_uuid}", {"k1": "2"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert _nothing_stored(world)


@pytest.mark.parametrize("address", ["", "/open", "/receipt"])
@ON_SQLITE
def test_page__another_enumerators_interview__does_not_exist(world, address, complete):
    client = world.client("binh")
    path = f"/interviews/{world.case_uuid}{address}"

    seen = client.get(path).status_code
    sent = client.post(path, complete).status_code

    assert seen in {404, 405}
    assert sent in {404, 405}
    assert 404 in {seen, sent}
    assert _nothing_stored(world)


@pytest.mark.parametrize(
    "unknown", ["22222222-2222-4222-8222-222222222222", "not-a-uuid", "11111111", "%00"]
)
@ON_SQLITE
def test_page__unknown_uuid__does_not_exist(an, unknown, complete):
    answers = [an.get(f"/interviews/{unknown}"), an.post(f"/interviews/{unknown}", complete)]

    assert [answer.status_code for answer in answers] == [404, 404]


# -- a whole interview


def test_submit__complete_answers__stores_one_interview(world, send, complete):
    world.clock.move(timedelta(minutes=8))

    answer = send(complete)

    assert answer.status_code == 303
    assert answer.location == f"/interviews/{world.case_uuid}/receipt"
    columns = "version, is_current, mode, is_simulated, length(content_sha256)"
    assert world.rows(f"SELECT {columns} FROM interview") == [  # noqa: S608
        (1, True, "online_form", True, 64)
    ]
    assert world.one("SELECT count(*) FROM answer") == 1


def test_submit__complete_answers__lie_in_their_own_columns(world, send, complete):
    for place, code in enumerate(code for code in CRITERIA if not code.startswith("q5")):
        complete[code] = str(1 + place % 5)

    send(complete)

    expected = {code: int(complete[code]) for code in CRITERIA if code in complete}
    assert _levels(world) == {**expected, "q51": -2, "q52": -2, "q53": -2, "q54": -2}
    assert _other(world) == {
        **{code: int(complete[code]) for code in ("k1", "k2", "a4", "a5", "a6", "b10", "z5")},
        **{f"b{number}": int(complete[f"b{number}"]) for number in range(1, 7)},
        **{f"e{number}": int(complete[f"e{number}"]) for number in range(1, 6)},
        "a3": "Cấp giấy phép xây dựng",
        "d1": [2, 3],
        "d2": "Không có góp ý",
    }
    assert world.rows("SELECT item_23, item_60 FROM answer") == [(None, None)]


def test_submit__times__run_from_opening_to_sending(world, send, complete):
    world.clock.move(timedelta(minutes=8))

    send(complete)

    row = world.rows("SELECT started_at, finished_at, received_at FROM interview")[0]
    assert [str(moment)[:19] for moment in row] == [
        "2022-10-03 01:00:00",
        "2022-10-03 01:08:00",
        "2022-10-03 01:08:00",
    ]


@ON_SQLITE
def test_submit__clock_set_back_meanwhile__is_stored_all_the_same(world, send, complete):
    world.clock.move(timedelta(hours=-1))

    answer = send(complete)

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM interview WHERE started_at = finished_at") == 1


def test_submit__audit__says_who_did_what(world, send, complete):
    send(complete)

    rows = world.rows(
        "SELECT action, object_kind, object_id, username, audit_event.details FROM audit_event"
        " JOIN account ON account.id = audit_event.account_id"
        " WHERE action NOT LIKE 'account%' ORDER BY audit_event.id"
    )
    assert [row[:4] for row in rows] == [
        ("assignment.opened", "interview", str(world.case_uuid), "an"),
        ("interview.received", "interview", str(world.case_uuid), "an"),
    ]
    assert "Không có góp ý" not in str(rows)


@ON_SQLITE
def test_submit__unlisted_respondent__is_stored_for_the_chosen_unit(world, an, complete):
    form = world.start(an, unit="STP")

    answer = an.post(form, complete)

    assert answer.status_code == 303
    assert world.one(
        "SELECT unit.code FROM interview JOIN round_unit ON round_unit.id = round_unit_id"
        " JOIN unit ON unit.id = unit_id"
    ) == ("STP")


# -- twice, and at once


def test_submit__twice__stores_once_and_shows_the_same_receipt(world, an, send, complete):
    first = send(complete)
    receipt = an.get(first.location).text
    world.clock.move(timedelta(minutes=5))

    second = send(complete)

    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert world.one("SELECT count(*) FROM interview") == 1
    assert world.actions().count("interview.received") == 1
    assert world.one("SELECT count(*) FROM quarantine") == 0
    assert an.get(second.location).text.partition("<main")[2] == receipt.partition("<main")[2]


def test_submit__twenty_at_once__stores_one_interview(world, an, form, complete):
    answers = {"csrf_token": an.token(), **complete}
    together = Barrier(20)

    def click(_number):
        browser = world.app.test_client()
        browser.set_cookie("session", an.cookie)
        together.wait()
        return browser.post(form, data=answers).status_code

    with ThreadPoolExecutor(20) as clicks:
        statuses = list(clicks.map(click, range(20)))

    assert statuses == [303] * 20
    assert world.one("SELECT count(*) FROM interview") == 1
    assert world.one("SELECT count(*) FROM answer") == 1
    assert world.one("SELECT count(*) FROM quarantine") == 0
    assert world.actions().count("interview.received") == 1


def test_refusal__twenty_at_once__is_one_attempt(world, an, form):
    answers = {"csrf_token": an.token(), "k1": "2"}
    together = Barrier(20)

    def click(_number):
        browser = world.app.test_client()
        browser.set_cookie("session", an.cookie)
        together.wait()
        return browser.post(form, data=answers).status_code

    with ThreadPoolExecutor(20) as clicks:
        statuses = list(clicks.map(click, range(20)))

    assert statuses == [303] * 20
    assert world.rows("SELECT disposition FROM contact_attempt") == [("2.11",)]


def test_submit__other_content_afterwards__is_kept_beside_and_the_first_stays(
    world, send, complete
):
    send(complete)

    answers = [send({**complete, "q11": "1"}), send({**complete, "q11": "1"})]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert str(world.case_uuid) in answers[0].text
    assert _levels(world)["q11"] == 4
    kept = world.rows("SELECT kind, content FROM quarantine")
    assert [kind for kind, _ in kept] == ["conflict"]
    assert json.loads(str(kept[0][1]))["answers"]["q11"] == 1
    assert world.actions().count("interview.conflict_kept") == 1


@ON_SQLITE
def test_submit__two_other_contents__are_both_kept(world, send, complete):
    send(complete)

    send({**complete, "q11": "1"})
    send({**complete, "q11": "2"})

    assert world.one("SELECT count(*) FROM quarantine") == 2
    assert world.one("SELECT count(*) FROM interview") == 1


@ON_SQLITE
def test_submit__only_the_spelling_of_accents_differs__is_the_same_interview(world, send, complete):
    send(complete)

    answer = send({**complete, "d2": unicodedata.normalize("NFD", str(complete["d2"]))})

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM quarantine") == 0


# -- ended early


@pytest.mark.parametrize(
    ("ending", "disposition"),
    [({"k1": "2"}, "2.11"), ({"k1": "1", "k2": "2", "a4": "2"}, "4.70")],
)
def test_ending__refused_or_not_eligible__is_recorded_without_answers(
    world, an, send, complete, ending, disposition
):
    answer = send({**complete, **ending})

    assert answer.location == f"/interviews/{world.case_uuid}/receipt"
    rows = world.rows(
        "SELECT disposition, username, count(*) FROM contact_attempt"
        " JOIN account ON account.id = account_id GROUP BY disposition, username"
    )
    assert rows == [(disposition, "an", 1)]
    assert world.one("SELECT count(*) FROM interview") == 0
    assert an.get(answer.location).status_code == 200
    assert world.actions()[-1] == "contact_attempt.recorded"


@ON_SQLITE
def test_ending__sent_twice__is_one_attempt(world, send):
    send({"k1": "2"})
    world.clock.move(timedelta(minutes=1))

    send({"k1": "2"})

    assert world.one("SELECT count(*) FROM contact_attempt") == 1
    assert world.actions().count("contact_attempt.recorded") == 1


@ON_SQLITE
def test_ending__after_a_finished_interview__changes_nothing(world, send, complete):
    send(complete)

    answer = send({"k1": "2"})

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM contact_attempt") == 0
    assert world.one("SELECT count(*) FROM interview") == 1


@ON_SQLITE
def test_ending__respondent_changes_their_mind__the_interview_is_received(world, send, complete):
    send({"k1": "2"})

    answer = send(complete)

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM interview") == 1


@ON_SQLITE
def test_ending__consent_given_and_refused_at_once__ends_nothing(world, send, complete):
    answer = send({**complete, "k1": ["1", "2"]})

    assert answer.status_code == 422
    assert _nothing_stored(world)


@ON_SQLITE
def test_ending__no_answer_to_the_deciding_question__ends_nothing(world, send, complete):
    del complete["a4"]

    answer = send(complete)

    assert answer.status_code == 422
    assert _nothing_stored(world)


# -- open questions


def test_blanks__not_confirmed__are_asked_about_and_nothing_is_stored(world, send, complete, read):
    del complete["q11"]

    answer = send(complete)

    assert answer.status_code == 422
    assert read(answer).named("confirm_blank")
    assert 'href="#q-q11"' in answer.text
    assert _nothing_stored(world)


def test_blanks__confirmed__are_stored_as_blank(world, send, complete):
    del complete["q11"]

    answer = send({**complete, "q24": "9", "confirm_blank": "y"})

    assert answer.status_code == 303
    levels = _levels(world)
    assert (levels["q11"], levels["q24"], levels["q12"], levels["q51"]) == (-1, 9, 4, -2)


@ON_SQLITE
def test_blanks__feedback_given__its_four_criteria_are_asked_too(send, complete, read):
    answer = send({**complete, "b10": "1"})

    assert answer.status_code == 422
    assert {"#q-q51", "#q-q52", "#q-q53", "#q-q54"} <= read(answer).links


@ON_SQLITE
def test_blanks__all_of_them_confirmed__is_an_interview_without_valid_answers(
    world, send, complete
):
    answers = {key: value for key, value in complete.items() if not key.startswith("q")}

    answer = send({**answers, "confirm_blank": "y"})

    assert answer.status_code == 303
    assert set(_levels(world).values()) == {-1, -2}


@ON_SQLITE
def test_blanks__questions_outside_the_index__need_no_confirmation(world, send, complete):
    for code in ("a3", "a5", "b1", "d1", "d2", "e1", "z5"):
        del complete[code]

    answer = send(complete)

    assert answer.status_code == 303
    assert "d1" not in _other(world)


@ON_SQLITE
def test_submit__nothing_at_all__asks_for_consent_first(world, send):
    answer = send({})

    assert answer.status_code == 422
    assert 'href="#q-k1"' in answer.text
    assert _nothing_stored(world)


# -- wrong values


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("q11", "6"),
        ("q11", "0"),
        ("q11", "-1"),
        ("q11", "-2"),
        ("q11", "8"),
        ("q11", "good"),
        ("q11", "4.0"),
        ("q11", "４"),
        ("q11", "4" * 400),
        ("q11", ["4", "5"]),
        ("a5", "9"),
        ("b1", "7"),
        ("d1", ["1", "2", "3", "4"]),
        ("d1", ["1", "1"]),
        ("d1", ["1", "x"]),
        ("d1", ["99"]),
        ("d2", "x" * 1001),
        ("d2", "x" * 300_000),
        ("d2", "bell \a"),
        ("d2", "nul \0"),
        ("d2", ["một ý", "ý khác"]),
        ("a3", "y" * 301),
        ("e1", "<script>"),
    ],
)
@ON_SQLITE
def test_submit__value_that_is_not_offered__is_refused_beside_its_question(
    world, send, complete, read, code, value
):
    answer = send({**complete, code: value})

    assert answer.status_code == 422
    page = read(answer)
    assert f"#q-{code}" in page.links
    assert f"{code}-errors" in page.places
    assert "<script>" not in answer.text
    assert _nothing_stored(world)


@pytest.mark.parametrize("value", ["hai", "2,5", "0", "21", "9999999999", "１"])
@ON_SQLITE
def test_submit__number_that_cannot_be_read__keeps_what_was_typed(
    world, send, complete, read, value
):
    answer = send({**complete, "b6": "3", "b7": value})

    assert answer.status_code == 422
    assert read(answer).chosen("b7") == [value]
    assert 'href="#q-b7"' in answer.text
    assert _nothing_stored(world)


@ON_SQLITE
def test_submit__refused__keeps_every_other_answer_on_the_page(send, complete, read):
    page = read(send({**complete, "q11": "6"}))

    del complete["q11"]
    for code, value in complete.items():
        assert page.chosen(code) == (value if isinstance(value, list) else [value])


@ON_SQLITE
def test_submit__several_faults__are_all_said_at_once(send, complete, read):
    answer = send({**complete, "q11": "6", "q12": "7", "d2": "x" * 1001})

    assert {"#q-q11", "#q-q12", "#q-d2"} <= read(answer).links


@ON_SQLITE
def test_submit__ten_megabytes__are_refused_before_they_are_read(world, send, complete):
    answer = send({**complete, "d2": "x" * 10_000_000})

    assert answer.status_code == 413
    assert _nothing_stored(world)


@ON_SQLITE
def test_submit__fields_nobody_asked_for__are_ignored(world, send, complete):
    answer = send({**complete, "q99": "5", "unit": "STP", "round_unit_id": "2", "is_current": "0"})

    assert answer.status_code == 303
    assert "q99" not in str(world.one("SELECT content FROM interview"))


def test_submit__address_that_names_no_version__leaves_nothing_of_it_behind(world, an, complete):
    address = f"/interviews/{world.case_uuid}?follows={'x' * 300}%00"

    assert an.post(address, complete).status_code == 303
    assert "follows" not in str(world.one("SELECT content FROM interview"))


def test_submit__decomposed_accents__are_stored_composed(world, send, complete):
    typed = unicodedata.normalize("NFD", "Cán bộ hướng dẫn rất tận tình, dễ hiểu")

    send({**complete, "d2": typed})

    assert _other(world)["d2"] == "Cán bộ hướng dẫn rất tận tình, dễ hiểu"
    assert unicodedata.is_normalized("NFC", str(world.one("SELECT content FROM interview")))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  có  ", "có"),
        ("một\r\nhai", "một\nhai"),
        ("một\rhai", "một\nhai"),
        ("👍 ổn", "👍 ổn"),
        ("='cmd'", "='cmd'"),
        ("'; DROP TABLE interview; --", "'; DROP TABLE interview; --"),
        ("x" * 1000, "x" * 1000),
    ],
)
@ON_SQLITE
def test_submit__free_text__is_stored_as_said(world, send, complete, typed, stored):
    answer = send({**complete, "d2": typed})

    assert answer.status_code == 303
    assert _other(world)["d2"] == stored


@pytest.mark.parametrize("typed", ["", "   ", "\r\n"])
@ON_SQLITE
def test_submit__blank_text__is_no_answer(world, send, complete, typed):
    send({**complete, "d2": typed})

    assert "d2" not in _other(world)


@ON_SQLITE
def test_submit__text_with_markup__is_shown_as_text(send, complete):
    answer = send({**complete, "d2": "<b>x</b></textarea><script>", "q11": "6"})

    assert "<script>" not in answer.text
    assert "&lt;b&gt;x&lt;/b&gt;" in answer.text


# -- questions that were not to be asked


@ON_SQLITE
def test_off_path__answers_behind_a_skip__are_left_out_and_said(world, an, send, complete, read):
    answer = send({**complete, "q51": "1", "q52": "2", "b7": "3"})

    assert answer.location == f"/interviews/{world.case_uuid}/receipt?left_out=3"
    assert "b7" not in _other(world)
    assert _levels(world)["q51"] == -2
    assert "notice" in read(an.get(answer.location)).classes


@ON_SQLITE
def test_off_path__wrong_values_there__are_no_fault(world, send, complete):
    answer = send({**complete, "q51": "66", "b7": "nhiều"})

    assert answer.status_code == 303
    assert _levels(world)["q51"] == -2


@ON_SQLITE
def test_off_path__other_text_with_its_choice__is_kept(world, send, complete):
    send({**complete, "b1": "5", "b1_text": "Qua ủy quyền", "d1": ["10"], "d1_text": "Bãi xe"})

    other = _other(world)
    assert (other["b1"], other["b1_text"]) == (5, "Qua ủy quyền")
    assert (other["d1"], other["d1_text"]) == ([10], "Bãi xe")


@ON_SQLITE
def test_off_path__other_text_without_its_choice__is_left_out(world, send, complete):
    answer = send({**complete, "b1": "1", "b1_text": "Qua ủy quyền"})

    assert answer.location.endswith("?left_out=1")
    assert "b1_text" not in _other(world)


@ON_SQLITE
def test_off_path__other_text_too_long__is_refused(world, send, complete, read):
    answer = send({**complete, "b1": "5", "b1_text": "x" * 301})

    assert answer.status_code == 422
    assert "b1_text-errors" in read(answer).places
    assert _nothing_stored(world)


@ON_SQLITE
def test_on_path__returned_late__its_questions_are_stored(world, send, complete):
    answer = send({**complete, "b6": "3", "b7": "2", "b8": "1", "b9": "2"})

    assert answer.status_code == 303
    other = _other(world)
    assert (other["b7"], other["b8"], other["b9"]) == (2, 1, 2)


# -- the language


@ON_SQLITE
def test_language__changed_in_the_middle__keeps_all_and_stores_nothing(world, send, complete, read):
    typed = {**complete, "b6": "3", "b7": "hai"}

    answer = send({**typed, "language": "en", "step": "F3"})

    page = read(answer)
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    for code, value in typed.items():
        assert page.chosen(code) == (value if isinstance(value, list) else [value])
    assert page.chosen("step") == ["F3"]
    assert "errors" not in page.classes
    assert _nothing_stored(world)


@ON_SQLITE
def test_language__unknown_one_in_the_form__is_an_ordinary_submission(world, send, complete):
    answer = send({**complete, "language": "fr"})

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM interview") == 1


@ON_SQLITE
def test_language__of_the_page__changes_no_content(world, an, complete):
    first, second = world.start(an), world.start(an)
    an.post(first, complete)
    an.post("/language", {"language": "en"})

    an.post(second, complete)

    contents = [json.loads(str(row[0])) for row in world.rows("SELECT content FROM interview")]
    assert contents[0]["answers"] == contents[1]["answers"]


# -- closed rounds, exempt units


def _close(world):
    world.change("UPDATE round SET state = 'closed'")


def test_closed_round__interview_begun_before__is_still_received(world, an, form, complete):
    _close(world)

    page, answer = an.get(form), an.post(form, complete)

    assert (page.status_code, answer.status_code) == (200, 303)
    assert world.one("SELECT count(*) FROM interview") == 1


def test_closed_round__nothing_new__is_started(world, an):
    _close(world)

    answers = [
        an.post(f"/interviews/{world.case_uuid}/open"),
        an.post("/interviews/", {"round": "thu-2022", "unit": "SXD"}),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert "thu-2022" in answers[0].text
    assert world.one("SELECT count(*) FROM assignment") == 1
    assert world.one("SELECT count(*) FROM assignment WHERE opened_at IS NULL") == 1


@ON_SQLITE
def test_draft_round__is_unknown_to_enumerators(world, an):
    world.change("UPDATE round SET state = 'draft'")

    answer = an.post("/interviews/", {"round": "thu-2022", "unit": "SXD"})

    assert answer.status_code == 404


@ON_SQLITE
def test_exempt_unit__is_not_interviewed(world, an):
    answer = an.post("/interviews/", {"round": "thu-2022", "unit": "TTRA"})

    assert answer.status_code == 409
    assert "Thanh tra tỉnh" in answer.text
    assert world.one("SELECT count(*) FROM assignment") == 1


@pytest.mark.parametrize(
    ("of_round", "unit"),
    [
        ("thu-2022", "KHONG"),
        ("thu-2022", ""),
        ("khong-co", "SXD"),
        ("", ""),
    ],
)
@ON_SQLITE
def test_start__unknown_round_or_unit__does_not_exist(world, an, of_round, unit):
    answer = an.post("/interviews/", {"round": of_round, "unit": unit})

    assert answer.status_code == 404
    assert world.one("SELECT count(*) FROM assignment") == 1


@pytest.mark.parametrize(("of_round", "unit"), [("thu-2022", "S\0"), ("thu\0", "SXD")])
def test_start__code_that_no_database_takes__does_not_exist(world, an, of_round, unit):
    answer = an.post("/interviews/", {"round": of_round, "unit": unit})

    assert answer.status_code == 404


@ON_SQLITE
def test_start__unlisted__is_audited_with_its_unit(world, an):
    form = world.start(an, unit="STP")

    uuid = form.removeprefix("/interviews/")
    rows = world.rows("SELECT object_id, details FROM audit_event WHERE action LIKE 'assign%'")
    assert [(row[0], json.loads(str(row[1]))) for row in rows] == [(uuid, {"unit": "STP"})]


@ON_SQLITE
def test_open__again__keeps_the_first_time(world, an, form):
    world.clock.move(timedelta(minutes=30))

    again = an.post(f"{form}/open")

    assert again.location == form
    assert str(world.one("SELECT opened_at FROM assignment"))[:16] == "2022-10-03 01:00"
    assert world.actions().count("assignment.opened") == 1


@ON_SQLITE
def test_page__finished_interview__leads_to_its_receipt(an, form, send, complete):
    send(complete)

    answer = an.get(form)

    assert answer.location == f"{form}/receipt"
