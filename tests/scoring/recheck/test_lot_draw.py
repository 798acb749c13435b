"""The draw of re-checks out of a lot: repeatable, in a fixed order, fair."""

import hashlib
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from questionnaires import shipped_definition
from scoring.draw_problems import DrawRefused
from scoring.draw_seed import commitment_of
from scoring.recheck.lot_check import lot_differences
from scoring.recheck.lot_draw import LotDraw, LotInterview, LotRule, draw_lot
from scoring.recheck.reasked_items import reasked_items
from scoring.rule import Factor, rule_of

SEED = "00112233445566778899aabbccddeeff"
RULE = LotRule(share=Fraction(1, 10), minimum=3)
FACTORS = rule_of(shipped_definition("sipas-22")).factors


def lot(sizes: dict[str, int]) -> list[LotInterview]:
    return [
        LotInterview(uuid=f"{name.lower()}-{number:04}", stratum=name)
        for name, size in sizes.items()
        for number in range(size)
    ]


def drawn(interviews: Sequence[LotInterview], *, seed: str = SEED, rule: LotRule = RULE) -> LotDraw:
    return draw_lot(interviews, lot_id="2026-W41", seed=seed, rule=rule)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    ("interviews", "number"),
    [(1, 1), (3, 3), (4, 3), (30, 3), (31, 4), (70, 7), (71, 8), (100, 10)],
)
def test_rule__share_and_minimum__whole_interviews(interviews, number) -> None:
    """A tenth rounded up, at least three, at most all."""
    assert RULE.drawn_of(interviews) == number


@pytest.mark.parametrize(("share", "minimum"), [(0, 3), (Fraction(11, 10), 3), (1, -1)])
def test_rule__that_is_none__error(share, minimum) -> None:
    with pytest.raises(ValueError, match="share"):
        LotRule(share=Fraction(share), minimum=minimum)


def test_draw__lot__the_smallest_hashes_of_each_stratum() -> None:
    """Written anew with nothing but hashlib."""
    interviews = lot({"E01": 40, "E02": 4})

    found = drawn(interviews)

    wanted = []
    for name, number, size in (("E01", 4, 40), ("E02", 3, 4)):
        own = [one.uuid for one in interviews if one.stratum == name]
        ranked = sorted((digest(f"{SEED}|2026-W41|{uuid}"), uuid) for uuid in own)
        wanted += [
            (uuid, name, key, place, place <= number, Fraction(number, size))
            for place, (key, uuid) in enumerate(ranked, start=1)
        ]
    assert [
        (one.uuid, one.stratum, one.key, one.place, one.is_drawn, one.probability)
        for one in found.placed
    ] == wanted
    lines = sorted(f"{one.uuid}\t{one.stratum}\t\n" for one in interviews)
    assert found.lot_sha256 == digest("".join(lines))
    assert found.commitment == digest(SEED)


def test_draw__interviews_in_another_order_and_case__the_same() -> None:
    interviews = lot({"E01": 30, "E02": 12})
    shuffled = [replace(one, uuid=one.uuid.upper()) for one in interviews]
    random.Random(3).shuffle(shuffled)  # noqa: S311 -- not a secret, an order

    assert drawn(shuffled) == drawn(interviews)


@given(st.sets(st.integers(0, 10**6), min_size=2, max_size=40), st.integers(0, 10**6))
def test_draw__late_interview__moves_no_other_before_another(numbers, late) -> None:
    before = [LotInterview(uuid=str(number), stratum="E01") for number in numbers - {late}]
    after = [*before, LotInterview(uuid=str(late), stratum="E01")]

    first, second = ([one.uuid for one in drawn(own).placed] for own in (before, after))

    assert [uuid for uuid in second if uuid != str(late)] == first


def test_draw__many_seeds__everybody_equally_often() -> None:
    """2,000 seeds, 3 of 12 each: 500 times each, by the chi-squared test at 1 in 1,000."""
    interviews = lot({"E01": 12})
    seeds = [digest(str(number))[:32] for number in range(2000)]

    times = Counter(
        one.uuid for seed in seeds for one in drawn(interviews, seed=seed).placed if one.is_drawn
    )

    assert len(times) == 12
    assert stats.chisquare([*times.values()]).pvalue > 0.001


def test_draw__everything_that_is_wrong__is_said() -> None:
    wrong = [
        LotInterview(uuid="a", stratum="E01"),
        LotInterview(uuid="A", stratum=""),
        LotInterview(uuid="b|c", stratum=" E01"),
        LotInterview(uuid="=d", stratum="E01"),
    ]

    with pytest.raises(DrawRefused) as refused:
        draw_lot(wrong, lot_id="W|41", seed="x", rule=RULE)

    assert [(fault.where, fault.code) for fault in refused.value.faults] == [
        ("seed", "bad_seed"),
        ("lot", "bar_in_name"),
        ("interview “a”", "interview_twice"),
        ("interview “b|c”", "bar_in_name"),
        ("interview “=d”", "text_unfit"),
        ("interview “a”", "stratum_blank"),
        ("interview “b|c”", "text_unfit"),
    ]


def test_draw__empty_lot_of_a_bad_name__refused() -> None:
    with pytest.raises(DrawRefused) as refused:
        draw_lot([], lot_id=" W41", seed=SEED, rule=RULE)

    assert [fault.code for fault in refused.value.faults] == ["text_unfit", "empty_lot"]


def test_differences__honest_draw__none() -> None:
    interviews = lot({"E01": 40, "E02": 4})

    assert lot_differences(drawn(interviews), interviews=interviews, seed=SEED, rule=RULE) == ()


def test_differences__another_seed__is_not_the_promised_one() -> None:
    interviews = lot({"E01": 4})
    other = "f" * 32

    first, *_ = lot_differences(drawn(interviews), interviews=interviews, seed=other, rule=RULE)

    assert first.code == "seed_breaks_commitment"
    assert first.details["promised"] == commitment_of(SEED)


def test_differences__interviews_exchanged_by_hand__both_are_named() -> None:
    interviews = lot({"E01": 40})
    honest = drawn(interviews)
    placed = list(honest.placed)
    placed[0], placed[-1] = (
        replace(placed[0], is_drawn=False, place=40),
        replace(placed[-1], is_drawn=True, place=1),
    )

    found = lot_differences(
        replace(honest, placed=tuple(placed)), interviews=interviews, seed=SEED, rule=RULE
    )

    assert [(fault.where, fault.code) for fault in found] == [
        (f"interview “{placed[0].uuid}”", "place"),
        (f"interview “{placed[0].uuid}”", "left_out"),
        (f"interview “{placed[-1].uuid}”", "place"),
        (f"interview “{placed[-1].uuid}”", "not_drawn"),
    ]


def test_differences__list_and_chances_changed__are_said() -> None:
    interviews = lot({"E01": 4})
    honest = drawn(interviews)
    first, *others = honest.placed
    changed = [
        replace(first, uuid="nobody"),
        replace(others[0], stratum="E02"),
        replace(others[1], probability=Fraction(1, 2)),
        others[2],
    ]
    published = replace(honest, placed=tuple(changed), lot_sha256="0" * 64)

    found = lot_differences(published, interviews=interviews, seed=SEED, rule=RULE)

    assert [fault.code for fault in found] == [
        "list_hash",
        "unknown_case",
        "stratum",
        "probability",
        "left_out",
    ]


def test_reasked__every_start__each_factor_and_all_criteria_equally() -> None:
    """8 and 22 share the divisor 2: two starts each give one of 11 sets; 11 · 8 = 22 · 4."""
    sets = {reasked_items(f"interview-{number}", factors=FACTORS) for number in range(2000)}

    times = Counter(item for one in sets for item in one)
    assert len(sets) == 11
    assert {len(one) for one in sets} == {8}
    assert set(times.values()) == {4}
    assert len(times) == 22
    for factor in FACTORS:
        assert all(set(one) & set(factor.items) for one in sets)


def test_reasked__one_interview__by_its_hash() -> None:
    """h = the first 8 digits of SHA-256; places ⌊(start + i · 22)/8⌋."""
    uuid = "0f8fad5b-d9cb-469f-a165-70867728950e"
    items = [item for factor in FACTORS for item in factor.items]
    start = int(digest(uuid)[:8], 16) * 22 // 2**32

    found = reasked_items(uuid.upper(), factors=FACTORS)

    assert found == tuple(items[(start + i * 22) // 8] for i in range(8))


def test_reasked__factor_of_one_criterion__is_never_left_out() -> None:
    factors = [
        Factor(code="F1", items=("q11",)),
        Factor(code="F2", items=tuple(f"q2{n}" for n in range(1, 8))),
        Factor(code="F3", items=()),
    ]

    sets = {reasked_items(str(number), factors=factors, count=2) for number in range(200)}

    assert all("q11" in one for one in sets)
    assert {item for one in sets for item in one} == {"q11", *factors[1].items}


@pytest.mark.parametrize("count", [0, 23])
def test_reasked__more_than_there_are__error(count) -> None:
    with pytest.raises(ValueError, match="cannot be asked again"):
        reasked_items("a", factors=FACTORS, count=count)
