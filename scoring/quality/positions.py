"""Where interviews were made: at one and the same point, or all near one."""

from dataclasses import dataclass

import numpy as np

from scoring.quality.interview_table import Bools, Floats, InterviewTable, Ints
from scoring.quality.rules import PositionRules

E6 = 1_000_000
METRES_OF_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Interviews of one enumerator at one place, and who else was there.

    interviews: there. positioned: of the enumerator, with a position. other_enumerators: with an
    interview there. units: of the enumerator's interviews there. accuracy_m: their median.
    latitude_e6, longitude_e6: of the point, or of the interview in the middle. rows: of the table.
    """

    enumerator: int
    interviews: int
    positioned: int
    other_enumerators: int
    units: int
    accuracy_m: float
    latitude_e6: int
    longitude_e6: int
    rows: tuple[int, ...]


def same_points(table: InterviewTable, *, rules: PositionRules) -> tuple[Place, ...]:
    """Points at which an enumerator has several interviews to the last digit, and few others any.

    A receiver never finds the same millionth of a degree twice: the position was kept, or typed.
    """
    found = []
    points = table.position[:, :2]
    for enumerator in range(len(table.enumerators)):
        rows = _positioned(table, enumerator)
        distinct, count = np.unique(points[rows], axis=0, return_counts=True)
        for point in distinct[count >= rules.same_interviews]:
            there = (points == point).all(axis=1)
            found.append(_place(table, enumerator, there=there, point=point))
    return _not_offices(found, rules=rules)


def clusters(table: InterviewTable, *, rules: PositionRules) -> tuple[Place, ...]:
    """Enumerators most of whose interviews lie within a few metres, where few others were."""
    found = []
    for enumerator in range(len(table.enumerators)):
        rows = _positioned(table, enumerator)
        if len(rows) < rules.cluster_interviews:
            continue
        own = table.position[rows]
        counts = np.array([(_metres(own, point) <= rules.radius_m).sum() for point in own])
        if counts.max() < max(rules.cluster_interviews, rules.cluster_share * len(rows)):
            continue
        middle = int(rows[int(counts.argmax())])
        there = _metres(table.position, table.position[middle]) <= rules.radius_m
        found.append(_place(table, enumerator, there=there, point=table.position[middle, :2]))
    return _not_offices(found, rules=rules)


def _not_offices(found: list[Place], *, rules: PositionRules) -> tuple[Place, ...]:
    return tuple(one for one in found if one.other_enumerators < rules.shared_by)


def _place(table: InterviewTable, enumerator: int, *, there: Bools, point: Floats) -> Place:
    own = there & (table.enumerator == enumerator)
    others = np.unique(table.enumerator[there & ~own])
    return Place(
        enumerator=enumerator,
        interviews=int(own.sum()),
        positioned=len(_positioned(table, enumerator)),
        other_enumerators=len(others),
        units=len(np.unique(table.unit[own])),
        accuracy_m=float(np.median(table.position[own, 2])),
        latitude_e6=int(point[0]),
        longitude_e6=int(point[1]),
        rows=tuple(np.flatnonzero(own).tolist()),
    )


def _positioned(table: InterviewTable, enumerator: int) -> Ints:
    span = table.rows_of(enumerator)
    rows = np.arange(span.start, span.stop)
    known: Ints = rows[~np.isnan(table.position[rows, 0])]
    return known


def _metres(positions: Floats, point: Floats) -> Floats:
    """Distances from a point on a plane that touches there: good to a metre over a province."""
    north = (positions[:, 0] - point[0]) / E6 * METRES_OF_A_DEGREE
    east = (positions[:, 1] - point[1]) / E6 * METRES_OF_A_DEGREE
    distances: Floats = np.hypot(north, east * np.cos(np.radians(point[0] / E6)))
    return distances
