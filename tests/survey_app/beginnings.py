"""Where many tests begin: reached once for a test process, then copied like the province itself.

Each test still has a database of its own, which it may change.
"""

import copy
import filecmp
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from sqlalchemy import Engine


class Databases(Protocol):
    """A server on which databases are copied and removed."""

    def make(self, name: str, *, of: str | None = None) -> object:
        """Makes a copy of another database."""

    def drop(self, name: str) -> None:
        """Removes a database."""


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A database as it was then, what reaching it gave, and the time at which it was reached."""

    database: str
    given: object
    at: datetime


@dataclass(frozen=True)
class InFiles:
    """On SQLite, a database is a file."""

    untouched: Path
    folder: Path

    def require_untouched(self, engine: Engine) -> None:
        """Fails where something was done before: it would reach every test that begins there."""
        engine.dispose()  # the last connection writes everything into the one file
        same = filecmp.cmp(self.untouched, _file(engine), shallow=False)
        assert same, "a beginning is reached from the province as it was made"

    def keep(self, engine: Engine) -> str:
        """Copies the database; gives the place."""
        engine.dispose()
        place = str(self.folder / uuid4().hex)
        with closing(sqlite3.connect(_file(engine))) as own, closing(sqlite3.connect(place)) as new:
            own.backup(new)
        return place

    def bring(self, engine: Engine, place: str) -> None:
        """Puts a copy of what was kept where the database is."""
        shutil.copy(place, _file(engine))

    def forget(self, place: str) -> None:
        """The folder goes with all others."""


@dataclass(frozen=True)
class OnServer:
    """On PostgreSQL, a database is copied while nobody is connected to it."""

    databases: Databases

    def require_untouched(self, engine: Engine) -> None:
        """The test of the same name on SQLite sees to it."""

    def keep(self, engine: Engine) -> str:
        """Copies the database; gives its name."""
        engine.dispose()
        name = f"begun_{uuid4().hex}"
        self.databases.make(name, of=engine.url.database)
        return name

    def bring(self, engine: Engine, place: str) -> None:
        """Puts a copy of what was kept where the database is."""
        engine.dispose()
        own = str(engine.url.database)
        self.databases.drop(own)
        self.databases.make(own, of=place)

    def forget(self, place: str) -> None:
        """Removes what was kept."""
        self.databases.drop(place)


def _file(engine: Engine) -> Path:
    return Path(str(engine.url.database))


@dataclass(frozen=True)
class Beginnings:
    """All that a test process has reached on a kind of database, by the function that does it."""

    store: InFiles | OnServer
    reached: dict[Callable[..., Any], Beginning] = field(default_factory=dict)

    def begin(self, world: Any, reach: Callable[..., Any], *told: object) -> Any:
        """Brings a province that nobody has changed yet to where `reach` does; gives what it gave.

        told: what it is called with; the same, in substance, by every test.
        """
        self.store.require_untouched(world.engine)
        if reach not in self.reached:
            given = reach(*told)
            database = self.store.keep(world.engine)
            kept = Beginning(database=database, given=copy.deepcopy(given), at=world.clock.now)
            self.reached[reach] = kept
            return given
        known = self.reached[reach]
        self.store.bring(world.engine, known.database)
        world.clock.now = known.at
        return copy.deepcopy(known.given)

    def forget(self) -> None:
        """Removes what was kept."""
        for one in self.reached.values():
            self.store.forget(one.database)
