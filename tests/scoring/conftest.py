"""A small questionnaire, synthetic designs, and a plain implementation without any vectors."""

from collections.abc import Callable, Mapping
from math import sqrt

import numpy as np
import pandas as pd
import pytest

from scoring.design_tally import Cell
from scoring.rule import BLANK, Factor, ScoringRule
from scoring.variance import Population

RULE = ScoringRule(
    questionnaire="small",
    version_id="0" * 64,
    factors=(
        Factor(code="F1", items=("q11", "q12", "q13")),
        Factor(code="F2", items=("q21", "q22")),
        Factor(code="F3", items=("q31",)),
    ),
)


@pytest.fixture(name="rule")
def fixture_rule() -> ScoringRule:
    return RULE


@pytest.fixture(name="make_frame")
def fixture_make_frame() -> Callable[..., pd.DataFrame]:
    """Interviews given as text, one row each: "unit/stratum/cluster q11 q12 q13 q21 q22 q31"."""

    def make_frame(*rows: str, weight: list[float] | None = None) -> pd.DataFrame:
        keys = [[*row.split()[0].split("/"), "", ""] for row in rows]
        answers = np.array(
            [[BLANK if a == "." else int(a) for a in row.split()[1:]] for row in rows],
            dtype=np.int8,
        ).reshape(len(rows), len(RULE.items))
        frame = pd.DataFrame(answers, columns=list(RULE.items))
        for position, name in enumerate(("unit_code", "stratum", "cluster")):
            frame[name] = [key[position] for key in keys]
        if weight is not None:
            frame["weight"] = weight
        return frame

    return make_frame


def answers(random: np.random.Generator, *, size: int, happy: float) -> np.ndarray:
    mood = random.normal(loc=happy, size=(size, 1))
    level = np.clip(np.round(3 + mood + random.normal(size=(size, len(RULE.items)))), 1, 5)
    gap = random.random((size, len(RULE.items)))
    codes = np.where(gap < 0.08, BLANK, np.where(gap < 0.14, 9, level))
    codes[random.random(size) < 0.04] = BLANK
    return codes.astype(np.int8)


@pytest.fixture(name="stratified")
def fixture_stratified() -> Callable[[int], tuple[pd.DataFrame, Population]]:
    """Units of one to three strata, unequal weights, some with known population."""

    def stratified(seed: int) -> tuple[pd.DataFrame, Population]:
        random = np.random.default_rng(seed)
        parts, sizes = [], {}
        for unit in range(int(random.integers(2, 5))):
            for stratum in range(int(random.integers(1, 4))):
                people = int(random.integers(2, 25))
                part = pd.DataFrame(
                    answers(random, size=people, happy=random.normal(1.0, 0.7)),
                    columns=list(RULE.items),
                )
                part["unit_code"], part["stratum"] = f"U{unit}", f"s{stratum}"
                part["weight"] = random.uniform(0.5, 9, size=people)
                parts.append(part)
                sizes[(f"U{unit}", f"s{stratum}")] = people * int(random.integers(1, 5))
        frame = pd.concat(parts, ignore_index=True).assign(cluster="")
        return frame, Population(strata=sizes)

    return stratified


@pytest.fixture(name="clustered")
def fixture_clustered() -> Callable[[int], tuple[pd.DataFrame, Population]]:
    """Two units of two strata with two to six clusters each, all sizes known."""

    def clustered(seed: int) -> tuple[pd.DataFrame, Population]:
        random = np.random.default_rng(seed)
        parts = []
        strata: dict[tuple[str, str], int] = {}
        clusters: dict[Cell, int] = {}
        for unit, stratum in (("U0", "a"), ("U0", "b"), ("U1", "a"), ("U1", "b")):
            count = int(random.integers(2, 7))
            strata[unit, stratum] = count + int(random.integers(0, 9))
            for cluster in range(count):
                people = int(random.integers(2, 14))
                part = pd.DataFrame(
                    answers(random, size=people, happy=random.normal(1.0, 0.8)),
                    columns=list(RULE.items),
                )
                part["unit_code"], part["stratum"] = unit, stratum
                part["cluster"] = f"{stratum}{cluster}"
                part["weight"] = random.uniform(0.5, 9, size=people)
                parts.append(part)
                size = people + int(random.integers(0, 30))
                clusters[Cell(unit, stratum, f"{stratum}{cluster}")] = size
        return pd.concat(parts, ignore_index=True), Population(strata=strata, clusters=clusters)

    return clustered


Person = Mapping[str, object]


class Plain:
    """The textbook formulas person by person, in loops, on purpose nothing like the product."""

    def __init__(self, frame: pd.DataFrame, population: Population) -> None:
        self.people = frame.to_dict("records")
        self.population = population

    @staticmethod
    def weight(person: Person) -> float:
        return float(str(person.get("weight", 1.0)))

    def total(self, person: Person, items: tuple[str, ...], codes: tuple[int, ...]) -> float:
        return float(sum(person[item] in codes for item in items))

    def ratio(
        self, of: list[Person], items: tuple[str, ...], codes: tuple[int, ...] = (4, 5)
    ) -> tuple[float, list[float]]:
        """The share, and e of every person of `of`."""
        y = [self.weight(p) * self.total(p, items, codes) for p in of]
        z = [self.weight(p) * self.total(p, items, (1, 2, 3, 4, 5)) for p in of]
        share = sum(y) / sum(z)
        return share, [(a - share * b) / sum(z) for a, b in zip(y, z, strict=True)]

    def mean_score(self, of: list[Person]) -> tuple[float, list[float]]:
        def levels(person: Person) -> list[int]:
            return [int(str(person[i])) for i in RULE.items if person[i] in (1, 2, 3, 4, 5)]

        s = [self.weight(p) * sum(levels(p)) for p in of]
        z = [self.weight(p) * len(levels(p)) for p in of]
        mean = sum(s) / sum(z)
        return mean, [(a - mean * b) / sum(z) for a, b in zip(s, z, strict=True)]

    def factor_mean(self, of: list[Person]) -> tuple[float, list[float]]:
        parts = [self.ratio(of, factor.items) for factor in RULE.factors]
        shares = [share for share, _ in parts]
        errors = [sum(e) / len(parts) for e in zip(*(e for _, e in parts), strict=True)]
        return sum(shares) / len(shares), errors

    def variance(self, of: list[Person], errors: list[float], *, corrected: bool = True) -> float:
        strata: dict[tuple[str, str], dict[str, list[float]]] = {}
        for number, (person, e) in enumerate(zip(of, errors, strict=True)):
            key = (str(person["unit_code"]), str(person["stratum"]))
            cluster = str(person["cluster"]) or f"person {number}"
            strata.setdefault(key, {}).setdefault(cluster, []).append(e)
        return sum(
            self.stratum_variance(key, clusters, corrected=corrected)
            for key, clusters in strata.items()
        )

    def stratum_variance(
        self, key: tuple[str, str], clusters: dict[str, list[float]], *, corrected: bool
    ) -> float:
        totals = [sum(errors) for errors in clusters.values()]
        m = len(totals)
        if m == 1:
            return 0.0
        mean = sum(totals) / m
        between = m / (m - 1) * sum((t - mean) ** 2 for t in totals)
        size = self.population.strata.get(key) if corrected else None
        if size is None:
            return between
        within = sum(
            self.cluster_variance(Cell(*key, name), errors) for name, errors in clusters.items()
        )
        return (1 - m / size) * between + m / size * within

    def cluster_variance(self, cell: Cell, errors: list[float]) -> float:
        n, size = len(errors), self.population.clusters.get(cell)
        if size is None or n == 1:
            return 0.0
        mean = sum(errors) / n
        return (1 - n / size) * n / (n - 1) * sum((e - mean) ** 2 for e in errors)

    def se(self, of: list[Person], errors: list[float], *, corrected: bool = True) -> float:
        return sqrt(self.variance(of, errors, corrected=corrected))


@pytest.fixture(name="plain")
def fixture_plain() -> type[Plain]:
    return Plain
