"""How long the comments of a public round take: its list, its counts, what a unit reads of it.

Of the interviews one in five says something in its own words, and all name themes. One in twenty
comments is decided; one interview in a hundred was voided before the scores were public, and one in
two hundred since. What is asked of the database is measured in this process, and the whole page.
"""

import os
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from survey_app.access.people import person_of_session
from survey_app.db import publications, rounds
from survey_app.db.comment_counts import comment_counts, waiting_of_rounds
from survey_app.db.comment_decisions import released_comments
from survey_app.db.comments import listed_comments, next_waiting, units_with_comments
from survey_app.db.engine import connect, transaction
from survey_app.db.run_comments import comments_that_differ, freeze_comments_anew
from survey_app.db.themes import theme_choices
from survey_app.db.wanted_comments import CommentState, WantedComments
from survey_app.publication.comments.keeping import comment_items
from survey_app.publication.score_runs import make_run
from survey_app.results.tally_folding import fold_changes
from tests.bench import province, timed
from tests.bench.documents import BEGAN, DEFINITION, OPINION, ROUND, UNITS
from tests.bench.many_interviews import add_interviews
from tests.bench.staff import browser_of

USUAL = 50_000
INTERVIEWS = int(os.environ.get("HAILONG_BENCH_INTERVIEWS", USUAL))
"""A million is asked for by name: making it takes minutes."""
RUNS = 9
GOAL_MS = 100
PAGE = 20
SAID_IN, DECIDED_IN, VOIDED_BEFORE_IN, VOIDED_SINCE_IN = 5, 20, 100, 200
CHANCE = {"postgresql": "floor(random() * {})::integer", "sqlite": "abs(random() % {})"}
AT = "2022-10-20 02:00:00"


def others(name: str) -> str:
    """Themes by chance, and a text in one of five."""
    first, second, said = (CHANCE[name].format(number) for number in (10, 10, SAID_IN))
    some = f"""'{{"d1":[' || (1 + {first}) || ',' || (1 + {second}) || ']"""
    whole = f"{some}' || CASE {said} WHEN 0 THEN ',\"d2\":\"{OPINION}\"}}' ELSE '}}' END"
    return f"({whole})::json" if name == "postgresql" else whole


def make_public(engine: Engine) -> int:
    """As `hailong publish` does it, without asking what stands against it."""
    void(engine, one_in=VOIDED_BEFORE_IN)
    with transaction(engine) as session:
        of_round = rounds.round_coded(session, ROUND)
        by = person_of_session(session, account_id=1, mark="mark-0")
        assert of_round is not None
        assert by is not None
        started = time.perf_counter()
        made = make_run(session, of_round, by=by, at=BEGAN)
        assert made is not None
        print(f"the run is made in {time.perf_counter() - started:.1f} s")
        publications.add_publication(
            session, round_id=of_round.id, run_id=made.id, at=BEGAN, by=1, reason=""
        )
    decide(engine)
    void(engine, one_in=VOIDED_SINCE_IN, place=7)
    with transaction(engine) as session:
        started = time.perf_counter()
        freeze_comments_anew(session, made.id, items=comment_items(DEFINITION))
        print(f"comments and themes are written down anew in {time.perf_counter() - started:.1f} s")
    settle(engine)
    return made.id


def settle(engine: Engine) -> None:
    """Has PostgreSQL clean up, as it does by itself within minutes."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def void(engine: Engine, *, one_in: int, place: int = 0) -> None:
    """Of so many interviews the one at this place."""
    with engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE interview SET is_current = false, voided_at = :at, void_reason = 'x'"
                " WHERE is_current AND id % :one_in = :place"
            ),
            {"at": AT, "one_in": one_in, "place": place},
        )


ADD_DECISIONS = """
INSERT INTO comment_decision (interview_uuid, interview_version, item_code, text_sha256, outcome,
  theme, text, reason, place, decided_at, decided_by, state)
SELECT interview.uuid, interview.version, item_code, :hash,
  CASE WHEN place / :one_in % 5 = 0 THEN 'withheld' ELSE 'released' END,
  CASE WHEN place / :one_in % 5 <> 0 THEN 5 END, CASE WHEN place / :one_in % 5 <> 0 THEN 'x' END,
  CASE WHEN place / :one_in % 5 = 0 THEN 'x' END, :place, :at, 1, 'current'
FROM run_comment JOIN interview ON interview.id = run_comment.interview_id
WHERE run_comment.place % :one_in < 1
"""


def decide(engine: Engine) -> None:
    """Four in five of those that are decided are released. What a run keeps does not say so yet."""
    given = {"hash": "a" * 64, "place": "0" * 32, "at": AT, "one_in": DECIDED_IN}
    with engine.begin() as connection:
        connection.execute(text(ADD_DECISIONS), given)


def asked(run_id: int, round_id: int, *, last: int) -> dict[str, Callable[[Session], object]]:
    """What the pages ask, by name. last: where the last page of those that wait begins."""

    def listed(start: int = 0, **wanted: object) -> Callable[[Session], object]:
        of = WantedComments(**wanted)
        return lambda session: listed_comments(session, run_id, wanted=of, start=start, most=PAGE)

    def counts(**wanted: object) -> Callable[[Session], object]:
        return lambda session: comment_counts(session, run_id, wanted=WantedComments(**wanted))

    waiting, released = CommentState.WAITING, CommentState.RELEASED
    return {
        "counts by state": counts(),
        "counts by state, one unit": counts(unit=UNITS[3]),
        "counts by state, one theme": counts(theme=5),
        "first that wait": listed(state=waiting),
        "middle of those that wait": listed(last // 2, state=waiting),
        "last that wait": listed(last, state=waiting),
        "first of all": listed(),
        "last of all": listed(last),
        "waiting of a unit": listed(state=waiting, unit=UNITS[3]),
        "waiting of a theme": listed(state=waiting, theme=5),
        "waiting of a theme, far behind": listed(last // 10, state=waiting, theme=5),
        "released": listed(state=released),
        "next that waits": lambda session: next_waiting(session, run_id),
        "units": lambda session: units_with_comments(session, run_id),
        "waiting, of all rounds": lambda session: waiting_of_rounds(session, [round_id]),
        "what a unit reads": lambda session: released_comments(session, run_id, unit_code=UNITS[3]),
        "themes of the run": lambda session: theme_choices(session, run_id),
    }


@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_comments__of_a_public_round__are_there(request, database):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    engine = connect(given[0] if database == "postgresql" else given, durable=False)
    made = province.set_up(engine)
    add_interviews(engine, made, count=INTERVIEWS, others=others(database))
    assert sum(fold_changes(engine)) == INTERVIEWS
    print(f"\n{database}, {INTERVIEWS:,} interviews")
    run_id = make_public(engine)
    server = given[1] if database == "postgresql" else None
    with transaction(engine, writes=False) as session:
        found = rounds.round_coded(session, ROUND)
        counts = comment_counts(session, run_id, wanted=WantedComments())
        assert comments_that_differ(session, run_id, items=comment_items(DEFINITION)) == 0
    assert found is not None
    print(f"{counts}\n{timed.HEAD}")
    waiting = counts[CommentState.WAITING]

    def show(name: str, work: Callable[[], object]) -> None:
        work()
        times = timed.measured(work, server=server, runs=RUNS)
        verdict = "kept" if times.median < GOAL_MS else f"NOT KEPT, {GOAL_MS} ms"
        print(f"{name:<76} {times}  {verdict}")

    def look(ask: Callable[[Session], object]) -> None:
        with transaction(engine, writes=False) as session:
            assert ask(session) is not None

    for name, ask in asked(run_id, found.id, last=waiting - PAGE).items():
        show(name, lambda ask=ask: look(ask))

    client = browser_of(engine, "home_affairs")
    for name, query in {
        "the whole page, as it opens": "",
        "the whole page, the last one": f"?page={waiting // PAGE}",
        "the whole page, in the middle": f"?page={waiting // PAGE // 2}",
        "the whole page, a unit and a theme": f"?unit={UNITS[3]}&theme=5",
        "the whole page, a theme": "?theme=5",
    }.items():
        address = f"/results/rounds/{ROUND}/comments{query}"

        def page(address: str = address) -> None:
            assert client.get(address, buffered=True).status_code == 200

        show(name, page)
    engine.dispose()
