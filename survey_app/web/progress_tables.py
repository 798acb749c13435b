"""The tables of progress: their names on the page, and their rows in a file."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from questionnaires.problems import N_
from scoring.rounding import half_up
from survey_app.fieldwork.progress.overview import Progress
from survey_app.fieldwork.progress.rows import DayRow, EnumeratorRow, StratumRow, UnitRow
from survey_app.fieldwork.progress.tally import Tally, rates_of

Row = tuple[str, ...]

TABLES: Mapping[str, str] = {
    "units": N_("Units"),
    "strata": N_("Strata of the sample"),
    "enumerators": N_("Enumerators"),
    "days": N_("Days"),
}

CASES: Row = (
    "official",
    "replacements",
    "listed",
    "cases",
    "tried",
    "completed",
    "refused",
    "not_reached",
    "not_eligible",
    "waiting",
    "to_go",
    "not_assigned",
    "rr1",
    "coop1",
    "ref1",
    "con1",
)
HEADERS: Mapping[str, Row] = {
    "units": (
        "unit_code",
        "unit_name",
        "quota",
        "interviews",
        "remaining",
        "excess",
        *CASES,
        "reserve_left",
        "interviews_unlisted",
        "pace_per_day",
        "needed_per_day",
        "expected",
        "expected_low",
        "expected_high",
        "verdict",
    ),
    "strata": ("stratum", *CASES, "reserve_left"),
    "enumerators": (
        "user_name",
        "enumerator",
        "interviews",
        "days",
        "interviews_per_day",
        "median_minutes",
        "last_day",
        *CASES,
    ),
    "days": (
        "day",
        "interviews",
        "enumerators",
        "refused",
        "visits_in_vain",
        "moved_or_wrong_address",
        "not_eligible",
        "interviews_so_far",
    ),
}


def table_rows(progress: Progress, *, table: str) -> Iterator[Row]:
    """Heading, then one row each; what is not known is empty. Rates are of all cases of the row."""
    yield HEADERS[table]
    match table:
        case "units":
            yield from map(_unit, progress.surveyed)
        case "strata":
            yield from map(_stratum, progress.strata)
        case "enumerators":
            yield from map(_enumerator, progress.enumerators)
        case _:
            yield from map(_day, progress.days)


def _unit(row: UnitRow) -> Row:
    outlook = row.outlook
    return (
        row.unit.unit_code,
        row.unit.unit_name,
        str(row.unit.quota),
        str(row.finished),
        str(row.remaining),
        str(row.excess),
        *_cases(row.cases),
        str(row.cases.reserve),
        str(row.cases.unlisted),
        _number(outlook.pace),
        _number(outlook.needed),
        _number(outlook.expected),
        _number(outlook.low),
        _number(outlook.high),
        outlook.verdict.value,
    )


def _stratum(row: StratumRow) -> Row:
    return (row.name, *_cases(row.cases), str(row.cases.reserve))


def _enumerator(row: EnumeratorRow) -> Row:
    return (
        row.username,
        row.name,
        str(row.interviews),
        str(row.days),
        _number(row.per_day),
        _number(None if row.median_ms is None else row.median_ms / 60_000),
        _written(row.last_day),
        *_cases(row.cases),
    )


def _day(row: DayRow) -> Row:
    return (
        row.day.isoformat(),
        str(row.interviews),
        str(row.enumerators),
        str(row.refused),
        str(row.not_reached),
        str(row.moved),
        str(row.not_eligible),
        str(row.so_far),
    )


def _cases(cases: Tally) -> Row:
    rates = rates_of(cases, only_tried=False)
    return (
        str(cases.official),
        str(cases.replacements),
        str(cases.listed),
        str(cases.cases),
        str(cases.tried),
        str(cases.completed),
        str(cases.refused),
        str(cases.not_reached),
        str(cases.not_eligible),
        str(cases.waiting),
        str(cases.to_go),
        str(cases.not_assigned),
        *map(_share, (rates.rr1, rates.coop1, rates.ref1, rates.con1)),
    )


def _share(value: Fraction | None) -> str:
    return "" if value is None else f"{half_up(value, places=4):f}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{half_up(Decimal(repr(value)), places=2):f}"


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()
