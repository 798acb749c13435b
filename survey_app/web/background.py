"""Starts the process that works on a large list, so that no request has to wait for it.

The process gets the address of the database in its environment: what stands on a command line can
be read by everybody on the machine. It outlives the worker that started it; what becomes of it is
in the row of its work.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from threading import Thread
from uuid import UUID

from flask import Flask, current_app

from survey_app.web.unit_of_work import after_commit

Starter = Callable[[UUID], None]
"""Starts the work with this UUID, without waiting for it."""


def install(app: Flask, *, database_url: str, starter: Starter | None) -> None:
    """Gives the application its way to start work; tests hand in one of their own."""

    def start(job_id: UUID) -> None:
        start_process(job_id, database_url=database_url)

    app.extensions["hailong_starter"] = starter or start


def start_when_stored(job_id: UUID) -> None:
    """Starts the work as soon as its row can be seen by the process."""
    starter: Starter = current_app.extensions["hailong_starter"]
    after_commit(lambda: starter(job_id))


def start_process(job_id: UUID, *, database_url: str) -> None:
    """A new process with a session of its own: it is not ended when its parent is."""
    process = subprocess.Popen(  # noqa: S603 -- our own program, with a UUID as its argument
        [sys.executable, "-m", "survey_app", "frame", "work", str(job_id)],
        env={**os.environ, "DATABASE_URL": database_url},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody has to hear that it ended, or it stays in the list of processes.
    Thread(target=process.wait, name=f"frame-job-{job_id}", daemon=True).start()
