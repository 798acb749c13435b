"""Walks through the pages of re-checks: those of a supervisor, then those of Home Affairs."""

from uuid import UUID

from tests.drawn_recheck import draw_for

BOARD = "/recheck/rounds/ha-nam-2022/"


def recheck_states(visitor, site, _least):
    """A task, an attempt in vain, the questions, and what Home Affairs decides upon."""
    visitor.sign_in("giamsat")
    task = f"/recheck/{_drawn(site)}/"
    for path in ("/recheck/", task):
        visitor.go(path)
        yield path
    visitor.page.locator("details.not-reached summary").click()
    yield "not reached"
    visitor.go(f"{task}form/")
    yield "questions"


def board_states(visitor, site, _least):
    """Lots as they stand in the demo, where nothing has been decided."""
    _drawn(site)
    lot = site.rows(
        "SELECT code, username FROM lot JOIN account ON account.id = enumerator_id ORDER BY code"
    )[0]
    visitor.sign_in("sonoivu")
    for path in (
        BOARD,
        f"{BOARD}lots/{lot['code']}",
        f"{BOARD}enumerators/{lot['username']}",
        f"{BOARD}plan/",
        f"{BOARD}exclusions",
        f"{BOARD}tasks",
        f"{BOARD}tasks?from=giamsat",
        "/recheck/aside/",
        "/admin/log",
    ):
        visitor.go(path)
        yield path


def _drawn(site):
    """The task of an interview that is a lot by itself."""
    found = site.one("SELECT uuid FROM interview WHERE is_current ORDER BY id LIMIT 1")
    return draw_for(site.engine, UUID(str(found)), "giamsat")
