"""How long pages of scores take while a round has a million interviews, on both databases."""

import pytest
from sqlalchemy import Engine, text

from survey_app.db import audit
from survey_app.db.engine import connect, transaction
from survey_app.results.tally_folding import fold_changes
from survey_app.web.folding import EVERY
from tests.bench import province, timed
from tests.bench.documents import BEGAN, ROUND, UNITS
from tests.bench.many_interviews import add_interviews
from tests.bench.staff import browser_of

SIZES = {"postgresql": 1_000_000, "sqlite": 100_000}
RUNS = 11
PAGES = {
    "scores": f"/results/rounds/{ROUND}/scores",
    "criteria": f"/results/rounds/{ROUND}/criteria",
    "a unit": f"/results/rounds/{ROUND}/units/{UNITS[0]}",
    "index": f"/results/rounds/{ROUND}",
    "ranking.csv": f"/results/rounds/{ROUND}/ranking.csv",
}


def settle(engine: Engine) -> None:
    """Has the server write down what it was just given: else it does so while it is measured."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))


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
        add_interviews(engine, made, count=1, is_settled=False)
        with transaction(engine) as session:
            audit.record(
                session,
                action="round.changed",
                object_kind="round",
                object_id=ROUND,
                account_id=None,
                at=BEGAN,
            )

    for waiting, first in ((0, nothing), (0, change), (EVERY, change)):
        if waiting:
            add_interviews(engine, made, count=waiting)
            change()
        when = "after a change" if first is change else "nothing changed"
        for name, address in PAGES.items():

            def look(address: str = address) -> None:
                assert client.get(address, buffered=True).status_code == 200

            look()
            times = timed.measured(look, server=server, runs=RUNS, first=first)
            what = f"{database}, {SIZES[database]:,} in cells, {waiting:,} beside, {when}: {name}"
            print(f"{what:<76} {times}")
    engine.dispose()
