"""The log of changes: who did what when, and how far it is sealed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from flask import Blueprint, Response, current_app, render_template, request
from sqlalchemy import Engine

from survey_app.access.policy import Verb
from survey_app.clock import ZONE
from survey_app.db.audit_reading import (
    Narrowed,
    ReadEvent,
    events_of_log,
    seal_of_log,
    whole_log,
)
from survey_app.db.audit_seals import written
from survey_app.db.engine import transaction
from survey_app.web.declare import declares
from survey_app.web.language import page_speech
from survey_app.web.numbers import day, moment
from survey_app.web.paging import row_asked_for, text_asked_for
from survey_app.web.sent_files import csv_file
from survey_app.web.unit_of_work import database, engine_of
from survey_app.web.vietnamese_order import vietnamese_key
from survey_app.wording import action_words
from survey_app.wording.speech import Speech

blueprint = Blueprint("change_log", __name__, url_prefix="/admin")

A_PAGE = 50
MOST_DETAILS = 6
"""So many things that an event says besides stand open; more are folded."""
COLUMNS = ("id", "at", "username", "action", "object_kind", "object_id", "details")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T|$)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What the address narrows the log by, as it was typed."""

    by: str = ""
    action: str = ""
    kind: str = ""
    object: str = ""
    since: str = ""
    until: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """Those that narrow, for the links of the page."""
        names = ("by", "action", "kind", "object", "since", "until")
        return {name: value for name in names if (value := getattr(self, name))}


@blueprint.get("/log")
@declares(Verb.LOG_READ)
def page() -> str:
    """The newest events first, page by page."""
    conditions, speech = _conditions(), page_speech()
    found = events_of_log(
        database(), _narrowed(conditions), before=row_asked_for("before"), most=A_PAGE + 1
    )
    return render_template(
        "change_log.html",
        seal=seal_of_log(database()),
        events=found[:A_PAGE],
        older=found[A_PAGE - 1].id if len(found) > A_PAGE else None,
        is_first=row_asked_for("before") is None,
        conditions=conditions,
        actions=_named(action_words.ACTIONS),
        kinds=_named(action_words.OBJECTS),
        action_in_words=partial(action_words.action_in_words, speech=speech),
        object_in_words=partial(action_words.object_in_words, speech=speech),
        details_of=partial(_details, speech=speech),
        most_details=MOST_DETAILS,
    )


def _details(event: ReadEvent, *, speech: Speech) -> list[tuple[str, str]]:
    """What an event says besides, in words, without what it leaves open; days as people write."""
    return [
        (action_words.detail_in_words(name, speech=speech), _as_written(value))
        for name, value in sorted(event.details.items())
        if value
    ]


def _as_written(value: str) -> str:
    """A day or a moment as it stands on pages; anything else as it is."""
    if not _DAY.match(value):
        return value
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return value
    if found.tzinfo is not None:
        return moment(found)
    return day(found) if len(value) == len("2022-11-21") else value


def _named(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Codes with their words, in the order in which one looks for words."""
    speech = page_speech()
    named = [(code, speech.gettext(words)) for code, words in known.items()]
    return sorted(named, key=lambda one: vietnamese_key(one[1]))


@blueprint.get("/log.csv")
@declares(Verb.LOG_READ)
def file() -> Response:
    """The same events, all of them, row by row."""
    return csv_file(_rows(_narrowed(_conditions()), engine=engine_of(current_app)), name="log.csv")


def _rows(wanted: Narrowed, *, engine: Engine) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    # In a transaction of its own: that of the request is over by the time they are sent.
    with transaction(engine, writes=False) as session:
        yield from map(_row, whole_log(session, wanted))


def _row(event: ReadEvent) -> tuple[str, ...]:
    details = "; ".join(f"{name}={value}" for name, value in sorted(event.details.items()))
    return (
        str(event.id),
        written(event.at),
        event.username or "",
        event.action,
        event.object_kind,
        event.object_id,
        details,
    )


def _conditions() -> Conditions:
    return Conditions(
        by=(text_asked_for("by") or "").lower(),
        action=text_asked_for("action") or "",
        kind=text_asked_for("kind") or "",
        object=text_asked_for("object") or "",
        since=_day_asked_for("since"),
        until=_day_asked_for("until"),
    )


def _day_asked_for(name: str) -> str:
    """A day that there is; else nothing."""
    found = request.args.get(name, type=date.fromisoformat)
    return "" if found is None else found.isoformat()


def _narrowed(conditions: Conditions) -> Narrowed:
    """Days are those of the clock on the wall in Viet Nam; the last one is whole."""
    until = _midnight(conditions.until)
    return Narrowed(
        username=conditions.by,
        action=conditions.action,
        object_kind=conditions.kind,
        object_id=conditions.object,
        since=_midnight(conditions.since),
        until=None if until is None else until + timedelta(days=1),
    )


def _midnight(day: str) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), tzinfo=ZONE) if day else None
