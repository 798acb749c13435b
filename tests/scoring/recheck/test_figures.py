"""Figures of re-checks, counted by hand."""

from math import inf, sqrt

import pytest

from scoring.recheck.answer_pairs import AnswerPairs, answer_pairs
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.interviews import RecheckedInterview
from scoring.recheck.item_agreement import item_agreement, two_by_two
from scoring.recheck.person_level import mean_levels, satisfied_shares
from scoring.recheck.pooled_agreement import pooled_agreement
from scoring.recheck.ratio_estimate import clustered_ratio, weighted_ratio
from scoring.recheck.response_variance import TwoByTwo, index_of_inconsistency, mcnemar_exact
from scoring.recheck.shrunken_rates import HIGH_RATE, Prior, fitted_prior, shrunken_rate
from scoring.recheck.standing_out import above_the_others, benjamini_hochberg, fisher_above
from scoring.rule import BLANK, Factor, ScoringRule

RULE = ScoringRule(
    questionnaire="small", version_id="0" * 64, factors=(Factor(code="F1", items=("q11", "q12")),)
)
SATISFIED = (False, False, False, True, True)


def table_of(*pairs: tuple[int, int]) -> tuple[tuple[int, ...], ...]:
    """Levels from 1 to 5 of people at both times."""
    return tuple(tuple(pairs.count((k, m)) for m in range(1, 6)) for k in range(1, 6))


def rechecked(number: int, first: str, again: str, **facts: object) -> RecheckedInterview:
    """Answers as text, one a criterion, “.” for none."""
    given = {
        "key": f"i{number}",
        "enumerator": "E1",
        "supervisor": "S1",
        "is_contacted": True,
        "has_happened": True,
        "checks": {},
        "first": [BLANK if code == "." else int(code) for code in first],
        "again": [BLANK if code == "." else int(code) for code in again],
    }
    return RecheckedInterview(**{**given, **facts})


def pairs_of(*answers: str) -> AnswerPairs:
    """Interviews as “first again”."""
    return answer_pairs(
        [rechecked(at, *answer.split()) for at, answer in enumerate(answers)], rule=RULE
    )


def test_item__hundred_people__figures_of_satisfied_against_not() -> None:
    """70 satisfied twice, 10 at first only, 5 again only, 15 never; p1 = .80, p2 = .75."""
    table = table_of(*[(5, 5)] * 70, *[(4, 3)] * 10, *[(2, 5)] * 5, *[(3, 3)] * 15)

    found = item_agreement(table, satisfied=SATISFIED)

    assert found.n == 100
    assert found.gdr.rate == pytest.approx(0.15)
    assert found.ndr == pytest.approx(0.80 - 0.75)
    # √((b + c) - (b - c)²/n)/n = √(15 - 25/100)/100
    assert found.ndr_se == pytest.approx(sqrt(14.75) / 100)
    # 2 (1 + 15 + 105 + 455 + 1365 + 3003)/2¹⁵
    assert found.mcnemar_p == pytest.approx(2 * 4944 / 32768)
    # 100 · .15/(.80 · .25 + .75 · .20) = 15/.35
    assert found.inconsistency == pytest.approx(15 / 0.35)
    # p_e = .80 · .75 + .20 · .25 = .65, (.85 - .65)/.35
    assert found.kappa == pytest.approx(0.20 / 0.35)
    # π = .775, p_e = 2 · .775 · .225 = .34875
    assert found.ac1 == pytest.approx((0.85 - 0.34875) / 0.65125)
    assert found.reasons == {}


def test_item__four_people__figures_of_five_levels() -> None:
    """Quadratic weights 1, 15/16, 12/16, 7/16, 0 for 0 to 4 steps apart."""
    found = item_agreement(table_of((5, 5), (5, 4), (1, 5), (4, 4)), satisfied=SATISFIED)

    # equal: (5, 5) and (4, 4); within one step also (5, 4)
    assert (found.exact, found.within_one) == (0.5, 0.75)
    # p_o = (1 + 15/16 + 0 + 1)/4 = 47/64
    # π: level 1 1/8, level 4 3/8, level 5 4/8; Σπ(1 - π) = (7 + 15 + 16)/64 = 38/64
    # Σw = 5 + 2 (4 · 15 + 3 · 12 + 2 · 7)/16 = 18.75; p_e = 18.75/20 · 38/64 = 35.625/64
    assert found.ac2 == pytest.approx((47 - 35.625) / (64 - 35.625))
    # first 1, 4, 5 with 1/4, 1/4, 1/2; again 4, 5 with 1/2 each:
    # p_e = (7/16 + 0)/8 + (1 + 15/16)/8 + (15/16 + 1)/4 = (7 + 31 + 62)/128 = 100/128
    assert found.kappa_levels == pytest.approx((94 - 100) / (128 - 100))


def test_item__all_say_the_same__no_difference_and_no_kappa() -> None:
    found = item_agreement(table_of(*[(5, 5)] * 30), satisfied=SATISFIED)

    assert (found.gdr.rate, found.ndr, found.ndr_se, found.mcnemar_p) == (0, 0, 0, 1)
    assert (found.kappa, found.kappa_levels, found.inconsistency) == (None, None, None)
    assert (found.ac1, found.ac2, found.exact, found.within_one) == (1, 1, 1, 1)
    assert set(found.reasons) == {"kappa", "kappa5_quadratic", "index_of_inconsistency"}


def test_item__all_agree_and_people_differ__kappa_is_one() -> None:
    table = table_of(*[(5, 5)] * 20, *[(2, 2)] * 12)

    found = item_agreement(table, satisfied=SATISFIED)

    assert (found.kappa, found.kappa_levels, found.ac1, found.ac2) == (1, 1, 1, 1)
    assert found.inconsistency == 0


def test_item__everybody_changes_sides__kappa_is_minus_one() -> None:
    table = table_of(*[(5, 1)] * 10, *[(1, 5)] * 10)

    found = item_agreement(table, satisfied=SATISFIED)

    # p_o = 0, p_e = 1/2
    assert (found.gdr.rate, found.kappa, found.ac1, found.exact) == (1, -1, -1, 0)
    # 100 · 1/(1/2 · 1/2 + 1/2 · 1/2)
    assert found.inconsistency == 200


def test_item__nobody_answered_twice__nothing_with_a_reason() -> None:
    found = item_agreement(table_of(), satisfied=SATISFIED)

    assert found.n == 0
    assert (found.gdr.rate, found.gdr.bounds, found.ndr, found.mcnemar_p) == (None,) * 4
    assert (found.kappa, found.ac1, found.ac2, found.exact, found.within_one) == (None,) * 5
    assert found.reasons == {"n": "nobody answered at both times"}


def test_two_by_two__levels__by_satisfied_at_each_time() -> None:
    two = two_by_two(table_of((5, 4), (4, 1), (4, 3), (3, 5), (1, 2)), satisfied=SATISFIED)

    assert (two.both, two.first_only, two.again_only, two.neither) == (1, 2, 1, 1)
    # satisfied 3 of 5 at first, 2 of 5 again
    assert two.smallest_margin == 2


@pytest.mark.parametrize(
    ("people", "is_told"), [pytest.param(9, False, id="nine"), pytest.param(10, True, id="ten")]
)
def test_index_of_inconsistency__few_in_the_smaller_margin__none(people, is_told) -> None:
    two = TwoByTwo(both=90, first_only=0, again_only=1, neither=people)

    value, why = index_of_inconsistency(two, people=two.smallest_margin)

    assert (value is not None, why is None) == (is_told, is_told)


@pytest.mark.parametrize(
    ("lost", "won", "chance"),
    [
        pytest.param(0, 0, 1, id="no-change"),
        pytest.param(1, 0, 1, id="one"),  # 2 · 1/2
        pytest.param(3, 3, 1, id="as-many"),  # more than 1, hence 1
        pytest.param(6, 0, 2 / 64, id="all-one-way"),
        pytest.param(1, 6, 16 / 128, id="nearly"),  # 2 (1 + 7)/2⁷
    ],
)
def test_mcnemar__changes__two_sided_chance(lost, won, chance) -> None:
    two = TwoByTwo(both=5, first_only=lost, again_only=won, neither=5)

    assert mcnemar_exact(two) == pytest.approx(chance)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        pytest.param(0, 10, 0, 1 - 0.025**0.1, id="none"),  # (1 - u)^10 = .025
        pytest.param(10, 10, 0.025**0.1, 1, id="all"),
        pytest.param(1, 1, 0.025, 1, id="one-of-one"),
        # 1 of 2: P(X >= 1) = 1 - (1 - l)² = .025, P(X <= 1) = 1 - u² = .025
        pytest.param(1, 2, 1 - sqrt(0.975), sqrt(0.975), id="one-of-two"),
    ],
)
def test_rate__few__exact_interval(count, of, low, high) -> None:
    bounds = ExactRate(count=count, of=of).bounds

    assert bounds is not None
    assert (bounds.low, bounds.high) == pytest.approx((low, high))


def test_ratio__three_interviews__spread_between_interviews() -> None:
    """d of m: 1 of 2, 0 of 2, 2 of 4: R = 3/8; residuals 1/4, -3/4, 1/2, squares sum to 7/8."""
    found = clustered_ratio([1, 0, 0, 2], [2, 2, 0, 4])

    assert found.est == 3 / 8
    # 3/2 · 7/8 / 8²
    assert found.se == pytest.approx(sqrt(3 / 2 * 7 / 8 / 64))


def test_ratio__weights__of_one_over_the_chance() -> None:
    """R = 2/(2 + 6) = 1/4; weighted residuals 3/2 and -3/2; 2 · (9/4 + 9/4)/8²."""
    found = weighted_ratio([1, 0, 0], [1, 1, 0], [2.0, 6.0, 100.0])

    assert found.est == pytest.approx(1 / 4)
    assert found.se == pytest.approx(sqrt(2 * 4.5 / 64))


@pytest.mark.parametrize(
    ("sizes", "est"), [pytest.param([0, 0], None, id="none"), pytest.param([4, 0], 0.25, id="one")]
)
def test_ratio__fewer_than_two_interviews__no_error(sizes, est) -> None:
    plain = clustered_ratio([1, 0], sizes)
    weighted = weighted_ratio([1, 0], sizes, [2.0, 2.0])

    assert (plain.est, plain.se) == (est, None)
    assert (weighted.est, weighted.se) == (est, None)


def test_pooled__pairs_without_an_answer__are_in_no_sum() -> None:
    """Interviews: 1 change of 2; the same of 1 (9 and blank are no answer); none at all."""
    found = pooled_agreement(pairs_of("55 53", "49 4.", ".9 55"))

    assert (found.interviews, found.answers) == (2, 3)
    assert found.gdr.est == found.ndr.est == pytest.approx(1 / 3)
    # residuals 1 - 2/3 and 0 - 1/3: 2/1 · (1/9 + 1/9)/3²
    assert found.gdr.se == pytest.approx(sqrt(2 * 2 / 9 / 9))
    assert found.inconsistency is None


def test_pooled__rarer_answers_of_few_people__no_index() -> None:
    """9 people give 18 answers that are not satisfied, another makes it ten people."""
    nine = [*["55 55"] * 20, *["22 22"] * 9]

    few, enough = (pooled_agreement(pairs_of(*answers)) for answers in (nine, [*nine, "52 52"]))

    assert few.inconsistency is None
    assert "9 people" in few.reasons["index_of_inconsistency"]
    assert enough.inconsistency == 0


def test_prior__three_enumerators__moments() -> None:
    """0, 1 and 4 of 10 each: mean 1/6; Σ M (r - mean)² = 10 (25 + 4 + 49)/900 = 13/15;
    less 2 · 5/36, over 3 · 2/3 · 9 = 18: tau² = (13/15 - 5/18)/18 = 53/1620; rho = 53/225.
    """
    prior = fitted_prior([0, 1, 4, 0], [10, 10, 10, 0])

    assert prior.enumerators == 3
    assert (prior.mean, prior.variance, prior.rho) == pytest.approx((1 / 6, 53 / 1620, 53 / 225))
    # a + b = 225/53 - 1 = 172/53
    assert prior.strength == pytest.approx(172 / 53)
    assert prior.reason is None
    # (172/318 + 4)/(172/53 + 10) = 361/1053
    assert shrunken_rate(4, reached=10, prior=prior).rate == pytest.approx(361 / 1053)


def test_shrunken__beta_of_whole_numbers__chance_of_a_high_rate() -> None:
    """a = b = 1 and none of 8: Beta(1, 9), above x with the chance (1 - x)⁹."""
    prior = Prior(enumerators=5, mean=0.5, variance=1 / 12, rho=1 / 3, strength=2.0)

    found = shrunken_rate(0, reached=8, prior=prior)

    assert found.rate == pytest.approx(1 / 10)
    assert found.is_high == pytest.approx(0.9**9)
    assert HIGH_RATE == 0.1


@pytest.mark.parametrize(
    ("defective", "reached", "words"),
    [
        pytest.param([0, 0], [5, 5], "no interview, or every one", id="no-defect"),
        pytest.param([5, 5], [5, 5], "no interview, or every one", id="all-defective"),
        pytest.param([2], [5], "two enumerators", id="one-enumerator"),
        pytest.param([1, 0, 0], [1, 1, 1], "two enumerators", id="one-each"),
        # mean .5, Σ M (r - mean)² = 2.5, (2.5 - .25)/4 = .5625 > .25
        pytest.param([0, 5], [5, 5], "further apart", id="opposite"),
        pytest.param([0, 0], [0, 0], "nobody", id="nobody-reached"),
    ],
)
def test_prior__that_cannot_be_fitted__none_with_a_reason(defective, reached, words) -> None:
    prior = fitted_prior(defective, reached)

    found = shrunken_rate(0, reached=5, prior=prior)

    assert prior.strength is None
    assert words in str(prior.reason)
    assert (found.rate, found.is_high, found.reason) == (None, None, prior.reason)


@pytest.mark.parametrize(
    ("defective", "rate", "is_high"),
    [pytest.param(1, 0.05, 0.0, id="low"), pytest.param(4, 0.2, 1.0, id="high")],
)
def test_prior__rates_that_do_not_differ__the_common_rate(defective, rate, is_high) -> None:
    prior = fitted_prior([defective, defective], [20, 20])

    found = shrunken_rate(defective, reached=20, prior=prior)

    assert (prior.variance, prior.strength) == (0, inf)
    assert "common" in str(prior.reason)
    assert (found.rate, found.is_high) == (rate, is_high)


def test_shrunken__nobody_reached__none() -> None:
    prior = fitted_prior([0, 1, 4], [10, 10, 10])

    found = shrunken_rate(0, reached=0, prior=prior)

    assert (found.rate, found.is_high, found.reason) == (None, None, "nobody was reached")


def test_above_the_others__three_enumerators__fisher_and_adjustment() -> None:
    """0, 1 and 4 of 10 each, 5 of 30 together; C(30, 5) = 142506."""
    # C(10, 4) C(20, 1) + C(10, 5) = 4200 + 252
    assert fisher_above(4, of=10, others=1, of_others=20) == pytest.approx(4452 / 142506)
    # all but C(20, 5) = 15504
    assert fisher_above(1, of=10, others=4, of_others=20) == pytest.approx(1 - 15504 / 142506)

    found = above_the_others([0, 1, 4, 0], [10, 10, 10, 0])

    # the smallest of three times 3; the next, .891 · 3/2, is more than 1
    assert found == pytest.approx([1, 1, 3 * 4452 / 142506, None])


@pytest.mark.parametrize(
    ("defective", "reached"),
    [pytest.param([2], [9], id="alone"), pytest.param([2, 0], [9, 0], id="only-one-reached")],
)
def test_above_the_others__nobody_else__none(defective, reached) -> None:
    assert above_the_others(defective, reached) == [None] * len(reached)


def test_benjamini_hochberg__a_later_one_is_smaller__never_falls() -> None:
    """.01 · 4/1, .03 · 4/2 = .06 but .035 · 4/3 = .0467 behind it, .5 · 4/4."""
    found = benjamini_hochberg([0.5, 0.03, 0.01, 0.035])

    assert found == pytest.approx([0.5, 0.14 / 3, 0.04, 0.14 / 3])


def test_person_level__three_people__variance_and_correlation() -> None:
    """Shares of satisfied 1, 1/2, 0 at first and 1, 1, 0 again: differences 0, -1/2, 0.

    Var(difference) = (2/36 + 4/36)/2 = 1/12, Var(first) = 1/4; means 1, 3/4, 0 vary by 39/144, so
    MSR = 39/72; MSE = 1/24; MSC = 3 (1/6)²/2 = 1/24: ICC = (39 - 3)/(39 + 3) = 6/7.
    """
    found = satisfied_shares(pairs_of("55 44", "51 55", "11 12"))

    assert found.people == 3
    assert found.response_variance == pytest.approx(1 / 24)
    assert found.reliability == pytest.approx(1 - 1 / 6)
    assert found.icc == pytest.approx(6 / 7)


def test_person_level__levels__means_over_answers_of_both_times() -> None:
    """5 and 3 (of the pair that is there); 4 and 5: differences 2 and -1, variance 9/2."""
    found = mean_levels(pairs_of("5. 31", "44 55"))

    assert found.response_variance == pytest.approx(9 / 4)


@pytest.mark.parametrize(
    ("answers", "people"),
    [
        pytest.param([], 0, id="nobody"),
        pytest.param(["55 45"], 1, id="one"),
        pytest.param(["55 55", "55 55"], 2, id="alike"),
    ],
)
def test_person_level__no_spread__none_with_a_reason(answers, people) -> None:
    found = satisfied_shares(pairs_of(*answers))

    assert found.people == people
    assert found.icc is None
    assert found.reason
