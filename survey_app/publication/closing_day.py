"""The steps from a round that ends to a published index, in order, and how far each has come.

Only what is known decides: nothing here computes a score or asks the database.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from questionnaires import Fault
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import State


class DayStep(StrEnum):
    """What has to be done on the day a round closes, in this order."""

    CLOSE = "close"
    DOCUMENTS = "documents"
    SAMPLE_SEEDS = "sample-seeds"
    RECHECK_SEED = "recheck-seed"
    LOTS = "lots"
    CASES = "cases"
    SCORES = "scores"
    POINTS = "points"
    INDEX = "index"
    COMMENTS = "comments"
    FILES = "files"
    PROGRAMS = "programs"


class Standing(StrEnum):
    """How far a step has come. others: somebody else has to act. later: something stands before it.
    nothing: this round does not need it. ready: can be used, and nobody writes down that it was.
    """

    DONE = "done"
    NOW = "now"
    OTHERS = "others"
    LATER = "later"
    NOTHING = "nothing"
    READY = "ready"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFacts:
    """What the steps depend on.

    faults: all that stands against publishing scores. draws: samples of the round. is_rechecked:
    whether interviews were drawn for re-checks. has_cases: whether its points plan counts cases.
    is_public: its scores. unappraised: units that wait for the points of the council. has_index:
    whether one stands; is_index_outdated: of other scores than those that are public.
    comments: on what is public, and comments_waiting: those that nobody has decided about.
    program_cares: addresses given up and tokens that end soon.
    """

    state: State
    faults: tuple[Fault, ...]
    draws: int
    is_rechecked: bool
    has_cases: bool
    is_public: bool
    unappraised: int
    has_index: bool
    is_index_outdated: bool
    comments: int
    comments_waiting: int
    program_cares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStanding:
    """A step, how far it has come, and what stands against it."""

    step: DayStep
    standing: Standing
    faults: tuple[Fault, ...] = ()


HINDERING: Mapping[DayStep, frozenset[RoundCode]] = {
    DayStep.CLOSE: frozenset({RoundCode.NOT_CLOSED}),
    DayStep.DOCUMENTS: frozenset({RoundCode.DOCUMENTS_WAIT}),
    DayStep.SAMPLE_SEEDS: frozenset({RoundCode.SAMPLE_NOT_REVEALED}),
    DayStep.RECHECK_SEED: frozenset({RoundCode.RECHECK_SEED_HIDDEN}),
    DayStep.LOTS: frozenset(
        {
            RoundCode.LOTS_UNDECIDED,
            RoundCode.LOTS_IN_VERIFICATION,
            RoundCode.EXCLUDED_WITHOUT_CAUSE,
        }
    ),
    DayStep.CASES: frozenset({RoundCode.CASES_NOT_COUNTED, RoundCode.CASES_NOT_COUNTED_OF_MANY}),
}
"""Which step takes away what stands against publishing; all else stands at the scores."""
NO_HINDRANCE = frozenset({RoundCode.NOTHING_CHANGED, RoundCode.IN_THE_ARCHIVE})
"""What publishing anew is refused for, though nothing is left to do."""
ENDED = frozenset({State.CLOSED, State.PUBLISHED, State.ARCHIVED})
SEEDS = frozenset({DayStep.SAMPLE_SEEDS, DayStep.RECHECK_SEED})
"""Shown only when nobody can be interviewed any more."""


def day_steps(facts: DayFacts) -> tuple[StepStanding, ...]:
    """Every step in its order; each fault stands at exactly one of them."""
    return (
        _close(facts),
        *(_before_scores(step, facts) for step in list(HINDERING)[1:]),
        _scores(facts),
        StepStanding(step=DayStep.POINTS, standing=_points(facts)),
        StepStanding(step=DayStep.INDEX, standing=_index(facts)),
        StepStanding(step=DayStep.COMMENTS, standing=_comments(facts)),
        StepStanding(
            step=DayStep.FILES, standing=Standing.READY if facts.is_public else Standing.LATER
        ),
        StepStanding(
            step=DayStep.PROGRAMS,
            standing=Standing.NOW if facts.program_cares else Standing.NOTHING,
        ),
    )


def to_do(steps: Sequence[StepStanding]) -> tuple[DayStep, ...]:
    """What can be done now by whoever looks."""
    return tuple(one.step for one in steps if one.standing is Standing.NOW)


def _close(facts: DayFacts) -> StepStanding:
    faults = _at(DayStep.CLOSE, facts)
    if facts.state in ENDED:
        standing = Standing.DONE
    else:
        standing = Standing.NOW if facts.state is State.OPEN else Standing.LATER
    return StepStanding(step=DayStep.CLOSE, standing=standing, faults=faults)


def _before_scores(step: DayStep, facts: DayFacts) -> StepStanding:
    faults = _at(step, facts)
    if not faults:
        is_needed = {
            DayStep.DOCUMENTS: True,
            DayStep.SAMPLE_SEEDS: facts.draws > 0,
            DayStep.CASES: facts.has_cases,
        }.get(step, facts.is_rechecked)
        return StepStanding(step=step, standing=Standing.DONE if is_needed else Standing.NOTHING)
    if step is DayStep.DOCUMENTS:
        standing = Standing.OTHERS
    elif step in SEEDS and facts.state not in ENDED:
        standing = Standing.LATER
    else:
        standing = Standing.NOW
    return StepStanding(step=step, standing=standing, faults=faults)


def _scores(facts: DayFacts) -> StepStanding:
    elsewhere = NO_HINDRANCE.union(*HINDERING.values())
    faults = tuple(one for one in facts.faults if not _is_among(one, elsewhere))
    if facts.is_public:
        return StepStanding(step=DayStep.SCORES, standing=Standing.DONE, faults=faults)
    standing = Standing.LATER if facts.faults else Standing.NOW
    return StepStanding(step=DayStep.SCORES, standing=standing, faults=faults)


def _points(facts: DayFacts) -> Standing:
    return Standing.NOW if facts.unappraised else Standing.DONE


def _index(facts: DayFacts) -> Standing:
    if facts.has_index and not facts.is_index_outdated:
        return Standing.DONE
    return Standing.NOW if facts.is_public and not facts.unappraised else Standing.LATER


def _comments(facts: DayFacts) -> Standing:
    """Nothing waits for this: comments can be read weeks later."""
    if not facts.is_public:
        return Standing.LATER
    if facts.comments_waiting:
        return Standing.NOW
    return Standing.DONE if facts.comments else Standing.NOTHING


def _at(step: DayStep, facts: DayFacts) -> tuple[Fault, ...]:
    return tuple(one for one in facts.faults if _is_among(one, HINDERING[step]))


def _is_among(fault: Fault, kinds: Collection[RoundCode]) -> bool:
    return any(fault.code == kind.name.lower() for kind in kinds)
