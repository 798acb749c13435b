"""Simulated answers, skewed like real ones: a few unhappy people make most bad answers.

Not for estimation: persons, items and levels come from a plain latent-normal model whose only
promise is that the counts are the calibrated ones.
"""

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from scoring.rule import BLANK, NOT_APPLICABLE, NOT_ASKED
from survey_app.demo.calibration import Calibration, calibrate

FEEDBACK_SHARE = 0.24
BLANK_SHARE = 0.008
FREE_SHARE = 0.12
"""People whose procedure was free of charge."""
VALID = 0
PERSON_SPREAD = 1.1
MOST_BLANKED = 0.02
"""Share of the valid answers that may be blanked to reach a published score."""

Levels = NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the special items stand among the index items."""

    items: int
    feedback: tuple[int, ...]
    """Positions of the items asked only of people who gave feedback."""
    fee: int
    """Position of the item that does not apply where a procedure is free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedUnit:
    """Codes by interview (rows) and index item (columns), and how near they came."""

    levels: Levels
    calibration: Calibration


def simulate_unit(
    target: Decimal, *, interviews: int, layout: Layout, random: np.random.Generator
) -> SimulatedUnit:
    """Answers of one unit whose pooled score prints as `target`, if whole numbers allow."""
    levels = _unanswered_cells(interviews, layout=layout, random=random)
    latent = _latent(interviews, layout=layout, random=random)
    rows, columns = np.nonzero(levels == VALID)
    most = len(rows)
    calibration = calibrate(target, most=most, fewest=max(1, int(most * (1 - MOST_BLANKED))))
    order = random.permutation(most)
    kept, blanked = order[: calibration.share.valid], order[calibration.share.valid :]
    levels[rows[blanked], columns[blanked]] = BLANK
    rows, columns = rows[kept], columns[kept]
    levels[rows, columns] = _graded(latent[rows, columns], satisfied=calibration.share.satisfied)
    return SimulatedUnit(levels=levels, calibration=calibration)


def _unanswered_cells(interviews: int, *, layout: Layout, random: np.random.Generator) -> Levels:
    """VALID where a level belongs; else why there is none."""
    cells = np.full((interviews, layout.items), VALID, dtype=np.int8)
    cells[random.random((interviews, layout.items)) < BLANK_SHARE] = BLANK
    cells[random.random(interviews) < FREE_SHARE, layout.fee] = NOT_APPLICABLE
    silent = random.random(interviews) >= FEEDBACK_SHARE
    cells[np.ix_(np.nonzero(silent)[0], np.array(layout.feedback))] = NOT_ASKED
    return cells


def _latent(interviews: int, *, layout: Layout, random: np.random.Generator) -> NDArray[np.float64]:
    person = random.normal(0, PERSON_SPREAD, (interviews, 1))
    item = random.normal(0, 0.35, (1, layout.items))
    item[:, list(layout.feedback)] -= 0.5  # feedback is what people are least content with
    return person + item + random.normal(0, 1, (interviews, layout.items))


def _graded(latent: NDArray[np.float64], *, satisfied: int) -> Levels:
    """Exactly `satisfied` cells get 4 or 5, the most content ones; the rest 3, 2 or 1."""
    order = np.argsort(-latent, kind="stable")
    graded = np.empty(len(latent), dtype=np.int8)
    very = int(satisfied * 0.42)
    dissatisfied = len(latent) - satisfied
    graded[order[:very]] = 5
    graded[order[very:satisfied]] = 4
    neutral = satisfied + int(dissatisfied * 0.7)
    poor = neutral + int(dissatisfied * 0.22)
    graded[order[satisfied:neutral]] = 3
    graded[order[neutral:poor]] = 2
    graded[order[poor:]] = 1
    return graded
