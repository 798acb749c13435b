"""What the ground allows: the same contents into one table without keys, checks or log.

`bare.py serve PORT WORKERS` is Flask behind the same gunicorn, with one insert a document;
`bare.py insert CLIENTS TRANSACTIONS SIZE` is psycopg alone. DATABASE_URL names the database.
"""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import local
from uuid import uuid4

import psycopg
from flask import Flask, Response, jsonify, request
from gunicorn.app.base import BaseApplication

THREADS = 4
CONTENT = "x" * 3800
"""As long as a document."""
TABLE = "CREATE TABLE IF NOT EXISTS bare (uuid uuid NOT NULL, content text NOT NULL)"
INSERT = "INSERT INTO bare (uuid, content) VALUES (%s, %s)"
URL = os.environ["DATABASE_URL"].replace("+psycopg", "")

MINE = local()


def connection() -> psycopg.Connection:
    """One of each thread."""
    if not hasattr(MINE, "connection"):
        MINE.connection = psycopg.connect(URL)
    return MINE.connection


def store(rows: list[tuple[object, str]]) -> None:
    own = connection()
    with own.transaction(), own.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(INSERT, rows[0])
        else:
            cursor.executemany(INSERT, rows)


def bare_app() -> Flask:
    app = Flask(__name__)

    @app.get("/healthz")
    def healthy() -> str:
        return "ok"

    @app.post("/api/v1/sync/interviews")
    def receive() -> Response:
        documents = request.get_json()["documents"]
        store([(one["uuid"], CONTENT) for one in documents])
        return jsonify({"results": [{"status": "accepted"} for _ in documents]})

    return app


class Server(BaseApplication):
    def __init__(self, port: str, workers: str) -> None:
        self.choices = {
            "bind": f"127.0.0.1:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "loglevel": "warning",
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.choices.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return bare_app()


def insert(clients: int, transactions: int, size: int) -> None:
    """Prints how many rows a second so many connections store."""

    def work(count: int) -> None:
        for _ in range(count):
            store([(uuid4(), CONTENT) for _ in range(size)])

    began = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(work, [transactions // clients] * clients))
    print(transactions // clients * clients * size / (time.perf_counter() - began))


def main() -> None:
    with psycopg.connect(URL) as first:
        first.execute("SELECT pg_advisory_xact_lock(1)")  # two may start at once
        first.execute(TABLE)
    mode, *numbers = sys.argv[1:]
    if mode == "serve":
        sys.argv[1:] = []
        Server(*numbers).run()
    else:
        insert(*map(int, numbers))


if __name__ == "__main__":
    main()
