"""The pages of decisions say in words what a document says, beside what counts now."""

import copy
import re
from datetime import timedelta

import pytest

from questionnaires import shipped_definition, version_id
from survey_app.db import setting_up
from survey_app.db.engine import transaction

DEFINITION = shipped_definition("sipas-22")


@pytest.fixture
def manager(world):
    """The browser of the field manager."""
    return world.client("quanly")


def _number(world):
    return world.one("SELECT max(id) FROM quarantine")


def test_list__of_what_waits__says_unit_enumerator_and_fault_in_words(world, tablet, manager, read):
    document = tablet.document()
    document["answers"] |= {"q11": 6, "q12": 7, "q13": 8}
    tablet.results(document)

    page = read(manager.get("/field/quarantine/"))

    row = page.row("03/10/2022 08:00")
    assert row[1:3] == ["Sở Tư pháp", "An"]
    assert DEFINITION.item("q11").text.in_language("vi") in row[3]
    assert "q11" not in row[3]


def test_list__whatever_its_length__asks_the_database_a_fixed_number_of_times(
    world, tablet, manager
):
    tablet.results(tablet.document(answers={}))
    with world.statements() as few:
        manager.get("/field/quarantine/")
    tablet.results(*(tablet.document(answers={}) for _ in range(9)))

    with world.statements() as many:
        manager.get("/field/quarantine/")

    assert len(many) == len(few)


def test_list__decided__shows_who_decided_what_and_why(world, tablet, manager, read):
    tablet.results(tablet.document(answers={}))
    manager.post(
        f"/field/quarantine/{_number(world)}", {"decision": "voided", "reason": "Phiếu thử máy"}
    )

    waiting = read(manager.get("/field/quarantine/"))
    decided = read(manager.get("/field/quarantine/?show=decided"))

    assert "empty" in waiting.classes
    row = decided.row("03/10/2022 08:00")
    assert "Quanly" in row[4]
    assert row[5] == "Phiếu thử máy"


def test_list__decided__is_paged_with_the_newest_first(world, tablet, manager, read):
    tablet.results(*(tablet.document(answers={}) for _ in range(51)))
    world.change(
        "UPDATE quarantine SET decision = 'voided', decision_reason = 'Lý do ' || id,"
        " decided_at = received_at, decided_by = 1"
    )

    first = read(manager.get("/field/quarantine/?show=decided"))
    (link,) = [link for link in first.links if "after=" in link]
    second = read(manager.get(link))

    reasons = [row[5] for row in [*first.rows[1:], *second.rows[1:]]]
    assert reasons == [f"Lý do {number}" for number in range(51, 0, -1)]


def test_conflict__its_page__sets_both_versions_side_by_side(world, tablet, manager, read):
    first = tablet.document()
    second = copy.deepcopy(first)
    second["answers"] |= {"q11": 1, "q12": 9}
    second["finished_at"] = "2022-10-03T08:30:00+07:00"
    tablet.headers["X-Device-Time"] = (world.clock() + timedelta(minutes=2)).isoformat()
    tablet.results(first)
    tablet.results(second)

    answer = manager.get(f"/field/quarantine/{_number(world)}")

    page = read(answer)
    question = DEFINITION.item("q11").text.in_language("vi")
    (row,) = [row for row in page.rows if question in row[0]]
    assert row[1:] == ["Hài lòng (4)", "Rất không hài lòng (1)"]
    assert page.classes.count("differs") == 2
    assert answer.text.count('class="mark"') == 2
    text = page.text
    assert "Máy 1" in text
    assert "0:02:00" in text
    assert "03/10/2022 08:30" in text


def test_conflict__that_differs_in_times_only__says_so(world, tablet, manager, read):
    first = tablet.document()
    tablet.results(first, {**first, "elapsed_ms": 7})

    page = read(manager.get(f"/field/quarantine/{_number(world)}"))

    assert "differs" not in page.classes


def test_conflict__with_a_contact_attempt_that_ended__names_its_code(world, tablet, manager):
    first = tablet.document(answers={"k1": 2})
    tablet.results(first, {**tablet.document(), "uuid": first["uuid"]})

    page = manager.get(f"/field/quarantine/{_number(world)}").text

    assert "2.11" in page


def test_document__answers_that_were_not_to_be_asked__are_marked(world, tablet, manager, read):
    document = tablet.document()
    document["answers"]["q51"] = 3
    tablet.results(document)

    page = read(manager.get(f"/field/quarantine/{_number(world)}"))

    question = DEFINITION.item("q51").text.in_language("vi")
    (row,) = [row for row in page.rows if question in row[0]]
    assert row[1] == "Bình thường (3)"
    assert re.search(r"\(.+\)", row[0])


def test_accepting__what_has_faults__shows_the_page_again_with_the_reason(world, tablet, manager):
    document = tablet.document()
    document["answers"]["q11"] = 6
    tablet.results(document)
    path = f"/field/quarantine/{_number(world)}"

    answer = manager.post(path, {"decision": "accepted", "reason": "Thử"})

    assert answer.status_code == 409
    assert 'role="alert"' in answer.text
    assert f"{path}/correct" in answer.text
    assert world.one("SELECT decision FROM quarantine") is None


def _publish(world, definition):
    with transaction(world.engine) as session:
        setting_up.add_questionnaire_version(session, definition, at=world.clock())


@pytest.mark.parametrize("is_known", [True, False])
def test_document__of_another_questionnaire__says_what_its_page_offers_and_nothing_else(
    world, tablet, manager, read, is_known
):
    other = DEFINITION.model_copy(update={"version": "another"})
    if is_known:
        _publish(world, other)
    (result,) = tablet.results(tablet.document(questionnaire_version=version_id(other)))
    path = f"/field/quarantine/{_number(world)}"

    page = read(manager.get(path))

    (error,) = result["errors"]
    in_faults_and_at_the_decision = 2
    assert page.text.count(error["repair"]) == in_faults_and_at_the_decision
    assert [field["value"] for field in page.named("decision")] == ["voided"]
    assert any(link.startswith(f"{path}/correct") for link in page.links) is is_known


@pytest.mark.parametrize("who", ["an", "giamsat", "noivu", "donvi", "quantri"])
@pytest.mark.parametrize("path", ["", "/correct"])
def test_document__anybody_but_the_field_manager__is_refused(world, tablet, who, path):
    tablet.results(tablet.document(answers={}))
    address = f"/field/quarantine/{_number(world)}{path}"
    client = world.client(who)

    answers = [client.get(address), client.post(address, {"decision": "voided", "reason": "x"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert world.one("SELECT decision FROM quarantine") is None


def test_conflict__sent_by_a_clock_that_was_wrong__shows_how_wrong_and_keeps_it(world, tablet):
    first = tablet.document()
    fast = {"X-Device-Time": (world.clock() + timedelta(minutes=3)).isoformat()}
    tablet.send(first)
    tablet.send(first | {"elapsed_ms": 1}, **fast)
    manager = world.client("quanly")
    number = world.one("SELECT id FROM quarantine")

    page = manager.get(f"/field/quarantine/{number}").text
    decision = {"decision": "accepted", "reason": "Bản sau đúng", "compared": "1"}
    manager.post(f"/field/quarantine/{number}", decision)

    assert "nhanh" in page
    assert world.one("SELECT skew_ms FROM interview WHERE is_current") == 180_000
