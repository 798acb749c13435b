"""What stands while nothing but interviews comes in: read once, and again after anything else.

In a busy round interviews come in between any two looks at its scores; its units, plans, draws and
publications stay. The log of changes tells the two apart.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import Flask, current_app, g, request
from sqlalchemy.orm import Session

from survey_app.db import audit
from survey_app.web.unit_of_work import READS

T = TypeVar("T")
KEPT = "hailong_standing"
LONGEST = 5_000
"""So many events are looked through for others than received interviews; then it is read anew."""
MOST = 128
"""Things that are kept: a few of each round."""
_NOTHING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What was read while the log had so many other events after `since`.

    Events are only ever added, so that as many are the same ones.
    """

    since: int
    others: int
    kept: dict[Hashable, object] = field(default_factory=dict)


def install(app: Flask) -> None:
    """Gives the application a place for what stands."""
    app.extensions[KEPT] = Standing(since=0, others=-1)


def log_state(session: Session) -> tuple[int, int]:
    """As `audit.state`; of a page that only reads it is asked once, with what stands."""
    return _log(session).state if request.method in READS else audit.state(session)


def while_it_stands(session: Session, what: Hashable, read: Callable[[], T]) -> T:
    """What was read before, unless anything but a received interview has changed since.

    what: names it, with the round. It must not depend on interviews, nor on whoever looks. A
    request that writes reads it anew: it may be what changes it.
    """
    if request.method not in READS:
        return read()
    kept = _standing(session).kept
    # Another thread may clear it meanwhile: what was found is not looked up twice.
    found = kept.get(what, _NOTHING)
    if found is _NOTHING:
        found = read()
        if len(kept) >= MOST:
            kept.clear()
        kept[what] = found
    return cast("T", found)


def _log(session: Session) -> audit.Log:
    """The log as this page sees it, as all else on it: at one moment."""
    if "log_of_changes" not in g:
        known: Standing = current_app.extensions[KEPT]
        g.log_of_changes = audit.log_since(session, known.since)
    log: audit.Log = g.log_of_changes
    return log


def _standing(session: Session) -> Standing:
    """What stands in the state of the log that this page sees."""
    log = _log(session)
    known: Standing = current_app.extensions[KEPT]
    newest = log.state[0]
    if (log.since, log.others) == (known.since, known.others) and newest - known.since <= LONGEST:
        return known
    # An event gets its number before it can be seen: those a little older may still appear.
    since = max(0, newest - audit.LATE)
    g.log_of_changes = log = audit.log_since(session, since)
    known = Standing(since=since, others=log.others)
    current_app.extensions[KEPT] = known
    return known
