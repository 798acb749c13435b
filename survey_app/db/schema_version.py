"""Which version a database has to be at, and whether it is.

Every command asks: the file HEAD says it without reading alembic and all migrations.
"""

from functools import cache
from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

FOLDER = Path(__file__).parent / "migrations"
HEAD = "HEAD"
KEPT = table("alembic_version", column("version_num"))


def newest() -> str:
    """The number of the newest migration, as this process found it when it first looked."""
    return _newest_in(FOLDER)


@cache
def _newest_in(folder: Path) -> str:
    """Kept: whatever watches over a server asks for the version of the program that runs."""
    return (folder / HEAD).read_text(encoding="utf-8").strip()


def name_newest(number: str) -> None:
    """Writes down that this migration is the newest one."""
    (FOLDER / HEAD).write_text(f"{number}\n", encoding="utf-8")
    _newest_in.cache_clear()


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest migration."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(KEPT.name):
            return False
        found = connection.execute(select(KEPT)).scalars().all()
    return found == [newest()]
