"""The server as in production, and what it costs: processor time and memory of its processes."""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

ROOT = Path(__file__).parents[2]
BARE = Path(__file__).with_name("bare.py")
BARE_ROWS = 4000
TICKS = os.sysconf("SC_CLK_TCK")
KILOBYTE = 1024
START_TIMEOUT_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server with its worker processes."""

    process: subprocess.Popen[bytes]
    port: int

    def workers(self) -> list[int]:
        """The processes that answer."""
        return children_of(self.process.pid)

    def memory_mb(self) -> float:
        """Resident memory of all workers together."""
        return sum(_resident_kb(pid) for pid in self.workers()) / KILOBYTE


def children_of(pid: int) -> list[int]:
    """The processes that this process started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def cpu_s(pids: Sequence[int]) -> dict[int, float]:
    """Processor time of each of these processes until now, seconds; those that ended are absent."""
    found = {}
    for pid in pids:
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        fields = stat.rpartition(")")[2].split()
        found[pid] = (int(fields[11]) + int(fields[12])) / TICKS
    return found


def spent_s(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """Processor time between two looks; a process that began in between counts whole."""
    return sum(total - before.get(pid, 0.0) for pid, total in after.items())


def machine_busy_s() -> float:
    """Processor time that the whole machine has worked until now, seconds."""
    fields = [int(one) for one in Path("/proc/stat").read_text().split("\n")[0].split()[1:]]
    idle, waiting_for_disk = fields[3], fields[4]
    return (sum(fields[:8]) - idle - waiting_for_disk) / TICKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A worker of a server, or a process that it started to work on a list."""

    pid: int
    is_job: bool
    most_mb: float
    cpu_s: float


def processes_of(pid: int) -> Iterator[Process]:
    """What they have needed so far; those that end meanwhile are left out."""
    for one in _pids_of(pid):
        with suppress(FileNotFoundError, ProcessLookupError, StopIteration):
            lines = Path(f"/proc/{one}/status").read_text().split("\n")
            words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
            most = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
            yield Process(
                pid=one,
                is_job=b"work" in words,
                most_mb=most / KILOBYTE,
                cpu_s=cpu_s([one]).get(one, 0.0),
            )


def _pids_of(pid: int) -> list[int]:
    """Workers and what they started; a thread of a worker may be what started it."""
    workers = children_of(pid)
    started = []
    for worker in workers:
        for children in Path(f"/proc/{worker}/task").glob("*/children"):
            with suppress(FileNotFoundError, ProcessLookupError):
                started += [int(one) for one in children.read_text().split()]
    return workers + started


def _resident_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().split("\n")
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def serving(database_url: str, *, workers: int = 2) -> Iterator[Served]:
    """`hailong serve` on this database, until the end."""
    port = free_port()
    command = [sys.executable, "-m", "survey_app", "serve", "--port", str(port)]
    with running([*command, "--workers", str(workers)], port=port, url=database_url) as served:
        yield served


@contextmanager
def serving_bare(database_url: str, *, workers: int = 2) -> Iterator[Served]:
    """Flask with one insert, behind the same gunicorn."""
    port = free_port()
    command = [sys.executable, str(BARE), "serve", str(port), str(workers)]
    with running(command, port=port, url=database_url) as served:
        yield served


def bare_inserts_per_second(database_url: str, *, size: int) -> float:
    """Rows that psycopg alone stores from two processes with four connections each."""
    transactions = BARE_ROWS // size
    command = [sys.executable, str(BARE), "insert", "4", str(transactions), str(size)]
    environment = {**os.environ, "DATABASE_URL": database_url}
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    return sum(float(one.communicate()[0]) for one in both)


@contextmanager
def running(command: Sequence[str], *, port: int, url: str) -> Iterator[Served]:
    """A server that this command starts, once it answers; its log is thrown away as in a pipe."""
    environment = {
        **os.environ,
        "HAILONG_SECRET_KEY": secrets.token_hex(32),
        "DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait_until_answering(process, port=port)
        yield Served(process=process, port=port)
    finally:
        process.terminate()
        process.wait(timeout=START_TIMEOUT_S)


def _wait_until_answering(process: subprocess.Popen[bytes], *, port: int) -> None:
    given_up_at = time.monotonic() + START_TIMEOUT_S
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
        except (URLError, ConnectionError):
            if process.poll() is not None or time.monotonic() > given_up_at:
                raise RuntimeError("the server did not start") from None
            time.sleep(0.05)
        else:
            return
