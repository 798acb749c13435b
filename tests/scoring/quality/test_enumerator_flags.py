"""Enumerators beside the others of their units, their days, nights and places; counted by hand."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import numpy as np
import pytest

from scoring.quality.contacts import ContactCount
from scoring.quality.enumerator_effect import enumerator_effect
from scoring.quality.examination import examine
from scoring.quality.flags import MOST_EXAMPLES, Kind, Weight, has_changed
from scoring.quality.rules import QualityRules
from scoring.quality.within_units import beside_the_others, robust_z
from tests.scoring.quality.small import NINE, SHIPPED, changed, in_a_row, one, rule_for, table


def beside(values, *interviews):
    found = table(*interviews)
    ordered = np.array([values[key] for key in found.keys], dtype=np.float64)
    return found, beside_the_others(ordered, found, minimum_interviews=1, minimum_enumerators=3)


def flags(kind, interviews, *, rules=SHIPPED, items=2):
    found = examine(interviews, rule=rule_for(items), rules=rules)
    return [flag for flag in found.flags if flag.kind is kind]


def test_beside_the_others__one_unit__is_the_mean_of_each_against_the_rest():
    """an has 1 and 0, the others 0, 0 and 1: a half beside a third."""
    _found, both = beside(
        {"1": 1, "2": 0, "3": 0, "4": 0, "5": 1},
        *(one("1", "an"), one("2", "an"), one("3", "binh"), one("4", "binh"), one("5", "chi")),
    )

    assert both.own == pytest.approx([1 / 2, 0, 1])
    assert both.others == pytest.approx([1 / 3, 2 / 3, 1 / 4])
    assert both.compared.tolist() == [2, 2, 1]


def test_beside_the_others__chance_z__is_that_of_all_ways_to_hand_the_interviews_out():
    values = {"1": 1, "2": 4, "3": 0, "4": 2, "5": 1}
    ways = [sum(way[:2]) for way in permutations(values.values())]
    exact = (1 + 4 - np.mean(ways)) / np.std(ways)

    _found, both = beside(
        values,
        *(one("1", "an"), one("2", "an"), one("3", "binh"), one("4", "binh"), one("5", "chi")),
    )

    assert both.chance_z[0] == pytest.approx(exact)


def test_beside_the_others__unit_where_nobody_else_was__is_left_out():
    """an alone in B: only the two of A are compared."""
    _found, both = beside(
        {"1": 1, "2": 0, "3": 0},
        *(one("1", "an", "A"), one("2", "an", "B"), one("3", "binh", "A")),
    )

    assert both.interviews.tolist() == [2, 1]
    assert both.compared.tolist() == [1, 1]
    assert both.own == pytest.approx([1, 0])


def test_beside_the_others__everybody_alone_in_a_unit__is_unknown():
    _found, both = beside({"1": 1, "2": 0}, one("1", "an", "A"), one("2", "binh", "B"))

    assert np.isnan(both.chance_z).all()
    assert np.isnan(both.others).all()


def test_robust_z__counted_by_hand():
    """Median 3, distances 2, 1, 0, 1, 97: their median is 1."""
    z = robust_z(np.array([1.0, 2.0, 3.0, 4.0, 100.0]), minimum=5)

    assert z == pytest.approx(np.array([-2, -1, 0, 1, 97]) / 1.4826022)


def test_robust_z__more_than_half_alike__goes_by_the_mean_distance():
    """Distances 0, 0, 0, 0, 5: their mean is 1."""
    z = robust_z(np.array([2.0, 2.0, 2.0, 2.0, 7.0]), minimum=5)

    assert z[4] == pytest.approx(5 / 1.2533141)


@pytest.mark.parametrize("values", [[1.0, 2.0, 3.0], [2.0] * 9, [np.nan] * 9])
def test_robust_z__too_few_or_all_alike__is_unknown(values):
    assert np.isnan(robust_z(np.array(values), minimum=5)).all()


def _six(levels_of_an, *, items):
    """Six enumerators with 24 interviews each in one unit; an gives other answers."""
    others = [
        interview
        for number, name in enumerate(("binh", "chi", "dung", "em", "giang"))
        for interview in _with_blanks(name, blanks=number, items=items)
    ]
    return [*in_a_row("an", 24, levels=levels_of_an), *others]


def _with_blanks(name, *, blanks, items):
    usual = [4, 5] * (items // 2)
    return [
        one(f"{name}-{n}", name, levels=[-1, *usual[1:]] if n < blanks else usual)
        for n in range(24)
    ]


def test_missing_rate__far_from_the_others_and_from_chance__is_about_the_enumerator():
    (flag,) = flags(Kind.MISSING_RATE, _six([-1, -1, 4, 5], items=4), items=4)

    assert flag.enumerator == "an"
    assert flag.evidence["own"] == pytest.approx(1 / 2)
    assert flag.evidence["others"] == pytest.approx((0 + 1 + 2 + 3 + 4) / (5 * 24 * 4))
    assert flag.evidence["chance_z"] > SHIPPED.enumerator.chance_z
    assert len(flag.examples) == MOST_EXAMPLES


def test_missing_rate__fewer_than_the_others__names_no_interview():
    """The others leave a quarter to a third blank, an nothing: no single interview shows that."""
    others = [
        x
        for name, blanks in (("binh", 1), ("chi", 1), ("dung", 1), ("em", 1), ("giang", 2))
        for x in in_a_row(name, 24, levels=[-1] * (2 + blanks) + [4, 5] * 5)
    ]

    (flag,) = (
        x
        for x in flags(
            Kind.MISSING_RATE,
            [*in_a_row("an", 24, levels=[4, 5, 4] + [4, 5] * 5), *_same_length(others)],
            items=13,
        )
        if x.enumerator == "an"
    )

    assert flag.evidence["own"] == 0
    assert flag.examples == ()


def _same_length(interviews):
    return [replace(one, levels=tuple(one.levels)[:13]) for one in interviews]


def test_missing_rate__like_the_others__is_no_reason_to_look():
    assert flags(Kind.MISSING_RATE, _six([4, 5, 4, 5], items=4), items=4) == []


def test_straight_rate__fewer_than_the_others__is_no_reason_to_look():
    people = [
        x
        for name in ("binh", "chi", "dung", "em", "giang")
        for x in in_a_row(name, 24, levels=[5] * 16)
    ]

    found = flags(Kind.STRAIGHT_RATE, [*in_a_row("an", 24, levels=[4, 5] * 8), *people], items=16)

    assert found == []


def _met(*refused):
    """Six enumerators who met 40 people each in one unit, and so many refused."""
    names = ("an", "binh", "chi", "dung", "em", "giang")
    return [
        ContactCount(unit="A", enumerator=name, interviewed=40 - count, refused=count)
        for name, count in zip(names, refused, strict=True)
    ]


@pytest.mark.parametrize(("refused", "shown"), [((30, 5, 6, 7, 5, 6), 1), ((7, 5, 6, 7, 5, 6), 0)])
def test_refusal_rate__far_from_the_others__is_about_the_enumerator(refused, shown):
    people = [x for name in ("an", "binh", "chi", "dung", "em", "giang") for x in in_a_row(name, 2)]

    found = examine(people, contacts=_met(*refused), rule=rule_for(2), rules=SHIPPED)

    kinds = [flag for flag in found.flags if flag.kind is Kind.REFUSAL_RATE]
    own = found.enumerators[0].beside["refused"]
    assert len(kinds) == shown
    assert own.own == pytest.approx(refused[0] / 40)
    assert own.others == pytest.approx(sum(refused[1:]) / 200)


def test_duration__shorter_than_the_others_of_the_unit__is_about_the_enumerator():
    people = [
        x
        for number, name in enumerate(("binh", "chi", "dung", "em", "giang"))
        for x in in_a_row(name, 24, minutes=8 + number / 10)
    ]

    (flag,) = flags(Kind.DURATION, [*in_a_row("an", 24, minutes=5), *people])

    assert flag.enumerator == "an"
    assert flag.evidence["own"] == pytest.approx(5)
    assert flag.evidence["others"] == pytest.approx(8.2, abs=0.01)


def test_effect__one_unit__is_that_of_one_way_analysis_of_variance():
    """an 1, 3; binh 5, 7: MSB 16, MSW 2, n0 2, hence (16 - 2) / (16 + 2)."""
    found = table(*in_a_row("an", 2), *in_a_row("binh", 2))

    effect = enumerator_effect(np.array([1.0, 3.0, 5.0, 7.0]), found)

    assert effect.rho == pytest.approx(14 / 18)
    assert effect.load == 2
    assert effect.design_effect == pytest.approx(1 + 14 / 18)


def test_effect__units_that_differ__is_no_effect_of_enumerators():
    """In each unit both give 1 and 3, or 11 and 13; MSB is 0, MSW 2, n0 2: -1."""
    found = table(
        *(x for unit in "AB" for who in ("an", "binh") for x in in_a_row(who, 2, unit=unit))
    )
    values = np.array([{"A": 0, "B": 10}[key[-3]] + 1 + 2 * int(key[-1]) for key in found.keys])

    effect = enumerator_effect(values.astype(np.float64), found)

    assert effect.rho == pytest.approx(-1)
    assert effect.design_effect == 1
    assert (effect.units, effect.groups) == (2, 4)


def test_effect__each_unit_has_one_enumerator__cannot_be_told_apart():
    found = table(*in_a_row("an", 3, unit="A"), *in_a_row("binh", 3, unit="B"))

    effect = enumerator_effect(np.arange(6.0), found)

    assert (effect.rho, effect.design_effect) == (None, None)
    assert (effect.units, effect.all_units) == (0, 2)


def test_night__three_begun_in_one_night__are_one_flag_with_its_evening():
    """22:00, 23:30 and 01:00; the 5:59 of another night and 20:59 are not enough."""
    evening = NINE.replace(hour=22)
    interviews = [
        *(one(f"n{n}", at=evening + timedelta(minutes=90 * n)) for n in range(3)),
        one("early", at=NINE.replace(hour=5, minute=59)),
        one("late", at=NINE.replace(hour=20, minute=59)),
    ]

    (flag,) = flags(Kind.NIGHT, interviews)

    assert (flag.occasion, flag.strength) == ("2026-11-02", 3)
    assert flag.examples == ("n0", "n1", "n2")
    assert flag.evidence["first_started_s"] == evening.timestamp()


def test_burst__nine_within_the_hour__are_shown_eight_are_not():
    starts = [NINE + timedelta(minutes=7 * n) for n in range(9)]
    nine = [one(f"b{n}", at=at, minutes=5) for n, at in enumerate(starts)]

    (flag,) = flags(Kind.BURST, nine)

    assert (flag.occasion, flag.evidence["interviews"]) == ("2026-11-02", 9)
    assert flag.examples == tuple(f"b{n}" for n in range(9))
    assert flags(Kind.BURST, nine[:8]) == []


def test_same_position__to_the_last_digit__is_shown_with_who_else_was_there():
    point, near = (20_540_000, 105_910_000, 12), (20_540_001, 105_910_000, 12)
    interviews = [
        *(x for x in in_a_row("an", 3, position=point)),
        *in_a_row("binh", 1, position=point),
        *in_a_row("chi", 3, position=near)[:2],
    ]

    (flag,) = flags(Kind.SAME_POSITION, interviews)

    assert (flag.enumerator, flag.occasion) == ("an", "20540000,105910000")
    assert flag.evidence["interviews"] == 3
    assert flag.evidence["other_enumerators"] == 1
    assert flag.examples == ("an-A-0", "an-A-1", "an-A-2")


def test_same_position__of_three_enumerators__is_an_office():
    point = (20_540_000, 105_910_000, 12)
    interviews = [x for who in ("an", "binh", "chi") for x in in_a_row(who, 5, position=point)]

    assert flags(Kind.SAME_POSITION, interviews) == []


def _around(who, count, *, step_e6):
    return [
        one(
            f"{who}{n}",
            who,
            at=NINE + timedelta(hours=3 * n),
            position=(20_540_000 + step_e6 * n, 105_910_000, 9),
        )
        for n in range(count)
    ]


def test_position_cluster__most_within_fifty_metres__are_shown():
    """Ten steps of 3 millionths of a degree (0.33 m) and four of 0.02 degrees away."""
    far = [
        one(f"f{n}", at=NINE - timedelta(days=n + 1), position=(20_000_000 + 20_000 * n, 0, 9))
        for n in range(4)
    ]

    (flag,) = flags(Kind.POSITION_CLUSTER, [*_around("an", 10, step_e6=3), *far])

    assert flag.evidence["interviews"] == 10
    assert flag.evidence["positioned"] == 14
    assert flag.occasion == ""


@pytest.mark.parametrize(("count", "step_e6"), [(9, 3), (12, 1000)], ids=["few", "far apart"])
def test_position_cluster__few_or_far_apart__is_none(count, step_e6):
    """A thousand millionths of a degree are 111 metres."""
    assert flags(Kind.POSITION_CLUSTER, _around("an", count, step_e6=step_e6)) == []


@pytest.mark.parametrize(
    ("now", "changes"),
    [
        (Weight(strength=5.0, against=None), False),
        (Weight(strength=6.2, against=None), False),
        (Weight(strength=6.3, against=None), True),
        (Weight(strength=3.7, against=None), True),
        (Weight(strength=5.0, against="other"), True),
    ],
)
def test_has_changed__a_quarter_or_another_interview__is_a_reason_to_look_again(now, changes):
    before = Weight(strength=5.0, against=None)

    assert has_changed(before, now, rules=SHIPPED.review) is changes


@pytest.mark.parametrize(
    "part",
    [
        {"matching": {"equal": 23}},
        {"duration": {"part_of_median": -0.1}},
        {"times": {"night_from": 24}},
        {"position": {"radius_m": 0}},
        {"review": {"unknown": 1}},
    ],
)
def test_rules__that_make_no_sense__are_refused(part):
    with pytest.raises(ValueError, match="validation error"):
        changed(**part)


def test_rules__time_zone_that_does_not_exist__is_refused():
    content = SHIPPED.model_dump() | {"time_zone": "Asia/Phu_Ly"}

    with pytest.raises(ValueError, match="there is no time zone Asia/Phu_Ly"):
        QualityRules.model_validate(content)


def test_rules__shipped__say_where_they_come_from():
    assert SHIPPED.id == "hai-long-1"
    assert len(SHIPPED.source) > 100
    assert (SHIPPED.matching.equal, SHIPPED.matching.of) == (19, 22)
    assert len(SHIPPED.sha256) == 64
