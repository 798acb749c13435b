"""Clients that send prepared requests over connections that stay open: `clients.py FILE PORT N`.

A process of its own without any import of the application. One thread serves all connections, so
that it costs little of the machine that it measures; what it costs is part of its answer.
"""

import json
import selectors
import socket
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

LENGTH = 4
"""Bytes of the length in front of each request."""
MOST_RECEIVED = 1 << 20
GIVEN_UP_AFTER_S = 30


class Connection:
    """One client: sends a request, waits for the whole answer, sends the next."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.began = 0.0
        self.received = bytearray()
        self.expected: int | None = None

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.expected = None
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> bytes | None:
        """The whole answer, or None while some of it is missing."""
        part = self.socket.recv(MOST_RECEIVED)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.received += part
        if self.expected is None:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return None
            head = bytes(self.received[:end]).lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            self.expected = end + 4 + length
        return bytes(self.received) if len(self.received) >= self.expected else None


def read_requests(file: Path) -> Iterator[bytes]:
    """The requests in the file, each behind its length."""
    raw = memoryview(file.read_bytes())
    start = 0
    while start < len(raw):
        length = int.from_bytes(raw[start : start + LENGTH], "big")
        yield bytes(raw[start + LENGTH : start + LENGTH + length])
        start += LENGTH + length


def send_all(requests: deque[bytes], *, port: int, clients: int) -> dict[str, object]:
    """Sends everything and gives how long each answer took, in seconds, and what was answered."""
    waiting = selectors.DefaultSelector()
    times: list[float] = []
    accepted = 0
    cpu, began = time.process_time(), time.perf_counter()
    for _ in range(min(clients, len(requests))):
        # Each begins to work when it has connected: workers that are busy leave the next one
        # to those that are not.
        connection = Connection(port)
        waiting.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(requests.popleft())
    while waiting.get_map():
        ready = waiting.select(GIVEN_UP_AFTER_S)
        if not ready:
            raise TimeoutError("the server does not answer")
        for key, _ in ready:
            answer = key.data.answer()
            if answer is None:
                continue
            times.append(time.perf_counter() - key.data.began)
            if not answer.startswith(b"HTTP/1.1 200 "):
                raise RuntimeError(answer.decode(errors="replace"))
            accepted += answer.count(b'"status":"accepted"')
            if requests:
                key.data.send(requests.popleft())
            else:
                waiting.unregister(key.fileobj)
    return {
        "elapsed_s": time.perf_counter() - began,
        "cpu_s": time.process_time() - cpu,
        "times_s": times,
        "accepted": accepted,
    }


def main() -> None:
    file, port, clients = sys.argv[1:]
    requests = deque(read_requests(Path(file)))
    print(json.dumps(send_all(requests, port=int(port), clients=int(clients))))


if __name__ == "__main__":
    main()
