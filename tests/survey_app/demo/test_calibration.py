"""How many satisfied answers print as a published score."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rounding import half_up
from survey_app.demo.calibration import Share, calibrate

TARGETS = st.decimals(min_value=0, max_value=10, places=2)


@pytest.mark.parametrize(
    ("target", "most", "fewest", "share"),
    [
        ("5.00", 10, 10, Share(satisfied=5, valid=10)),
        ("10.00", 7, 7, Share(satisfied=7, valid=7)),
        ("0.00", 7, 7, Share(satisfied=0, valid=7)),
        # 945 of 1000 exactly; with 999 answers 944 print 9.45 too, but lie below the target.
        ("9.45", 1000, 999, Share(satisfied=945, valid=1000)),
        # 6.67 is above two thirds: 2 of 3 prints so, from below; nothing prints so from above.
        ("6.67", 3, 3, Share(satisfied=2, valid=3)),
        # 3.33 of 3 answers: a third lies above.
        ("3.33", 3, 3, Share(satisfied=1, valid=3)),
    ],
)
def test_calibrate__hand_case__is_the_nearest_share(target, most, fewest, share):
    found = calibrate(Decimal(target), most=most, fewest=fewest)

    assert found.share == share
    assert found.is_exact


@pytest.mark.parametrize(("satisfied", "valid"), [(2, 1), (-1, 1), (0, 0)])
def test_share__impossible_counts__refuses(satisfied, valid):
    with pytest.raises(ValueError, match="valid answers"):
        Share(satisfied=satisfied, valid=valid)


def test_calibrate__equally_near_counts__keep_the_most_answers():
    found = calibrate(Decimal("5.00"), most=100, fewest=2)

    assert found.share == Share(satisfied=50, valid=100)


def test_calibrate__too_few_answers__are_reported_as_not_exact():
    found = calibrate(Decimal("9.45"), most=7, fewest=7)

    assert not found.is_exact
    assert found.share == Share(satisfied=7, valid=7)
    assert (found.target, found.printed) == (Decimal("9.45"), Decimal("10.00"))


@pytest.mark.parametrize(
    ("target", "most", "fewest"),
    [("10.01", 5, 5), ("-0.01", 5, 5), ("5", 0, 0), ("5", 3, 4), ("5", 5, 0)],
)
def test_calibrate__impossible_wish__is_refused(target, most, fewest):
    with pytest.raises(ValueError, match="no such"):
        calibrate(Decimal(target), most=most, fewest=fewest)


@given(TARGETS, st.integers(1, 120), st.integers(0, 10))
def test_calibrate__any_target__is_printed_by_these_counts_or_by_none(target, most, slack):
    fewest = max(1, most - slack)

    found = calibrate(target, most=most, fewest=fewest)

    shares = [
        Fraction(satisfied, valid)
        for valid in range(fewest, most + 1)
        for satisfied in range(valid + 1)
    ]
    possible = any(half_up(share * 10) == target for share in shares)
    assert fewest <= found.share.valid <= most
    assert 0 <= found.share.satisfied <= found.share.valid
    assert found.is_exact is possible
    assert found.printed == half_up(Fraction(found.share.satisfied * 10, found.share.valid))


@given(TARGETS, st.integers(1, 200))
def test_calibrate__more_room__never_makes_it_worse(target, most):
    narrow = calibrate(target, most=most, fewest=most)
    wide = calibrate(target, most=most, fewest=max(1, most - 5))

    assert wide.is_exact or not narrow.is_exact


@given(TARGETS)
def test_calibrate__thousand_answers__reach_every_printed_score(target):
    assert calibrate(target, most=1000, fewest=1000).is_exact
