"""Processes in which `serve` runs, as an office starts it.

The program of this checkout is read once, by a process of its own; each server is a fork of that
one. A program in another folder, the next version of the app say, is started from nothing.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.browser.rendered_forms import Forms, hand_over

ROOT = Path(__file__).parents[2]
PROGRAM = "survey_app"
ENDING_TIMEOUT_S = 60
Running = subprocess.Popen[bytes] | ForkServerProcess

_prepared = multiprocessing.get_context("forkserver")
_prepared.set_forkserver_preload(
    ["tests.browser.serving_process", "tests.browser.prepared_program", "survey_app.cli.serve"]
)


def start(
    code: Path,
    *,
    port: int,
    settings: Mapping[str, str],
    program: str = PROGRAM,
    forms: Forms | None = None,
) -> Running:
    """Starts `serve` from the program in this folder; it leads a group of processes.

    program: the module that is run as `hailong`. forms: those that a fork need not render.
    """
    arguments = ["serve", "--workers", "1", "--port", str(port)]
    if code == ROOT and program == PROGRAM:
        forked = _prepared.Process(target=_serve, args=(arguments, dict(settings), forms or {}))
        forked.start()
        return forked
    environment = {name: value for name, value in os.environ.items() if name != "COVERAGE_FILE"}
    return subprocess.Popen(  # noqa: S603 -- our own program, with fixed arguments
        [sys.executable, "-m", program, *arguments],
        cwd=code,  # the program of this folder is the one that runs
        env=environment | dict(settings),
        start_new_session=True,
    )


def _serve(arguments: list[str], settings: dict[str, str], forms: Forms) -> None:
    from survey_app.cli import main

    os.setsid()
    os.environ.update(settings)
    hand_over(forms)
    main(arguments)


def has_ended(process: Running) -> bool:
    """Whether it ended by itself."""
    if isinstance(process, subprocess.Popen):
        return process.poll() is not None
    return not process.is_alive()


def kill(process: Running) -> None:
    """Kills it with all its workers, in the middle of whatever they do."""
    assert process.pid is not None
    _wait_until_group_exists(process, process.pid)
    os.killpg(process.pid, signal.SIGKILL)
    if isinstance(process, subprocess.Popen):
        process.wait()
    else:
        process.join()


def _wait_until_group_exists(process: Running, pid: int) -> None:
    """A fork leads its group a moment after it began."""
    given_up_at = time.monotonic() + ENDING_TIMEOUT_S
    while not has_ended(process) and os.getpgid(pid) != pid:
        assert time.monotonic() < given_up_at, "the server leads no group"
        time.sleep(0.005)
