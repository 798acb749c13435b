"""Makes the small response files that R and the project both score: `python make_data.py FOLDER`.

Every file has fewer than 150 rows. The answers of a person hang together, as do those of a cluster;
some are blank, some are 9, and some people gave no valid answer at all.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SEED = 20221005
ITEMS_OF_FACTOR = {1: 4, 2: 5, 3: 6, 4: 3, 5: 4}
ITEMS = [f"q{factor}{at}" for factor, n in ITEMS_OF_FACTOR.items() for at in range(1, n + 1)]
FRAME_COLUMNS = ["unit_code", "stratum", "cluster", "n_clusters_pop", "cluster_pop"]
Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Response rows without ids, the columns of the design, and the list of sampled clusters."""

    columns: tuple[str, ...]
    rows: list[Row]
    clusters: tuple[Row, ...] = ()


class Interviews:
    """Answers of people, from one generator."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def answers(self, *, people: int, mood: float) -> list[Row]:
        """One row a person; one in twenty answered nothing."""
        size = (people, len(ITEMS))
        person = self._random.normal(mood, 0.8, size=(people, 1))
        level = np.clip(np.round(3.4 + person + self._random.normal(0, 0.7, size=size)), 1, 5)
        gap = self._random.random(size)
        gap[self._random.random(people) < 0.05] = 0
        return [
            {
                item: "" if hole < 0.05 else "9" if hole < 0.09 else str(int(code))
                for item, code, hole in zip(ITEMS, codes, holes, strict=True)
            }
            for codes, holes in zip(level, gap, strict=True)
        ]

    def group(self, *, people: int, mood: float = 0.8, **design: str) -> list[Row]:
        """People who share every column of the design."""
        return [{**row, **design} for row in self.answers(people=people, mood=mood)]

    def weights(self, rows: Iterable[Row], *, low: float, high: float) -> list[Row]:
        """The same people, each with a weight of their own."""
        return [{**row, "weight": f"{self._random.uniform(low, high):.3f}"} for row in rows]

    def clusters(
        self, *, unit: str, stratum: str, people: Mapping[str, int], sizes: Mapping[str, int]
    ) -> list[Row]:
        """Clusters of one stratum, each with a mood of its own."""
        return [
            row
            for cluster, count in people.items()
            for row in self.group(
                people=count,
                mood=float(self._random.normal(0.7, 0.6)),
                unit_code=unit,
                stratum=stratum,
                cluster=cluster,
                pop_size=str(sizes[cluster]),
            )
        ]


def answering(code: str, *, people: int, **design: str) -> list[Row]:
    """People who gave the same code to every item."""
    return [{**dict.fromkeys(ITEMS, code), **design} for _ in range(people)]


def listed(unit: str, stratum: str, *, total: int, sizes: Mapping[str, int]) -> list[Row]:
    """Rows of the list of sampled clusters."""
    return [
        {
            "unit_code": unit,
            "stratum": stratum,
            "cluster": cluster,
            "n_clusters_pop": str(total),
            "cluster_pop": str(size),
        }
        for cluster, size in sizes.items()
    ]


def simple(made: Interviews) -> Iterator[tuple[str, Survey]]:
    """Simple random samples, a census, and what has no variance or no answer."""
    yield "srs", Survey(columns=(), rows=made.group(people=40, unit_code="A"))
    yield (
        "srs-pop-size",
        Survey(columns=("pop_size",), rows=made.group(people=35, unit_code="A", pop_size="180")),
    )
    yield (
        "census",
        Survey(
            columns=("pop_size",),
            rows=[
                *made.group(people=24, unit_code="A", pop_size="24"),
                *made.group(people=31, mood=0.2, unit_code="B", pop_size="31"),
            ],
        ),
    )
    partly = made.group(people=14, unit_code="D")
    yield (
        "edges",
        Survey(
            columns=(),
            rows=[
                *answering("5", people=12, unit_code="ALL"),
                *answering("2", people=11, unit_code="NONE"),
                *answering("", people=3, unit_code="BLANK"),
                *answering("4", people=1, unit_code="ONE"),
                *[{**row, "q51": "", "q52": "9", "q53": "", "q54": "9"} for row in partly],
                *made.group(people=13, unit_code="E"),
                *answering("", people=2, unit_code="E"),
                *answering("9", people=2, unit_code="E"),
            ],
        ),
    )
    gaps = made.group(people=40, unit_code="A")
    yield (
        "many-blanks",
        Survey(
            columns=("weight",),
            rows=made.weights(
                [{**row, "q11": "", "q23": "9"} if at % 3 else row for at, row in enumerate(gaps)],
                low=0.5,
                high=6,
            ),
        ),
    )


def stratified(made: Interviews) -> Iterator[tuple[str, Survey]]:
    """Strata: constant and varying weights, known, partly known and exhausted populations."""
    sizes = {"a": (14, 0.9, "2.5", "35"), "b": (20, 0.3, "8", "160"), "c": (9, 1.2, "1", "9")}
    rows = [
        row
        for stratum, (people, mood, weight, size) in sizes.items()
        for row in made.group(
            people=people, mood=mood, unit_code="A", stratum=stratum, weight=weight, pop_size=size
        )
    ]
    yield "strata", Survey(columns=("stratum", "weight"), rows=rows)
    yield "strata-pop-size", Survey(columns=("stratum", "weight", "pop_size"), rows=rows)
    partly = [{**row, "pop_size": "" if row["stratum"] == "b" else row["pop_size"]} for row in rows]
    yield (
        "weights",
        Survey(
            columns=("stratum", "weight", "pop_size"),
            rows=made.weights(partly, low=0.4, high=9),
        ),
    )
    yield (
        "lonely-people",
        Survey(
            columns=("stratum", "weight", "pop_size"),
            rows=[
                *made.group(people=12, unit_code="A", stratum="a", weight="3.25", pop_size="39"),
                *made.group(people=1, unit_code="A", stratum="b", weight="7", pop_size="7"),
                *answering("3", people=1, unit_code="A", stratum="c", weight="1", pop_size="1"),
                *answering("1", people=1, unit_code="B", stratum="a", weight="5", pop_size=""),
                *answering("5", people=1, unit_code="B", stratum="b", weight="5", pop_size=""),
            ],
        ),
    )
    units = {"U1": 0.9, "U2": 0.2, "U3": 1.8}
    yield (
        "units",
        Survey(
            columns=("stratum", "weight", "pop_size"),
            rows=made.weights(
                [
                    row
                    for unit, mood in units.items()
                    for stratum, people, size in (("a", 19, "70"), ("b", 15, "210"))
                    for row in made.group(
                        people=people, mood=mood, unit_code=unit, stratum=stratum, pop_size=size
                    )
                ]
                + made.group(people=12, unit_code="U4", stratum="a", pop_size=""),
                low=1,
                high=3,
            ),
        ),
    )


def clustered(made: Interviews) -> Iterator[tuple[str, Survey]]:
    """Clusters: with replacement, in two stages, lonely, and beside simple samples."""
    design = ("stratum", "cluster", "weight", "pop_size")
    first = {"c1": 9, "c2": 6, "c3": 11, "c4": 1}
    second = {"c1": 8, "c2": 5, "c3": 7}
    sizes = {"c1": 30, "c2": 6, "c3": 45, "c4": 12}
    others = {"c1": 21, "c2": 40, "c3": 7}
    rows = made.weights(
        [
            *made.clusters(unit="A", stratum="x", people=first, sizes=sizes),
            *made.clusters(unit="A", stratum="y", people=second, sizes=others),
            *made.clusters(unit="B", stratum="x", people=second, sizes=others),
        ],
        low=1,
        high=7,
    )
    yield "clusters", Survey(columns=design, rows=rows)
    frame = (
        *listed("A", "x", total=11, sizes=sizes),
        *listed("A", "y", total=3, sizes=others),
        *listed("B", "x", total=9, sizes=others),
    )
    yield "two-stage", Survey(columns=design, rows=rows, clusters=frame)
    lonely = made.weights(
        [
            *made.clusters(unit="A", stratum="x", people=first, sizes=sizes),
            *made.clusters(unit="A", stratum="y", people={"c1": 8}, sizes=others),
            *made.clusters(unit="A", stratum="z", people={"c3": 5}, sizes=others),
            *made.clusters(unit="B", stratum="x", people={"c2": 9}, sizes=others),
        ],
        low=1,
        high=7,
    )
    yield "lonely-clusters", Survey(columns=design, rows=lonely)
    yield (
        "lonely-two-stage",
        Survey(
            columns=design,
            rows=lonely,
            clusters=(
                *listed("A", "x", total=11, sizes=sizes),
                *listed("A", "y", total=5, sizes={"c1": 21}),
                *listed("A", "z", total=1, sizes={"c3": 7}),
                *listed("B", "x", total=6, sizes={"c2": 40}),
            ),
        ),
    )
    beside = [
        *made.clusters(unit="A", stratum="x", people=first, sizes=sizes),
        *made.group(people=16, unit_code="A", stratum="y", pop_size="90"),
        *made.group(people=18, mood=0.3, unit_code="B", pop_size="75"),
        *made.group(people=13, mood=1.4, unit_code="C", pop_size=""),
    ]
    yield (
        "mixed",
        Survey(
            columns=design,
            rows=made.weights(beside, low=1, high=4),
            clusters=tuple(listed("A", "x", total=8, sizes=sizes)),
        ),
    )


def write(path: Path, *, columns: list[str], rows: Iterable[Row]) -> None:
    """Write the rows; what a row does not have is blank."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(
            stream, columns, restval="", extrasaction="ignore", lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(rows)


def main(folder: Path) -> None:
    """Write every survey: NAME.csv, and NAME.clusters.csv where clusters are listed."""
    made = Interviews(SEED)
    for part in (simple, stratified, clustered):
        for name, survey in part(made):
            columns = ["response_uuid", "unit_code", *survey.columns, *ITEMS]
            rows = ({"response_uuid": f"r{at}", **row} for at, row in enumerate(survey.rows))
            write(folder / f"{name}.csv", columns=columns, rows=rows)
            if survey.clusters:
                write(folder / f"{name}.clusters.csv", columns=FRAME_COLUMNS, rows=survey.clusters)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
