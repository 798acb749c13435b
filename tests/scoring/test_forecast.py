"""Where fieldwork will stand on its last day: counted by hand, and what must always hold."""

from datetime import date, timedelta
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.forecast import LEAST, Forecast, Verdict, forecast

TODAY = date(2026, 10, 15)


def days_back(*counts: int, today: int = 0) -> dict[date, int]:
    """Interviews of the days before today, the day before it first, and of today."""
    return {TODAY: today} | {
        TODAY - timedelta(days=back): count for back, count in enumerate(counts, start=1)
    }


def test_forecast__counted_by_hand__pace_sum_range_and_day():
    # Four whole days: 8, 12, 10, 10; mean 10, s² = 8/3, s = 1.633; today 4 so far; D = 5 days left.
    found = forecast(
        days_back(10, 10, 12, 8, today=4),
        quota=100,
        today=TODAY,
        last_day=date(2026, 10, 19),
    )

    assert (found.done, found.days, found.days_left, found.missing) == (44, 4, 5, 56)
    assert found.pace == 10
    assert found.expected == 40 + 10 * 5
    # t(3 df, 80 %) = 1.6377; ± 1.6377 · 1.6330 · √(5 + 25/4) = ± 8.97
    assert found.high == pytest.approx(90 + 1.6377 * sqrt(8 / 3) * sqrt(5 + 25 / 4), abs=0.01)
    assert found.low == pytest.approx(81.03, abs=0.01)
    assert found.verdict is Verdict.SHORT
    assert found.needed == 60 / 5  # 100 - 40 of the days before, over five days
    assert found.reached_on == TODAY + timedelta(days=5)  # sixth day from today on


def test_forecast__steady_pace__is_sure_of_its_day():
    found = forecast(
        days_back(10, 10, 10), quota=50, today=TODAY, last_day=TODAY + timedelta(days=1)
    )

    assert (found.low, found.expected, found.high) == (50, 50, 50)
    assert found.verdict is Verdict.SURE
    assert found.reached_on == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("per_day", "quota", "last_day", "verdict"),
    [
        ({}, 10, TODAY + timedelta(days=9), Verdict.NOT_BEGUN),
        (days_back(today=5), 10, TODAY + timedelta(days=9), Verdict.TOO_EARLY),
        (days_back(5, 5), 100, TODAY + timedelta(days=9), Verdict.TOO_EARLY),
        (days_back(0, 0, 0, 0, 0, 0, 0, 0, 5), 10, TODAY, Verdict.STANDS_STILL),
        (days_back(5, 5, 5), 15, TODAY, Verdict.REACHED),
        (days_back(5, 5, 5), 16, TODAY - timedelta(days=1), Verdict.ENDED),
        (days_back(1, 9, 5), 20, TODAY, Verdict.LIKELY),
        (days_back(1, 9, 5), 21, TODAY, Verdict.DOUBTFUL),
    ],
)
def test_forecast__what_is_known__gives_the_verdict(per_day, quota, last_day, verdict):
    found = forecast(per_day, quota=quota, today=TODAY, last_day=last_day)

    assert found.verdict is verdict


@pytest.mark.parametrize("per_day", [{}, days_back(5, 5), days_back(*[0] * 7, 3)])
def test_forecast__too_little_known__is_none_and_not_zero(per_day):
    found = forecast(per_day, quota=100, today=TODAY, last_day=TODAY + timedelta(days=9))

    assert (found.pace, found.expected, found.low, found.high) == (None,) * 4
    assert found.reached_on is None
    assert found.needed is not None


def test_forecast__free_days_of_the_week__count_with_nothing():
    week = days_back(10, 0, 0, 10, 10, 10, 10)

    found = forecast(week, quota=200, today=TODAY, last_day=TODAY + timedelta(days=6))

    assert found.pace == 50 / 7


def test_forecast__days_before_the_window__do_not_slow_the_pace():
    found = forecast(
        days_back(*[10] * 7, *[1] * 20), quota=200, today=TODAY, last_day=TODAY + timedelta(days=1)
    )

    assert found.pace == 10


def test_forecast__quota_just_reached_on_the_last_day__is_reached_on_it():
    """13 in three days and 65 to go: fifteen days, though 65 / (13 / 3) comes to more than 15."""
    last_day = TODAY + timedelta(days=14)

    found = forecast(days_back(4, 4, 5), quota=13 + 65, today=TODAY, last_day=last_day)

    assert (found.verdict, found.expected) == (Verdict.LIKELY, 78)
    assert found.reached_on == last_day


def test_forecast__quota_beyond_the_calendar_at_this_pace__has_no_day():
    """One interview in a week: the 31st of December 9999 is 416,022 weeks and a day away."""
    one_in_a_week = days_back(0, 0, 0, 0, 0, 0, 1)

    reached, never = (
        forecast(one_in_a_week, quota=quota, today=TODAY, last_day=TODAY)
        for quota in (1 + 416_022, 1 + 416_023)
    )

    assert (reached.verdict, never.verdict) == (Verdict.SHORT, Verdict.SHORT)
    assert reached.reached_on == date(9999, 12, 29)
    assert never.reached_on is None


def test_forecast__nothing_missing__needs_nothing_more():
    found = forecast(days_back(9), quota=5, today=TODAY, last_day=TODAY)

    assert (found.missing, found.needed) == (0, None)


@given(
    counts=st.lists(st.integers(min_value=0, max_value=40), min_size=LEAST, max_size=20),
    of_today=st.integers(min_value=0, max_value=40),
    quota=st.integers(min_value=0, max_value=900),
    left=st.integers(min_value=-3, max_value=60),
)
def test_forecast__any_days__hold_together(counts, of_today, quota, left):
    found = forecast(
        days_back(*counts, today=of_today),
        quota=quota,
        today=TODAY,
        last_day=TODAY + timedelta(days=left),
    )

    assert isinstance(found, Forecast)
    assert found.done == sum(counts) + of_today
    if found.low is not None and found.expected is not None and found.high is not None:
        assert found.done <= found.low <= found.expected <= found.high
        assert (found.expected >= quota) == (found.verdict in {Verdict.SURE, Verdict.LIKELY})
        assert found.reached_on is not None
        assert (found.expected >= quota) == (found.reached_on <= TODAY + timedelta(days=left))
    else:
        assert found.verdict in {
            Verdict.REACHED,
            Verdict.ENDED,
            Verdict.NOT_BEGUN,
            Verdict.TOO_EARLY,
            Verdict.STANDS_STILL,
        }
