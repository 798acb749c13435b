"""Population sizes are taken from the columns, and what contradicts itself is said."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from scoring.design_tally import Cell
from scoring.survey_design import DesignReading, SampledCluster, read_design

MakeFrame = Callable[..., pd.DataFrame]
ANSWERS = "5 5 5 5 5 5"


def read(
    make_frame: MakeFrame,
    *rows: tuple[str, float | None],
    clusters: list[tuple[str, int, int]] | None = None,
) -> DesignReading:
    """Rows are ("unit/stratum/cluster", pop_size), from row 2 on; clusters likewise."""
    frame = make_frame(*[f"{key} {ANSWERS}" for key, _ in rows])
    frame["pop_size"] = [np.nan if size is None else size for _, size in rows]
    frame.index = pd.RangeIndex(2, 2 + len(rows))
    listed = None
    if clusters is not None:
        listed = tuple(
            SampledCluster(
                row=row,
                cell=Cell(*key.split("/")),
                clusters_in_population=count,
                people_in_population=people,
            )
            for row, (key, count, people) in enumerate(clusters, start=2)
        )
    return read_design(frame, clusters=listed)


def faults(reading: DesignReading) -> list[tuple[str, str]]:
    found = (*reading.response_faults, *reading.cluster_faults)
    assert all(str(fault) for fault in found)
    return [(fault.where, fault.code) for fault in found]


def test_read_design__sizes_of_strata__known_per_unit_and_stratum(make_frame: MakeFrame) -> None:
    reading = read(make_frame, ("A/s", 9.0), ("A/s", 9.0), ("A/t", None), ("B/s", 5.0))

    assert reading.population.strata == {("A", "s"): 9, ("B", "s"): 5}
    assert faults(reading) == []


def test_read_design__no_column__nothing_known(make_frame: MakeFrame) -> None:
    reading = read_design(make_frame(f"A {ANSWERS}"))

    assert reading.population.strata == {}
    assert faults(reading) == []


def test_read_design__clusters_without_list__sizes_are_not_used(make_frame: MakeFrame) -> None:
    reading = read(make_frame, ("A/s/c", 9.0), ("A/s/d", 7.0))

    assert reading.population.strata == {}
    assert reading.population.clusters == {}
    assert faults(reading) == []


def test_read_design__clusters_with_list__both_stages_known(make_frame: MakeFrame) -> None:
    reading = read(
        make_frame, ("A/s/c", 9.0), ("A/s/d", 7.0), clusters=[("A/s/c", 4, 9), ("A/s/d", 4, 7)]
    )

    assert reading.population.strata == {("A", "s"): 4}
    assert reading.population.clusters == {Cell("A", "s", "c"): 9, Cell("A", "s", "d"): 7}
    assert faults(reading) == []


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("A/s", 9.0), ("A/s", None)], ("row 3, pop_size", "pop_size_missing")),
        ([("A/s", 9.0), ("A/s", 8.0)], ("row 3, pop_size", "pop_size_differs")),
        ([("A/s", 1.0), ("A/s", 1.0)], ("row 3, pop_size", "pop_size_too_small")),
        ([("A/s/c", 1.0), ("A/s/c", 1.0)], ("row 3, pop_size", "pop_size_too_small")),
        ([("A/s/c", None), ("A/s", None)], ("row 3, cluster", "cluster_missing")),
    ],
)
def test_read_design__contradiction_in_responses__row_and_code(
    make_frame: MakeFrame, rows: list[tuple[str, float | None]], fault: tuple[str, str]
) -> None:
    reading = read(make_frame, *rows)

    assert faults(reading) == [fault]


@pytest.mark.parametrize(
    ("clusters", "found"),
    [
        ([("A/s/d", 4, 9)], [("row 2, cluster", "cluster_not_in_frame")]),
        ([("A/s/c", 4, 1)], [("row 3", "pop_size_too_small")]),
        ([("A/s/c", 4, 8)], [("row 2, pop_size", "cluster_pop_differs")]),
        ([("A/s/c", 4, 9), ("A/s/c", 4, 9)], [("row 3", "cluster_twice")]),
        (
            [("A/s/c", 4, 9), ("A/s/d", 5, 9)],
            [("row 3, n_clusters_pop", "cluster_count_differs")],
        ),
        (
            [("A/s/c", 1, 9), ("A/s/d", 1, 9)],
            [("row 3, n_clusters_pop", "cluster_count_too_small")],
        ),
    ],
)
def test_read_design__contradiction_with_the_list__row_and_code(
    make_frame: MakeFrame, clusters: list[tuple[str, int, int]], found: list[tuple[str, str]]
) -> None:
    reading = read(make_frame, ("A/s/c", 9.0), ("A/s/c", 9.0), clusters=clusters)

    assert faults(reading) == found


def test_read_design__listed_stratum_without_clusters__row_and_code(make_frame: MakeFrame) -> None:
    reading = read(make_frame, ("A/s", 9.0), ("A/s", 9.0), clusters=[("A/s/c", 4, 9)])

    assert faults(reading) == [("row 2, cluster", "clusters_not_named")]


def test_read_design__stratum_without_clusters_beside_a_list__keeps_its_size(
    make_frame: MakeFrame,
) -> None:
    reading = read(make_frame, ("A/s/c", None), ("B/s", 7.0), clusters=[("A/s/c", 4, 9)])

    assert reading.population.strata == {("A", "s"): 4, ("B", "s"): 7}
    assert faults(reading) == []
