"""A round beside an earlier one: what is official of either, and which units are the same."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.differences import Change, Lacking
from scoring.plans.canonical import canonical_plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import scoring_plan
from scoring.round_figures import Aspect
from scoring.rounding import half_up
from survey_app.db import plans, rounds, units
from survey_app.db.engine import transaction
from survey_app.db.scored_rounds import rounds_with_scores
from survey_app.results.earlier_rounds import do_overlap, earlier_rounds
from survey_app.results.printed_changes import PERCENT, SCORE, printed
from survey_app.results.round_side import side_of
from survey_app.results.two_rounds import compare_rounds
from survey_app.results.unit_changes import Apart
from tests.survey_app.conftest import START
from tests.survey_app.rounds_apart import (
    EARLIER,
    LATER,
    ask_otherwise,
    copied,
    make_public,
    reworded,
    two_rounds,
    void,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def compared(world):
    """Compares the two rounds anew."""
    with transaction(world.engine, writes=False) as session:
        later = side_of(session, rounds.round_coded(session, LATER))
        return compare_rounds(session, later, rounds.round_coded(session, EARLIER))


@ON_SQLITE
def test_compare_rounds__units_of_every_kind__are_compared_only_where_they_are_the_same(world):
    two_rounds(world)

    found = compared(world)

    units = {unit.code: unit for unit in found.units}
    assert {code: unit.apart for code, unit in units.items()} == {
        "SXD": None,
        "STP": None,
        "SYT": None,
        "SCT": Apart.HIDDEN,
        "STC": Apart.TOOK_OVER,
        "SNV": Apart.EXEMPT,
        "SLD": Apart.UNANSWERED,
        "SDT": Apart.NEW,
        "SKHDT": Apart.MERGED,
        "BQL": Apart.ENDED,
        "SGT": Apart.GONE,
    }
    changes = {code: units[code].row.change.published for code in ("SXD", "STP", "SYT")}
    # 54 of 60, then all; all, then 63 of 70.
    assert changes["SXD"].est == pytest.approx(10)
    assert changes["STP"].est == pytest.approx(-10)
    assert [one.change for one in changes.values()] == [
        Change.RISEN,
        Change.FALLEN,
        Change.SIMILAR,
    ]
    assert units["SXD"].former_name == "Sở Xây dựng"
    assert units["STC"].others == ("Sở Kế hoạch và Đầu tư",)
    assert units["SKHDT"].others == ("Sở Tài chính",)
    for unit in found.units_apart:
        told = {unit.row.change.published, *unit.row.change.factors.values()}
        assert {(one.est, one.low, one.change) for one in told} == {(None, None, None)}
    assert all(one.share is None for one in units["STC"].row.scores)
    group = found.groups[0]
    # Six are surveyed both times; SNV no more, and SKHDT, BQL and SGT are gone.
    assert (group.units, group.came, group.gone) == (6, 1, 4)
    assert group.row.change == found.whole.row.change


def test_side_of__published_round__is_what_was_published_whatever_happened_since(world):
    people = two_rounds(world)
    before = compared(world)
    make_public(world, EARLIER)
    published = compared(world)
    void(world, people[0])

    after = compared(world)

    assert before.earlier.run is None
    assert published.earlier.run is not None
    assert published.earlier.figures == before.earlier.figures
    assert published.units == before.units
    assert (after.earlier, after.units) == (published.earlier, published.units)


@ON_SQLITE
def test_compare_rounds__other_plan__compares_nothing_and_puts_no_scores_side_by_side(world):
    two_rounds(world)
    stricter = {**scoring_plan("ha-nam-2022").model_dump(mode="json"), "id": "x", "satisfied": [5]}
    with transaction(world.engine) as session:
        content = canonical_plan(ScoringPlan.model_validate(stricter))
        number = plans.keep_plan(session, kind="scoring", content=content, at=START)
        later = rounds.round_coded(session, LATER)
        plans.set_plans(session, later.id, {"scoring": number})

    found = compared(world)

    assert found.found.differing == (Aspect.SATISFIED,)
    rows = [found.whole.row, *(group.row for group in found.groups)]
    for row in [*rows, *(unit.row for unit in found.units)]:
        assert row.change.published.reason in {Lacking.OTHER_MEANING, Lacking.OTHER_UNIT}
        assert {one.share for one in row.scores} == {None}
        assert {one.share for one in row.factor("F1")} == {None}


@ON_SQLITE
def test_compare_rounds__other_words__are_named_and_the_numbers_stay(world):
    two_rounds(world)
    ask_otherwise(world, LATER, reworded("q12", "Một câu hỏi khác"))

    found = compared(world)

    assert not found.found.same_questionnaire
    [one] = found.wording.reworded
    assert (one.code, one.later.vi) == ("q12", "Một câu hỏi khác")
    assert found.wording.asked_otherwise == ()
    assert len(found.units_that(Change.RISEN)) == 1


def test_rounds_with_scores__rounds_of_the_database__those_with_an_interview_or_a_publication(
    world,
):
    people = two_rounds(world)
    with transaction(world.engine) as session:
        copied(session, code="thu-2024", year=2024)
    known = scored(world)
    make_public(world, EARLIER)
    for one in people:
        void(world, one)

    assert known == {EARLIER, LATER}
    assert scored(world) == {EARLIER}


def scored(world):
    with transaction(world.engine, writes=False) as session:
        numbers = rounds_with_scores(session)
        return {one.code for one in rounds.all_rounds(session) if one.id in numbers}


@ON_SQLITE
def test_earlier_rounds__by_period__the_latest_first_and_none_that_begins_or_ends_later(world):
    with transaction(world.engine, writes=False) as session:
        [now] = rounds.all_rounds(session)
    half, year = (date(2021, 7, 1), date(2021, 12, 31)), (date(2021, 1, 1), date(2021, 12, 31))
    around, into = (date(2021, 1, 1), date(2022, 12, 31)), (date(2021, 7, 1), date(2022, 6, 30))
    others = [
        replace(now, id=at, code=f"r{at}", period_start=start, period_end=end)
        for at, (start, end) in enumerate((year, half, around, into, (now.period_start,) * 2), 2)
    ]

    found = earlier_rounds(now, among=[now, *others], with_scores=frozenset(range(7)))

    assert [one.code for one in found] == ["r5", "r3", "r2"]
    assert [do_overlap(now, one) for one in found] == [True, False, False]
    some = earlier_rounds(now, among=others, with_scores=frozenset({2, 4}))
    assert [one.code for one in some] == ["r2"]


@given(st.integers(min_value=1, max_value=10**7), st.data())
def test_printed__share_of_counts__as_the_exact_share_is_printed(valid, data):
    """A float is a hair beside the half that 67/80 is; it is printed as the half."""
    satisfied = data.draw(st.integers(min_value=0, max_value=valid))
    exact = Fraction(satisfied, valid)

    percent = 100 * (satisfied / valid)

    assert printed(percent, scale=SCORE) == half_up(exact * 10)
    assert printed(percent, scale=PERCENT) == half_up(exact * 100, places=1)


def test_printed__halves__go_away_from_zero_on_either_side():
    assert [str(printed(one, scale=SCORE)) for one in (83.75, -83.75, 0.05, -0.04)] == [
        "8.38",
        "-8.38",
        "0.01",
        "0.00",
    ]
    assert printed(None, scale=SCORE) is None


@ON_SQLITE
def test_compare_rounds__mergers_that_lead_back__are_gone_like_a_unit_without_successor(world):
    two_rounds(world)
    with transaction(world.engine) as session:
        known = units.all_units(session)
        for one, other in (("BQL", "SKHDT"), ("SKHDT", "BQL")):
            units.end(session, known[one].id, on=START.date(), successor_id=known[other].id)

    found = {unit.code: unit for unit in compared(world).units}

    assert found["BQL"].apart is found["SKHDT"].apart is Apart.ENDED
    assert found["STC"].apart is not Apart.TOOK_OVER


@ON_SQLITE
def test_side_of__published_round__asks_for_nothing_that_was_drawn_or_counted_in_it(world):
    two_rounds(world)
    make_public(world, EARLIER)

    with transaction(world.engine, writes=False) as session, world.statements() as sent:
        side = side_of(session, rounds.round_coded(session, EARLIER))

    assert side.run is not None
    assert not [one for one in sent if re.search("FROM (sample_|score_run_adj|interview)", one)]
