"""Sums of a person in packed numbers, and tallies as rows of whole numbers."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import shipped_definition
from scoring.design_tally import DesignTally
from scoring.flat_tally import FlatLayout, flattened, rule_sha256, tally_of_flat
from scoring.frame_tally import tally_frame
from scoring.grouped_people import GroupedPeople, flat_rows
from scoring.packed_sums import FactorSums, Summing, packing_of
from scoring.rule import BLANK, NOT_ASKED, Factor, ScoringRule, rule_of
from scoring.variance import Population

ARRAYS = ("interviews", "answered", "counts", "sums", "squares", "products")
RULE = rule_of(shipped_definition("sipas-22"))
CODES = (1, 2, 3, 4, 5, 9, BLANK, NOT_ASKED)
levels = st.lists(st.sampled_from(CODES), min_size=len(RULE.items), max_size=len(RULE.items))


def assert_same(one: DesignTally, two: DesignTally) -> None:
    assert one.cells == two.cells
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(one, name), getattr(two, name))


@given(levels)
def test_sums_of__any_answers__are_those_of_a_plain_count(codes: list[int]) -> None:
    sums = Summing(RULE).sums_of(codes)

    packing = packing_of(RULE)
    satisfied = packing.unpacked(np.array([sums.satisfied]))[0].tolist()
    valid = packing.unpacked(np.array([sums.valid]))[0].tolist()
    by_code = dict(zip(RULE.items, codes, strict=True))
    for factor, happy, given_answers in zip(RULE.factors, satisfied, valid, strict=True):
        own = [by_code[item] for item in factor.items]
        assert happy == sum(code in (4, 5) for code in own)
        assert given_answers == sum(1 <= code <= 5 for code in own)
    assert sums.levels == sum(code for code in codes if 1 <= code <= 5)


def test_sums_of__codes_that_the_rule_does_not_know_or_too_few__add_nothing() -> None:
    summing = Summing(RULE)

    assert summing.sums_of([6] * len(RULE.items)) == FactorSums(satisfied=0, valid=0, levels=0)
    assert summing.sums_of([4]) == FactorSums(satisfied=1, valid=1, levels=4)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 6, 15, 20, 30, 60])
def test_packing_of__sixty_items_in_factors_of_any_size__fits(size: int) -> None:
    rule = ScoringRule(
        questionnaire="x",
        version_id="",
        factors=tuple(
            Factor(code=f"F{start}", items=tuple(f"q{at}" for at in range(start, start + size)))
            for start in range(0, 60, size)
        ),
    )

    sums = Summing(rule).sums_of([5] * 60)

    counts = packing_of(rule).unpacked(np.array([sums.satisfied, sums.valid], dtype=np.int64))
    assert counts.tolist() == [[size] * (60 // size)] * 2
    assert sums.levels == 300


def test_packing_of__more_than_a_number_holds__is_refused() -> None:
    factors = tuple(Factor(code=f"F{at}", items=(f"q{at}",)) for at in range(63))

    with pytest.raises(ValueError, match="too many items"):
        packing_of(ScoringRule(questionnaire="x", version_id="", factors=factors))


def test_flattened__and_back__is_the_tally(
    stratified: Callable[[int], tuple[pd.DataFrame, Population]], rule: ScoringRule
) -> None:
    frame, _ = stratified(3)
    tally = tally_frame(frame.drop(columns="weight"), rule=rule)

    flat = flattened(tally)

    assert flat.shape == (len(tally.cells), FlatLayout.of(rule).length)
    assert_same(tally_of_flat(flat, cells=tally.cells, rule=rule), tally)


def test_flat_rows__people_taken_out__are_those_who_stay(rule: ScoringRule) -> None:
    summing = Summing(rule)
    stays, goes = [5, 4, 9, 1, 2, 5], [3, 3, 3, 3, BLANK, NOT_ASKED]
    sums = [summing.sums_of(codes) for codes in (stays, goes, goes)]
    change = np.array([1, 1, -1])
    people = GroupedPeople(
        place=np.zeros(3, dtype=np.int64),
        satisfied=np.array([one.satisfied for one in sums]),
        valid=np.array([one.valid for one in sums]),
        people=change,
        levels=change * [one.levels for one in sums],
        squared=change * [one.levels**2 for one in sums],
    )
    frame = pd.DataFrame([stays], columns=list(rule.items), dtype=np.int8)
    alone = tally_frame(frame.assign(unit_code="A", stratum="", cluster=""), rule=rule)

    flat = flat_rows(people, counts=alone.counts, rule=rule)

    np.testing.assert_array_equal(flat, flattened(alone))


def test_rule_sha256__anything_that_counts_otherwise__is_another_one() -> None:
    stricter = replace(RULE, satisfied=frozenset({5}))
    others = [
        stricter,
        replace(RULE, blank_counts=True),
        replace(RULE, by_item=True),
        replace(RULE, valid_from=Fraction(1, 2)),
        replace(RULE, factors=RULE.factors[::-1]),
    ]

    hashes = {rule_sha256(rule) for rule in (RULE, *others)}

    assert len(hashes) == len(others) + 1
    assert rule_sha256(replace(stricter, satisfied=RULE.satisfied)) == rule_sha256(RULE)
