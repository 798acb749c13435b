"""Which addresses may be told: never one of the house by mistake (server-side request forgery)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from questionnaires import Fault
from survey_app.publication.webhooks.webhook_problems import WebhookCode

LONGEST_URL = 500
NAT64 = IPv6Network("64:ff9b::/96")
LOOPBACK_NAMES = frozenset({"localhost"})
PORTS = {"https": 443, "http": 80}

Address = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a message goes. path: with what follows a question mark."""

    is_encrypted: bool
    host: str
    port: int
    path: str


def target_of(url: str) -> Target | None:
    """The parts of an address; None where it is none that can be told."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    is_plain = url.isascii() and url.isprintable() and " " not in url and len(url) <= LONGEST_URL
    is_bare = parts.username is None and parts.password is None and not parts.fragment
    if not is_plain or not is_bare or not host or parts.scheme not in PORTS or port == 0:
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(
        is_encrypted=parts.scheme == "https",
        host=host,
        port=port or PORTS[parts.scheme],
        path=path,
    )


def address_faults(url: str, *, allows_private: bool) -> Iterator[Fault]:
    """What is wrong with an address as it is written; where it leads is looked at when it is told.

    allows_private: an installation may tell programs of its own network, and in the clear on its
    own machine.
    """
    target = target_of(url)
    if target is None:
        yield WebhookCode.ADDRESS_UNFIT.at("url", url=url, most=str(LONGEST_URL))
        return
    written = _written_address(target.host)
    is_here = target.host in LOOPBACK_NAMES or (written is not None and written.is_loopback)
    if not target.is_encrypted and not (allows_private and is_here):
        yield WebhookCode.ADDRESS_NOT_ENCRYPTED.at("url")
    is_private = target.host in LOOPBACK_NAMES or (written is not None and not is_public(written))
    if is_private and not allows_private:
        yield WebhookCode.ADDRESS_PRIVATE.at("url")


def may_tell(addresses: Iterable[Address], *, allows_private: bool) -> bool:
    """Whether all addresses that a name leads to may be told; a name that leads nowhere may not."""
    found = tuple(addresses)
    return bool(found) and (allows_private or all(map(is_public, found)))


def is_public(address: Address) -> bool:
    """Whether it is an address of the Internet, also looked at through what it wraps."""
    if isinstance(address, IPv6Address) and (inner := _wrapped(address)) is not None:
        return is_public(inner)
    return address.is_global and not address.is_multicast


def _wrapped(address: IPv6Address) -> IPv4Address | None:
    """The address of version 4 that one of version 6 stands for."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _written_address(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
