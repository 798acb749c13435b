"""Wall time and processor time of a piece of work that is done several times."""

import statistics
import time
from collections.abc import Callable, Mapping

from tests.bench.served import children_of, cpu_s, spent_s

HEAD = f"{'':<76} {'median':>7} {'best':>7} {'process':>7} {'server':>7}  ms"


def measured(
    work: Callable[[], object],
    *,
    server: int | None,
    runs: int,
    first: Callable[[], object] = lambda: None,
) -> str:
    """Wall time, and the processor time of this process, which holds SQLite too, and of the
    processes of the database server, in the mean: its clock has ticks of 10 ms.

    first: what is done before each time; of it only the time of the server is measured.
    """
    walls, processor = [], []
    before = _busy(server)
    for _ in range(runs):
        first()
        start, busy = time.perf_counter(), time.process_time()
        work()
        walls.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.process_time() - busy))
    behind = 1000 * spent_s(before, _busy(server)) / runs
    return (
        f"{statistics.median(walls):>7.0f} {min(walls):>7.0f}"
        f" {statistics.median(processor):>7.0f} {behind:>7.0f}"
    )


def _busy(server: int | None) -> Mapping[int, float]:
    return {} if server is None else cpu_s([server, *children_of(server)])
