"""Which interviews that look odd are re-checked besides those drawn by chance: bounded by the plan.

They are marked, and no estimate is made from them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.recheck.recheck_plan import RecheckPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class OddInterview:
    """uuid: of the interview. kinds: of the flags that name it, each once."""

    uuid: str
    kinds: frozenset[str]


def risk_allowed(plan: RecheckPlan, *, interviews: int, chosen: int) -> int:
    """How many more may be chosen: ⌊risk_percent of all interviews in lots⌋ less those chosen."""
    return max(0, plan.risk_percent * interviews // 100 - chosen)


def risk_selection(odd: Sequence[OddInterview], *, allowed: int) -> tuple[OddInterview, ...]:
    """So many of them: those with flags of the most different kinds first, then by uuid, which was
    fixed before there was an answer. The order in which they come means nothing.
    """
    ordered = sorted(odd, key=lambda one: (-len(one.kinds), one.uuid.lower()))
    return tuple(ordered[:allowed])
