"""The first page of Home Affairs: what has to be decided, each with its place."""

import pytest

from survey_app.db import audit
from survey_app.db.engine import transaction
from tests.survey_app.decided_lots import decide, good_and_bad_lot

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

ASIDE = (
    "INSERT INTO recheck_aside (id, kind, content, content_sha256, received_at, faults)"
    " VALUES (1, 'conflict', '{}', :hash, '2022-10-08 01:00:00', '[]')"
)
DOCUMENT = (
    "INSERT INTO quarantine (id, kind, content, content_sha256, received_at, faults)"
    " VALUES (1, 'conflict', '{}', :hash, '2022-10-08 01:00:00', '[]')"
)
BOARD = "/recheck/rounds/thu-2022/"


def test_today__nothing_waits__says_so_and_leads_to_the_rounds(noivu, read):
    page = read(noivu.get("/today"))

    assert "Hôm nay không có việc cần quyết định." in page.text
    assert "/results/rounds/thu-2022" in page.links
    assert BOARD not in page.links


def test_today__what_waits__is_counted_with_its_place(world, noivu, read):
    good_and_bad_lot(world)
    decide(world, "2022w40-e1-2", "rejected")
    world.change(ASIDE, hash="a" * 64)
    world.change(DOCUMENT, hash="a" * 64)

    page = read(noivu.get("/today"))

    assert "1 lô phúc tra cần quyết định" in page.text
    assert "1 phiếu phúc tra được để riêng" in page.text
    assert "1 phiếu chờ quản lý thực địa" in page.text
    assert {BOARD, "/recheck/aside/", "/field/"} <= page.links


def test_today__closed_round__is_to_be_published(world, noivu, read):
    world.change("UPDATE round SET state = 'closed'")

    page = read(noivu.get("/today"))

    assert "/results/rounds/thu-2022/publication" in page.links


def test_today__nothing_written_down_since__reads_no_rechecks_again(world, noivu):
    good_and_bad_lot(world)
    noivu.get("/today")
    # Somebody signs in and interviews: no lot stands otherwise for that.
    an = world.client()
    assert an.sign_in("an").status_code == 303
    world.interview({})

    with world.statements() as sent:
        noivu.get("/today")
        noivu.get(BOARD)

    assert not any("recheck_fact" in statement for statement in sent)


def test_today__lot_decided_since__is_counted_anew(world, noivu, read):
    good_and_bad_lot(world)
    decide(world, "2022w40-e1-2", "rejected")
    assert "1 lô phúc tra cần quyết định" in read(noivu.get("/today")).text
    decide(world, "2022w40-e1-2", "cleared")
    with transaction(world.engine) as session:
        audit.record(
            session,
            action="lot.decided",
            object_kind="lot",
            object_id="2022w40-e1-2",
            account_id=None,
            at=world.clock(),
        )

    assert "lô phúc tra cần quyết định" not in read(noivu.get("/today")).text


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_today__everybody_else__has_a_page_of_their_own(world, who):
    assert world.client(who).get("/today").status_code == 403
