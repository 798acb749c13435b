"""Numbers and times as they are written in prose, tables and files."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_THOUSANDS = {"vi": ".", "en": ","}
_SIGNS = {"vi": str.maketrans(",.", ".,"), "en": str.maketrans("", "")}
"""Between thousands and before decimals, in place of those that Python writes."""


def written_whole(number: int, *, language: str) -> str:
    """Groups of three digits: 2.124 in Vietnamese, 2,124 in English."""
    return f"{number:,}".replace(",", _THOUSANDS.get(language, _THOUSANDS["vi"]))


def written_decimal(number: Decimal, *, language: str) -> str:
    """All decimals that the number has: 1.234,50 in Vietnamese, 1,234.50 in English."""
    return f"{number:,f}".translate(_SIGNS.get(language, _SIGNS["vi"]))


def for_programs(value: Decimal | int | None) -> str:
    """As programs read it, with the decimals that it has; empty where there is none."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def time_for_programs(moment: datetime) -> str:
    """In ISO 8601 with the offset of Viet Nam."""
    return moment.astimezone(_ZONE).isoformat(timespec="seconds")
