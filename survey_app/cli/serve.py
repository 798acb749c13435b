"""`hailong serve`: the production server."""

import gc
import os

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from survey_app.cli.opened_database import opened_database
from survey_app.cli.refusal import refusing
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.round_keys import ensure_keys
from survey_app.settings import Settings, read_settings
from survey_app.web import folding, sealing, telling
from survey_app.web.app import create_app

COLLECTED_AFTER = (50_000, 20, 50)
"""Objects more than before, then collections of the younger ones before one of the older."""


class Server(BaseApplication):  # type: ignore[misc]  # the library ships no types
    """gunicorn around our application, configured here instead of in a file."""

    def __init__(self, settings: Settings, *, address: str, workers: int) -> None:
        self.app_settings = settings
        self.address = address
        self.workers = workers
        super().__init__()

    def load_config(self) -> None:
        """What gunicorn needs to know."""
        self.cfg.set("bind", self.address)
        self.cfg.set("workers", self.workers)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 4)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("post_worker_init", _tell)

    def load(self) -> Flask:
        """The application, made in each worker: connections are not shared between processes."""
        app = create_app(self.app_settings)
        folding.also_few(app)
        sealing.seal_beside_requests(app)
        spare_garbage()
        return app


def _tell(worker: Worker) -> None:
    """Begins to send what waits, in a worker that is about to answer: threads are not forked."""
    telling.tell_beside_requests(worker.wsgi)


def spare_garbage() -> None:
    """Has Python look seldom for what nobody needs, and never at what the program is made of.

    A batch of documents is thousands of small objects that live until its answer, and so is a table
    of scores: looked at after every 700 of them, as Python does by itself, they cost a tenth of the
    request.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)


def run(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serves until it is stopped."""
    Server(settings, address=f"{host}:{port}", workers=workers).run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application with gunicorn.

    Settings come from the environment (docs/settings.md); the database must be migrated.
    Example: HAILONG_SECRET_KEY=… DATABASE_URL=postgresql://… hailong serve --port 8000
    """
    with refusing():
        settings = read_settings(os.environ)
        # It can be reached and is migrated; the workers open their own.
        with opened_database() as engine, transaction(engine) as session:
            ensure_keys(session, secret_key=settings.secret_key, at=system_clock())
    run(settings, host=host, port=port, workers=workers)
