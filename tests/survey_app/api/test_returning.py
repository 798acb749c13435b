"""An interview is returned to its enumerator, and comes back from the tablet as a new version."""

import copy
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.db.interview_list import (
    Standing,
    Wanted,
    counts_by_standing,
    interviews_listed,
)
from survey_app.db.quality_facts import interview_rows
from survey_app.fieldwork.assigning.giving import Selection, move_cases

COMMENT = "Xem lại câu về thời gian chờ"
AT_ONCE = 20
LAST = 2**63 - 1


@pytest.fixture
def manager(world):
    """The browser of the field manager."""
    return world.client("quanly")


def page_of(document):
    return f"/field/interviews/{document['uuid']}"


def send_back(manager, document, *, shown=1, comment=COMMENT):
    return manager.post(f"{page_of(document)}/return", {"shown": shown, "comment": comment})


def void(manager, document, *, shown=1, respondent="kept", **changed):
    fields = {"shown": shown, "reason": "Hỏi nhầm người", "confirmed": "1"}
    fields |= {"respondent": respondent, **changed}
    return manager.post(f"{page_of(document)}/void", fields)


def answered_again(document, hash_of, **changed):
    """The same interview after the second visit: one answer is another."""
    again = copy.deepcopy(document)
    again["answers"]["q11"] = 1
    return again | {"follows": hash_of(document), "elapsed_ms": 60000} | changed


def versions(world):
    return world.rows(
        "SELECT version, is_current, item_01 FROM interview"
        " JOIN answer ON interview_id = interview.id ORDER BY version"
    )


def states(world):
    return [row[0] for row in world.rows("SELECT state FROM interview_return ORDER BY id")]


def pack_of(world, who="an"):
    (during,) = world.client(who).get("/api/v1/sync/pack").json["rounds"]
    return during


def move(world, to):
    with transaction(world.engine) as session:
        move_cases(
            session,
            rounds.round_coded(session, "thu-2022"),
            Selection(codes=(("SXD", "MP-1"),)),
            to=to,
            reason="Giao lại",
            by=person_named(session, "quanly"),
            new_uuid=uuid4,
            at=world.clock(),
        )


def statuses(tablet, *documents):
    return [result["status"] for result in tablet.results(*documents)]


@pytest.fixture
def returned(world, tablet, manager):
    """An interview with the listed respondent that An has been asked to look at again."""
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    assert statuses(tablet, document) == ["accepted"]
    world.clock.move(timedelta(hours=1))
    assert send_back(manager, document).status_code == 303
    return document


def test_answer_to_a_return__from_its_enumerator__counts_as_the_next_version(
    world, tablet, hash_of, returned
):
    before = versions(world)
    again = answered_again(returned, hash_of)

    (result,) = tablet.results(again)

    assert before == [(1, 1, 4)]
    assert (result["status"], result["receipt"]["sha256"]) == ("accepted", hash_of(again))
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert states(world) == ["answered"]
    assert world.rows(
        "SELECT asked.version, answer.version FROM interview_return back"
        " JOIN interview asked ON asked.id = back.interview_id"
        " JOIN interview answer ON answer.id = back.answer_id AND answer.predecessor_id = asked.id"
    ) == [(1, 2)]
    assert world.actions()[-2:] == ["interview.returned", "interview.version_received"]
    assert world.one("SELECT count(*) FROM quarantine") == 0


def test_answer_to_a_return__sent_again__is_already_received_as_is_the_first(
    world, tablet, hash_of, returned
):
    again = answered_again(returned, hash_of)
    tablet.results(again)
    world.clock.move(timedelta(minutes=5))

    later = tablet.results(again, returned, tablet.sealed(again))

    assert [result["status"] for result in later] == ["already_received"] * 3
    assert [result["receipt"]["sha256"] for result in later] == [
        hash_of(again),
        hash_of(returned),
        hash_of(again),
    ]
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]


def test_answer_to_a_return__that_changes_nothing__ends_it(world, tablet, hash_of, returned):
    again = answered_again(returned, hash_of, answers=returned["answers"])

    assert statuses(tablet, again) == ["accepted"]
    assert versions(world) == [(1, 0, 4), (2, 1, 4)]
    assert states(world) == ["answered"]


def test_pack__of_whoever_made_it__has_what_is_asked_and_the_answers_given(
    world, hash_of, returned
):
    (one,) = pack_of(world)["returned"]

    assert (one["uuid"], one["unit"], one["is_listed"]) == (returned["uuid"], "SXD", True)
    assert (one["comment"], one["returned_by"]) == (COMMENT, "Quanly")
    assert one["follows"] == hash_of(returned)
    assert one["answers"] == returned["answers"]
    assert one["respondent"] == "Người mô phỏng 1"
    assert pack_of(world)["cases"] == []
    assert pack_of(world, "binh")["returned"] == []


def test_pack__answered_withdrawn_or_waiting__asks_no_more(
    world, tablet, manager, hash_of, returned
):
    faulty = answered_again(returned, hash_of)
    faulty["answers"]["q12"] = 77
    asked = [len(pack_of(world)["returned"])]

    tablet.results(faulty)
    asked.append(len(pack_of(world)["returned"]))
    number = world.one("SELECT id FROM quarantine")
    manager.post(
        f"/field/quarantine/{number}", {"decision": "voided", "reason": "Sai", "compared": 1}
    )
    asked.append(len(pack_of(world)["returned"]))
    manager.post(f"{page_of(returned)}/withdraw", {"shown": 1})
    asked.append(len(pack_of(world)["returned"]))

    assert asked == [1, 0, 1, 0]


def test_pack__respondent_who_refused_when_asked_again__asks_no_more(
    world, tablet, manager, read, returned
):
    world.clock.move(timedelta(hours=2))
    refused = tablet.attempt(disposition="2.11", attempted_at="2022-10-03T11:00:00+07:00")

    assert statuses(tablet, refused) == ["accepted"]

    assert pack_of(world)["returned"] == []
    assert versions(world) == [(1, 1, 4)]
    assert states(world) == ["open"]
    assert (
        "Từ chối trả lời (2.11). Không ai đến đó nữa" in read(manager.get(page_of(returned))).text
    )


def test_answer_with_faults__to_a_return__waits_and_counts_once_corrected(
    world, tablet, manager, hash_of, returned
):
    faulty = answered_again(returned, hash_of)
    faulty["answers"]["q12"] = 77
    status = statuses(tablet, faulty)
    number = world.one("SELECT id FROM quarantine")
    typed = {
        code: [str(one) for one in value] if isinstance(value, list) else str(value)
        for code, value in faulty["answers"].items()
    }

    answer = manager.post(
        f"/field/quarantine/{number}/correct",
        {**typed, "q12": "2", "correction-reason": "Gõ nhầm", "correction-compared": "1"},
    )

    assert (status, answer.status_code) == (["quarantined"], 303)
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert states(world) == ["answered"]
    assert world.one("SELECT elapsed_ms FROM interview WHERE version = 2") == 540000


@pytest.mark.parametrize("what", ["nobody asked", "withdrawn", "other version", "other person"])
def test_next_version__that_was_not_asked_for__is_kept_beside_the_first(
    world, tablet, manager, hash_of, what
):
    document = tablet.document()
    tablet.results(document)
    again = answered_again(document, hash_of)
    if what != "nobody asked":
        send_back(manager, document)
    if what == "withdrawn":
        manager.post(f"{page_of(document)}/withdraw", {"shown": 1})
    elif what == "other version":
        again["follows"] = "0" * 64
    elif what == "other person":
        again["enumerator"] = world.one("SELECT id FROM account WHERE username = 'binh'")

    assert statuses(tablet, again) == ["conflict"]
    assert versions(world) == [(1, 1, 4)]
    assert world.rows("SELECT kind, decision FROM quarantine") == [("conflict", None)]


def test_next_version__of_an_app_that_names_nothing__is_kept_and_can_be_accepted(
    world, tablet, manager, hash_of, returned
):
    again = answered_again(returned, hash_of)
    del again["follows"]
    status = statuses(tablet, again)
    number = world.one("SELECT id FROM quarantine")

    manager.post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Đúng", "compared": 1}
    )

    assert status == ["conflict"]
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert states(world) == ["answered"]


def test_next_version__of_nothing__waits_with_its_fault(world, tablet):
    document = tablet.document(follows="a" * 64)

    (result,) = tablet.results(document)

    assert result["status"] == "quarantined"
    assert [error["code"] for error in result["errors"]] == ["follows_nothing"]


def test_second_visit__that_ended_early__is_kept_and_the_first_version_counts_on(
    world, tablet, hash_of, returned
):
    stopped = answered_again(
        returned, hash_of, stopped={"disposition": "2.12", "reason": "Không muốn tiếp"}
    )
    not_eligible = answered_again(returned, hash_of, answers={"k1": 2})

    assert statuses(tablet, stopped, not_eligible) == ["conflict", "conflict"]
    assert versions(world) == [(1, 1, 4)]
    assert states(world) == ["open"]


def test_answer_to_a_return__of_one_whose_case_went_to_somebody_else__counts(
    world, tablet, manager, hash_of
):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    move(world, "binh")
    tablet.results(document)
    number = world.one("SELECT id FROM quarantine")
    manager.post(f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Trước khi đổi"})

    send_back(manager, document)

    assert [len(pack_of(world, who)["returned"]) for who in ("an", "binh")] == [1, 0]
    assert statuses(tablet, answered_again(document, hash_of)) == ["accepted"]
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]


def test_return__of_the_answer__can_be_answered_again(world, tablet, manager, hash_of, returned):
    second = answered_again(returned, hash_of)
    tablet.results(second)
    send_back(manager, returned, shown=2)
    third = answered_again(second, hash_of, answers=second["answers"] | {"q11": 2})

    assert statuses(tablet, answered_again(returned, hash_of, elapsed_ms=7)) == ["conflict"]
    # What waits does not stand in the way of the answer itself.
    assert statuses(tablet, third) == ["accepted"]
    assert versions(world) == [(1, 0, 4), (2, 0, 1), (3, 1, 2)]
    assert states(world) == ["answered", "answered"]


def test_answers_to_a_return__twenty_at_once__one_counts_and_the_others_are_kept(
    world, tablet, hash_of, returned
):
    sent = [answered_again(returned, hash_of, elapsed_ms=number) for number in range(AT_ONCE)]
    together = Barrier(AT_ONCE)

    def send(document):
        together.wait()
        return statuses(tablet, document)[0]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = sorted(pool.map(send, sent))

    assert found == ["accepted", *["conflict"] * (AT_ONCE - 1)]
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert world.one("SELECT count(*) FROM quarantine") == AT_ONCE - 1


def test_return_and_void__twenty_at_once__happen_once_each(world, tablet):
    document = tablet.document()
    tablet.results(document)
    clients = [world.client("quanly") for _ in range(AT_ONCE)]
    for client in clients:
        client.token()
    together = Barrier(AT_ONCE)

    def act(numbered):
        number, client = numbered
        together.wait()
        done = send_back(client, document) if number % 2 else void(client, document)
        return number % 2, done.status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = sorted(pool.map(act, enumerate(clients)))

    assert done.count((0, 303)) == 1
    assert done.count((1, 303)) <= 1
    assert {status for _, status in done} == {303, 422}
    assert world.rows("SELECT is_current FROM interview") == [(0,)]
    assert set(states(world)) <= {"withdrawn"}
    assert world.actions().count("interview.voided") == 1


def test_void__of_a_listed_respondent__gives_them_out_again_and_the_new_interview_counts(
    world, tablet, manager, hash_of
):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    tablet.results(document)
    void(manager, document)
    (case,) = pack_of(world)["cases"]
    anew = answered_again(document, hash_of)

    found = statuses(tablet, document, anew)

    assert (case["uuid"], case["follows"]) == (document["uuid"], hash_of(document))
    assert found == ["already_received", "accepted"]
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]
    assert world.one("SELECT void_reason FROM interview WHERE version = 1") == "Hỏi nhầm người"
    assert pack_of(world)["cases"] == []


def test_void__with_the_case_taken_back__lets_somebody_else_interview(
    world, tablet, manager, hash_of
):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    tablet.results(document)
    void(manager, document, respondent="recalled")
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    lists = [len(pack_of(world, who)["cases"]) for who in ("an", "binh")]
    of_an = answered_again(document, hash_of, elapsed_ms=9)
    of_binh = answered_again(document, hash_of, enumerator=binh)

    move(world, "binh")
    lists += [len(pack_of(world, who)["cases"]) for who in ("an", "binh")]

    assert lists == [0, 0, 0, 1]
    assert statuses(tablet, of_an) == ["quarantined"]
    assert statuses(tablet, of_binh) == ["accepted"]
    assert world.rows("SELECT version, is_current, enumerator_id FROM interview ORDER BY 1") == [
        (1, 0, tablet.enumerator),
        (2, 1, binh),
    ]


def test_new_interview_after_a_void__with_faults__waits_and_can_be_corrected(
    world, tablet, manager, hash_of
):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    tablet.results(document)
    void(manager, document)
    faulty = answered_again(document, hash_of)
    faulty["answers"]["q12"] = 77
    status = statuses(tablet, faulty)
    number = world.one("SELECT id FROM quarantine")
    typed = {
        code: [str(one) for one in value] if isinstance(value, list) else str(value)
        for code, value in faulty["answers"].items()
    }

    manager.post(
        f"/field/quarantine/{number}/correct",
        {**typed, "q12": "2", "correction-reason": "Gõ nhầm", "correction-compared": "0"},
    )

    assert status == ["quarantined"]
    assert versions(world) == [(1, 0, 4), (2, 1, 1)]


def test_new_interview_after_a_void__refused_on_the_way__is_a_contact_attempt(
    world, tablet, manager, hash_of
):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    tablet.results(document)
    void(manager, document)
    stopped = answered_again(
        document, hash_of, stopped={"disposition": "2.12", "reason": "Không muốn"}
    )

    assert statuses(tablet, stopped, stopped) == ["accepted", "already_received"]
    assert world.rows("SELECT disposition, is_final FROM contact_attempt") == [("2.12", 1)]
    assert pack_of(world)["cases"] == []


def test_void__of_somebody_on_no_list__takes_nothing_else_under_the_number(
    world, tablet, manager, hash_of
):
    document = tablet.document()
    tablet.results(document)
    void(manager, document)

    found = statuses(tablet, document, answered_again(document, hash_of))

    assert found == ["already_received", "conflict"]
    assert versions(world) == [(1, 0, 4)]


def test_void__of_a_returned_interview__ends_the_return_and_keeps_what_still_comes(
    world, tablet, manager, hash_of
):
    document = tablet.document()
    tablet.results(document)
    send_back(manager, document)
    void(manager, document)

    assert states(world) == ["withdrawn"]
    assert pack_of(world)["returned"] == []
    assert statuses(tablet, answered_again(document, hash_of)) == ["conflict"]


def test_draft__of_a_returned_interview_in_a_backup__waits_as_unfinished(
    world, tablet, hash_of, returned
):
    draft = {
        "format": 1,
        "kind": "draft",
        **{
            key: returned[key]
            for key in ("uuid", "enumerator", "questionnaire_version", "unlisted", "answers")
        },
        "saved_at": "2022-10-03T09:00:00+07:00",
        "app_version": "1.0.0",
        "follows": hash_of(returned),
    }

    (result,) = tablet.results(draft)

    assert [error["code"] for error in result["errors"]] == ["unfinished"]
    assert len(pack_of(world)["returned"]) == 1


def test_parts_that_the_respondent_answered_alone__stay_covered_in_the_pack_and_off_the_page(
    world, tablet, manager
):
    document = tablet.document(covered=["attitude"])
    tablet.results(document)
    send_back(manager, document)
    an = world.client("an")
    address = f"/interviews/{document['uuid']}/returned"

    (one,) = pack_of(world)["returned"]

    assert one["covered"] == ["attitude"]
    assert one["is_listed"] is False
    assert [an.post(f"{address}/open").status_code, an.get(address).status_code] == [409, 409]


def test_times_of_an_interview_that_came_back__are_those_of_the_visit_in_which_all_was_asked(
    world, tablet, hash_of, returned
):
    tablet.results(
        answered_again(
            returned,
            hash_of,
            started_at="2022-10-04T08:00:00+07:00",
            finished_at="2022-10-04T08:01:00+07:00",
        )
    )

    with transaction(world.engine) as session:
        of_round = rounds.round_coded(session, "thu-2022")
        (row,) = interview_rows(
            session, of_round.id, version_id=of_round.questionnaire_version_id, items=22
        )

    assert (row.finished_at - row.started_at).total_seconds() == 480
    assert row.levels[0] == 1
    assert world.rows("SELECT version, elapsed_ms FROM interview ORDER BY version") == [
        (1, 480000),
        (2, 540000),
    ]


def test_times_after_a_void__are_those_of_the_new_interview(world, tablet, manager, hash_of):
    document = tablet.document(uuid=world.case_uuid, unlisted=None)
    tablet.results(document)
    void(manager, document)
    tablet.results(answered_again(document, hash_of, finished_at="2022-10-03T08:05:00+07:00"))

    with transaction(world.engine) as session:
        of_round = rounds.round_coded(session, "thu-2022")
        (row,) = interview_rows(
            session, of_round.id, version_id=of_round.questionnaire_version_id, items=22
        )

    assert (row.finished_at - row.started_at).total_seconds() == 300
    assert world.one("SELECT elapsed_ms FROM interview WHERE version = 2") == 60000


def test_interview_made_anew__after_an_answer_was_voided__is_no_answer_and_has_its_times(
    world, tablet, manager, hash_of, returned
):
    answer = answered_again(returned, hash_of)
    tablet.results(answer)
    came_back = f"/field/rounds/thu-2022/interviews?standing={Standing.CAME_BACK}"
    with_answer = manager.get(came_back).text
    assert void(manager, returned, shown=2).status_code == 303
    anew = answered_again(answer, hash_of, finished_at="2022-10-03T08:05:00+07:00")

    assert statuses(tablet, anew) == ["accepted"]

    with transaction(world.engine) as session:
        of_round = rounds.round_coded(session, "thu-2022")
        (row,) = interview_rows(
            session, of_round.id, version_id=of_round.questionnaire_version_id, items=22
        )
        counts = counts_by_standing(session, of_round.id)
        listed = interviews_listed(session, of_round.id, Wanted(), before=LAST, limit=9)
    assert (row.finished_at - row.started_at).total_seconds() == 300
    assert page_of(returned) in with_answer
    assert page_of(returned) not in manager.get(came_back).text
    assert (counts.counts, counts.came_back) == (1, 0)
    assert [one.standing for one in listed] == [Standing.COUNTS]


@pytest.mark.parametrize(
    ("state", "status"),
    [("closed", "accepted"), ("published", "conflict"), ("archived", "conflict")],
)
def test_answer_to_a_return__after_the_round_went_on__counts_until_publication(
    world, tablet, hash_of, returned, state, status
):
    world.change("UPDATE round SET state = :state", state=state)

    assert statuses(tablet, answered_again(returned, hash_of)) == [status]
    assert len(versions(world)) == (2 if status == "accepted" else 1)
    assert versions(world)[-1][1] == 1
