"""Numbers as they are written in prose, tables and files."""

from decimal import Decimal

_SIGNS = {"vi": (".", ","), "en": (",", ".")}


def _signs(language: str) -> tuple[str, str]:
    return _SIGNS.get(language, _SIGNS["vi"])


def written_whole(number: int, *, language: str) -> str:
    """Groups of three digits: 2.124 in Vietnamese, 2,124 in English."""
    return f"{number:,}".replace(",", _signs(language)[0])


def written_decimal(number: Decimal, *, language: str) -> str:
    """All decimals that the number has: 1.234,50 in Vietnamese, 1,234.50 in English."""
    thousands, decimal = _signs(language)
    return f"{number:,f}".translate({ord(","): thousands, ord("."): decimal})


def for_programs(value: Decimal | int | None) -> str:
    """As programs read it, with the decimals that it has; empty where there is none."""
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
