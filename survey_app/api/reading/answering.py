"""From what was found to an answer: one model, its bytes, their ETag; kept where nothing moves."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock

from flask import Flask, Response, current_app, g, request
from pydantic import BaseModel

from survey_app.api.reading.operations import JSON, operation_of
from survey_app.api.reading.pages import fit_query
from survey_app.api.reading.queries import Asked, Query
from survey_app.api.reading.readers import reader
from survey_app.problems import Code, Problem
from survey_app.publication.program import code_sha256, code_version
from survey_app.web.packed import PackedFile, sent, sent_under

KEPT = "hailong_api_answers"
MOST_BYTES = 32 * 1024 * 1024
"""Of the answers that are kept in a process; the oldest goes first."""
SHARED = "private, no-cache"
"""A program may keep an answer, and asks each time whether it still holds."""


class KeptAnswers:
    """Answers that can never change, by what they are of. Threads of a worker share them."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self._files: OrderedDict[Hashable, PackedFile] = OrderedDict()
        self._lock, self._most, self._bytes = Lock(), most_bytes, 0

    def get(self, what: Hashable, make: Callable[[], PackedFile]) -> PackedFile:
        """The answer; made now if it is not kept."""
        with self._lock:
            if what in self._files:
                self._files.move_to_end(what)
                return self._files[what]
        made = make()
        with self._lock:
            if what not in self._files:
                self._files[what] = made
                self._bytes += len(made.content)
            while self._bytes > self._most and len(self._files) > 1:
                _, oldest = self._files.popitem(last=False)
                self._bytes -= len(oldest.content)
        return made


def install_kept(app: Flask) -> None:
    """Gives the application a place for answers that never change."""
    app.extensions[KEPT] = KeptAnswers()


def check_request() -> None:
    """Before a view: whether its answer is wanted, and all that is wrong with the parameters."""
    operation = operation_of(current_app, request.endpoint)
    if operation is None:
        raise RuntimeError(f"{request.endpoint} does not say what it answers")
    accepted = request.accept_mimetypes
    if accepted and not accepted.best_match([operation.content_type]):
        raise Problem(Code.NOT_ACCEPTABLE, {"content_type": operation.content_type})
    g.query = fit_query(operation.query, dict(request.args.lists()))


def asked(model: type[Asked]) -> Asked:
    """The parameters of this request."""
    found: Query = g.query
    if not isinstance(found, model):
        raise TypeError(f"the view asks for {model.__name__} and declares another model")
    return found


def json_file(content: BaseModel) -> PackedFile:
    """An answer as JSON."""
    return PackedFile(content=content.model_dump_json().encode(), content_type=JSON)


def answer(content: BaseModel) -> Response:
    """An answer as it is now."""
    return answer_file(json_file(content))


def kept_answer(what: Hashable, make: Callable[[], PackedFile]) -> Response:
    """An answer that can never change. what: everything that it depends on but the address."""
    kept: KeptAnswers = current_app.extensions[KEPT]
    return answer_file(kept.get((request.endpoint, request.script_root, what), make))


def answer_made_of(inputs: Sequence[object], make: Callable[[], PackedFile]) -> Response:
    """An answer that is known by what it is made of: where that is the same, nothing is made.

    inputs: all of it, records that write themselves out in full.
    """
    said = repr((request.endpoint, request.script_root, code_version(), code_sha256(), *inputs))
    name = hashlib.sha256(said.encode()).hexdigest()
    kept: KeptAnswers = current_app.extensions[KEPT]
    return _for_reader(sent_under(name, lambda: kept.get(name, make)))


def answer_file(file: PackedFile) -> Response:
    """The bytes, or 304 where the program has them."""
    return _for_reader(sent(file))


def _for_reader(found: Response) -> Response:
    """In a browser nothing stays behind."""
    found.vary.update(("Authorization", "Cookie"))
    if not reader().is_signed_in:
        found.headers["Cache-Control"] = SHARED
    return found


def say_deprecation(found: Response) -> Response:
    """Says since when and until when an address is there, where it will go."""
    operation = operation_of(current_app, request.endpoint)
    if operation is not None and operation.deprecated is not None:
        found.headers.extend(operation.deprecated.headers())
    return found
