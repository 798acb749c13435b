"""Years before stand as they were published, whatever is entered for them since."""

from decimal import Decimal

import pytest

from scoring.rounding import half_up
from survey_app.db import rounds
from survey_app.db.engine import transaction
from survey_app.publication.index_publishing import withdraw_index
from survey_app.results.earlier_index import earlier_index
from survey_app.results.index_years import years_before
from survey_app.results.scored_round import scored_round
from tests.survey_app.publication.test_frozen_index_printed import (
    decide,
    enter_all_anew,
    scored,
)
from tests.survey_app.rounds_apart import LATER, copied

__all__ = ["scored"]


@pytest.fixture
def later(scored):
    """The same, and a round of the next year."""
    with transaction(scored.engine) as session:
        copied(session)
    return scored


def of_department(world):
    """What the later round is held against, and the means over the years."""
    with transaction(world.engine, writes=False, at_one_moment=True) as session:
        of_round = rounds.round_coded(session, LATER)
        found = earlier_index(session, of_round, units=rounds.units_of_round(session, of_round.id))
        years = years_before(session, scored_round(session, LATER).full)
    return found.groups["department"], [
        (one.year, Decimal(f"{float(one.mean):.2f}")) for one in years["department"]
    ]


def test_earlier_index__published_by_a_decision__stands_whatever_is_entered_later(later):
    before_it, means = of_department(later)
    decide(later)
    at_once, published = of_department(later)

    enter_all_anew(later)
    since, years = of_department(later)

    assert since == at_once
    assert years == published == means
    assert years[0] == (2021, Decimal("75.00"))
    # Of how many a rank was one: as the table was computed, and as it was frozen.
    assert before_it.ranked == at_once.ranked == len(at_once.units) == 3
    for code, unit in at_once.units.items():
        assert unit.rank == before_it.units[code].rank
        assert unit.percent == half_up(before_it.units[code].percent)


def test_earlier_index__taken_back__is_made_of_what_is_entered_by_now(later):
    decide(later)
    at_once, _ = of_department(later)
    enter_all_anew(later)
    decide(later, withdraw_index, reason="Nhầm")

    since, years = of_department(later)

    assert since.mean < at_once.mean
    assert years[0] == (2021, Decimal("61.00"))
