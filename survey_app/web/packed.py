"""Answers that are compressed, for lines that are slow: once, however often they are sent."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flask import Flask, Response, current_app, request

from survey_app.web.declare import STATIC_ENDPOINTS

KEPT = "hailong_packed_static_files"
TEXTS = frozenset({"text/css", "text/javascript", "image/svg+xml"})


@dataclass(frozen=True, kw_only=True)  # without slots, to keep what is computed
class PackedFile:
    """A file that is compressed when it is first needed so."""

    content: bytes
    content_type: str

    @cached_property
    def packed(self) -> bytes:
        """Compressed, the same bytes each time."""
        return gzip.compress(self.content, mtime=0)

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal, of the plain content."""
        return hashlib.sha256(self.content).hexdigest()


def packed_text(text: str, content_type: str) -> PackedFile:
    """A text as a file."""
    return PackedFile(content=text.encode(), content_type=f"{content_type}; charset=utf-8")


def sent(file: PackedFile) -> Response:
    """The file, compressed where the browser takes it; 304 when the browser has it."""
    return sent_under(file.sha256, lambda: file)


def sent_under(name: str, make: Callable[[], PackedFile]) -> Response:
    """The same of a file that is made only for whoever does not have it.

    name: what it is known by; other contents have other names.
    """
    packs = _takes_gzip()
    tag = name + ("-gzip" if packs else "")
    if request.if_none_match.contains_weak(tag):
        answer = Response()
    else:
        file = make()
        answer = Response(file.packed if packs else file.content, content_type=file.content_type)
    if packs:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.set_etag(tag)
    answer.make_conditional(request)
    return answer


def install(app: Flask) -> None:
    """Compresses the static files of the pages too."""
    app.extensions[KEPT] = {}
    app.after_request(_pack_static)


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def _pack_static(answer: Response) -> Response:
    if request.endpoint not in STATIC_ENDPOINTS or answer.mimetype not in TEXTS:
        return answer
    answer.vary.add("Accept-Encoding")
    tag, _ = answer.get_etag()
    if answer.status_code != 200 or tag is None or not _takes_gzip():
        return answer
    kept: dict[tuple[str, str], bytes] = current_app.extensions[KEPT]
    key = (request.path, tag)
    answer.direct_passthrough = False
    plain = answer.get_data()  # read even when it is kept, so that the file gets closed
    if key not in kept:
        kept[key] = gzip.compress(plain, mtime=0)
    answer.set_data(kept[key])
    answer.headers["Content-Encoding"] = "gzip"
    answer.set_etag(tag, weak=True)  # the same file in another encoding
    return answer
