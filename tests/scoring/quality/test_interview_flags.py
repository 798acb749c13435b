"""Single interviews: short, all the same, unanswered, at once; each case counted by hand."""

from datetime import timedelta

import numpy as np
import pytest

from scoring.quality.answer_patterns import answer_patterns
from scoring.quality.examination import examine
from scoring.quality.flags import Kind
from scoring.quality.interview_table import interview_table
from tests.scoring.quality.small import NINE, SHIPPED, changed, in_a_row, one, rule_for

TWENTY_TWO = rule_for(22)
MIXED = [4, 5] * 11


def flags(kind, interviews, *, rules=SHIPPED, items=2):
    found = examine(interviews, rule=rule_for(items), rules=rules)
    return [flag for flag in found.flags if flag.kind is kind]


def test_patterns__counted_by_hand():
    """3, blank, 3, 3, not applicable, 4, not asked: a run of 3, 3 of 4 alike, 1 of 6 blank."""
    patterns = answer_patterns(np.array([[3, -1, 3, 3, 9, 4, -2]], dtype=np.int8), rule=rule_for(7))

    assert patterns.answered.tolist() == [4]
    assert patterns.asked.tolist() == [6]
    assert patterns.modal_share == pytest.approx([3 / 4])
    assert patterns.longest_run.tolist() == [3]
    assert patterns.blank == pytest.approx([1 / 6])
    assert patterns.not_applicable == pytest.approx([1 / 6])
    assert patterns.satisfied == pytest.approx([1 / 4])


def test_patterns__nothing_answered_or_asked__is_unknown_not_zero():
    patterns = answer_patterns(np.array([[-1, -1], [-2, -2]], dtype=np.int8), rule=rule_for(2))

    assert np.isnan(patterns.modal_share).all()
    assert patterns.blank == pytest.approx([1, np.nan], nan_ok=True)
    assert patterns.longest_run.tolist() == [0, 0]


def test_too_fast__less_than_half_of_the_median_of_the_unit__is_shown_with_both():
    """Ten of 8 minutes and one of 3:50: the median is 8, half of it 4."""
    interviews = [*in_a_row("an", 10), one("x", "binh", minutes=23 / 6)]

    (flag,) = flags(Kind.TOO_FAST, interviews)

    assert (flag.interview, flag.enumerator, flag.unit) == ("x", "binh", "A")
    assert flag.evidence["duration_s"] == pytest.approx(230)
    assert flag.evidence["unit_median_s"] == pytest.approx(480)
    assert flag.evidence["limit_s"] == pytest.approx(240)
    assert flag.evidence["by_tablet"] is False


def test_too_fast__few_in_the_unit__only_the_floor_counts():
    slow, fast = one("a", minutes=3), one("b", "binh", minutes=1.9)

    (flag,) = flags(Kind.TOO_FAST, [slow, fast])

    assert flag.interview == "b"
    assert flag.evidence["unit_median_s"] is None
    assert flag.evidence["limit_s"] == SHIPPED.duration.floor_s == 120


def test_too_fast__tablet_counted_itself__its_clock_is_believed():
    """Set aside for an hour and gone on with: the wall clock says 68 minutes, the tablet 1."""
    (flag,) = flags(Kind.TOO_FAST, [one("a", minutes=68, elapsed_s=60.0)])

    assert flag.evidence["duration_s"] == 60
    assert flag.evidence["by_tablet"] is True


def test_too_fast__paper_form_without_times__is_not_judged():
    assert flags(Kind.TOO_FAST, [one("a", at=None)]) == []


def test_fast_share__more_than_a_twentieth_below_the_floor__is_about_the_enumerator():
    """Two of 21 are below two minutes: 9.5 %; one of 21 is 4.8 %."""
    slow = in_a_row("an", 19)
    fast = [one("x", at=NINE + timedelta(days=30), minutes=1)]
    faster = [*fast, one("y", at=NINE + timedelta(days=31), minutes=1)]
    more = in_a_row("an", 1, unit="B")

    assert flags(Kind.FAST_SHARE, [*slow, *more, *fast]) == []
    (flag,) = flags(Kind.FAST_SHARE, [*slow, *faster])

    assert (flag.interview, flag.enumerator) == (None, "an")
    assert flag.evidence["below_floor"] == 2
    assert flag.examples == ("x", "y")
    assert flag.evidence["below_floor_share"] == pytest.approx(2 / 21)


def test_straight_lining__rare_in_the_unit__is_shown():
    others = in_a_row("an", 20, levels=MIXED)
    straight = one("x", "binh", levels=[5] * 21 + [4])

    (flag,) = flags(Kind.STRAIGHT_LINING, [*others, straight], items=22)

    assert flag.interview == "x"
    assert flag.evidence["modal_share"] == pytest.approx(21 / 22)
    assert flag.evidence["longest_run"] == 21
    assert flag.evidence["unit_straight_share"] == 0


def test_straight_lining__common_in_the_unit__is_no_reason_to_look():
    content = in_a_row("an", 20, levels=[5] * 22)
    straight = one("x", "binh", levels=[5] * 22)

    assert flags(Kind.STRAIGHT_LINING, [*content, straight], items=22) == []


@pytest.mark.parametrize(
    "levels", [[5] * 14 + [-2] * 8, [5] * 20 + [4, 4]], ids=["few answers", "two others"]
)
def test_straight_lining__too_few_answers_or_two_that_differ__is_none(levels):
    interviews = [*in_a_row("an", 20, levels=MIXED), one("x", "binh", levels=levels)]

    assert flags(Kind.STRAIGHT_LINING, interviews, items=22) == []


def test_missing_answers__three_of_ten_asked__are_shown_beside_the_unit():
    """Blank are 3 of 10 asked; in the other interview of the unit 1 of 10."""
    rules = changed(missing={"share": 0.3})
    interviews = [
        one("x", levels=[4] * 7 + [-1] * 3 + [-2] * 2),
        one("y", "binh", levels=[4] * 9 + [-1] + [-2] * 2),
    ]

    (flag,) = flags(Kind.MISSING_ANSWERS, interviews, rules=rules, items=12)

    assert flag.interview == "x"
    assert (flag.evidence["blank"], flag.evidence["asked"]) == (3, 10)
    assert flag.evidence["unit_blank_share"] == pytest.approx(1 / 10)


def test_overlapping__second_begins_before_the_first_is_over__names_both():
    first = one("a", minutes=10)
    second = one("b", at=NINE + timedelta(minutes=8))
    other_person = one("c", "binh", at=NINE + timedelta(minutes=8))

    (flag,) = flags(Kind.OVERLAPPING, [second, first, other_person])

    assert (flag.interview, flag.against) == ("b", "a")
    assert flag.evidence["overlap_s"] == pytest.approx(120)
    assert flag.evidence["same_minute"] is False


def test_overlapping__long_one_over_several__each_is_held_against_it():
    long, first, second = (
        one("long", minutes=60),
        one("b", at=NINE + timedelta(minutes=10)),
        one("c", at=NINE + timedelta(minutes=30)),
    )

    found = flags(Kind.OVERLAPPING, [long, first, second])

    assert [(flag.interview, flag.against) for flag in found] == [("b", "long"), ("c", "long")]


def test_overlapping__both_begun_within_one_minute_of_the_clock__is_shown_however_short():
    first = one("a", at=NINE + timedelta(seconds=5), minutes=0.1)
    second = one("b", at=NINE + timedelta(seconds=50), minutes=9)

    (flag,) = flags(Kind.OVERLAPPING, [first, second])

    assert flag.evidence["same_minute"] is True
    assert flag.evidence["overlap_s"] == 0


def test_overlapping__one_after_the_other__is_none():
    interviews = [one("a"), one("b", at=NINE + timedelta(minutes=8))]

    assert flags(Kind.OVERLAPPING, interviews) == []


def test_near_duplicate__wholly_equal_ones__are_shown_even_once():
    same = [1, 2, 3, 4, 5] * 4 + [1, 2]
    interviews = [
        one("a", levels=same),
        one("b", at=NINE + timedelta(hours=1), levels=same),
        one("c", "binh", levels=MIXED),
    ]

    (flag,) = flags(Kind.NEAR_DUPLICATE, interviews, items=22)

    assert (flag.interview, flag.against) == ("b", "a")
    assert (flag.evidence["equal"], flag.evidence["compared"]) == (22, 22)
    assert flag.evidence["modal_share"] == pytest.approx(5 / 22)


def test_near_duplicate__single_pair_that_differs_in_two__is_not_shown():
    """Chance gives such pairs now and then; they are counted in the table."""
    same = [1, 2, 3, 4, 5] * 4 + [1, 2]
    interviews = [
        one("a", levels=same),
        one("b", at=NINE + timedelta(hours=1), levels=[*same[:20], 5, 5]),
        one("c", "binh", levels=MIXED),
    ]

    assert flags(Kind.NEAR_DUPLICATE, interviews, items=22) == []


def test_table__same_interview_twice__is_refused():
    with pytest.raises(ValueError, match="twice"):
        interview_table([one("a"), one("a")], items=2)
