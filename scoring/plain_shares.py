"""The published share of units and of what they are put together to, and nothing beside it.

Cheap: for whoever holds one set of interviews against another and needs no error of it.
"""

from collections.abc import Callable
from math import isnan

import numpy as np

from scoring.combined_ratios import combined
from scoring.design_tally import DesignTally
from scoring.indicator import Indicator
from scoring.linearise import ratios


def published_percents(
    tally: DesignTally, *, indicator: Indicator, part_of: Callable[[str], str]
) -> dict[str, float | None]:
    """The indicator in percent of each part that `part_of` puts a unit into; None where nobody
    answered.

    Raises ValueError as `combined` does.
    """
    names = [part_of(cell.unit) for cell in tally.cells]
    parts = sorted(set(names))
    if not parts:
        return {}
    number = {name: at for at, name in enumerate(parts)}
    domain = np.array([number[name] for name in names], dtype=np.int64)
    of = ratios(tally, domain=domain, domains=len(parts))
    shares = combined(of, rule=tally.rule, indicator=indicator).estimates.tolist()
    return {
        part: None if isnan(share) else 100 * share
        for part, share in zip(parts, shares, strict=True)
    }
