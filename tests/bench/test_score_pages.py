"""How long pages of scores take while a round has a million interviews, on both databases.

Three states: nothing has changed since somebody looked; an interview has come in (the first look
after a change); and so many wait to be added to the cells as a server ever lets wait, with one more
between two looks. In each the whole request is measured in this process, with Python's search for
garbage set as `hailong serve` sets it.
"""

import gc
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from survey_app.cli.serve import spare_garbage
from survey_app.db import audit
from survey_app.db.engine import connect, transaction
from survey_app.results.tally_folding import fold_changes
from survey_app.web.folding import EVERY
from tests.bench import province, timed
from tests.bench.documents import BEGAN, ROUND, UNITS
from tests.bench.many_interviews import add_interviews
from tests.bench.staff import browser_of

SIZES = {"postgresql": 1_000_000, "sqlite": 100_000}
RUNS = 40
GOAL_MS = 50
PAGES = {
    "scores": f"/results/rounds/{ROUND}/scores",
    "criteria": f"/results/rounds/{ROUND}/criteria",
    "a unit": f"/results/rounds/{ROUND}/units/{UNITS[0]}",
    "index": f"/results/rounds/{ROUND}",
    "ranking.csv": f"/results/rounds/{ROUND}/ranking.csv",
}


@pytest.fixture
def garbage_as_served() -> Iterator[None]:
    """As in the process of a server."""
    before = gc.get_threshold()
    gc.collect()
    spare_garbage()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def settle(engine: Engine) -> None:
    """Has the server write down what it was just given, and clean up after a million changes were
    added: else it does so by itself within a minute, while it is measured.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))


@pytest.mark.usefixtures("garbage_as_served")
@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_score_pages__of_a_million_interviews__are_there(request, database):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    engine = connect(given[0] if database == "postgresql" else given, durable=False)
    made = province.set_up(engine)
    add_interviews(engine, made, count=SIZES[database])
    assert sum(fold_changes(engine)) == SIZES[database]
    settle(engine)
    client = browser_of(engine, "home_affairs")
    server = given[1] if database == "postgresql" else None
    print(f"\n{timed.HEAD}")

    def nothing() -> None:
        pass

    def change() -> None:
        """An interview comes in, and the log of changes says so."""
        add_interviews(engine, made, count=1, is_settled=False)
        with transaction(engine) as session:
            audit.record(
                session,
                action="interview.received",
                object_kind="interview",
                object_id="simulated",
                account_id=None,
                at=BEGAN,
            )

    for waiting, first, when in (
        (0, nothing, "nothing changed"),
        (0, change, "first look after a change"),
        (EVERY, change, f"first look, {EVERY:,} waiting"),
    ):
        if waiting:
            add_interviews(engine, made, count=waiting)
            change()
        worst = 0.0
        for name, address in PAGES.items():

            def look(address: str = address) -> None:
                assert client.get(address, buffered=True).status_code == 200

            look()
            times = timed.measured(look, server=server, runs=RUNS, first=first)
            worst = max(worst, times.median)
            what = f"{database}, {SIZES[database]:,} in cells, {when}: {name}"
            print(f"{what:<76} {times}")
        verdict = "within" if worst < GOAL_MS else "ABOVE"
        print(f"  {database}, {when}: slowest median {worst:.0f} ms, {verdict} {GOAL_MS} ms")
    engine.dispose()
