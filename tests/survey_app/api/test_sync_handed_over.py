"""A case is given to somebody else, or taken back, while the first enumerator is still at work."""

from uuid import UUID, uuid4

import pytest

from survey_app.access.people import person_named
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.fieldwork.assigning.giving import move_cases, recall_cases
from survey_app.fieldwork.assigning.problems import AssigningRefused
from survey_app.fieldwork.assigning.selecting import Selection

CASE = Selection(codes=(("SXD", "MP-1"),))


def move(world, to="binh", reason="An nghỉ ốm"):
    with transaction(world.engine) as session:
        move_cases(
            session,
            rounds.round_coded(session, "thu-2022"),
            CASE,
            to=to,
            reason=reason,
            by=person_named(session, "quanly"),
            new_uuid=uuid4,
            at=world.clock(),
        )


def recall(world, reason=""):
    with transaction(world.engine) as session:
        recall_cases(
            session,
            rounds.round_coded(session, "thu-2022"),
            CASE,
            reason=reason,
            by=person_named(session, "quanly"),
            at=world.clock(),
        )


@pytest.fixture
def documents(world, tablet):
    """The interview of the listed respondent, as An and as Bình make it."""
    binh = world.one("SELECT id FROM account WHERE username = 'binh'")
    of_an = tablet.document(uuid=world.case_uuid, unlisted=None)
    of_binh = tablet.document(uuid=world.case_uuid, unlisted=None, enumerator=binh, elapsed_ms=1)
    return of_an, of_binh


def statuses(tablet, *sent):
    return [tablet.results(one)[0]["status"] for one in sent]


def counted(world):
    return world.one("SELECT count(*) FROM interview WHERE is_current")


def kept(world):
    return world.one("SELECT count(*) FROM quarantine")


def lists(world):
    """How many cases each of the two has."""
    return [
        len(world.client(who).get("/api/v1/sync/pack").json["rounds"][0]["cases"])
        for who in ("an", "binh")
    ]


def test_moved__first_sends_then_second__both_are_kept_and_one_counts(world, tablet, documents):
    of_an, of_binh = documents
    move(world)

    (result,) = tablet.results(of_an)
    waiting = lists(world)
    later = statuses(tablet, of_binh, of_an, of_binh)

    assert result["status"] == "quarantined"
    assert [error["code"] for error in result["errors"]] == ["other_enumerator"]
    assert waiting == [0, 0]  # nobody is sent there before somebody has decided
    assert later == ["accepted", "quarantined", "already_received"]
    assert (counted(world), kept(world)) == (1, 1)


def test_moved__second_sends_then_first__both_are_kept_and_one_counts(world, tablet, documents):
    of_an, of_binh = documents
    move(world)

    assert statuses(tablet, of_binh, of_an, of_an) == ["accepted", "conflict", "conflict"]
    assert (counted(world), kept(world)) == (1, 1)
    whose = "SELECT username FROM interview JOIN account ON account.id = enumerator_id"
    assert world.rows(whose) == [("binh",)]


def test_moved__attempt_of_the_first__is_kept_and_closes_nothing(world, tablet):
    move(world)

    assert statuses(tablet, tablet.attempt(disposition="2.11")) == ["quarantined"]
    assert world.one("SELECT count(*) FROM contact_attempt") == 0


def test_moved__and_back__the_first_may_send_as_if_nothing_had_been(world, tablet, documents):
    move(world)
    move(world, to="an")

    assert statuses(tablet, documents[0]) == ["accepted"]


def test_moved__when_its_interview_is_there_or_waits__is_refused(world, tablet, documents):
    of_an, of_binh = documents
    statuses(tablet, of_binh)
    with pytest.raises(AssigningRefused, match="waits for a decision"):
        move(world)

    statuses(tablet, of_an)
    with pytest.raises(AssigningRefused, match="has been received"):
        move(world)


def test_recalled__interview_that_was_under_way__is_kept_and_nobody_goes_there(
    world, tablet, documents
):
    recall(world)
    empty = lists(world)

    (result,) = tablet.results(documents[0])

    assert result["status"] == "quarantined"
    assert [error["code"] for error in result["errors"]] == ["recalled"]
    assert empty == [0, 0]
    assert (counted(world), kept(world)) == (0, 1)
    with pytest.raises(AssigningRefused, match="waits for a decision"):
        move(world)


def test_recalled__page_of_the_interview_that_was_begun__is_nobodys(world):
    an = world.client("an")
    form = world.begin(an)

    with pytest.raises(AssigningRefused, match="has begun the interview"):
        recall(world)
    recall(world, reason="Nhầm danh sách")

    assert an.get(form).status_code == 404


def test_recalled__given_to_another__keeps_its_number_and_counts_once(world, tablet, documents):
    recall(world)
    move(world)

    assert lists(world) == [0, 1]
    assert statuses(tablet, documents[1], documents[0]) == ["accepted", "conflict"]
    assert UUID(str(world.one("SELECT uuid FROM interview"))) == world.case_uuid


def test_recalled__with_others_in_one_batch__each_is_judged_by_itself(world, tablet, documents):
    recall(world)

    results = tablet.results(documents[0], tablet.document())

    assert [one["status"] for one in results] == ["quarantined", "accepted"]


def test_recalled__interview_that_was_accepted__counts_and_the_next_is_a_conflict(
    world, tablet, documents
):
    recall(world)
    statuses(tablet, documents[0])
    number = world.one("SELECT id FROM quarantine")
    form = {"decision": "accepted", "reason": "Phỏng vấn trước khi biết"}

    world.client("quanly").post(f"/field/quarantine/{number}", form)

    assert counted(world) == 1
    assert statuses(tablet, documents[1]) == ["conflict"]
    with pytest.raises(AssigningRefused, match="has been received"):
        move(world)


def test_recalled__attempt_that_was_under_way__is_kept_and_closes_nothing(world, tablet):
    recall(world)

    assert statuses(tablet, tablet.attempt(disposition="2.11")) == ["quarantined"]
    assert (world.one("SELECT count(*) FROM contact_attempt"), kept(world)) == (0, 1)
