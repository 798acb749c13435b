"""What still stands between a round and its sample: all of it, each with its repair."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from survey_app.db.rounds import RoundRecord
from survey_app.db.samples import DrawRecord
from survey_app.fieldwork.sampling.drawing import DRAWS_IN
from survey_app.fieldwork.sampling.prospect import Prospect, prospect
from survey_app.problems import Code, Problem


def prospect_or_hindrances(
    session: Session, found: RoundRecord, draws: Sequence[DrawRecord]
) -> tuple[Prospect | None, tuple[Problem, ...]]:
    """What would be drawn now, None where there is nothing to draw; and what hinders it."""
    try:
        expected = prospect(session, found)
    except Problem as problem:
        all_drawn = problem.code is Code.SAMPLE_NO_UNITS and bool(draws)
        return None, () if all_drawn else (problem, *_of_round(found, draws))
    return expected, (*_of_round(found, draws), *_of_frame(expected))


def _of_round(found: RoundRecord, draws: Sequence[DrawRecord]) -> tuple[Problem, ...]:
    if found.state not in DRAWS_IN:
        return (Problem(Code.ROUND_DRAWS_NO_SAMPLE, {"round": found.code}),)
    if all(one.drawn_at is not None for one in draws):
        return (Problem(Code.SAMPLE_WITHOUT_SEED),)
    return ()


def _of_frame(expected: Prospect) -> tuple[Problem, ...]:
    if not expected.without_cases:
        return ()
    units = ", ".join(unit.unit_code for unit in expected.without_cases)
    return (Problem(Code.SAMPLE_WITHOUT_CASES, {"units": units}),)
