"""Sends one message over HTTP: to an address that was looked at, and to no other.

The name is looked up once, and the connection goes to what was found: a name that leads elsewhere
a moment later does not lead into this house. Redirects are not followed, answers not read.
"""

import socket
import ssl
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address

from survey_app.publication.webhooks.targets import Address, Target, may_tell, target_of

TIMEOUT_S = 10.0
SENDER = "Hailong-Webhook/1"
NOT_FOUND, NOT_ALLOWED, NOT_REACHED, NO_ANSWER = "not_found", "private", "not_reached", "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of it. status: of the answer, None where there was none; problem: then why."""

    status: int | None
    problem: str = ""


def post(url: str, body: str, *, headers: dict[str, str], allows_private: bool) -> Posted:
    """Sends a message; never raises for what is wrong on the other side."""
    target = target_of(url)
    try:
        addresses = () if target is None else _looked_up(target)
    except (OSError, UnicodeError):
        addresses = ()
    if target is None or not addresses:
        return Posted(status=None, problem=NOT_FOUND)
    if not may_tell(addresses, allows_private=allows_private):
        return Posted(status=None, problem=NOT_ALLOWED)
    try:
        connection = _connected(target, addresses[0])
    except OSError:
        return Posted(status=None, problem=NOT_REACHED)
    try:
        connection.request("POST", target.path, body=body.encode(), headers=_all(headers))
        return Posted(status=connection.getresponse().status)
    except (OSError, HTTPException):
        return Posted(status=None, problem=NO_ANSWER)
    finally:
        connection.close()


def _all(headers: dict[str, str]) -> dict[str, str]:
    return {**headers, "Content-Type": "application/json", "User-Agent": SENDER}


def _looked_up(target: Target) -> tuple[Address, ...]:
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return tuple(ip_address(str(one[4][0]).partition("%")[0]) for one in found)


def _connected(target: Target, address: Address) -> HTTPConnection:
    """A connection to this address under the name of the target, by which TLS is checked."""
    tcp = socket.create_connection((str(address), target.port), timeout=TIMEOUT_S)
    if not target.is_encrypted:
        plain = HTTPConnection(target.host, target.port, timeout=TIMEOUT_S)
        plain.sock = tcp
        return plain
    context = ssl.create_default_context()
    try:
        encrypted = context.wrap_socket(tcp, server_hostname=target.host)
    except BaseException:
        tcp.close()
        raise
    secure = HTTPSConnection(target.host, target.port, timeout=TIMEOUT_S, context=context)
    secure.sock = encrypted
    return secure
