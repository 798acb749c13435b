"""A document with faults becomes a new version, on the form of the interview itself."""

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from questionnaires import shipped_definition

DEFINITION = shipped_definition("sipas-22")
REASON, COMPARED = "correction-reason", "correction-compared"
WHY = {REASON: "Đã gọi lại cho người trả lời"}
BESIDE_THE_FIRST = {COMPARED: "1"}
UNFINISHED = {"k1": 1, "k2": 1, "a4": 1, "q11": 6}


@pytest.fixture
def manager(world):
    """The browser of the field manager."""
    return world.client("quanly")


def _form(number):
    return f"/field/quarantine/{number}/correct"


def _number(world):
    return world.one("SELECT max(id) FROM quarantine")


def _typed(document, **changed):
    """The answers of a document as a browser sends them."""
    values = {
        code: [str(one) for one in value] if isinstance(value, list) else str(value)
        for code, value in document["answers"].items()
    }
    return values | changed


def _versions(world):
    return world.rows(
        "SELECT version, is_current, item_01 FROM interview"
        " JOIN answer ON interview_id = interview.id ORDER BY version"
    )


def _conflict(tablet):
    """A second document under the same number; the first one counts."""
    first = tablet.document()
    second = copy.deepcopy(first)
    second["answers"]["q11"] = 1
    tablet.results(first, second)
    return second


def test_form__of_a_faulty_document__holds_its_answers_with_the_faults_beside(
    world, tablet, manager, read
):
    document = tablet.document()
    document["answers"] |= {"q11": 6, "d1": [2, 3], "d2": "Nhanh hơn"}
    del document["answers"]["q12"]
    tablet.results(document)

    page = read(manager.get(_form(_number(world))))

    assert page.chosen("q13") == ["4"]
    assert page.chosen("d1") == ["2", "3"]
    assert page.chosen("d2") == ["Nhanh hơn"]
    assert page.chosen("q11") == page.chosen("q12") == []
    assert {"q11-errors", "q12-errors"} <= page.places
    assert "q13-errors" not in page.places


def test_correction__of_a_document_that_could_not_count__is_its_first_version(
    world, tablet, manager
):
    document = tablet.document()
    document["answers"]["q11"] = 6
    tablet.results(document)
    number = _number(world)
    sent = world.one("SELECT content FROM quarantine")

    answer = manager.post(_form(number), {**_typed(document, q11="3"), **WHY})

    assert answer.status_code == 303
    assert _versions(world) == [(1, 1, 3)]
    stored = world.rows("SELECT uuid, mode, predecessor_id, sent_by FROM interview")
    by = world.one("SELECT id FROM account WHERE username = 'quanly'")
    assert [row[1:] for row in stored] == [("tablet", None, by)]
    assert world.rows("SELECT decision, decision_reason, decided_by, content FROM quarantine") == [
        ("corrected", WHY[REASON], by, sent)
    ]


def test_correction__of_a_conflict__follows_the_version_that_counted(world, tablet, manager):
    second = _conflict(tablet)

    answer = manager.post(
        _form(_number(world)), {**_typed(second, q11="2"), **WHY, **BESIDE_THE_FIRST}
    )

    assert answer.status_code == 303
    assert _versions(world) == [(1, 0, 4), (2, 1, 2)]
    assert world.one(
        "SELECT count(*) FROM interview after JOIN interview before"
        " ON after.predecessor_id = before.id AND before.version = 1 AND after.version = 2"
    )


def test_correction__stored__names_its_document_and_its_author(world, tablet, manager, hash_of):
    second = _conflict(tablet)

    manager.post(_form(_number(world)), {**_typed(second, q11="2"), **WHY, **BESIDE_THE_FIRST})

    content = json.loads(str(world.one("SELECT content FROM interview WHERE is_current")))
    by = world.one("SELECT id FROM account WHERE username = 'quanly'")
    assert content["correction"]["of"] == hash_of(second)
    assert content["correction"]["by"] == by
    row = world.rows("SELECT action, account_id, details FROM audit_event ORDER BY id DESC")[0]
    details = json.loads(row[2]) if isinstance(row[2], str) else row[2]
    assert row[:2] == ("quarantine.corrected", by)
    assert details == {"interview": second["uuid"], "version": "2"}


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_correction__without_a_fitting_reason__stores_nothing_and_keeps_what_was_typed(
    world, tablet, manager, read, reason
):
    second = _conflict(tablet)

    answer = manager.post(_form(_number(world)), {**_typed(second, q11="2"), REASON: reason})

    assert answer.status_code == 422
    assert read(answer).chosen("q11") == ["2"]
    assert _versions(world) == [(1, 1, 4)]
    assert world.one("SELECT decision FROM quarantine") is None


def test_correction__that_still_has_faults__is_refused_beside_the_question(
    world, tablet, manager, read
):
    second = _conflict(tablet)

    answer = manager.post(_form(_number(world)), {**_typed(second, q11="7"), **WHY})

    assert answer.status_code == 422
    assert "q11-errors" in read(answer).places
    assert read(answer).chosen(REASON) == [WHY[REASON]]
    assert world.one("SELECT decision FROM quarantine") is None


def test_correction__with_blank_criteria__asks_for_a_confirmation_first(world, tablet, manager):
    second = _conflict(tablet)
    typed = _typed(second)
    typed |= BESIDE_THE_FIRST
    del typed["q12"]

    refused = manager.post(_form(_number(world)), {**typed, **WHY})
    confirmed = manager.post(_form(_number(world)), {**typed, **WHY, "confirm_blank": "y"})

    assert (refused.status_code, confirmed.status_code) == (422, 303)
    assert [row[:2] for row in _versions(world)] == [(1, 0), (2, 1)]


def test_correction__that_ends_the_interview__is_refused(world, tablet, manager):
    _conflict(tablet)

    answer = manager.post(_form(_number(world)), {"k1": "2", **WHY})

    assert answer.status_code == 422
    assert _versions(world) == [(1, 1, 4)]


def test_correction__sent_twice__is_stored_once(world, tablet, manager):
    second = _conflict(tablet)
    typed = {**_typed(second, q11="2"), **WHY, **BESIDE_THE_FIRST}

    answers = [manager.post(_form(_number(world)), typed) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert len(_versions(world)) == 2


def test_correction__after_it__the_tablet_may_send_the_document_again(world, tablet, manager):
    document = tablet.document()
    document["answers"]["q11"] = 6
    tablet.results(document)
    manager.post(_form(_number(world)), {**_typed(document, q11="3"), **WHY})

    (result,) = tablet.results(document)

    assert result["status"] == "quarantined"
    assert _versions(world) == [(1, 1, 3)]
    assert world.one("SELECT count(*) FROM quarantine") == 1


def test_conflicts__accepted_at_the_same_moment__one_counts_and_the_others_are_asked_again(
    world, tablet
):
    first = tablet.document()
    others = [{**first, "elapsed_ms": number} for number in range(1, 7)]
    tablet.results(first, *others)
    numbers = [row[0] for row in world.rows("SELECT id FROM quarantine")]
    clients = [world.client("quanly") for _ in numbers]
    for client in clients:
        client.token()
    together = Barrier(len(numbers))

    def accept(client, number):
        together.wait()
        decision = {"decision": "accepted", "reason": "Cùng lúc", "compared": "1"}
        return client.post(f"/field/quarantine/{number}", decision).status_code

    with ThreadPoolExecutor(len(numbers)) as pool:
        statuses = sorted(pool.map(accept, clients, numbers))

    assert statuses == [303, *[409] * 5]
    assert [row[:2] for row in _versions(world)] == [(1, 0), (2, 1)]
    assert world.one("SELECT count(*) FROM quarantine WHERE decision IS NULL") == 5


@pytest.mark.parametrize("decision", ["accepted", "voided"])
def test_decision__on_a_page_that_another_decision_made_stale__is_asked_again(
    world, tablet, manager, read, decision
):
    first = tablet.document()
    tablet.results(first, {**first, "elapsed_ms": 1}, {**first, "elapsed_ms": 2})
    one, other = (f"/field/quarantine/{row[0]}" for row in world.rows("SELECT id FROM quarantine"))
    (seen,) = read(manager.get(other)).chosen("compared")
    world.client("quanly").post(one, {"decision": "accepted", "reason": "Một", "compared": seen})

    stale = manager.post(other, {"decision": decision, "reason": "Hai", "compared": seen})
    left_as_it_was = _versions(world)
    page = read(stale)
    (seen_now,) = page.chosen("compared")
    again = manager.post(other, {"decision": decision, "reason": "Hai", "compared": seen_now})

    assert (seen, stale.status_code, seen_now) == ("1", 409, "2")
    assert "refusal" in page.classes
    assert page.chosen("reason") == ["Hai"]
    assert [row[:2] for row in left_as_it_was] == [(1, 0), (2, 1)]
    assert again.status_code == 303
    assert len(_versions(world)) == (3 if decision == "accepted" else 2)


def test_decision__on_a_page_that_an_arrival_made_stale__is_asked_again(
    world, tablet, manager, read
):
    faulty = tablet.document(enumerator=9999, uuid=world.case_uuid, unlisted=None)
    tablet.results(faulty)
    path = f"/field/quarantine/{_number(world)}"
    (seen,) = read(manager.get(path)).chosen("compared")
    tablet.results({**faulty, "enumerator": tablet.enumerator})

    answer = manager.post(path, {"decision": "accepted", "reason": "Đúng", "compared": seen})

    assert (seen, answer.status_code) == ("0", 409)
    assert read(answer).chosen("compared") == ["1"]
    assert [row[:2] for row in _versions(world)] == [(1, 1)]
    assert world.one("SELECT decision FROM quarantine") is None


@pytest.mark.parametrize("opens", ["before", "after"])
def test_correction__of_a_page_that_another_decision_made_stale__is_asked_again(
    world, tablet, manager, read, opens
):
    first = tablet.document()
    second = {**first, "elapsed_ms": 2}
    tablet.results(first, {**first, "elapsed_ms": 1}, second)
    one, other = (row[0] for row in world.rows("SELECT id FROM quarantine"))
    document = read(manager.get(f"/field/quarantine/{other}"))
    (link,) = (link for link in document.links if link.startswith(_form(other)))
    form = manager.get(link) if opens == "before" else None
    world.client("quanly").post(
        f"/field/quarantine/{one}", {"decision": "accepted", "reason": "Một", "compared": "1"}
    )
    seen = {COMPARED: read(form or manager.get(link)).chosen(COMPARED)[0]}

    faulty = manager.post(_form(other), {**_typed(second, q11="7"), **WHY, **seen})
    stale = manager.post(_form(other), {**_typed(second, q11="2"), **WHY, **seen})
    page = read(stale)
    seen_now = {COMPARED: page.chosen(COMPARED)[0]}
    again = manager.post(_form(other), {**_typed(second, q11="2"), **WHY, **seen_now})

    assert (seen[COMPARED], seen_now[COMPARED]) == ("1", "2")
    assert (faulty.status_code, read(faulty).chosen(COMPARED)) == (422, ["1"])
    assert (stale.status_code, page.chosen("q11")) == (409, ["2"])
    assert again.status_code == 303
    assert [row[:2] for row in _versions(world)] == [(1, 0), (2, 0), (3, 1)]


def test_document__decided_by_many_at_once__has_one_decision(world, tablet):
    document = tablet.document()
    document["answers"]["q11"] = 6
    tablet.results(document)
    number = _number(world)
    clients = [world.client("quanly") for _ in range(6)]
    for client in clients:
        client.token()
    together = Barrier(len(clients))

    def correct(client):
        together.wait()
        return client.post(_form(number), {**_typed(document, q11="3"), **WHY}).status_code

    with ThreadPoolExecutor(len(clients)) as pool:
        statuses = sorted(pool.map(correct, clients))

    assert statuses == [303, *[409] * 5]
    assert _versions(world) == [(1, 1, 3)]


def test_form__language_changed__keeps_what_was_typed_and_stores_nothing(
    world, tablet, manager, read
):
    second = _conflict(tablet)

    answer = manager.post(
        _form(_number(world)), {**_typed(second, q11="2"), **WHY, "language": "en"}
    )

    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert read(answer).chosen("q11") == ["2"]
    assert read(answer).chosen(REASON) == [WHY[REASON]]
    assert world.one("SELECT decision FROM quarantine") is None


def test_form__of_what_is_decided__leads_to_the_decision(world, tablet, manager):
    second = _conflict(tablet)
    number = _number(world)
    manager.post(_form(number), {**_typed(second), **WHY, **BESIDE_THE_FIRST})

    answer = manager.get(_form(number))

    assert answer.location == f"/field/quarantine/{number}"
    assert WHY[REASON] in manager.get(answer.location).text


@pytest.mark.parametrize(
    "changed",
    [
        {"answers": [1]},
        {"unlisted": None},
        {"unlisted": {"round": "thu-2022", "unit": "TTRA"}},
        {"questionnaire_version": "0" * 64},
        {"enumerator": 9999},
        {"kind": "letter"},
        {"kind": "sealed", "sealed": "a.b.c.d.e"},
    ],
)
def test_document__that_belongs_nowhere__can_only_be_left_out(
    world, tablet, manager, read, changed
):
    tablet.results(tablet.document(**changed))
    number = _number(world)

    page = read(manager.get(f"/field/quarantine/{number}"))
    accepted = manager.post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Thử"}
    )
    corrected = manager.post(_form(number), {"k1": "1", **WHY})
    left_out = manager.post(f"/field/quarantine/{number}", {"decision": "voided", "reason": "Bỏ"})

    assert [field["value"] for field in page.named("decision")] == ["voided"]
    assert not any(link.startswith(_form(number)) for link in page.links)
    assert (accepted.status_code, corrected.location) == (409, f"/field/quarantine/{number}")
    assert left_out.status_code == 303
    assert world.one("SELECT count(*) FROM interview") == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"started_at": "1999-01-01T00:00:00+07:00"},
        {"started_at": "2022-10-03T09:00:00+07:00"},
        {"finished_at": "soon"},
        {"timings": 7},
        {"battery": "flat"},
    ],
)
def test_document__whose_answers_are_sound__can_be_taken_in_despite_a_broken_clock_or_key(
    world, tablet, manager, changed
):
    tablet.results(tablet.document(**changed))

    answer = manager.post(
        f"/field/quarantine/{_number(world)}", {"decision": "accepted", "reason": "Đúng"}
    )

    assert answer.status_code == 303
    assert _versions(world) == [(1, 1, 4)]
    assert world.one("SELECT device_id FROM interview") is not None


def test_document__of_an_unknown_enumerator_for_a_case__counts_for_whose_case_it_is(
    world, tablet, manager
):
    tablet.results(tablet.document(uuid=world.case_uuid, unlisted=None, enumerator=9999))

    page = manager.get(f"/field/quarantine/{_number(world)}")
    manager.post(f"/field/quarantine/{_number(world)}", {"decision": "accepted", "reason": "Rõ"})

    assert "An" in page.text
    assert world.one("SELECT enumerator_id FROM interview") == tablet.enumerator


def test_draft__from_a_backup__is_finished_by_a_correction_only(world, tablet, manager):
    document = tablet.document(
        kind="draft", answers={"k1": 1, "k2": 1}, saved_at="2022-10-03T08:04:00+07:00"
    )
    for key in ("started_at", "finished_at", "elapsed_ms", "timings", "position"):
        del document[key]
    tablet.results(document)
    number = _number(world)

    accepted = manager.post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Thử"}
    )
    corrected = manager.post(_form(number), {**_typed(tablet.document()), **WHY})

    assert (accepted.status_code, corrected.status_code) == (409, 303)
    assert _versions(world) == [(1, 1, 4)]


def test_stopped_interview__kept_for_its_enumerator__is_taken_in_as_a_contact_attempt(
    world, tablet, manager
):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    stopped = {"disposition": "2.12", "reason": "Hết thời gian"}
    tablet.results(
        tablet.document(
            uuid=world.case_uuid,
            unlisted=None,
            enumerator=binh,
            answers={"k1": 1, "k2": 1, "q11": 4},
            stopped=stopped,
        )
    )
    number = _number(world)

    form = manager.get(_form(number))
    page = manager.get(f"/field/quarantine/{number}").text
    answer = manager.post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Bàn giao"}
    )

    assert form.location == f"/field/quarantine/{number}"
    assert stopped["reason"] in page
    assert answer.status_code == 303
    assert world.rows("SELECT account_id, disposition, note FROM contact_attempt") == [
        (binh, "2.12", stopped["reason"])
    ]


def test_stopped_interviews__of_one_number_accepted_at_the_same_moment__are_recorded_once(
    world, tablet
):
    # Somebody on no list has no duty to interview yet that could be waited for.
    first = tablet.document(
        answers={"k1": 1, "k2": 1, "q11": 6}, stopped={"disposition": "2.12", "reason": "Bận"}
    )
    tablet.results(*({**first, "elapsed_ms": number} for number in range(6)))
    numbers = [row[0] for row in world.rows("SELECT id FROM quarantine")]
    clients = [world.client("quanly") for _ in numbers]
    for client in clients:
        client.token()
    together = Barrier(len(numbers))

    def accept(client, number):
        together.wait()
        decision = {"decision": "accepted", "reason": "Cùng lúc"}
        return client.post(f"/field/quarantine/{number}", decision).status_code

    with ThreadPoolExecutor(len(numbers)) as pool:
        statuses = sorted(pool.map(accept, clients, numbers))

    assert statuses == [303, *[409] * 5]
    assert world.one("SELECT count(*) FROM contact_attempt") == 1
    assert world.one("SELECT count(*) FROM quarantine WHERE decision IS NOT NULL") == 1


def _attempt(world, tablet, **changed):
    return {
        "format": 1,
        "kind": "contact_attempt",
        "uuid": str(uuid4()),
        "interview": str(world.case_uuid),
        "enumerator": tablet.enumerator,
        "disposition": "2.20",
        "attempted_at": "2022-10-03T08:00:00+07:00",
        "appointment_at": None,
        "note": "Không có nhà",
        "app_version": "1.0.0",
    } | changed


def test_attempt__of_another_enumerator__is_taken_in_by_a_person(world, tablet, manager):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    tablet.results(_attempt(world, tablet, enumerator=binh))
    number = _number(world)

    page = manager.get(f"/field/quarantine/{number}").text
    answer = manager.post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Bàn giao"}
    )

    assert "Không có nhà" in page
    assert answer.status_code == 303
    assert world.rows("SELECT account_id, disposition, note FROM contact_attempt") == [
        (binh, "2.20", "Không có nhà")
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"interview": "22222222-2222-4222-8222-222222222222"},
        {"disposition": "9.99"},
        {"attempted_at": "soon"},
        {"appointment_at": "9999-12-31T23:59:59+00:00"},
    ],
)
def test_attempt__that_cannot_be_recorded__can_only_be_left_out(
    world, tablet, manager, read, changed
):
    tablet.results(_attempt(world, tablet, **changed))
    path = f"/field/quarantine/{_number(world)}"

    page = read(manager.get(path))
    answer = manager.post(path, {"decision": "accepted", "reason": "Thử"})

    assert [field["value"] for field in page.named("decision")] == ["voided"]
    assert answer.status_code == 409
    assert world.one("SELECT count(*) FROM contact_attempt") == 0


@pytest.mark.parametrize("when", ["1970-01-01T00:00:00+07:00", "9999-12-31T23:59:59+00:00"])
def test_attempt__at_a_time_that_cannot_be__is_taken_in_as_of_its_receipt(
    world, tablet, manager, read, when
):
    document = _attempt(world, tablet, attempted_at=when, disposition="2.11")
    tablet.results(document)
    path = f"/field/quarantine/{_number(world)}"
    listed = _is_listed(world)
    world.clock.move(timedelta(hours=3))

    page = read(manager.get(path))
    answer = manager.post(path, {"decision": "accepted", "reason": "Đồng hồ máy sai"})
    attempted = world.one("SELECT attempted_at FROM contact_attempt WHERE disposition = '2.11'")

    assert "Sở Xây dựng" in page.text
    assert "31/12/9999" not in page.text
    assert answer.status_code == 303
    assert str(attempted)[:16] == "2022-10-03 01:00"
    assert (listed, _is_listed(world)) == (True, False)
    assert when in str(world.one("SELECT content FROM contact_attempt"))
    assert tablet.results(document)[0]["status"] == "quarantined"


def _is_listed(world):
    return "Người mô phỏng 1" in world.client("an").get("/interviews/").text


def test_attempt__sent_again_with_other_content__stays_as_it_was_recorded_first(
    world, tablet, manager, read
):
    first = _attempt(world, tablet)
    tablet.results(first, {**first, "note": "Khác"})
    path = f"/field/quarantine/{_number(world)}"

    page = read(manager.get(path))
    answer = manager.post(path, {"decision": "accepted", "reason": "Thử"})

    assert [field["value"] for field in page.named("decision")] == ["voided"]
    assert answer.status_code == 409
    assert world.rows("SELECT note FROM contact_attempt") == [("Không có nhà",)]


def test_refusal__kept_for_its_enumerator__is_taken_in_as_a_contact_attempt(world, tablet, manager):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    tablet.results(
        tablet.document(uuid=world.case_uuid, unlisted=None, enumerator=binh, answers={"k1": 2})
    )

    answer = manager.post(
        f"/field/quarantine/{_number(world)}", {"decision": "accepted", "reason": "Bàn giao"}
    )

    assert answer.status_code == 303
    assert world.rows("SELECT account_id, disposition FROM contact_attempt") == [(binh, "2.11")]
    assert world.one("SELECT count(*) FROM interview") == 0


def test_conflict_of_the_page__corrected__keeps_mode_and_times_of_the_first(world, complete):
    an = world.client("an")
    form = world.begin(an)
    an.post(form, complete)
    an.post(form, {**complete, "q11": "1"})

    corrected = {**complete, "q11": "2", **WHY, **BESIDE_THE_FIRST}
    answer = world.client("quanly").post(_form(_number(world)), corrected)

    assert answer.status_code == 303
    rows = world.rows("SELECT mode, started_at, finished_at FROM interview ORDER BY version")
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_faulty_values__of_any_shape__still_show_page_and_form(world, tablet, manager):
    hostile = {"k1": {"a": [1]}, "q11": [[]], "q12": True, "d1": "x", "d2": "\ud800\0", "b7": 1e300}
    tablet.results(tablet.document(answers=hostile))
    number = _number(world)

    statuses = [
        manager.get(path).status_code for path in (f"/field/quarantine/{number}", _form(number))
    ]

    assert statuses == [200, 200]
