"""Which criteria are asked again: a few for each interview, all of them equally often."""

import hashlib
from collections.abc import Sequence

from scoring.draw import fractional_steps
from scoring.draw_seed import START_DIGITS
from scoring.rule import Factor

REASKED = 8
"""Of the 22 criteria: with the facts a re-check takes ten minutes at most."""


def reasked_items(uuid: str, *, factors: Sequence[Factor], count: int = REASKED) -> tuple[str, ...]:
    """So many criteria of an interview, in the order of the questionnaire.

    Along the questionnaire every N/n-th one from a start that the interview's uuid decides:
    ⌊(start + i·N)/n⌋ with start = ⌊h · N / 2³²⌋, h the first 8 digits of SHA-256 of the uuid in
    lower case. Every criterion is asked with the chance n/N but for 2⁻³². A factor with N/n
    criteria or more is never left out; of a smaller one that is, the first criterion is added.

    Raises ValueError where there are fewer criteria than are to be asked, or none is.
    """
    items = [item for factor in factors for item in factor.items]
    if not 0 < count <= len(items):
        raise ValueError(f"{count} of {len(items)} criteria cannot be asked again")
    digits = hashlib.sha256(uuid.lower().encode()).hexdigest()[:START_DIGITS]
    start = int(digits, 16) * len(items) >> 4 * START_DIGITS
    chosen = {items[place] for place in fractional_steps(len(items), n=count, start=start)}
    for factor in factors:
        if factor.items and chosen.isdisjoint(factor.items):
            chosen.add(factor.items[0])
    return tuple(item for item in items if item in chosen)
