"""When a message is tried again: soon at first, then ever later, for about three days."""

from datetime import timedelta

FIRST_S, FACTOR = 10, 4
LONGEST = timedelta(days=1)
MOST_ATTEMPTS = 10
"""After these, 2.6 days after the first one, it is given up."""
SPREAD = 0.2
"""By so much of itself a wait is shorter or longer, lest all come back at the same moment."""


def wait_after(attempts: int, *, chance: float) -> timedelta | None:
    """How long to wait after so many attempts; None: it is given up. chance: 0..1."""
    if attempts >= MOST_ATTEMPTS:
        return None
    wait = min(timedelta(seconds=FIRST_S * FACTOR ** (attempts - 1)), LONGEST)
    return wait * (1 - SPREAD + 2 * SPREAD * chance)
