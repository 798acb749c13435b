"""The pack that a tablet takes along."""

import hashlib

import pytest

GREETING = {"vi": "Kính thưa Ông/Bà", "en": "Dear Sir or Madam"}


def _pack(world, who="an"):
    return world.client(who).get("/api/v1/sync/pack").json


def _cases(world):
    return _pack(world)["rounds"][0]["cases"]


def test_pack__own_cases_only__and_nothing_of_others(world):
    an, binh = _pack(world), _pack(world, "binh")

    assert [case["uuid"] for case in an["rounds"][0]["cases"]] == [str(world.case_uuid)]
    assert binh["rounds"][0]["cases"] == []
    assert (an["enumerator"]["username"], an["enumerator"]["name"]) == ("an", "An")
    assert an["enumerator"]["account"] == world.one("SELECT id FROM account WHERE username = 'an'")


def test_pack__round__says_what_tablets_may_do(world):
    world.change("UPDATE round SET asks_position = true, levels_descending = true")

    (found,) = _pack(world)["rounds"]

    assert _pack(world)["format"] == 2
    assert (found["asks_position"], found["allows_unlisted"]) == (True, True)
    assert found["levels_descending"] is True
    assert set(found["forms"]) == {"vi", "en"}


def test_form__of_the_pack__is_what_its_hash_promises_and_names_nobody(world):
    an = world.client("an")
    (found,) = _pack(world)["rounds"]

    for language, form in found["forms"].items():
        answer = an.get(form["url"])
        assert hashlib.sha256(answer.data).hexdigest() == form["sha256"]
        assert "{agency}" in answer.text
        assert "csrf_token" not in answer.text
        assert "Người mô phỏng" not in answer.text
        assert GREETING[language] in answer.text


def test_form__of_an_unknown_language_or_round__is_not_there(world):
    an = world.client("an")

    assert an.get("/api/v1/sync/forms/thu-2022/fr").status_code == 404
    assert an.get("/api/v1/sync/forms/khong-co/vi").status_code == 404


def test_pack__key__is_the_public_half_and_nothing_else(world, tablet):
    key = _pack(world)["rounds"][0]["key"]

    assert key == tablet.public_key()
    assert set(key) == {"kid", "kty", "crv", "x", "y"}


def test_pack__several_keys__offers_the_newest(world, tablet):
    world.change(
        "INSERT INTO round_key (kid, round_id, public_jwk, wrapped_private_key, created_at)"
        " SELECT 'new', round_id, '{\"kid\": \"new\"}', wrapped_private_key,"
        " '2022-10-04 00:00:00' FROM round_key"
    )

    assert _pack(world)["rounds"][0]["key"] == {"kid": "new"}


def test_pack__attempts_that_leave_the_case_open__come_along(world, tablet):
    tablet.results(
        tablet.attempt(disposition="2.21", appointment_at="2022-10-04T09:00:00+07:00"),
        tablet.attempt(attempted_at="2022-10-02T08:30:00+07:00"),
    )

    assert _cases(world)[0]["attempts"] == [
        {
            "disposition": "2.20",
            "attempted_at": "2022-10-02T01:30:00+00:00",
            "appointment_at": None,
        },
        {
            "disposition": "2.21",
            "attempted_at": "2022-10-03T01:30:00+00:00",
            "appointment_at": "2022-10-04T02:00:00+00:00",
        },
    ]


@pytest.mark.parametrize("disposition", ["2.11", "2.25", "3.18", "4.70"])
def test_pack__case_that_is_closed__is_left_out(world, tablet, disposition):
    tablet.results(tablet.attempt(), tablet.attempt(disposition=disposition))

    assert _cases(world) == []


def test_pack__finished_interview__is_counted_and_its_case_left_out(world, tablet):
    tablet.results(tablet.document(uuid=world.case_uuid, unlisted=None))

    (found,) = _pack(world)["rounds"]

    assert found["cases"] == []
    assert [(unit["code"], unit["finished"]) for unit in found["units"]] == [("SXD", 1), ("STP", 0)]


def test_pack__unchanged__is_answered_with_304_and_the_token(world):
    client = world.client("an")
    first = client.get("/api/v1/sync/pack")

    again = client.http.get("/api/v1/sync/pack", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""
    assert first.headers["X-CSRFToken"]
    assert again.headers["X-CSRFToken"]


def test_pack__its_token__lets_the_same_session_send(world, tablet):
    client = world.client("an")
    token = client.get("/api/v1/sync/pack").headers["X-CSRFToken"]

    statuses = [
        client.http.post(
            "/api/v1/sync/interviews", json={"documents": [tablet.document()]}, headers=headers
        ).status_code
        for headers in ({}, {"X-CSRFToken": token})
    ]

    assert statuses == [400, 200]


def test_pack__number_of_queries__does_not_grow_with_cases_and_attempts(world, tablet):
    client = world.client("an")
    client.get("/api/v1/sync/pack")
    with world.statements() as few:
        client.get("/api/v1/sync/pack")
    tablet.results(*[tablet.attempt() for _ in range(5)])

    with world.statements() as many:
        client.get("/api/v1/sync/pack")

    assert len(many) == len(few)


def test_pack__exempt_units__are_not_offered(world):
    assert [unit["code"] for unit in _pack(world)["rounds"][0]["units"]] == ["SXD", "STP"]


def test_pack__other_role__is_refused(world):
    assert world.client("noivu").get("/api/v1/sync/pack").status_code == 403


def test_pack__nobody_signed_in__is_told_in_json(world):
    answer = world.client().get("/api/v1/sync/pack")

    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert answer.json["errors"][0]["repair"]


def test_my_work__somebody_not_reached__can_still_be_interviewed(world, tablet, complete):
    tablet.results(tablet.attempt(), tablet.attempt(disposition="2.21"))
    an = world.client("an")

    page = an.get("/interviews/").text
    form = world.begin(an)
    shown = an.get(form)
    sent = an.post(form, complete)

    assert "Người mô phỏng 1" in page
    assert shown.status_code == 200
    assert sent.location.endswith(f"{form}/receipt")


def test_my_work__round_of_listed_people_only__offers_nobody_else(world):
    world.change("UPDATE round SET allows_unlisted = false")
    an = world.client("an")

    page = an.get("/interviews/").text
    answer = an.post("/interviews/", {"round": "thu-2022", "unit": "SXD"})

    assert 'name="unit"' not in page
    assert answer.status_code == 409


def _draft_of(world, tablet):
    draft = tablet.document(
        world.case_uuid, unlisted=None, kind="draft", saved_at="2022-10-03T08:04:00+07:00"
    )
    for key in ("started_at", "finished_at", "elapsed_ms", "timings", "position"):
        del draft[key]
    return draft


def test_pack__case_with_an_unfinished_copy_in_a_backup__stays_on_the_list(world, tablet):
    (copy,) = tablet.results(_draft_of(world, tablet))
    while_unfinished = _cases(world)

    tablet.results(tablet.document(world.case_uuid, unlisted=None, answers={"k1": 7}))

    assert copy["errors"][0]["code"] == "unfinished"
    assert [(case["respondent"], case["phone"]) for case in while_unfinished] == [
        ("Người mô phỏng 1", "0000 000 001")
    ]
    assert _cases(world) == []


def test_pack__case_whose_interview_waits_for_a_decision__is_not_given_out_again(world, tablet):
    faulty = tablet.document(world.case_uuid, unlisted=None, answers={"k1": 7})

    (result,) = tablet.results(faulty)
    while_waiting = _cases(world)
    number = world.one("SELECT id FROM quarantine")
    world.client("quanly").post(
        f"/field/quarantine/{number}",
        {"decision": "voided", "reason": "Không đọc được"},
    )

    assert result["status"] == "quarantined"
    assert while_waiting == []
    assert [case["uuid"] for case in _cases(world)] == [str(world.case_uuid)]
