"""A conflict or a faulty document becomes an interview when a person accepts it."""

import copy

ACCEPTED_BESIDE_THE_FIRST = {"decision": "accepted", "reason": "Bản sau đúng", "compared": "1"}


def test_conflict__accepted__becomes_the_second_version_and_counts(world, tablet):
    document = tablet.document()
    tablet.results(document)
    other = copy.deepcopy(document)
    other["answers"]["q11"] = 1
    tablet.results(other)
    number = world.one("SELECT id FROM quarantine")

    answer = world.client("quanly").post(f"/field/quarantine/{number}", ACCEPTED_BESIDE_THE_FIRST)

    assert answer.status_code == 303
    versions = world.rows(
        "SELECT version, item_01 FROM interview JOIN answer ON interview_id = interview.id"
        " WHERE is_current"
    )
    assert versions == [(2, 1)]
    assert world.one("SELECT count(*) FROM interview") == 2


def test_conflict__accepted_then_sent_again__is_already_known(world, tablet):
    document = tablet.document()
    tablet.results(document)
    other = {**document, "elapsed_ms": 7}
    tablet.results(other)
    number = world.one("SELECT id FROM quarantine")
    world.client("quanly").post(f"/field/quarantine/{number}", ACCEPTED_BESIDE_THE_FIRST)

    (result,) = tablet.results(other)

    assert result["status"] == "conflict"
    assert world.one("SELECT count(*) FROM interview") == 2


def test_handed_over_case__accepted__is_stored_for_its_unit(world, tablet):
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    tablet.results(tablet.document(uuid=world.case_uuid, unlisted=None, enumerator=binh))
    number = world.one("SELECT id FROM quarantine")

    world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Đã bàn giao"}
    )

    assert world.one("SELECT enumerator_id FROM interview") == binh


def test_faulty_answers__accepted__are_refused_with_the_fault(world, tablet):
    tablet.results(tablet.document(answers={"k1": 1, "k2": 1, "a4": 1, "q11": 6}))
    number = world.one("SELECT id FROM quarantine")

    answer = world.client("quanly").post(
        f"/field/quarantine/{number}", {"decision": "accepted", "reason": "Thử"}
    )

    assert answer.status_code == 409
    assert "q11" in answer.text
