"""The application behind a server in this process, on a free port of the loopback."""

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import uuid4
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.serving import WSGIRequestHandler, make_server

from questionnaires import shipped_definition, version_id
from survey_app.access.devices import enrol
from survey_app.clock import system_clock
from survey_app.db.engine import connect, transaction
from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests import compiled_once  # noqa: F401 -- holds by being imported
from tests.browser.running_demo import HOST, SECRET, RunningDemo

NO_LIMIT = "100000 per minute"


@dataclass(kw_only=True)
class Site(RunningDemo):
    """A running application: where it listens, and what its database holds."""

    address: str

    def send(self, *documents: Mapping[str, object]) -> list[str]:
        """Sends documents as an enrolled tablet; gives what became of each."""
        code = self.enrolment_code()
        with transaction(self.engine) as session:
            credential = enrol(session, code, at=system_clock()).credential
        request = Request(  # noqa: S310 -- the loopback
            f"{self.address}/api/v1/sync/interviews",
            data=json.dumps({"documents": documents}).encode(),
            headers={"Authorization": f"Device {credential}", "Content-Type": "application/json"},
        )
        with urlopen(request) as answer:  # noqa: S310 -- as above
            return [result["status"] for result in json.load(answer)["results"]]

    def document(self, answers: Mapping[str, object]) -> dict[str, object]:
        """An interview with somebody on no list, as the tablet of the enumerator finishes it."""
        enumerator = self.one("SELECT id FROM account WHERE username = 'dieutravien'")
        return {
            "format": 1,
            "uuid": str(uuid4()),
            "enumerator": enumerator,
            "questionnaire_version": version_id(shipped_definition("sipas-22")),
            "unlisted": {"round": "ha-nam-2022", "unit": "SYT"},
            "answers": dict(answers),
            "started_at": "2026-11-21T08:00:00+07:00",
            "finished_at": "2026-11-21T08:08:00+07:00",
            "elapsed_ms": 480_000,
            "app_version": "1.0.0",
        }


@contextmanager
def serving(database: Path) -> Iterator[Site]:
    """Serves this database as long as it is asked to."""
    settings = Settings(
        secret_key=SECRET,
        database_url=f"sqlite:///{database}",
        secure_cookies=False,
        sign_in_limit=NO_LIMIT,
        durable=False,
    )
    engine = connect(settings.database_url, durable=False)
    app = create_app(settings, engine=engine)
    server = make_server(HOST, 0, _whole_answers(app), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Site(address=f"http://{HOST}:{server.server_port}", engine=engine)
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()


class Quiet(WSGIRequestHandler):
    """Says nothing about each request."""

    def log(self, *_args: object, **_kwargs: object) -> None:
        """Stays silent."""


def _whole_answers(app: WSGIApplication) -> WSGIApplication:
    """Hands each answer over in one piece.

    This server forgets to close the file behind an answer when the browser has gone meanwhile.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer
