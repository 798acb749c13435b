"""Two transactions at once on PostgreSQL: the second waits and sees what the first did.

SQLite has one writing transaction only.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import text

from survey_app.access.objects import quality_flag_to_review, round_named
from survey_app.access.people import person_named
from survey_app.db.engine import transaction
from survey_app.db.interview_lock import lock_of
from survey_app.db.quality_flags import FlagState
from survey_app.fieldwork.assigning.problems import AssigningRefused
from survey_app.fieldwork.quality.examining import look, store_look
from survey_app.fieldwork.quality.reviewing import ReviewRequest, mark_of, review
from tests.survey_app.api.test_sync_handed_over import move
from tests.survey_app.conftest import START
from tests.survey_app.fieldwork.quality.interviews import CONTENT, put
from tests.survey_app.fieldwork.quality.test_looking import flags, take_a_look
from tests.survey_app.web.paper_sheets import KEY, sheet
from tests.survey_app.web.test_frame_pages import bring, listed

pytestmark = pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
GIVEN_TO_BINH = (
    "UPDATE assignment SET enumerator_id = (SELECT id FROM account WHERE username = 'binh')"
    " WHERE frame_case_id IS NOT NULL"
)


@contextmanager
def first(world):
    """A transaction that ends after the block; gives what does a statement in it.

    A statement that has to wait fails: it would wait for the other, and the other for this one.
    """

    def do(statement, **values):
        return connection.execute(text(statement), values)

    with world.engine.connect() as connection:
        do("SET LOCAL lock_timeout = '5s'")
        yield do
        connection.commit()


def hold_interview(world, do):
    """As everybody does who decides about the listed respondent."""
    (key,) = lock_of({world.case_uuid}).values["keys"]
    do("SELECT pg_advisory_xact_lock(:key)", key=key)


def test_attempt__while_its_case_is_given_to_somebody_else__is_judged_afterwards(world, tablet):
    refused = tablet.attempt(disposition="2.11")

    with ThreadPoolExecutor(1) as pool, first(world) as do:
        hold_interview(world, do)
        do(GIVEN_TO_BINH)
        sent = pool.submit(tablet.results, refused)
        world.wait_until_it_waits(sent)

    (result,) = sent.result()
    assert [error["code"] for error in result["errors"]] == ["other_enumerator"]
    assert world.one("SELECT count(*) FROM contact_attempt") == 0


def test_sheet__while_its_case_is_given_to_somebody_else__is_judged_afterwards(world):
    clerk = world.client("binh")
    typed = sheet(world, paper_unit="SXD", paper_case="MP-1", paper_unlisted=None)
    clerk.token()

    with ThreadPoolExecutor(1) as pool, first(world) as do:
        hold_interview(world, do)
        do(GIVEN_TO_BINH)
        keyed = pool.submit(clerk.post, KEY, typed)
        world.wait_until_it_waits(keyed)

    assert keyed.result().status_code == 422
    assert world.one("SELECT count(*) FROM interview") == 0


def test_case_given_out__while_its_sheet_is_keyed__lets_the_sheet_be_stored(world):
    """Whoever gives out cases holds the round; a sheet only names it."""
    with ThreadPoolExecutor(1) as pool, first(world) as do:
        hold_interview(world, do)
        moved = pool.submit(move, world)
        world.wait_until_it_waits(moved)
        do("INSERT INTO paper_plan (round_id, share_percent, wrapped_seed) VALUES (1, 10, 'x')")

    moved.result()
    assert world.actions()[-1] == "assignment.moved"


def test_case_given_out__while_its_taker_is_tied_to_the_unit__is_refused(world):
    with ThreadPoolExecutor(1) as pool, first(world) as do:
        do("SELECT id FROM account WHERE username = 'binh' FOR UPDATE")
        do(
            "INSERT INTO account_tie (account_id, unit_id) SELECT account.id, unit.id"
            " FROM account, unit WHERE username = 'binh' AND code = 'SXD'"
        )
        moved = pool.submit(move, world)
        world.wait_until_it_waits(moved)

    with pytest.raises(AssigningRefused) as refused:
        moved.result()
    assert [fault.code for fault in refused.value.faults] == ["tied"]


def test_account__changed_by_two_administrators__keeps_what_the_first_wrote(world, read):
    address = "/admin/accounts/an"
    client = world.client("quantri")
    fields = ("full_name", "organisation", "areas", "tied", "seen")
    page = read(client.get(address))
    typed = {name: page.chosen(name) for name in fields} | {
        "role": "enumerator",
        "organisation": "Hội Nông dân",
    }
    client.token()

    with ThreadPoolExecutor(1) as pool, first(world) as do:
        do("UPDATE account SET display_name = 'Lan' WHERE username = 'an'")
        changed = pool.submit(client.post, address, typed)
        world.wait_until_it_waits(changed)

    assert changed.result().status_code == 422
    assert world.rows("SELECT display_name, organisation FROM account WHERE username = 'an'") == [
        ("Lan", "Bưu điện tỉnh")
    ]


def test_decision__while_the_same_document_is_sent_again__lets_it_be_kept(world, tablet):
    """Whoever sends holds the interview, and asks for the row of the document."""
    document = tablet.document(uuid=world.case_uuid, unlisted=None, answers={})
    tablet.results(document)
    number = world.one("SELECT id FROM quarantine")
    manager = world.client("quanly")
    manager.token()

    with ThreadPoolExecutor(1) as pool, first(world) as do:
        hold_interview(world, do)
        decided = pool.submit(
            manager.post,
            f"/field/quarantine/{number}",
            {"decision": "voided", "reason": "Gửi lại"},
        )
        world.wait_until_it_waits(decided)
        do(
            "INSERT INTO quarantine (kind, content, content_sha256, received_at, faults)"
            " SELECT kind, content, content_sha256, received_at, faults FROM quarantine"
            " ON CONFLICT DO NOTHING"
        )

    assert decided.result().status_code == 303
    assert world.rows("SELECT decision FROM quarantine") == [("voided",)]


def test_list_brought__while_the_one_before_is_imported__leaves_its_work_alone(world):
    manager = world.client("quanly")
    assert bring(manager, listed({})).status_code == 303
    world.change(
        "INSERT INTO frame_job (id, upload_id, kind, state, request, phase, done, started_at,"
        " seen_at) SELECT id, id, 'import', 'running', '{}', 'storing', 0, now(), now()"
        " FROM frame_upload"
    )

    with ThreadPoolExecutor(1) as pool, first(world) as do:
        do("SELECT id FROM frame_upload FOR UPDATE")
        brought = pool.submit(bring, manager, listed({}))
        world.wait_until_it_waits(brought)
        do("UPDATE frame_job SET done = 1")

    assert brought.result().status_code == 303
    assert world.one("SELECT count(*) FROM frame_upload") == 1
    assert world.one("SELECT count(*) FROM frame_job") == 0


@pytest.fixture
def overlapping(world):
    """Two interviews of An at once: one flag, of the first look."""
    put(world, minutes=10)
    put(world, at=START + timedelta(minutes=4), levels=CONTENT)
    take_a_look(world)
    (flag,) = flags(world)
    return flag


def test_look__while_somebody_notes_what_they_found__leaves_the_flag_looked_at(world, overlapping):
    with ThreadPoolExecutor(1) as pool, transaction(world.engine) as session:
        quanly = person_named(session, "quanly")
        _of_round, flag = quality_flag_to_review(
            session, quanly, round_code="thu-2022", number=overlapping.id
        )
        request = ReviewRequest(note="Đã gọi điện.", seen=mark_of(flag), by=quanly, at=START)
        assert review(session, flag, request) == ()
        session.flush()
        looked = pool.submit(take_a_look, world)
        world.wait_until_it_waits(looked)

    assert (looked.result().new, looked.result().reopened) == (0, 0)
    (flag,) = flags(world)
    assert flag.state is FlagState.LOOKED_AT
    assert world.one("SELECT last_run_id - first_run_id FROM quality_flag") == 1


def test_note__while_a_look_changes_the_figures__is_refused(world, read, overlapping):
    """The other interview of the flag was corrected: they overlap by less."""
    address = f"/field/rounds/thu-2022/quality/flags/{overlapping.id}"
    client = world.client("quanly")
    (seen,) = read(client.get(address)).chosen("seen")
    world.change("UPDATE interview SET finished_at = finished_at - interval '2 minutes'")
    client.token()

    with ThreadPoolExecutor(1) as pool, transaction(world.engine) as session:
        found = round_named(session, "thu-2022")
        store_look(session, found, look(session, found), by=None, at=START)
        session.flush()
        noted = pool.submit(client.post, address, {"note": "Đã gọi điện.", "seen": seen})
        world.wait_until_it_waits(noted)

    assert noted.result().status_code == 422
    assert world.one("SELECT count(*) FROM quality_review") == 0


def test_looks__two_at_once__keep_each_flag_once(world):
    put(world, minutes=10)
    put(world, at=START + timedelta(minutes=4), levels=CONTENT)

    with ThreadPoolExecutor(1) as pool, transaction(world.engine) as session:
        found = round_named(session, "thu-2022")
        store_look(session, found, look(session, found), by=None, at=START)
        session.flush()
        looked = pool.submit(take_a_look, world)
        world.wait_until_it_waits(looked)

    assert looked.result().new == 0
    assert len(flags(world)) == 1
    assert world.one("SELECT count(*) FROM quality_run") == 2
