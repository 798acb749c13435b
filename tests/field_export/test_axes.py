"""Axes of charts: from where to where they go, and that every range of figures has one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from field_export.charts.axis import Axis, round_step
from field_export.charts.panels import (
    NARROW,
    WIDE,
    Panel,
    PanelDot,
    PanelRow,
    PanelWords,
    panel_chart,
)
from field_export.charts.ranking import WIDE as RANKING

WORDS = PanelWords(title="Panels", sentence="…")


def _panel(*, highest, finest, from_zero=False):
    return Panel(
        title="Panel",
        highest=highest,
        finest=finest,
        from_zero=from_zero,
        written=str,
        axis=lambda low, high: f"from {low} to {high}",
    )


@pytest.mark.parametrize(
    ("scores", "axis"),
    [
        ((8.04, 9.97), (8.0, 10.0, 0.5)),
        ((9.5, 9.5), (9.5, 9.6, 0.1)),
        ((10.0, 10.0), (9.9, 10.0, 0.1)),
        ((0.0, 10.0), (0.0, 10.0, 2.0)),
        ((9.05, 9.55), (9.0, 9.6, 0.1)),
        ((4.2, 9.9), (4.0, 10.0, 1.0)),
    ],
)
def test_axis__scores__are_within_at_most_six_steps(scores, axis):
    found = Axis.around(scores, layout=RANKING)

    assert (found.start, found.end, found.step) == axis
    assert len(found.marks) <= 7


@pytest.mark.parametrize(
    ("values", "axis", "marks"),
    [
        ((0.61, 0.72), (0.6, 0.72, 0.02), 7),
        ((-0.2, 0.9), (-0.2, 1.0, 0.2), 7),
        ((-0.9, 0.4), (-1.0, 0.5, 0.5), 4),
        ((-7.3, 0.6), (-8.0, 1.0, 2.0), 5),
        ((-431.0, 0.2), (-500.0, 1.0, 100.0), 6),
    ],
)
def test_axis__parts_far_below_0__has_larger_steps(values, axis, marks):
    found = Axis.around(values, layout=WIDE, finest=0.02, highest=1.0)

    assert (found.start, found.end, found.step) == axis
    assert len(found.marks) == marks


@given(
    values=st.lists(st.floats(min_value=-1e6, max_value=1.0), min_size=1, max_size=20),
    most=st.integers(min_value=2, max_value=6),
    finest=st.sampled_from((0.02, 0.1, 1.0)),
)
def test_axis__any_values__are_between_its_ends_in_few_steps(values, most, finest):
    axis = Axis.around(values, layout=WIDE, most=most, finest=finest, highest=1.0)

    invisible = 1e-6 * (1 + axis.step)
    assert len(axis.marks) <= most + 1
    assert axis.start <= min(values) + invisible
    assert axis.end >= max(values) - invisible
    assert axis.start < axis.end
    assert axis.marks[0] == axis.start
    assert axis.marks[-1] <= axis.end


@pytest.mark.parametrize(
    ("largest", "step"), [(1, 1), (4, 1), (5, 2), (9, 5), (21, 10), (81, 50), (0.5, 1)]
)
def test_round_step__largest__is_reached_in_four_steps(largest, step):
    assert round_step(largest, steps=4) == step


@given(
    figures=st.lists(
        st.tuples(*(st.floats(min_value=-40, max_value=1.0),) * 3).map(sorted),
        min_size=1,
        max_size=8,
    ),
    layout=st.sampled_from((WIDE, NARROW)),
)
def test_panel_chart__any_figures__are_drawn_between_names_and_what_is_said(figures, layout):
    rows = [
        PanelRow(name=f"row {at}", dots=(PanelDot(est=est, low=low, high=high, said="…"),))
        for at, (low, est, high) in enumerate(figures)
    ]

    panel = _panel(highest=1.0, finest=0.02)
    chart = panel_chart("p", rows, panels=[panel], words=WORDS, layout=layout)

    assert len(chart.dots) == len(figures)
    for dot in chart.dots:
        assert layout.left - 1e-3 <= dot.x <= layout.width - layout.right + 1e-3


@pytest.mark.parametrize(
    ("figures", "said"),
    [((0.4, 0.6, 0.8), True), ((-0.3, 0.6, 0.8), False), ((-0.9, -0.6, -0.2), True)],
)
def test_panel_chart__0_is_not_on_the_axis__says_where_it_goes(figures, said):
    low, est, high = figures
    rows = [PanelRow(name="row", dots=(PanelDot(est=est, low=low, high=high, said="…"),))]

    chart = panel_chart("p", rows, panels=[_panel(highest=1.0, finest=0.02)], words=WORDS)

    assert any(words.text.startswith("from ") for words in chart.words) == said
