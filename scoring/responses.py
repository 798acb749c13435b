"""Scoring a frame of responses: the door of the score for files."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from scoring.frame_tally import complete_forms, tally_frame
from scoring.indicator import POOLED_SHARE, Indicator
from scoring.publishing import USUAL_LIMITS, Limits
from scoring.rule import ScoringRule
from scoring.score_table import ScoreTable
from scoring.scored_tally import score_tally
from scoring.variance import Population

_ENDLESS = Population()


def score_responses(
    frame: pd.DataFrame,
    *,
    rule: ScoringRule,
    population: Population = _ENDLESS,
    indicator: Indicator = POOLED_SHARE,
    limits: Limits = USUAL_LIMITS,
) -> ScoreTable:
    """Score a checked frame, one interview a row; its columns are those of `tally_frame`.

    Raises ValueError for a code that the rule does not know.
    """
    table = score_tally(
        tally_frame(frame, rule=rule), population=population, indicator=indicator, limits=limits
    )
    return replace(table, incomplete=incomplete_forms(frame, rule=rule))


def incomplete_forms(frame: pd.DataFrame, *, rule: ScoringRule) -> Mapping[str, int]:
    """Forms per unit that the rule leaves out for having too few answers; none: not listed."""
    left_out = frame["unit_code"][~complete_forms(frame, rule=rule)]
    return {str(unit): int(n) for unit, n in left_out.value_counts().sort_index().items() if n}
