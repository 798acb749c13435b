"""The chart of two rounds as shapes: where dots and intervals lie, computed by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_export.charts.changes import (
    NARROW,
    WIDE,
    ChangeDots,
    ChangeWords,
    Panels,
    change_chart,
)
from field_export.charts.shapes import INK, PAPER, STRONG

WORDS = ChangeWords(
    title="Changes",
    sentence="…",
    earlier="earlier",
    later="now",
    difference="difference",
    axis=lambda low, high: f"{low}-{high}",
    written=str,
    signed=lambda value: f"{value:+}",
)


def _unit(name, earlier, later, low=None, high=None, *, told=False):
    return ChangeDots(
        name=name,
        earlier=earlier,
        later=later,
        difference=None if earlier is None else later - earlier,
        low=low,
        high=high,
        is_told=told,
        said=f"of {name}",
    )


def test_change_chart__two_units__have_two_dots_and_their_difference_from_0():
    units = [_unit("A", 8.0, 9.0, 0.5, 1.5, told=True), _unit("B", 9.5, 10.0, -1.0, 0.0)]

    chart = change_chart("c", units, words=WORDS)

    # Scores: 8 to 10 by 0.5 on 184 from 236 on; differences: -1 to 1.5 by 0.5 on 190 from 470 on.
    places = [(dot.x, dot.y, dot.fill) for dot in chart.dots[2:]]
    assert places == [
        (236, 72, PAPER),
        (236 + 92, 72, STRONG),
        (470 + 190 * 2.0 / 2.5, 72, STRONG),
        (pytest.approx(236 + 138), 100, PAPER),
        (236 + 184, 100, STRONG),
        (470 + 190 * 1.5 / 2.5, 100, PAPER),
    ]
    intervals = [(one.x1, one.x2) for one in chart.lines if one.width == 2 and one.y1 == one.y2]
    assert intervals == [(470 + 190 * 1.5 / 2.5, 660), (470, 470 + 190 / 2.5)]
    [zero] = [one for one in chart.lines if one.stroke == INK and one.width == 1]
    assert zero.x1 == zero.x2 == 470 + 190 / 2.5
    assert {"8.0-10.0", "-1.0", "+1.5", "of A"} <= {words.text for words in chart.words}


def test_change_chart__unit_without_two_scores__says_why_in_the_place_of_dots():
    units = [_unit("A", 8.0, 9.0), _unit("B", None, None)]

    for panels in (WIDE, NARROW):
        chart = change_chart("c", units, words=WORDS, panels=panels)

        assert len(chart.dots) == 2 + 3
        said = next(words for words in chart.words if words.text == "of B")
        assert said.x == panels.scores.left
    assert change_chart("c", units[1:], words=WORDS) is None


@given(
    st.lists(st.tuples(*[st.floats(min_value=0, max_value=10)] * 2), min_size=1, max_size=5),
    st.sampled_from([WIDE, NARROW]),
)
def test_change_chart__any_scores__lie_inside_their_panels(scores, panels: Panels):
    units = [
        _unit(f"U{at}", one, two, max(-10.0, two - one - 3), min(10.0, two - one + 3))
        for at, (one, two) in enumerate(scores)
    ]

    chart = change_chart("c", units, words=WORDS, panels=panels)

    left, right = panels.scores, panels.differences
    for place in range(0, len(chart.dots) - 2, 3):
        earlier, later, difference = chart.dots[2 + place : 5 + place]
        for dot in (earlier, later):
            assert left.left - 1e-6 <= dot.x <= left.width - left.right + 1e-6
        assert right.left - 1e-6 <= difference.x <= right.width - right.right + 1e-6
