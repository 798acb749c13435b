"""One run of the clients against a server, and the median of several."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.clients import LENGTH
from tests.bench.served import ROOT, Served, cpu_s, machine_busy_s, spent_s

CLIENTS = 8
CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run gave. Shares are parts of all cores; others are programs beside it."""

    accepted: int
    requests: int
    elapsed_s: float
    p50_ms: float
    p99_ms: float
    clients_share: float
    server_share: float
    database_share: float
    others_share: float
    memory_mb: float

    @property
    def per_second(self) -> float:
        """Interviews that were accepted a second."""
        return self.accepted / self.elapsed_s


def measure(
    requests: Iterable[bytes], *, served: Served, database: Callable[[], Sequence[int]]
) -> Run:
    """Sends these requests from eight clients at once, each waiting for its answer."""
    with tempfile.NamedTemporaryFile() as file:
        for request in requests:
            file.write(len(request).to_bytes(LENGTH, "big") + request)
        file.flush()
        before = machine_busy_s(), cpu_s(served.workers()), cpu_s(database())
        command = [sys.executable, str(Path(__file__).with_name("clients.py")), file.name]
        done = subprocess.run(
            [*command, str(served.port), str(CLIENTS)], stdout=subprocess.PIPE, check=True, cwd=ROOT
        )
        after = machine_busy_s(), cpu_s(served.workers()), cpu_s(database())
    found = json.loads(done.stdout)
    elapsed = found["elapsed_s"]
    machine = after[0] - before[0]
    server, behind = spent_s(before[1], after[1]), spent_s(before[2], after[2])
    times = sorted(found["times_s"])
    whole = elapsed * CORES
    return Run(
        accepted=found["accepted"],
        requests=len(times),
        elapsed_s=elapsed,
        p50_ms=1000 * times[len(times) // 2],
        p99_ms=1000 * times[int(len(times) * 0.99)],
        clients_share=found["cpu_s"] / whole,
        server_share=server / whole,
        database_share=behind / whole,
        others_share=max(0.0, machine - found["cpu_s"] - server - behind) / whole,
        memory_mb=served.memory_mb(),
    )


def middle(runs: Sequence[Run], of: str) -> float:
    """The median of a figure."""
    return statistics.median(getattr(run, of) for run in runs)


def line(name: str, runs: Sequence[Run]) -> str:
    """The medians of these runs, as one line of the table."""
    rate, best = middle(runs, "per_second"), max(run.per_second for run in runs)
    costs = [
        f"{middle(runs, f'{part}_share') * 1000 * CORES / rate:>8.2f}"
        for part in ("clients", "server", "database")
    ]
    return (
        f"{name:<44} {rate:>8.0f} {best:>7.0f} {middle(runs, 'p50_ms'):>7.1f}"
        f" {middle(runs, 'p99_ms'):>7.1f} {middle(runs, 'memory_mb'):>5.0f} {''.join(costs)}"
        f" {middle(runs, 'others_share'):>7.0%}"
    )


HEAD = (
    f"{'':<44} {'median/s':>8} {'best/s':>7} {'p50 ms':>7} {'p99 ms':>7} {'MB':>5}"
    f" {'clients':>8}{'server':>8}{'database':>9} {'others':>6}\n"
    f"{'':<80}  processor ms for one interview"
)
