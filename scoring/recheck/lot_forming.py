"""Which interviews become which lots at a moment, and how many of each are drawn.

A lot is closed once and never opened again: what comes later forms further lots, so that no draw
of before changes. All numbers follow from counts, never from who is drawn in the same lot; the
chance of an interview is therefore exactly that of its stratum. docs/recheck.md says it in words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from scoring.recheck.lot_draw import LotRule
from scoring.recheck.recheck_plan import RecheckPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedInterview:
    """uuid: fixed when it was assigned. enumerator, unit: codes. day: on which it was finished."""

    uuid: str
    enumerator: str
    unit: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBefore:
    """What earlier draws of the round came to.

    of_enumerator, of_week, of_unit: random re-checks by enumerator, by enumerator and week, by
    unit. lots: how many there are of an enumerator and week.
    """

    of_enumerator: Mapping[str, int] = field(default_factory=dict)
    of_week: Mapping[tuple[str, str], int] = field(default_factory=dict)
    of_unit: Mapping[str, int] = field(default_factory=dict)
    lots: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """first_day: of field work. today: of the draw. is_over: no interview is made any more."""

    first_day: date
    today: date
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FormedStratum:
    """A part of a lot with a draw of its own; uuids sorted."""

    name: str
    share_percent: int
    minimum: int
    uuids: tuple[str, ...]

    @property
    def rule(self) -> LotRule:
        """How many are drawn of it."""
        return LotRule(share=Fraction(self.share_percent, 100), minimum=self.minimum)

    @property
    def drawn(self) -> int:
        """So many."""
        return self.rule.drawn_of(len(self.uuids))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormedLot:
    """code: names it in the round, such as 2026w41-e12-1. number: among those of the same
    enumerator and week, from 1. unit: where all of it is of one unit by rule; else blank.
    """

    code: str
    enumerator: str
    week: str
    number: int
    unit: str
    is_opening: bool
    strata: tuple[FormedStratum, ...]

    @property
    def drawn(self) -> int:
        """How many re-checks, of all strata."""
        return sum(one.drawn for one in self.strata)


def week_of(day: date) -> str:
    """The ISO week, such as 2026w41."""
    year, week, _ = day.isocalendar()
    return f"{year}w{week:02}"


def is_opening(day: date, *, plan: RecheckPlan, first_day: date) -> bool:
    """Whether it is one of the first days of field work, or before them."""
    return day < first_day + timedelta(days=plan.opening.days)


def is_ripe(day: date, *, plan: RecheckPlan, moment: Moment) -> bool:
    """Whether interviews of that day may be closed into a lot.

    Of the first days when the day is over, so that mistakes are found early; later when the ISO
    week is; everything when field work is.
    """
    if moment.is_over:
        return True
    if is_opening(day, plan=plan, first_day=moment.first_day):
        return day < moment.today
    return day < moment.today - timedelta(days=moment.today.weekday())


def form_lots(
    waiting: Sequence[FinishedInterview],
    *,
    plan: RecheckPlan,
    moment: Moment,
    before: DrawnBefore,
) -> tuple[FormedLot, ...]:
    """The lots of those that are ripe, in the order in which minima are shared out.

    waiting: the interviews that are in no lot yet, in any order.
    """
    ripe = [one for one in waiting if is_ripe(one.day, plan=plan, moment=moment)]
    groups: defaultdict[tuple[str, bool, str], list[FinishedInterview]] = defaultdict(list)
    for one in ripe:
        opening = is_opening(one.day, plan=plan, first_day=moment.first_day)
        groups[week_of(one.day), not opening, one.enumerator].append(one)
    count = _Count(plan=plan, moment=moment, before=before)
    return tuple(
        count.lot(unit, part, is_opening=not is_usual)
        for (_week, is_usual, _enumerator), group in sorted(groups.items())
        for unit, part in _parts(group, plan=plan)
    )


def _parts(
    group: Sequence[FinishedInterview], *, plan: RecheckPlan
) -> Iterator[tuple[str, list[FinishedInterview]]]:
    """Large units for themselves, the others together."""
    sizes = Counter(one.unit for one in group)
    large = sorted(unit for unit, size in sizes.items() if size >= plan.unit_lot_from)
    for unit in large:
        yield unit, [one for one in group if one.unit == unit]
    if rest := [one for one in group if one.unit not in large]:
        yield "", rest


class _Count:
    """Forms lot after lot and counts what the minima have got so far."""

    def __init__(self, *, plan: RecheckPlan, moment: Moment, before: DrawnBefore) -> None:
        self._plan = plan
        self._moment = moment
        self._of_enumerator = Counter(before.of_enumerator)
        self._of_week = Counter(before.of_week)
        self._of_unit = Counter(before.of_unit)
        self._lots = Counter(before.lots)

    def lot(self, unit: str, part: Sequence[FinishedInterview], *, is_opening: bool) -> FormedLot:
        """The lot of these interviews of one enumerator and week."""
        enumerator, week = part[0].enumerator, week_of(part[0].day)
        strata = self._strata(part, is_opening=is_opening)
        needed = self._needed(part, is_opening=is_opening)
        lot = FormedLot(
            code=f"{week}-{enumerator}-{self._lots[enumerator, week] + 1}",
            enumerator=enumerator,
            week=week,
            number=self._lots[enumerator, week] + 1,
            unit=unit,
            is_opening=is_opening,
            strata=raised(strata, needed=needed),
        )
        self._add(lot, part)
        return lot

    def _strata(
        self, part: Sequence[FinishedInterview], *, is_opening: bool
    ) -> tuple[FormedStratum, ...]:
        """Units that lack re-checks for themselves; the stratum of the others comes first."""
        plan = self._plan
        share = plan.opening.share_percent if is_opening else plan.share_percent
        members: defaultdict[str, list[str]] = defaultdict(list)
        for one in part:
            members[one.unit if self._lacking(one.unit) else ""].append(one.uuid)
        enumerator = part[0].enumerator
        return tuple(
            FormedStratum(
                name=f"{enumerator} / {unit}" if unit else enumerator,
                share_percent=share,
                minimum=self._lacking(unit) if unit else 0,
                uuids=tuple(sorted(members[unit])),
            )
            for unit in sorted(members)
        )

    def _lacking(self, unit: str) -> int:
        return max(0, self._plan.minimum_per_unit - self._of_unit[unit])

    def _needed(self, part: Sequence[FinishedInterview], *, is_opening: bool) -> int:
        """What the enumerator lacks: of the week, of the first days, and of the whole round.

        The minimum of the whole round is made up from the first usual lot on: of the first days,
        nearly everything would be re-checked otherwise.
        """
        plan, enumerator = self._plan, part[0].enumerator
        has = self._of_enumerator[enumerator]
        week = self._of_week[enumerator, week_of(part[0].day)]
        lacking = [plan.minimum_per_enumerator_week - week]
        first_days = timedelta(days=plan.opening.minimum_days)
        if any(one.day < self._moment.first_day + first_days for one in part):
            lacking.append(plan.opening.minimum_per_enumerator - has)
        if not is_opening or self._moment.is_over:
            lacking.append(plan.minimum_per_enumerator - has)
        return max(0, *lacking)

    def _add(self, lot: FormedLot, part: Sequence[FinishedInterview]) -> None:
        units = {one.uuid: one.unit for one in part}
        self._lots[lot.enumerator, lot.week] += 1
        self._of_enumerator[lot.enumerator] += lot.drawn
        self._of_week[lot.enumerator, lot.week] += lot.drawn
        for stratum in lot.strata:
            inside = {units[uuid] for uuid in stratum.uuids}
            if len(inside) == 1:  # else chance says which units it is
                self._of_unit[inside.pop()] += stratum.drawn


def raised(strata: Sequence[FormedStratum], *, needed: int) -> tuple[FormedStratum, ...]:
    """The same with greater minima, one after the other, until together they have what is needed
    or everybody is drawn.
    """
    missing = needed - sum(one.drawn for one in strata)
    greater = []
    for one in strata:
        more = min(max(missing, 0), len(one.uuids) - one.drawn)
        missing -= more
        minimum = one.drawn + more if more else one.minimum
        greater.append(
            FormedStratum(
                name=one.name,
                share_percent=one.share_percent,
                minimum=minimum,
                uuids=one.uuids,
            )
        )
    return tuple(greater)
