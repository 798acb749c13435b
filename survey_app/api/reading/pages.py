"""Lists cut into pages. A page goes on after the last row of the one before, whatever was added.

A cursor is signed for its list: it says after which row to go on, and of which state of the data,
so that all pages are of one publication, also when another one is made in between.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeSerializer

from questionnaires import Fault
from survey_app.api.reading.queries import Asked, PageQuery, Query, read_query
from survey_app.api.reading.query_problems import QueryCode, UnfitQuery
from survey_app.api.reading.shapes import PageShape

Row = TypeVar("Row")
FIRST = ""
NOT_PART_OF_THE_LIST = frozenset({"limit", "cursor"})
_CURSOR_UNFIT = QueryCode.CURSOR_UNFIT.at("query: cursor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page begins. after: the key of the row before. state: of the data; "" for any."""

    after: str = FIRST
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """The rows of a page, and where the list goes on."""

    rows: tuple[Row, ...]
    shape: PageShape


def place_asked_for(query: PageQuery) -> Place:
    """Where the page begins that is asked for; a cursor of another list raises UnfitQuery."""
    if query.cursor is None:
        return Place()
    try:
        after, state = _signer(query).loads(query.cursor)
    except (BadData, ValueError, TypeError) as foreign:
        raise UnfitQuery((_CURSOR_UNFIT,)) from foreign
    return Place(after=str(after), state=str(state))


def fit_query(model: type[Asked], given: Mapping[str, Sequence[str]]) -> Asked:
    """The parameters as this model has them; raises UnfitQuery with all that is wrong.

    What is wrong with the cursor is said too where other parameters are. A good cursor alone may be
    of another list still: `place_asked_for` says that.
    """
    try:
        return read_query(model, given)
    except UnfitQuery as unfit:
        wrong = {fault.details["name"] for fault in unfit.faults}
        rest = read_query(model, {name: of for name, of in given.items() if name not in wrong})
        is_narrowed = bool(wrong & set(model.model_fields) - NOT_PART_OF_THE_LIST)
        of_cursor = _against_cursor(rest, may_be_narrowed=is_narrowed)
        raise UnfitQuery((*unfit.faults, *of_cursor)) from unfit


def _against_cursor(query: Query, *, may_be_narrowed: bool) -> tuple[Fault, ...]:
    """may_be_narrowed: of which list is not known; then only what is no cursor at all is unfit."""
    if not isinstance(query, PageQuery) or query.cursor is None:
        return ()
    if may_be_narrowed:
        _, held = _signer(query).loads_unsafe(query.cursor)
        return (_CURSOR_UNFIT,) if held is None else ()
    try:
        place_asked_for(query)
    except UnfitQuery as unfit:
        return unfit.faults
    return ()


def page_of(
    rows: Sequence[Row],
    *,
    key: Callable[[Row], str],
    query: PageQuery,
    place: Place,
    state: str = "",
) -> Page[Row]:
    """The page that begins at this place; the rows stand in the order of their keys."""
    begin = 0 if place.after == FIRST else bisect_right(rows, place.after, key=key)
    shown = tuple(rows[begin : begin + query.limit])
    following = None
    if begin + query.limit < len(rows):
        following = _address(query, after=key(shown[-1]), state=state)
    shape = PageShape(limit=query.limit, total=len(rows), next=following)
    return Page(rows=shown, shape=shape)


def _signer(query: PageQuery) -> URLSafeSerializer:
    """Signs for this list alone: its address with everything that narrows it."""
    narrowed = query.model_dump_json(exclude=set(NOT_PART_OF_THE_LIST))
    return URLSafeSerializer(
        current_app.config["SECRET_KEY"],
        salt=f"hailong cursor {request.path} {narrowed}",
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def _address(query: PageQuery, *, after: str, state: str) -> str:
    """Of the next page, on this server."""
    asked = query.model_dump(mode="json", exclude_defaults=True, exclude={"cursor"})
    words: dict[str, str] = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in asked.items()
    }
    words["cursor"] = _signer(query).dumps([after, state])
    values: dict[str, Any] = {**(request.view_args or {}), **words}
    return url_for(request.endpoint or "", **values)
