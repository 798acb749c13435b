"""The one place that knows what time it is; everything else is told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
"""In which people read times."""

Clock = Callable[[], datetime]
"""Returns the present instant, aware, in UTC."""


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(tz=UTC)


def written_moment(at: datetime) -> str:
    """21/11/2026 14:05 as the clock on the wall in Viet Nam shows it."""
    return at.astimezone(ZONE).strftime("%d/%m/%Y %H:%M")


def written_day(value: date) -> str:
    """21/11/2026, in both languages: the month must not be guessed."""
    return value.strftime("%d/%m/%Y")
