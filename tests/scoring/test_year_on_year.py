"""Two rounds compared: from the printed intervals, and only where that gives nothing away."""

from dataclasses import replace
from fractions import Fraction
from math import hypot, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from scoring.composition import Composition
from scoring.differences import Change, Difference, Lacking
from scoring.factor_intervals import FactorFound, measured_factor
from scoring.frame_tally import tally_frame
from scoring.frozen_figures import figures_of_rows
from scoring.groups import score_groups
from scoring.hidden_rows import PROTECTS
from scoring.indicator import Estimator, Indicator
from scoring.plans.shipped import scoring_plan
from scoring.publication import run_document
from scoring.published_json import ByPlan
from scoring.publishing import Flag
from scoring.round_figures import Aspect, figures_of_scores, meaning_of
from scoring.run_facts import RunFacts, UnitInRun
from scoring.scored_tally import score_tally
from scoring.variance import Population
from scoring.weights import Weighting
from scoring.year_on_year import year_on_year
from tests.scoring.conftest import RULE

HAPPY, HALF, SAD = "5 4 5 4 5 4", "5 5 5 1 1 1", "1 1 1 1 1 1"
NAMES = dict(zip(RULE.levels, ("rất tệ", "tệ", "tạm", "tốt", "rất tốt"), strict=True))
MEANING = meaning_of(RULE, indicator=Indicator(), weighting=Weighting.NONE, level_names=NAMES)
EVERYBODY = Composition(modes={"tablet": 1}, origins={"unlisted": 1})
EARLIER = {
    "GOOD": [HAPPY] * 20 + [HALF] * 40,
    "SAME": [HALF] * 30,
    "OLD": [HALF] * 12,
    "WAS": [HALF] * 20,
}
LATER = {
    "GOOD": [HAPPY] * 58 + [HALF] * 2,
    "SAME": [HALF] * 29 + [HAPPY],
    "NEW": [HALF] * 12,
    "WAS": [HALF] * 20,
}


def scores(make_frame, people, *, population=None):
    """Table and groups of these people by unit; all units are of the group G."""
    tally = tally_frame(
        make_frame(*(f"{unit} {levels}" for unit, found in people.items() for levels in found)),
        rule=RULE,
    )
    population = population or Population()
    table = score_tally(tally, population=population)
    group_of = dict.fromkeys(people, "G")
    groups = score_groups(tally, population=population, group_of=group_of, like=table)
    return table, groups


@pytest.fixture
def figures(make_frame):
    """The figures of these people by unit."""

    def of(people, **others):
        table, groups = scores(make_frame, people, **others)
        return figures_of_scores(
            table,
            groups=groups,
            group_of=dict.fromkeys(people, "G"),
            meaning=MEANING,
            composition=EVERYBODY,
        )

    return of


@pytest.fixture
def frozen(make_frame):
    """The same, from the document of a run of them."""

    def of(people, **others):
        table, groups = scores(make_frame, people, **others)
        facts = RunFacts(
            about={},
            table=table,
            groups=groups,
            units={code: UnitInRun(name=code, group="G") for code in people},
            by=ByPlan(scoring_plan=scoring_plan("ha-nam-2022"), points_plan=None, points={}),
            compositions=dict.fromkeys(table.units, EVERYBODY),
            with_excluded=table,
            groups_with_excluded={},
            excluded={},
        )
        rows = run_document(facts).rows
        version = table.rule.version_id
        return figures_of_rows(rows, meaning=MEANING, questionnaire_version=version)

    return of


def test_year_on_year__two_rounds__units_groups_and_whole_from_the_printed_intervals(
    make_frame, figures
):
    later, earlier = figures(LATER), figures(EARLIER)

    found = year_on_year(later, earlier)

    # Of 60 people: 20 x 6 + 40 x 3 of 360 answers, then 58 x 6 + 2 x 3.
    one = scores(make_frame, LATER)[0].units["GOOD"].published
    two = scores(make_frame, EARLIER)[0].units["GOOD"].published
    good = found.units["GOOD"].published
    assert (one.est, two.est) == pytest.approx((100 * 354 / 360, 100 * 240 / 360))
    assert good.est == pytest.approx(100 * 114 / 360)
    assert good.se == pytest.approx(hypot(one.se, two.se))
    assert good.low == pytest.approx(
        good.est - hypot(one.est - one.interval.low, two.interval.high - two.est)
    )
    assert good.high == pytest.approx(
        good.est + hypot(one.interval.high - one.est, two.est - two.interval.low)
    )
    assert good.change is Change.RISEN
    assert found.units["SAME"].published.change is Change.SIMILAR
    alone = Difference(reason=Lacking.ONE_SIDE)
    assert found.units["OLD"].published == found.units["NEW"].published == alone
    assert set(found.units["NEW"].factors.values()) == {alone}
    assert found.overall.published.change is Change.RISEN
    assert found.groups == {"G": found.overall}
    assert (found.differing, found.same_questionnaire) == ((), True)


def test_year_on_year__factors__have_the_design_effect_of_their_own_survey_as_a_floor(figures):
    found = year_on_year(figures(LATER), figures(EARLIER)).units

    # F1 (q11 to q13) was 100 % both times. F3 (q31) rose from 20 to 58 of 60 people.
    good = found["GOOD"].factors
    assert (good["F1"].est, good["F1"].se, good["F1"].change) == (0, None, Change.SIMILAR)
    assert good["F3"].est == pytest.approx(100 * 38 / 60)
    # Of one criterion a unit of n people tells a design effect of n / (n - 1). Now GOOD (58 of 60)
    # and SAME (1 of 30) vary equally much, so it is their mean; earlier only GOOD varied.
    effect = (60 / 59 + 30 / 29) / 2
    p1, l1, u1 = wilson_by_hand(58 / 60, 60 / effect, df=59)
    p2, l2, u2 = wilson_by_hand(20 / 60, 59, df=59)
    assert good["F3"].low == pytest.approx(100 * (p1 - p2 - hypot(p1 - l1, u2 - p2)))
    assert good["F3"].high == pytest.approx(100 * (p1 - p2 + hypot(u1 - p1, p2 - l2)))
    assert good["F3"].change is Change.RISEN
    # F2 rose as much: of the two the first is named. Nothing of SAME is told.
    assert found["GOOD"].most_changed == "F2"
    assert found["SAME"].most_changed is None


def wilson_by_hand(share, size, *, df):
    t2 = stats.t.ppf(0.975, df) ** 2
    middle = (share + t2 / 2 / size) / (1 + t2 / size)
    half = sqrt(t2 * share * (1 - share) / size + t2**2 / 4 / size**2) / (1 + t2 / size)
    return share, middle - half, middle + half


def test_year_on_year__unit_that_is_another_one__is_not_compared(figures):
    found = year_on_year(figures(LATER), figures(EARLIER), other_units={"GOOD"})

    other = Difference(reason=Lacking.OTHER_UNIT)
    assert found.units["GOOD"].published == other
    assert set(found.units["GOOD"].factors.values()) == {other}
    assert found.units["SAME"].published.est is not None


@pytest.mark.parametrize("swap", [False, True])
def test_year_on_year__hidden_in_one_of_the_two__tells_nothing_of_it(figures, swap):
    # 9 people are too few; SAME is hidden with them, or the group less GOOD would give them away.
    few = {"GOOD": [HAPPY] * 60, "SAME": [HALF] * 30, "OLD": [HALF] * 9}
    many = {code: [HALF] * 50 for code in few}
    sides = [figures(few), figures(many)]

    found = year_on_year(*(reversed(sides) if swap else sides))

    hidden = sides[0].units
    assert (hidden["OLD"].reason or "").startswith("n_valid < 10")
    assert hidden["SAME"].reason == PROTECTS
    for code in ("OLD", "SAME"):
        of = found.units[code]
        assert {of.published, *of.factors.values()} == {Difference(reason=Lacking.SUPPRESSED)}
    assert found.units["GOOD"].published.change is not None


def test_year_on_year__hidden_factor__is_not_told_and_the_others_are(figures):
    skips = "5 5 5 4 4 9"  # q31, all of F3, did not apply
    few = {"GOOD": [HAPPY] * 39 + [HALF], "SAME": [skips] * 25 + [HALF] * 5}
    many = {code: [HALF] * 50 for code in few}

    found = year_on_year(figures(many), figures(few)).units

    same = found["SAME"].factors
    for code in ("F1", "F3"):  # F1 so that F3 cannot be computed from the score
        assert same[code] == Difference(reason=Lacking.SUPPRESSED)
        assert found["GOOD"].factors[code] == Difference(reason=Lacking.SUPPRESSED)
    assert None not in {same["F2"].est, found["SAME"].published.est}


def test_year_on_year__other_meaning__says_in_what_and_compares_nothing(figures):
    later = figures(LATER)
    fewer = replace(RULE, factors=RULE.factors[:2])
    others = {
        Aspect.INDICATOR: replace(
            MEANING, indicator=Indicator(estimator=Estimator.MEAN_OF_FACTORS)
        ),
        Aspect.CRITERIA: replace(MEANING, factors=fewer.factors),
        Aspect.SCALE: replace(MEANING, levels=(*MEANING.levels[:-1], (5, "tuyệt vời"))),
        Aspect.SATISFIED: replace(MEANING, satisfied=frozenset({5})),
        Aspect.BLANKS: replace(MEANING, blank_counts=True),
        Aspect.VALID_FORMS: replace(MEANING, valid_from=Fraction(1, 2)),
        Aspect.WEIGHTS: replace(MEANING, weighting=Weighting.DESIGN),
    }
    assert set(others) == set(Aspect)

    for aspect, meaning in others.items():
        found = year_on_year(later, replace(figures(EARLIER), meaning=meaning))

        assert found.differing == (aspect,)
        rows = [found.overall, *found.groups.values(), *found.units.values()]
        told = {one for row in rows for one in (row.published, *row.factors.values())}
        assert told == {Difference(reason=Lacking.OTHER_MEANING)}


def test_year_on_year__other_version_of_the_questionnaire__is_said_beside_the_numbers(figures):
    reworded = replace(figures(EARLIER), questionnaire_version="1" * 64)

    found = year_on_year(figures(LATER), reworded)

    assert not found.same_questionnaire
    assert found.overall.published.est is not None


@pytest.mark.parametrize(
    "people",
    [
        EARLIER,
        {"GOOD": [HAPPY] * 60, "SAME": [HALF] * 30, "OLD": [HALF] * 9},
        {"GOOD": [HAPPY] * 40, "SAME": ["5 5 5 4 4 9"] * 25 + [HALF] * 5},
        {"GOOD": ["5 5 5 4 4 9"] * 40, "SAME": ["5 5 5 4 4 9"] * 25},
        {"GOOD": [HALF] * 4},
        {"GOOD": [SAD, HALF] * 30, "SAME": ["9 9 9 9 9 9"] * 30},
    ],
)
def test_figures_of_rows__run_of_these_people__are_the_figures_of_their_scores(
    figures, frozen, people
):
    population = Population(strata={("GOOD", ""): 60})
    for others in ({}, {"population": population}):
        read = frozen(people, **others)

        assert replace(read, composition=EVERYBODY) == figures(people, **others)


def test_figures_of_rows__no_rows_of_a_document__are_refused():
    with pytest.raises(ValueError, match="n_valid"):
        figures_of_rows(
            [("whole", "", '{"n": 1}')], meaning=MEANING, questionnaire_version="0" * 64
        )


FACTOR = FactorFound(est=90.0, se=2.0, people=50, df=49, sampled=0.0, is_census=False)


def test_measured_factor__census_or_no_error__point_or_no_interval():
    census = measured_factor(replace(FACTOR, se=0.0, is_census=True), design_effect=2.0)
    alone = measured_factor(replace(FACTOR, df=0), design_effect=None)
    one = measured_factor(replace(FACTOR, est=100.0, se=0.0, people=1), design_effect=None)

    assert census.bounds is not None
    assert (census.bounds.low, census.bounds.high, census.se) == (0.9, 0.9, 0.0)
    assert (alone.share, alone.bounds) == (0.9, None)
    assert (one.share, one.bounds) == (1.0, None)
    assert measured_factor(None, design_effect=None).share is None


def test_measured_factor__all_that_could_be_asked_and_no_census__is_as_if_of_a_large_population():
    """The people of some strata were all asked, and those of another could not be."""
    part = replace(FACTOR, se=0.0, sampled=1.0)

    found = measured_factor(part, design_effect=1.0)

    assert found == measured_factor(replace(part, sampled=0.0), design_effect=1.0)
    assert found.bounds is not None
    assert found.bounds.low < 0.9 < found.bounds.high


@given(st.floats(min_value=0, max_value=0.99), st.floats(min_value=0.1, max_value=3))
def test_measured_factor__more_of_a_small_population__is_never_less_certain(sampled, effect):
    error = 2.0 * sqrt(1 - sampled)
    of_large = measured_factor(FACTOR, design_effect=effect)
    of_small = measured_factor(replace(FACTOR, se=error, sampled=sampled), design_effect=effect)

    assert of_large.bounds is not None
    assert of_small.bounds is not None
    assert of_small.bounds.low >= of_large.bounds.low - 1e-12
    assert of_small.bounds.high <= of_large.bounds.high + 1e-12


def test_figures_of_scores__flags_and_people__are_those_of_the_scores(figures):
    units = figures({**EARLIER, "OLD": [HALF] * 9}).units

    assert (units["GOOD"].people, units["GOOD"].flag) == (60, Flag.OK)
    assert (units["WAS"].people, units["WAS"].flag) == (20, Flag.SUPPRESSED)
    assert units["WAS"].reason == PROTECTS
    assert units["OLD"].people == 9
