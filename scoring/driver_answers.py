"""What drivers are told from: overall level and factor means of people, in an order of their own.

The order goes by unit, stratum, cluster and levels, so that the same people give the same samples
whichever way they came: from a frame, or grouped by a database.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.design_tally import Floats, Ints
from scoring.rule import ScoringRule

SEED_BYTES = 6
"""A whole number that every reader of JSON reads exactly."""
LEAST_ANSWERED = 0.5
"""Of the people with a level for the whole, for a factor to take part. One that applies to few,
such as how complaints were dealt with, would leave these few alone to speak for everybody."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """People with a level for the whole and for at least one item of every factor that takes part.

    factors: those that do; seldom: those that fewer than half of the people with a level for the
    whole answered. levels: (n, 1 + F) overall level, then the mean level of each factor. group:
    (n,) the stratum of each person within which samples are drawn again, from 0. primary: (n,) the
    primary unit (cluster, or the person), from 0, ascending with the stratum. left_out: other
    people.
    """

    factors: tuple[str, ...]
    seldom: tuple[str, ...] = ()
    levels: Floats
    group: Ints
    primary: Ints
    left_out: int

    @property
    def seed(self) -> int:
        """Made of the answers alone (SHA-256), so that the same ones are drawn again alike."""
        digest = hashlib.sha256("\n".join(self.factors).encode())
        digest.update(np.ascontiguousarray(self.levels, dtype="<f8").tobytes())
        digest.update(np.ascontiguousarray(self.group, dtype="<i8").tobytes())
        digest.update(np.ascontiguousarray(self.primary, dtype="<i8").tobytes())
        return int.from_bytes(digest.digest()[:SEED_BYTES], "big")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AlikePeople:
    """People without clusters, P kinds of them that answered alike as far as it matters here.

    stratum: (P,) unit and stratum. overall: (P,) level for the whole. sums, counts: (P, F) the sum
    of the levels of each factor and how many they are. people: (P,) how many such people.
    left_out: people without a level for the whole.
    """

    factors: tuple[str, ...]
    stratum: Sequence[tuple[str, str]]
    overall: Ints
    sums: Ints
    counts: Ints
    people: Ints
    left_out: int


def driver_answers(frame: pd.DataFrame, *, rule: ScoringRule, overall: str) -> Answers:
    """Take what is needed out of a frame as `tally_frame` takes it, with a column for the whole.

    The answers to `overall` are on the scale of the items. Weights are not used.

    Raises ValueError where the question for the whole is one of the index.
    """
    if overall in rule.items:
        raise ValueError(f"{overall} is part of the index, and would explain itself")
    figures = [(overall,), *(factor.items for factor in rule.factors)]
    levels = np.column_stack([_mean_level(frame, rule=rule, items=items) for items in figures])
    design = frame[["unit_code", "stratum", "cluster"]].astype(str)
    strata = list(zip(design["unit_code"], design["stratum"], strict=True))
    names, cluster = np.unique(design["cluster"].to_numpy(dtype=object), return_inverse=True)
    return _complete(
        _People(
            levels=levels,
            group=_numbered(strata),
            cluster=np.where((names == "")[cluster], 0, cluster + 1),
            people=np.ones(len(levels), dtype=np.int64),
        ),
        factors=tuple(factor.code for factor in rule.factors),
        left_out=0,
    )


def answers_of_alike(alike: AlikePeople) -> Answers:
    """The same people one by one."""
    means: Floats = np.full(alike.sums.shape, np.nan)
    np.divide(alike.sums, alike.counts, out=means, where=alike.counts > 0)
    return _complete(
        _People(
            levels=np.column_stack([alike.overall, means]),
            group=_numbered(alike.stratum),
            cluster=np.zeros(len(alike.people), dtype=np.int64),
            people=alike.people,
        ),
        factors=alike.factors,
        left_out=alike.left_out,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _People:
    """Rows of people: levels, nan where there is none; cluster: a number from 1, 0 for somebody
    alone; people: how many a row stands for.
    """

    levels: Floats
    group: Ints
    cluster: Ints
    people: Ints

    def only(self, rows: npt.NDArray[np.bool_], *, figures: npt.NDArray[np.bool_]) -> "_People":
        return _People(
            levels=self.levels[rows][:, figures],
            group=self.group[rows],
            cluster=self.cluster[rows],
            people=self.people[rows],
        )


def _complete(of: _People, *, factors: tuple[str, ...], left_out: int) -> Answers:
    """Chooses the factors that take part, then the people with all that is needed."""
    known = np.isfinite(of.levels)
    with_whole = of.people * known[:, 0]
    answered = (with_whole[:, None] * known).sum(axis=0)
    takes_part = answered >= LEAST_ANSWERED * with_whole.sum()
    rows: npt.NDArray[np.bool_] = np.all(known[:, takes_part], axis=1)
    kept = of.only(rows, figures=takes_part)
    return _in_order(
        kept,
        factors=tuple(np.array(factors, dtype=object)[takes_part[1:]]),
        seldom=tuple(np.array(factors, dtype=object)[~takes_part[1:]]),
        left_out=left_out + int(of.people.sum() - kept.people.sum()),
    )


def _in_order(
    of: _People, *, factors: tuple[str, ...], seldom: tuple[str, ...], left_out: int
) -> Answers:
    order = np.lexsort((*of.levels.T[::-1], of.cluster, of.group))
    order = np.repeat(order, of.people[order])
    # Numbered anew: a stratum of which nobody is left has no number.
    group, cluster = np.unique(of.group[order], return_inverse=True)[1], of.cluster[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (np.diff(group) != 0) | (np.diff(cluster) != 0) | (cluster[1:] == 0)
    return Answers(
        factors=factors,
        seldom=seldom,
        levels=of.levels[order],
        group=group,
        primary=np.cumsum(begins) - 1,
        left_out=left_out,
    )


def _numbered(strata: Sequence[tuple[str, str]]) -> Ints:
    """For each the place of its stratum among them, in the order of their names."""
    places = {stratum: at for at, stratum in enumerate(sorted(set(strata)))}
    return np.array([places[stratum] for stratum in strata], dtype=np.int64)


def _mean_level(frame: pd.DataFrame, *, rule: ScoringRule, items: Sequence[str]) -> Floats:
    """(people,) mean of the answers on the scale, nan without any."""
    codes = frame[list(items)].to_numpy(dtype=np.float64)
    on_scale = np.isin(codes, rule.levels)
    count = on_scale.sum(axis=1)
    mean: Floats = np.full(len(codes), np.nan)
    np.divide(np.where(on_scale, codes, 0.0).sum(axis=1), count, out=mean, where=count > 0)
    return mean
