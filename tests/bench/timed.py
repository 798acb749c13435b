"""Wall time and processor time of a piece of work that is done several times."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from tests.bench.served import children_of, cpu_s, spent_s

HEAD = f"{'':<76} {'median':>7} {'p95':>7} {'best':>7} {'process':>7} {'server':>7}  ms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Milliseconds of each time: by the clock, and processor time of this process; server: of the
    processes of the database server in the mean.
    """

    walls: Sequence[float]
    process: Sequence[float]
    server: float

    @property
    def median(self) -> float:
        """By the clock."""
        return statistics.median(self.walls)

    @property
    def p95(self) -> float:
        """By the clock: 19 of 20 times took no longer."""
        return sorted(self.walls)[ceil(0.95 * len(self.walls)) - 1]

    def __str__(self) -> str:
        return (
            f"{self.median:>7.0f} {self.p95:>7.0f} {min(self.walls):>7.0f}"
            f" {statistics.median(self.process):>7.0f} {self.server:>7.0f}"
        )


def measured(
    work: Callable[[], object],
    *,
    server: int | None,
    runs: int,
    first: Callable[[], object] = lambda: None,
) -> Times:
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
    return Times(walls=walls, process=processor, server=behind)


def _busy(server: int | None) -> Mapping[int, float]:
    return {} if server is None else cpu_s([server, *children_of(server)])
