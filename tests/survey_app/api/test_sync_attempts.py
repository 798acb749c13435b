"""Contact attempts that led to no interview: reported by themselves, or stopped on the way."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from survey_app.fieldwork.dispositions import DISPOSITIONS


def _attempts(world, columns="disposition"):
    return world.rows(f"SELECT {columns} FROM contact_attempt ORDER BY id")  # noqa: S608 -- ours


def _is_listed(world):
    return "Người mô phỏng 1" in world.client("an").get("/interviews/").text


@pytest.mark.parametrize("disposition", list(DISPOSITIONS))
def test_attempt__every_outcome__closes_the_case_only_if_final(world, tablet, disposition):
    document = tablet.attempt(disposition=disposition)

    (result,) = tablet.results(document)

    assert result["status"] == "accepted"
    assert _attempts(world) == [(disposition,)]
    assert _is_listed(world) is not DISPOSITIONS[disposition].is_final


def test_attempt__what_was_said__is_kept_with_the_tablet_that_sent_it(world, tablet, hash_of):
    document = tablet.attempt(
        disposition="2.21", appointment_at="2022-10-04T09:00:00+07:00", note="Hẹn sáng mai"
    )

    (result,) = tablet.results(document)

    assert result["receipt"]["uuid"] == document["uuid"]
    assert result["receipt"]["sha256"] == hash_of(document)
    row = _attempts(
        world,
        "note, is_final, device_id IS NOT NULL, content_sha256, content LIKE '%Hẹn sáng mai%'",
    )
    assert row == [("Hẹn sáng mai", False, True, hash_of(document), True)]
    assert "2022-10-04 02:00" in str(_attempts(world, "appointment_at")[0][0])
    assert world.actions()[-1] == "contact_attempt.recorded"


def test_attempt__same_document_again__is_already_received(world, tablet):
    document = tablet.attempt()

    results = [tablet.results(document)[0] for _ in range(2)]

    assert [one["status"] for one in results] == ["accepted", "already_received"]
    assert results[0]["receipt"] == results[1]["receipt"]
    assert len(_attempts(world)) == 1


def test_attempt__other_content_under_its_uuid__is_a_conflict_once(world, tablet):
    document = tablet.attempt()
    tablet.results(document)
    other = {**document, "note": "khác"}

    statuses = [tablet.results(other)[0]["status"] for _ in range(2)]

    assert statuses == ["conflict"] * 2
    assert len(_attempts(world)) == 1
    assert world.one("SELECT count(*) FROM quarantine") == 1


def test_attempts__same_minute_and_outcome_under_two_uuids__are_two(world, tablet):
    results = tablet.results(tablet.attempt(), tablet.attempt())

    assert [one["status"] for one in results] == ["accepted"] * 2
    assert len(_attempts(world)) == 2


def test_attempts__then_the_interview__is_accepted_and_counts(world, tablet):
    tablet.results(tablet.attempt(), tablet.attempt(disposition="2.21"))

    (result,) = tablet.results(tablet.document(uuid=world.case_uuid, unlisted=None))

    assert result["status"] == "accepted"
    assert world.one("SELECT count(*) FROM interview WHERE is_current") == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"interview": str(uuid4())}, "unknown_assignment"),
        ({"disposition": "9.99"}, "unknown_disposition"),
        ({"disposition": "1.1"}, "unknown_disposition"),
        ({"enumerator": 999999}, "unknown_enumerator"),
        ({"attempted_at": "1970-01-01T00:00:00+07:00"}, "time_impossible"),
        ({"appointment_at": "9999-12-31T23:59:59-12:00"}, "time_impossible"),
        ({"attempted_at": "2022-10-03T08:30:00"}, "unreadable"),
        ({"note": "x" * 301}, "unreadable"),
        ({"note": "a\x00b"}, "unreadable"),
        ({"disposition": "refused"}, "unreadable"),
        ({"interview": None}, "unreadable"),
        ({"surplus": 1}, "unreadable"),
        ({"kind": "telepathy"}, "unreadable"),
        ({"kind": 7}, "unreadable"),
    ],
)
def test_attempt__faulty__is_quarantined_whole(world, tablet, changed, code):
    document = tablet.attempt(**changed)

    (result,) = tablet.results(document)

    assert result["status"] == "quarantined"
    assert [error["code"] for error in result["errors"]] == [code]
    assert _attempts(world) == []
    assert world.one("SELECT count(*) FROM quarantine") == 1


def test_attempt__case_of_another_enumerator__is_quarantined(world, tablet):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")

    (result,) = tablet.results(tablet.attempt(enumerator=binh))

    assert [error["code"] for error in result["errors"]] == ["other_enumerator"]


def test_attempt__somebody_on_no_list__is_quarantined(world, tablet):
    document = tablet.document()
    tablet.results(document)

    (result,) = tablet.results(tablet.attempt(interview=document["uuid"]))

    assert [error["code"] for error in result["errors"]] == ["unknown_assignment"]


def _stopped(tablet, **changed):
    stopped = {"disposition": "2.12", "reason": "Có khách đến"}
    return tablet.document(
        answers={"k1": 1, "k2": 1, "a4": 1, "q11": 4}, stopped=stopped, **changed
    )


def test_stopped__partial_answers__are_kept_as_an_attempt_and_no_interview(world, tablet):
    document = _stopped(tablet, uuid=world.case_uuid, unlisted=None)

    statuses = [tablet.results(document)[0]["status"] for _ in range(2)]

    assert statuses == ["accepted", "already_received"]
    assert _attempts(world, "disposition, note") == [("2.12", "Có khách đến")]
    assert '"q11":4' in _attempts(world, "content")[0][0]
    assert world.one("SELECT count(*) FROM interview") == 0
    assert not _is_listed(world)


def test_stopped__somebody_on_no_list__gets_an_assignment(world, tablet):
    (result,) = tablet.results(_stopped(tablet))

    assert result["status"] == "accepted"
    assert world.one("SELECT count(*) FROM assignment") == 2


def test_stopped__complete_answers__are_no_interview_either(world, tablet):
    document = tablet.document(stopped={"disposition": "2.12", "reason": ""})

    tablet.results(document)

    assert world.one("SELECT count(*) FROM interview") == 0
    assert _attempts(world, "disposition, note") == [("2.12", None)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"answers": {"k1": 1, "k2": 1, "a4": 1, "q11": 6}}, "value_not_offered"),
        ({"answers": {"zz": 1}}, "unknown_item"),
        ({"stopped": {"disposition": "2.21", "reason": ""}}, "unknown_disposition"),
        ({"stopped": {"disposition": "9.9", "reason": ""}}, "unknown_disposition"),
        ({"stopped": {"disposition": "2.12", "reason": "x" * 301}}, "unreadable"),
        ({"stopped": {"disposition": "2.12"}}, "unreadable"),
        ({"stopped": True}, "unreadable"),
    ],
)
def test_stopped__faulty__is_quarantined(world, tablet, changed, code):
    (result,) = tablet.results({**_stopped(tablet), **changed})

    assert [error["code"] for error in result["errors"]] == [code]
    assert _attempts(world) == []


def test_stopped__accepted_from_quarantine__never_becomes_an_interview(world, tablet):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    stopped = {"disposition": "2.12", "reason": "x"}
    document = tablet.document(
        uuid=world.case_uuid, unlisted=None, enumerator=binh, stopped=stopped
    )
    tablet.results(document)
    number = world.one("SELECT id FROM quarantine")

    answer = world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Thử"}
    )

    assert answer.status_code == 303
    assert world.one("SELECT count(*) FROM interview") == 0


def test_stopped_and_finished__same_uuid__is_a_conflict(world, tablet):
    uuid = uuid4()
    tablet.results(_stopped(tablet, uuid=uuid))

    (result,) = tablet.results(tablet.document(uuid=uuid))

    assert result["status"] == "conflict"


def test_stopped_and_finished__at_the_same_moment__one_of_them_is_accepted(world, tablet):
    places = {world.case_uuid: {"unlisted": None}} | {uuid4(): {} for _ in range(9)}
    pairs = [
        (tablet.document(uuid=uuid, **place), _stopped(tablet, uuid=uuid, **place))
        for uuid, place in places.items()
    ]
    together = Barrier(2 * len(pairs))

    def send(document):
        together.wait()
        return tablet.results(document)[0]["status"]

    with ThreadPoolExecutor(2 * len(pairs)) as pool:
        statuses = list(pool.map(send, [one for pair in pairs for one in pair]))

    assert statuses.count("accepted") == statuses.count("conflict") == len(pairs)
    both = "SELECT count(*) FROM contact_attempt JOIN interview USING (uuid)"
    assert world.one(both) == 0


def test_stopped__sent_again_after_a_person_took_the_interview__is_already_received(world, tablet):
    uuid = uuid4()
    stopped = _stopped(tablet, uuid=uuid)
    tablet.results(stopped)
    tablet.results(tablet.document(uuid=uuid))
    number = world.one("SELECT id FROM quarantine")
    world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Đã hỏi xong"}
    )
    assert world.one("SELECT count(*) FROM interview") == 1

    (result,) = tablet.results(stopped)

    assert result["status"] == "already_received"
    assert world.one("SELECT count(*) FROM quarantine") == 1


def test_draft__whatever_it_holds__waits_for_a_person(world, tablet):
    draft = {
        "format": 1,
        "kind": "draft",
        "uuid": str(uuid4()),
        "enumerator": tablet.enumerator,
        "questionnaire_version": tablet.document()["questionnaire_version"],
        "unlisted": {"round": "thu-2022", "unit": "STP"},
        "answers": {"k1": 1},
        "saved_at": "2022-10-03T08:00:00+07:00",
        "app_version": "1.0.0",
    }

    results = tablet.results(draft, {**draft, "answers": 7})

    assert [one["status"] for one in results] == ["quarantined"] * 2
    assert [one["errors"][0]["code"] for one in results] == ["unfinished", "unreadable"]
    assert world.one("SELECT count(*) FROM quarantine WHERE interview_uuid IS NOT NULL") == 2


def test_unlisted__round_that_takes_nobody_else__is_quarantined(world, tablet):
    world.change("UPDATE round SET allows_unlisted = false")

    results = tablet.results(
        tablet.document(), tablet.document(uuid=world.case_uuid, unlisted=None)
    )

    assert [one["status"] for one in results] == ["quarantined", "accepted"]
    assert results[0]["errors"][0]["code"] == "unlisted_not_allowed"


def test_attempt__twenty_at_once__record_one(world, tablet):
    document = tablet.attempt()

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: tablet.results(document)[0], range(20)))

    assert [one["status"] for one in answers].count("accepted") == 1
    assert {one["status"] for one in answers} <= {"accepted", "already_received"}
    assert len(_attempts(world)) == 1
    assert world.actions().count("contact_attempt.recorded") == 1
