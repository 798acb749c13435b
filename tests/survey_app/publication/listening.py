"""A program that is told: a real server on this machine, which answers as it is asked to."""

import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Listener:
    """What came, and what is answered: the statuses in this order, then 204 always.

    heard: set with everything that came, before it is answered. answers: while it is not set,
    nothing is answered.
    """

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    heard: threading.Event = field(default_factory=threading.Event)
    answers: threading.Event = field(default_factory=threading.Event)


@contextmanager
def listening(*statuses):
    """A listener for as long as the block lasts."""
    listener = Listener(statuses=list(statuses))
    listener.answers.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.came.append((self.path, headers, body))
            listener.heard.set()
            listener.answers.wait()
            with suppress(ConnectionError):  # whoever sent it may be dead by now
                self._answer()

        def _answer(self):
            self.send_response(listener.statuses.pop(0) if listener.statuses else 204)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_args):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.url = f"http://127.0.0.1:{server.server_port}/hailong?from=here"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield listener
    finally:
        listener.answers.set()
        server.shutdown()
        thread.join()
        server.server_close()
