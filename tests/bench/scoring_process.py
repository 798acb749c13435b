"""Scores a round several times in a process of its own, and prints times and memory as JSON."""

import json
import resource
import sys
import time

from survey_app.db import rounds
from survey_app.db.engine import connect, transaction
from survey_app.results.round_estimates import estimate_round
from tests.bench.documents import ROUND


def main() -> None:
    """Takes the address of the database and how often to score."""
    engine = connect(sys.argv[1])
    times, spent, people = [], [], 0
    for _ in range(int(sys.argv[2])):
        began, busy = time.perf_counter(), time.process_time()
        with transaction(engine, writes=False) as session:
            found = rounds.round_coded(session, ROUND)
            assert found is not None
            people = estimate_round(session, found).table.overall.n
        times.append(time.perf_counter() - began)
        spent.append(time.process_time() - busy)
    memory_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        json.dumps(
            {"times_s": times, "cpu_s": spent, "people": people, "memory_mb": memory_kb / 1024}
        )
    )


if __name__ == "__main__":
    main()
