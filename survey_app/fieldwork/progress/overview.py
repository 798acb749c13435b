"""All that the page of progress tells of a round, read in a fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from scoring.forecast import Forecast, Verdict, forecast
from scoring.response_rates import ResponseRates
from survey_app.db import rounds, surplus
from survey_app.db.accounts import account_names
from survey_app.db.field_days import attempts_by_day, field_days
from survey_app.db.interview_returns import count_returned
from survey_app.db.outcome_counts import round_counts
from survey_app.fieldwork.progress.rows import (
    DayRow,
    EnumeratorRow,
    StratumRow,
    UnitRow,
    day_rows,
    enumerator_rows,
    stratum_rows,
    unit_rows,
)
from survey_app.fieldwork.progress.tally import Tally, rates_of, tally

WORRYING = frozenset({Verdict.SHORT, Verdict.DOUBTFUL, Verdict.STANDS_STILL, Verdict.ENDED})
STARTING = frozenset({Verdict.NOT_BEGUN, Verdict.TOO_EARLY})
WORKED_ON = frozenset({"draft", "open"})
"""States of a round in which interviews are still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A round as it is now.

    finished: interviews that count, with whomever. rates, rates_of_tried: with the cases that
    nobody has tried yet, and without them. median_ms: None without an interview.
    """

    round: rounds.RoundRecord
    units: tuple[UnitRow, ...]
    strata: tuple[StratumRow, ...]
    enumerators: tuple[EnumeratorRow, ...]
    days: tuple[DayRow, ...]
    cases: Tally
    with_nobody: int
    """Cases to go that are on nobody's list."""
    returned: int
    """Interviews that count and are with their enumerators again."""
    quota: int
    finished: int
    outlook: Forecast
    rates: ResponseRates
    rates_of_tried: ResponseRates
    median_ms: float | None
    interviewed_twice: int

    @property
    def last_day(self) -> date:
        """Until when interviews are made, as planned."""
        return planned_last_day(self.round)

    @property
    def surveyed(self) -> tuple[UnitRow, ...]:
        """Units that are not exempt."""
        return tuple(row for row in self.units if not row.unit.is_exempt)

    @property
    def below_quota(self) -> tuple[UnitRow, ...]:
        """Units with interviews to go, the most first."""
        behind = [row for row in self.surveyed if row.remaining]
        return tuple(sorted(behind, key=lambda row: (-row.remaining, row.unit.unit_code)))

    @property
    def need_help(self) -> tuple[UnitRow, ...]:
        """Units that will not reach their quota, or may not, as far as can be known; also such
        as have not begun while the round is well under way."""
        worrying = WORRYING
        if self.outlook.verdict not in STARTING:
            worrying |= {Verdict.NOT_BEGUN}
        return tuple(row for row in self.below_quota if row.outlook.verdict in worrying)

    @property
    def silent(self) -> tuple[EnumeratorRow, ...]:
        """Enumerators with cases to go who have made no interview for days."""
        return tuple(row for row in self.enumerators if row.is_silent)

    @property
    def excess(self) -> int:
        """Interviews beyond the quotas of their units."""
        return sum(row.excess for row in self.units)

    @property
    def enumerator_days(self) -> int:
        """Days of work, each enumerator's counted by themselves."""
        return sum(row.days for row in self.enumerators)

    @property
    def per_enumerator_day(self) -> float | None:
        """Interviews of a day of work."""
        return self.finished / self.enumerator_days if self.enumerator_days else None


def progress_of(session: Session, of_round: rounds.RoundRecord, *, today: date) -> Progress:
    """Reads the round and counts.

    What one unit has beyond its quota is of no use to another: the outlook of the round is that of
    what its units miss.
    """
    last_day = _last_day(of_round, today=today)
    units = rounds.units_of_round(session, of_round.id)
    counts = round_counts(session, of_round.id)
    days = field_days(session, of_round.id)
    took = days.durations
    rows = unit_rows(units, counts=counts.places, days=days.units, today=today, last_day=last_day)
    cases = tally(counts.places)
    missing = sum(row.remaining for row in rows)
    per_day: Counter[date] = Counter()
    for one in days.units:
        per_day[one.day] += one.interviews
    return Progress(
        round=of_round,
        units=rows,
        strata=stratum_rows(counts.places),
        enumerators=enumerator_rows(
            account_names(session),
            counts=counts.holders,
            days=days.enumerators,
            took=took,
            today=today,
        ),
        days=day_rows(days.enumerators, attempts=attempts_by_day(session, of_round.id)),
        cases=cases,
        with_nobody=tally(one for one in counts.places if one.is_nobodys).to_go,
        returned=count_returned(session, of_round.id),
        quota=sum(unit.quota for unit in units),
        finished=per_day.total(),
        outlook=forecast(
            per_day,
            quota=per_day.total() + missing,
            today=today,
            last_day=last_day,
        ),
        rates=rates_of(cases, only_tried=False),
        rates_of_tried=rates_of(cases, only_tried=True),
        median_ms=took.of_round,
        interviewed_twice=surplus.interviewed_twice(session, of_round.id),
    )


def planned_last_day(of_round: rounds.RoundRecord) -> date:
    """Of fieldwork; that of the period in a round that names none."""
    return of_round.fieldwork_end or of_round.period_end


def _last_day(of_round: rounds.RoundRecord, *, today: date) -> date:
    """The planned one, but no day is left in a round that is closed."""
    planned = planned_last_day(of_round)
    return planned if of_round.state in WORKED_ON else min(planned, today - timedelta(days=1))
