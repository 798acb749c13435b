"""Charts of progress as shapes: what is long is much, and nothing is said by colour alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_export.charts.days import DayWords, day_chart
from field_export.charts.shapes import PALE, STRONG
from field_export.charts.units import UnitBar, UnitWords, unit_chart
from survey_app.db.case_outcomes import CaseOutcome
from survey_app.fieldwork.progress.tally import DISPOSITIONS

FIRST = date(2026, 10, 1)
DAY_WORDS = DayWords(title="Per day", sentence="…", needed="needed", pace="pace")
UNIT_WORDS = UnitWords(title="Units", sentence="…", received="received", expected="expected")


def _bar(name="Sở Xây dựng", *, finished=30, quota=60, expected=None):
    low, high = (None, None) if expected is None else (expected - 5, expected + 5)
    return UnitBar(
        name=name,
        counts=f"{finished} / {quota}",
        quota=quota,
        finished=finished,
        expected=expected,
        low=low,
        high=high,
    )


def test_day_chart__free_day__has_its_place_and_no_bar():
    chart = day_chart(
        {FIRST: 4, FIRST + timedelta(days=2): 2},
        last=FIRST + timedelta(days=3),
        needed=3,
        pace=None,
        written=str,
        words=DAY_WORDS,
    )

    assert [box.height for box in chart.boxes] == [
        pytest.approx(2 * chart.boxes[1].height),
        chart.boxes[1].height,
    ]
    slot = (chart.boxes[1].x - chart.boxes[0].x) / 2
    assert chart.boxes[0].x + 3 * slot < chart.width
    assert [line.is_dashed for line in chart.lines if line.width == 2] == [True, True]
    assert {"needed", "01/10", "04/10"} <= {words.text for words in chart.words}


def test_day_chart__long_round__shows_its_last_sixty_days():
    per_day = {FIRST + timedelta(days=step): 1 for step in range(200)}

    chart = day_chart(
        per_day, last=max(per_day), needed=None, pace=None, written=str, words=DAY_WORDS
    )

    assert len(chart.boxes) == 60


def test_day_chart__no_interview__is_none():
    nothing = day_chart({}, last=FIRST, needed=1, pace=None, written=str, words=DAY_WORDS)

    assert nothing is None


def test_day_chart__thousands_a_day__are_written_as_the_page_writes_them():
    chart = day_chart(
        {FIRST: 3900},
        last=FIRST,
        needed=None,
        pace=None,
        written=lambda number: f"{number:,}".replace(",", "."),
        words=DAY_WORDS,
    )

    assert {"0", "1.000", "4.000"} <= {words.text for words in chart.words}


def test_unit_chart__beyond_quota__is_pale_and_its_number_stands_beside():
    chart = unit_chart([_bar(finished=66), _bar("Sở Tư pháp")], words=UNIT_WORDS)

    bars = [box for box in chart.boxes if box.x]
    assert [box.fill for box in bars] == [STRONG, PALE, STRONG]
    assert bars[2].width == pytest.approx(bars[0].width / 2)
    assert {"66 / 60", "30 / 60", "Sở Tư pháp"} <= {words.text for words in chart.words}
    assert chart.dots == ()


def test_unit_chart__forecast__is_a_dot_within_its_range():
    chart = unit_chart([_bar(expected=50.0)], words=UNIT_WORDS)

    of_legend, dot = sorted(chart.dots, key=lambda one: one.y)
    (line,) = [line for line in chart.lines if line.y1 == dot.y]
    assert of_legend.y < dot.y
    assert line.x1 < dot.x < line.x2


def test_unit_chart__no_unit_with_a_quota__is_none():
    assert unit_chart([_bar(quota=0)], words=UNIT_WORDS) is None


@given(finished=st.integers(0, 10_000), quota=st.integers(1, 500), expected=st.floats(5, 1e6))
def test_unit_chart__any_figures__stay_within_the_chart(finished, quota, expected):
    chart = unit_chart([_bar(finished=finished, quota=quota, expected=expected)], words=UNIT_WORDS)

    assert all(box.x >= 0 and box.x + box.width <= chart.width for box in chart.boxes)
    assert all(0 <= dot.x <= chart.width for dot in chart.dots)
    assert all(0 <= x <= chart.width for line in chart.lines for x in (line.x1, line.x2))


def test_dispositions__every_outcome_of_a_case_in_the_field__has_one():
    assert set(DISPOSITIONS) == set(CaseOutcome) - {CaseOutcome.IN_RESERVE, CaseOutcome.NOT_DRAWN}
