"""Which subgroups are not shown, so that neither few people nor a hidden unit is told by them.

Those that are not shown are together one sum more: the whole less the others. So where a subgroup
is of few people, the next smallest one goes with it, until what is not shown is of two subgroups
and of enough people.

A subgroup cuts through units, which are shown as wholes. Where people of a unit are in two
subgroups, how they answered in each is not known, and neither subgroup tells of its other units.
Where (nearly) all people of its units are in the same subgroups, as with strata that are districts,
these are a sum over units. Of such a sum the same is asked as of a group (`scoring.hidden_sums`):
what is hidden in it is nothing, or two units with enough people together. And no hidden unit may
follow from these sums, the groups and the whole.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse.csgraph import connected_components

from scoring.design_tally import Floats, Ints
from scoring.hidden_sums import LEAST_UNITS, Hidden

LEAST_SUBGROUPS = 2
_ZERO = 1e-9
"""Of a vector of length 1: so much is left of it by floating point where it follows."""

People = Mapping[str, Mapping[str, int]]
"""With a valid answer, by label and unit."""


class NotShown(StrEnum):
    """Why a subgroup has no score, or none with an interval.

    suppressed: too few people, or one of too few could be computed from it. tells_of_unit: a unit
    whose score is hidden could be. no_answers: nobody gave a valid answer. no_interval: there is a
    score, and nothing tells its error.
    """

    SUPPRESSED = "suppressed"
    TELLS_OF_UNIT = "tells_of_unit"
    NO_ANSWERS = "no_answers"
    NO_INTERVAL = "no_interval"


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenUnits:
    """What is hidden of the scores of the same people. group_of: the group of every unit."""

    rows: Hidden
    group_of: Mapping[str, str]


NO_UNITS = HiddenUnits(rows=Hidden(), group_of={})


def not_shown(
    people: People, *, among: Sequence[str], units: HiddenUnits, minimum: int
) -> dict[str, NotShown]:
    """The labels of those compared that have no score, each with the reason.

    people: everybody, also those whose label is not compared. minimum: people it takes to show a
    figure.
    """
    counts = {label: sum(of.values()) for label, of in people.items()}
    found = {label: NotShown.NO_ANSWERS for label in among if not counts[label]}
    found |= dict.fromkeys(_few(counts, among=among, minimum=minimum), NotShown.SUPPRESSED)
    if units.rows.whole:
        return dict.fromkeys(set(among) - found.keys(), NotShown.TELLS_OF_UNIT) | found
    shown = {label for label in among if label not in found and units.rows.units}
    while (telling := _telling(people, shown=shown, units=units, minimum=minimum)) is not None:
        shown.remove(telling)
        found[telling] = NotShown.TELLS_OF_UNIT
    return found


def _few(counts: Mapping[str, int], *, among: Sequence[str], minimum: int) -> Collection[str]:
    """Labels of few people, and those that would give one of them away."""
    shown = sorted(
        (label for label in among if counts[label] >= minimum), key=lambda label: counts[label]
    )
    hidden = [count for label, count in counts.items() if count and label not in shown]
    if any(count < minimum for count in hidden):
        while shown and (len(hidden) < LEAST_SUBGROUPS or sum(hidden) < minimum):
            hidden.append(counts[shown.pop(0)])
    return {label for label in among if counts[label]} - set(shown)


def _telling(
    people: People, *, shown: Collection[str], units: HiddenUnits, minimum: int
) -> str | None:
    """A label by which a hidden unit is told; where only the others together tell one, the smallest
    that is left to hide with them.
    """
    if not shown:
        return None
    labels = sorted(shown)
    told = _Told(people, labels=labels, units=units, minimum=minimum)
    hidden = {label: told.hidden[at].sum() for at, label in enumerate(labels)}
    telling = [label for at, label in enumerate(labels) if at in told.sums and hidden[label]]
    if telling:
        return max(telling, key=lambda label: hidden[label])
    if told.sums:
        return min(labels, key=lambda label: sum(people[label].values()))
    return None


class _Told:
    """The sums of a table of subgroups, by which hidden units are told.

    hidden: (K, H) people of H hidden units in K sums: those of the labels, and of all others
    together. sums: the places of the telling ones among these.
    """

    def __init__(
        self, people: People, *, labels: Sequence[str], units: HiddenUnits, minimum: int
    ) -> None:
        self._units, self._minimum = units, minimum
        codes = sorted({code for of in people.values() for code in of})
        self._codes = [code for code in codes if code in units.rows.units]
        self.hidden = _counted(people, labels=labels, codes=self._codes)
        others = [code for code in codes if code not in units.rows.units]
        self._wholes = self._joined(_counted(people, labels=labels, codes=others))
        self._parts = np.array(
            [self.hidden[self._wholes == one].sum(axis=0) for one in range(self._size)]
        )
        tells = {*self._of_too_little(), *self._that_follow()}
        self.sums = {at for at, whole in enumerate(self._wholes.tolist()) if whole in tells}

    @property
    def _size(self) -> int:
        return int(self._wholes.max()) + 1

    def _joined(self, people: Ints) -> npt.NDArray[np.int32]:
        """(K,) which sums are a sum over units only together, as enough people of units that are
        shown could be in the one or in the other.
        """
        exchange = np.minimum(people[:, None, :], people[None, :, :]).sum(axis=2)
        _, found = connected_components(exchange >= self._minimum, directed=False)
        return np.asarray(found, dtype=np.int32)

    def _of_too_little(self) -> Iterator[int]:
        for at, behind in enumerate(self._parts):
            is_enough = (behind > 0).sum() >= LEAST_UNITS and behind.sum() >= self._minimum
            if behind.any() and not is_enough:
                yield at

    def _that_follow(self) -> Iterator[int]:
        """Sums with a part of a hidden unit that follows from all that is shown."""
        sums, of = np.nonzero(self._parts)
        groups = np.array([self._units.group_of.get(self._codes[unit], "") for unit in of])
        known = [np.ones(len(sums)), *(sums == one for one in range(self._size))]
        known += [groups == one for one in {*groups.tolist()} - self._units.rows.groups]
        wanted = [*np.eye(len(sums)), *(of == unit for unit in range(len(self._codes)))]
        for row in _following([row for row in wanted if row.any()], known=known):
            yield from sums[row > 0].tolist()


def _counted(people: People, *, labels: Sequence[str], codes: Sequence[str]) -> Ints:
    """(1 + labels, units) people; the last row is of everybody under another label."""
    rows = [[people[label].get(code, 0) for code in codes] for label in labels]
    others = [of for label, of in people.items() if label not in labels]
    rows.append([sum(of.get(code, 0) for of in others) for code in codes])
    return np.array(rows, dtype=np.int64).reshape(len(rows), len(codes))


def _following(
    wanted: Sequence[npt.NDArray[np.generic]], *, known: Sequence[npt.NDArray[np.generic]]
) -> Iterator[Floats]:
    """Those of the wanted that are combinations of what is known."""
    _, sizes, directions = np.linalg.svd(np.array(known, dtype=np.float64), full_matrices=False)
    directions = directions[sizes > _ZERO]
    for row in wanted:
        one = np.asarray(row, dtype=np.float64)
        left = one - one @ directions.T @ directions
        if np.linalg.norm(left) < _ZERO * np.linalg.norm(one):
            yield one
