"""The settings, read once from the environment and checked before anything starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from survey_app.problems import Code, Problem

MINIMUM_SECRET = 32
DEFAULT_LIMIT = "10 per minute"
DEFAULT_API_LIMIT = "300 per minute"
LIMIT = re.compile(r"[1-9][0-9]{0,5} per (second|minute|hour|day)")
MOST_SESSION_HOURS = 24 * 30
MOST_PROXIES = 9
DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
DEFAULT_DATABASE = "sqlite:///hailong.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an installation can choose; docs/settings.md describes each."""

    secret_key: str
    database_url: str = DEFAULT_DATABASE
    secure_cookies: bool = True
    sign_in_limit: str = DEFAULT_LIMIT
    api_limit: str = DEFAULT_API_LIMIT
    webhook_private: bool = False
    session_hours: int = 12
    proxies: int = 0
    durable: bool = True


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from the environment variables; a missing or wrong one raises Problem."""
    secret = environ.get("HAILONG_SECRET_KEY", "")
    hint = f"at least {MINIMUM_SECRET} random characters, kept out of the repository"
    if not secret:
        raise Problem(Code.SETTING_MISSING, {"name": "HAILONG_SECRET_KEY", "hint": hint})
    if len(secret) < MINIMUM_SECRET:
        details = {"name": "HAILONG_SECRET_KEY", "why": "it is too short", "hint": hint}
        raise Problem(Code.SETTING_WRONG, details)
    return Settings(
        secret_key=secret,
        database_url=database_url(environ),
        secure_cookies=_switch(environ, "HAILONG_SECURE_COOKIES", default=True),
        sign_in_limit=_limit(environ, "HAILONG_SIGN_IN_LIMIT", default=DEFAULT_LIMIT),
        api_limit=_limit(environ, "HAILONG_API_LIMIT", default=DEFAULT_API_LIMIT),
        webhook_private=_switch(environ, "HAILONG_WEBHOOK_PRIVATE", default=False),
        session_hours=_whole(
            environ, "HAILONG_SESSION_HOURS", default=12, least=1, most=MOST_SESSION_HOURS
        ),
        proxies=_whole(environ, "HAILONG_PROXIES", default=0, least=0, most=MOST_PROXIES),
    )


def database_url(environ: Mapping[str, str]) -> str:
    """The address of the database, with the driver that this project uses."""
    raw = environ.get("DATABASE_URL", DEFAULT_DATABASE)
    try:
        url = make_url(raw)
    except (ArgumentError, ValueError) as unreadable:  # ValueError: the port is no number
        raise _wrong("DATABASE_URL", "it cannot be read", "sqlite:///file or postgresql://…") from (
            unreadable
        )
    if url.drivername not in DRIVERS:
        raise _wrong("DATABASE_URL", "another database", "sqlite:///file or postgresql://…")
    return url.set(drivername=DRIVERS[url.drivername]).render_as_string(hide_password=False)


def _switch(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    raw = environ.get(name, "yes" if default else "no").strip().lower()
    if raw not in {"yes", "no"}:
        raise _wrong(name, f"it is “{raw}”", "yes or no")
    return raw == "yes"


def _limit(environ: Mapping[str, str], name: str, *, default: str) -> str:
    raw = environ.get(name, default).strip()
    if not LIMIT.fullmatch(raw):
        raise _wrong(name, f"it is “{raw}”", f"such as “{default}”")
    return raw


def _whole(environ: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    raw = environ.get(name, str(default)).strip()
    readable = raw.isascii() and raw.isdigit() and len(raw) <= len(str(most))
    if not readable or not least <= int(raw) <= most:
        raise _wrong(name, f"it is “{raw}”", f"a whole number from {least} to {most}")
    return int(raw)


def _wrong(name: str, why: str, hint: str) -> Problem:
    return Problem(Code.SETTING_WRONG, {"name": name, "why": why, "hint": hint})
