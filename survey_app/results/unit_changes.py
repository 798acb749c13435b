"""Which units of two rounds are the same, and why others are not compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scoring.differences import Lacking, Measured
from scoring.factor_intervals import NOTHING
from scoring.round_figures import RowFigures
from scoring.year_on_year import RowChange
from survey_app.db.rounds import RoundUnitRecord
from survey_app.db.units import UnitRecord


class Apart(StrEnum):
    """Why a row has no difference, or none with an interval."""

    NEW = "not a unit of the earlier round"
    GONE = "not a unit of the later round"
    ENDED = "ended before the later round"
    MERGED = "merged into another unit"
    TOOK_OVER = "took over another unit"
    EXEMPT = "not surveyed in one of the two"
    UNANSWERED = "no valid answer in one of the two"
    HIDDEN = "not shown in one of the two"
    NO_INTERVAL = "no interval in one of the two"
    OTHER_MEANING = "not measured in the same way"


BY_FIGURES = {
    Lacking.ONE_SIDE: Apart.UNANSWERED,
    Lacking.NO_ESTIMATE: Apart.UNANSWERED,
    Lacking.SUPPRESSED: Apart.HIDDEN,
    Lacking.NO_INTERVAL: Apart.NO_INTERVAL,
    Lacking.OTHER_MEANING: Apart.OTHER_MEANING,
    Lacking.OTHER_UNIT: Apart.TOOK_OVER,
}
"""What figures alone tell of a unit of both rounds."""
NOT_COMPARABLE = frozenset({Lacking.OTHER_MEANING, Lacking.OTHER_UNIT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A row of either round and how it changed; None: no interview in that round."""

    later: RowFigures | None
    earlier: RowFigures | None
    change: RowChange

    @property
    def is_comparable(self) -> bool:
        """Whether the two scores, as far as they are there, measure the same of the same unit.

        Two that do not are not put beside each other, or somebody would subtract them.
        """
        return self.change.published.reason not in NOT_COMPARABLE

    @property
    def scores(self) -> tuple[Measured, Measured]:
        """The earlier and the later score, as far as they may stand beside each other."""
        if not self.is_comparable:
            return NOTHING, NOTHING
        return (
            NOTHING if self.earlier is None else self.earlier.published,
            NOTHING if self.later is None else self.later.published,
        )

    def factor(self, code: str) -> tuple[Measured, Measured]:
        """The same of a factor."""
        if not self.is_comparable:
            return NOTHING, NOTHING
        return (
            NOTHING if self.earlier is None else self.earlier.factors.get(code, NOTHING),
            NOTHING if self.later is None else self.later.factors.get(code, NOTHING),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChange:
    """A unit of either round. others: names of the units it was merged into, or took over."""

    code: str
    later: RoundUnitRecord | None
    earlier: RoundUnitRecord | None
    row: Compared
    apart: Apart | None
    others: tuple[str, ...]

    @property
    def known_as(self) -> RoundUnitRecord:
        """The unit as the later round has it, else as the earlier one had it."""
        found = self.later or self.earlier
        if found is None:
            raise LookupError(f"{self.code} is a unit of neither round")
        return found

    @property
    def former_name(self) -> str | None:
        """What it was called in the earlier round, where that was another name."""
        if self.later is None or self.earlier is None:
            return None
        return None if self.later.unit_name == self.earlier.unit_name else self.earlier.unit_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The units of two rounds by code, and what has become of those of the earlier one.

    successors: of units that are not in the later round, the one of it that took over.
    known: all units as they are now.
    """

    later: Mapping[str, RoundUnitRecord]
    earlier: Mapping[str, RoundUnitRecord]
    successors: Mapping[str, str]
    known: Mapping[str, UnitRecord]

    @property
    def codes(self) -> tuple[str, ...]:
        """In the order of the later round, then those of the earlier one only."""
        return tuple(dict.fromkeys((*self.later, *self.earlier)))

    @property
    def exempt_once(self) -> frozenset[str]:
        """Those of both rounds that were not surveyed in one of them."""
        both = self.later.keys() & self.earlier.keys()
        return frozenset(
            code for code in both if self.later[code].is_exempt or self.earlier[code].is_exempt
        )

    @property
    def took_over(self) -> Mapping[str, tuple[str, ...]]:
        """The names of the surveyed units that each unit took over, by its code."""
        found: dict[str, tuple[str, ...]] = {}
        for code, successor in self.successors.items():
            unit = self.earlier[code]
            if not unit.is_exempt:
                found[successor] = (*found.get(successor, ()), unit.unit_name)
        return found


def matching_of(
    later: Sequence[RoundUnitRecord],
    earlier: Sequence[RoundUnitRecord],
    *,
    known: Mapping[str, UnitRecord],
) -> Matching:
    """Matches by code, which a unit keeps whatever it is called."""
    here = {unit.unit_code: unit for unit in later}
    there = {unit.unit_code: unit for unit in earlier}
    by_id = {unit.id: unit for unit in known.values()}
    successors = {}
    for code in there:
        found = None if code in here else _successor(code, known=known, by_id=by_id, among=here)
        if found is not None:
            successors[code] = found
    return Matching(later=here, earlier=there, successors=successors, known=known)


def _successor(
    code: str,
    *,
    known: Mapping[str, UnitRecord],
    by_id: Mapping[int, UnitRecord],
    among: Iterable[str],
) -> str | None:
    """The first one of these along the mergers, of which there can be several in a row.

    None where they lead back to a unit that was there before.
    """
    unit = known.get(code)
    passed: set[int] = set()
    while unit is not None and unit.successor_id is not None and unit.id not in passed:
        passed.add(unit.id)
        unit = by_id.get(unit.successor_id)
        if unit is not None and unit.code in among:
            return unit.code
    return None


def apart_of(code: str, change: RowChange, *, of: Matching) -> tuple[Apart | None, tuple[str, ...]]:
    """Why there is no difference, and the names of the units that this has to do with."""
    later, earlier = of.later.get(code), of.earlier.get(code)
    taken = of.took_over.get(code, ())
    if earlier is None:
        return Apart.NEW, taken
    if later is None:
        successor = of.successors.get(code)
        if successor is not None:
            return Apart.MERGED, (of.later[successor].unit_name,)
        unit = of.known.get(code)
        is_over = unit is not None and unit.ended_on is not None
        return (Apart.ENDED if is_over else Apart.GONE), ()
    if code in of.exempt_once:
        return Apart.EXEMPT, ()
    if taken:
        return Apart.TOOK_OVER, taken
    reason = change.published.reason
    return (None if reason is None else BY_FIGURES[reason]), ()
