"""Where to go after a small action: only ever to a page of this site."""

from urllib.parse import urlsplit


def safe_return(target: str | None, *, otherwise: str = "/") -> str:
    """The target when it is a path of this site, else `otherwise`.

    Browsers read a backslash and a leading double slash as another host.
    """
    if not target or not target.startswith("/") or target.startswith("//"):
        return otherwise
    if "\\" in target or any(ord(character) < ord(" ") for character in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target
