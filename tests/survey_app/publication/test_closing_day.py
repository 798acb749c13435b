"""The steps of the day a round closes: which is done, which is next, what stands where."""

from dataclasses import replace

import pytest

from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import State
from survey_app.publication.closing_day import (
    HINDERING,
    DayFacts,
    DayStep,
    Standing,
    day_steps,
    to_do,
)

CLOSED = DayFacts(
    state=State.CLOSED,
    faults=(),
    draws=1,
    is_rechecked=True,
    has_cases=False,
    is_public=False,
    unappraised=3,
    has_index=False,
    is_index_outdated=False,
    comments=0,
    comments_waiting=0,
    program_cares=0,
)
"""Everything before the scores is done; three units wait for points of the council."""
PUBLISHED = replace(CLOSED, state=State.PUBLISHED, is_public=True, unappraised=0)


def standings(facts):
    return {one.step: one.standing for one in day_steps(facts)}


def test_steps__closed_round_without_hindrance__scores_and_points_come_next():
    found = day_steps(CLOSED)

    assert tuple(one.step for one in found) == tuple(DayStep)
    assert to_do(found) == (DayStep.SCORES, DayStep.POINTS)
    of = standings(CLOSED)
    assert of[DayStep.CASES] is Standing.NOTHING
    assert of[DayStep.INDEX] is Standing.LATER
    assert of[DayStep.FILES] is Standing.LATER
    assert [of[step] for step in (DayStep.CLOSE, DayStep.LOTS)] == [Standing.DONE] * 2


@pytest.mark.parametrize(
    "kind", sorted((kind for kinds in HINDERING.values() for kind in kinds), key=str)
)
def test_steps__something_hinders__stands_at_one_step_and_scores_wait(kind):
    facts = replace(CLOSED, faults=(kind.at("round", count="1", units="A", more="1"),))

    found = day_steps(facts)

    assert [one.faults for one in found if one.faults] == [facts.faults]
    assert standings(facts)[DayStep.SCORES] is Standing.LATER


def test_steps__documents_wait__are_for_somebody_else():
    facts = replace(CLOSED, faults=(RoundCode.DOCUMENTS_WAIT.at("documents", count="2"),))

    assert standings(facts)[DayStep.DOCUMENTS] is Standing.OTHERS


def test_steps__open_round__seeds_stay_closed_and_lots_can_be_decided():
    faults = (
        RoundCode.NOT_CLOSED.at("round"),
        RoundCode.SAMPLE_NOT_REVEALED.at("sample", name="m"),
        RoundCode.LOTS_UNDECIDED.at("recheck", count="1", lots="x"),
    )

    of = standings(replace(CLOSED, state=State.OPEN, faults=faults))

    assert of[DayStep.CLOSE] is Standing.NOW
    assert of[DayStep.SAMPLE_SEEDS] is Standing.LATER
    assert of[DayStep.LOTS] is Standing.NOW


def test_steps__nothing_counts__stands_at_the_scores():
    facts = replace(CLOSED, faults=(RoundCode.NOTHING_COUNTED.at("interviews"),))

    scores = next(one for one in day_steps(facts) if one.step is DayStep.SCORES)

    assert (scores.standing, scores.faults) == (Standing.LATER, facts.faults)


def test_steps__scores_are_public__that_nothing_changed_is_no_hindrance():
    facts = replace(PUBLISHED, faults=(RoundCode.NOTHING_CHANGED.at("interviews"),))

    found = day_steps(facts)

    assert not [one for one in found if one.faults]
    assert to_do(found) == (DayStep.INDEX,)
    assert standings(facts)[DayStep.FILES] is Standing.READY


def test_steps__index_stands__is_done_until_other_scores_are_public():
    done = replace(PUBLISHED, has_index=True)

    assert standings(done)[DayStep.INDEX] is Standing.DONE
    outdated = standings(replace(done, is_index_outdated=True))
    assert outdated[DayStep.INDEX] is Standing.NOW


def test_steps__programs_need_care__are_to_be_looked_after():
    assert standings(replace(PUBLISHED, program_cares=1))[DayStep.PROGRAMS] is Standing.NOW
    assert standings(PUBLISHED)[DayStep.PROGRAMS] is Standing.NOTHING


def test_steps__draft__nothing_is_to_be_closed():
    facts = replace(CLOSED, state=State.DRAFT, faults=(RoundCode.NOT_CLOSED.at("round"),))

    assert standings(facts)[DayStep.CLOSE] is Standing.LATER


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        (replace(CLOSED, comments=3, comments_waiting=3), Standing.LATER),
        (PUBLISHED, Standing.NOTHING),
        (replace(PUBLISHED, comments=3, comments_waiting=1), Standing.NOW),
        (replace(PUBLISHED, comments=3), Standing.DONE),
    ],
)
def test_steps__comments__wait_for_the_scores_and_hold_up_nothing(facts, standing):
    found = standings(facts)

    assert found.pop(DayStep.COMMENTS) is standing
    without = standings(replace(facts, comments=0, comments_waiting=0))
    assert found == {step: of for step, of in without.items() if step is not DayStep.COMMENTS}
