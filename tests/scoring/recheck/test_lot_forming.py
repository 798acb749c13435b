"""Lots and how many are drawn of each: minima, late uploads, and chances that add up."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.recheck.lot_draw import LotInterview, draw_lot
from scoring.recheck.lot_forming import (
    DrawnBefore,
    FinishedInterview,
    FormedLot,
    Moment,
    form_lots,
    is_ripe,
    week_of,
)
from scoring.recheck.recheck_plan import recheck_plan

PLAN = recheck_plan()
MONDAY = date(2026, 10, 5)
USUAL = MONDAY + timedelta(days=7)
"""The first day that is none of the opening, in the second week."""


def made(
    count: int, *, day: date = USUAL, enumerator: str = "e1", unit: str = "SXD", start: int = 0
) -> list[FinishedInterview]:
    return [
        FinishedInterview(
            uuid=f"{enumerator}-{unit.lower()}-{number:04}",
            enumerator=enumerator,
            unit=unit,
            day=day,
        )
        for number in range(start, start + count)
    ]


def formed(
    waiting: Sequence[FinishedInterview],
    *,
    today: date = USUAL + timedelta(days=7),
    is_over: bool = False,
    before: DrawnBefore | None = None,
) -> tuple[FormedLot, ...]:
    moment = Moment(first_day=MONDAY, today=today, is_over=is_over)
    return form_lots(waiting, plan=PLAN, moment=moment, before=before or DrawnBefore())


def enough(**changed: dict[str, int]) -> DrawnBefore:
    """As if all minima but these had been reached."""
    everybody = {"of_enumerator": {"e1": 10}, "of_unit": {"SXD": 3, "STP": 3}}
    return DrawnBefore(**{**everybody, **changed})


@pytest.mark.parametrize(("interviews", "drawn"), [(1, 1), (9, 1), (10, 1), (11, 2), (19, 2)])
def test_form_lots__minima_reached__a_tenth_rounded_up(interviews, drawn) -> None:
    (lot,) = formed(made(interviews), before=enough())

    assert lot.code == "2026w42-e1-1"
    assert [(one.name, one.drawn, len(one.uuids)) for one in lot.strata] == [
        ("e1", drawn, interviews)
    ]


def test_form_lots__first_days__closed_by_day_a_fifth_and_three_of_each() -> None:
    first = formed(made(7, day=MONDAY), today=MONDAY + timedelta(days=1))
    later = formed(
        made(11, day=MONDAY + timedelta(days=4)),
        today=MONDAY + timedelta(days=5),
        before=DrawnBefore(
            of_enumerator={"e1": 3},
            of_week={("e1", "2026w41"): 3},
            of_unit={"SXD": 3},
            lots={("e1", "2026w41"): 1},
        ),
    )

    assert [(lot.code, lot.is_opening, lot.drawn) for lot in first] == [("2026w41-e1-1", True, 3)]
    assert [(lot.code, lot.is_opening, lot.drawn) for lot in later] == [("2026w41-e1-2", True, 3)]


def test_form_lots__first_usual_lot__makes_up_what_is_missing_of_ten() -> None:
    (lot,) = formed(made(15), before=enough(of_enumerator={"e1": 4}))

    assert lot.drawn == 6


def test_form_lots__twenty_in_one_unit__a_lot_of_their_own() -> None:
    lots = formed(made(20) + made(19, unit="STP"), before=enough())

    assert [(lot.code, lot.unit, lot.drawn) for lot in lots] == [
        ("2026w42-e1-1", "SXD", 2),
        ("2026w42-e1-2", "", 2),
    ]


def test_form_lots__units_that_lack_re_checks__strata_of_their_own() -> None:
    (lot,) = formed(
        made(8) + made(5, unit="STP") + made(2, unit="STC"), before=enough(of_unit={"SXD": 3})
    )

    assert [(one.name, one.drawn, len(one.uuids)) for one in lot.strata] == [
        ("e1", 1, 8),
        ("e1 / STC", 2, 2),
        ("e1 / STP", 3, 5),
    ]


def test_form_lots__unit_of_two_enumerators__its_minimum_once() -> None:
    lots = formed(
        made(9) + made(9, enumerator="e2"), before=enough(of_unit={}, of_enumerator={"e2": 10})
    )

    assert [(lot.code, lot.drawn) for lot in lots] == [("2026w42-e1-1", 9), ("2026w42-e2-1", 1)]


@pytest.mark.parametrize(
    ("day", "today", "is_over", "ripe"),
    [
        (MONDAY, MONDAY, False, False),
        (MONDAY, MONDAY + timedelta(days=1), False, True),
        (MONDAY - timedelta(days=3), MONDAY, False, True),
        (USUAL, USUAL + timedelta(days=6), False, False),
        (USUAL, USUAL + timedelta(days=7), False, True),
        (MONDAY + timedelta(days=5), MONDAY + timedelta(days=6), False, False),
        (USUAL, USUAL, True, True),
    ],
    ids=["today", "yesterday", "before-the-first", "this-week", "last-week", "sixth-day", "over"],
)
def test_is_ripe__day__when_it_or_its_week_is_over(day, today, is_over, ripe) -> None:
    moment = Moment(first_day=MONDAY, today=today, is_over=is_over)

    assert is_ripe(day, plan=PLAN, moment=moment) is ripe


def test_week_of__days_around_new_year__the_iso_week() -> None:
    assert [week_of(date(2026, 12, 31)), week_of(date(2027, 1, 3))] == ["2026w53", "2026w53"]
    assert week_of(date(2027, 1, 4)) == "2027w01"


interviews = st.lists(
    st.tuples(
        st.sampled_from(["e1", "e2"]),
        st.sampled_from(["SXD", "STP", "STC"]),
        st.integers(0, 20),
        st.integers(0, 6),
    ),
    max_size=120,
)
"""Enumerator, unit, day of field work, and after how many draws it is uploaded."""

SEED = "00112233445566778899aabbccddeeff"


class Round:
    """A round that is drawn from several times, as the commands do it."""

    def __init__(self) -> None:
        self.lots: dict[str, FormedLot] = {}
        self.drawn: dict[str, tuple[str, Fraction]] = {}
        self.known: dict[str, FinishedInterview] = {}

    def draw(self, known: Sequence[FinishedInterview], *, moment: Moment) -> tuple[FormedLot, ...]:
        closed = {uuid for lot in self.lots.values() for one in lot.strata for uuid in one.uuids}
        waiting = [one for one in known if one.uuid not in closed]
        self.known.update({one.uuid: one for one in known})
        lots = form_lots(waiting, plan=PLAN, moment=moment, before=self.before())
        for lot in lots:
            assert lot.code not in self.lots
            self.lots[lot.code] = lot
            members = [
                LotInterview(uuid=uuid, stratum=one.name)
                for one in lot.strata
                for uuid in one.uuids
            ]
            rules = {one.name: one.rule for one in lot.strata}
            placed = draw_lot(members, lot_id=lot.code, seed=SEED, rule=rules).placed
            self.drawn.update(
                {one.uuid: (lot.code, one.probability) for one in placed if one.is_drawn}
            )
        return lots

    def before(self) -> DrawnBefore:
        drawn = [(self.known[uuid], self.lots[code]) for uuid, (code, _) in self.drawn.items()]
        return DrawnBefore(
            of_enumerator=Counter(one.enumerator for one, _ in drawn),
            of_week=Counter((lot.enumerator, lot.week) for _, lot in drawn),
            of_unit=Counter(one.unit for one, _ in drawn),
            lots=Counter((lot.enumerator, lot.week) for lot in self.lots.values()),
        )


@settings(max_examples=60)
@given(described=interviews)
def test_draws_one_after_the_other__whatever_comes_late__hold_what_they_promise(described) -> None:
    made_of = [
        FinishedInterview(
            uuid=f"u{number:03}",
            enumerator=enumerator,
            unit=unit,
            day=MONDAY + timedelta(days=day),
        )
        for number, (enumerator, unit, day, _) in enumerate(described)
    ]
    the_round = Round()
    for turn in range(8):
        # Uploaded now or before; and what is made today may still wait.
        known = [
            one
            for one, (*_, day, late) in zip(made_of, described, strict=True)
            if day // 4 + late <= turn
        ]
        if turn == 7:
            known = made_of
        today = MONDAY + timedelta(days=4 * turn + 1)
        moment = Moment(first_day=MONDAY, today=today, is_over=turn == 7)
        drawn_before, lots_before = dict(the_round.drawn), dict(the_round.lots)

        the_round.draw(known, moment=moment)

        assert drawn_before.items() <= the_round.drawn.items()
        assert lots_before.items() <= the_round.lots.items()

    _assert_whole(the_round, made_of)


def _assert_whole(the_round: Round, made_of: Sequence[FinishedInterview]) -> None:
    members = [uuid for lot in the_round.lots.values() for one in lot.strata for uuid in one.uuids]
    assert sorted(members) == sorted(one.uuid for one in made_of)
    of_enumerator, of_unit = Counter[str](), Counter[str]()
    for uuid in the_round.drawn:
        of_enumerator[the_round.known[uuid].enumerator] += 1
        of_unit[the_round.known[uuid].unit] += 1
    for unit, there in Counter(one.unit for one in made_of).items():
        assert of_unit[unit] >= min(PLAN.minimum_per_unit, there)
    usual = Counter[str]()
    weeks: defaultdict[tuple[str, str], int] = defaultdict(int)
    for lot in the_round.lots.values():
        size = sum(len(one.uuids) for one in lot.strata)
        weeks[lot.enumerator, lot.week] += lot.drawn
        assert len({the_round.known[uuid].enumerator for uuid in lot.strata[0].uuids}) == 1
        share = PLAN.opening.share_percent if lot.is_opening else PLAN.share_percent
        assert lot.drawn * 100 >= share * size
        if not lot.is_opening:
            usual[lot.enumerator] += size
    for enumerator, there in usual.items():
        assert of_enumerator[enumerator] >= min(PLAN.minimum_per_enumerator, there)
    assert all(number >= PLAN.minimum_per_enumerator_week for number in weeks.values())


def test_drawn__seeds_by_chance__as_often_as_their_probability_says() -> None:
    """Of 12 interviews in two strata, over 2,000 seeds; five standard errors on both sides."""
    (lot,) = formed(made(8) + made(4, unit="STP"), before=enough(of_unit={"SXD": 3, "STP": 1}))
    members = [
        LotInterview(uuid=uuid, stratum=one.name) for one in lot.strata for uuid in one.uuids
    ]
    rules = {one.name: one.rule for one in lot.strata}
    times: Counter[str] = Counter()
    for number in range(2000):
        draw = draw_lot(members, lot_id=lot.code, seed=f"{number:032x}", rule=rules)
        times.update(one.uuid for one in draw.placed if one.is_drawn)
        chances = {one.uuid: one.probability for one in draw.placed}

    assert set(chances.values()) == {Fraction(1, 8), Fraction(2, 4)}
    for uuid, chance in chances.items():
        error = float(chance * (1 - chance) / 2000) ** 0.5
        assert abs(times[uuid] / 2000 - float(chance)) < 5 * error
