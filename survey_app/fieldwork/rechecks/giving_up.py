"""When a respondent counts as not reached: pure, by the rule of the plan."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.recheck.recheck_plan import ContactRule
from survey_app.clock import ZONE
from survey_app.db.recheck_attempts import AttemptRecord

AT_ONCE = ("refused", "moved", "unknown", "unable")
"""After these nobody has to come again; the supervisor says why."""
AGAIN = ("no_answer", "not_there", "appointment")
APPOINTMENT = "appointment"
IN_VAIN = "in_vain"
"""Why a task ended when all attempts of the plan were made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often somebody was tried, and what the plan asks for before they are given up.

    days: in Viet Nam; more_days: on which nobody has tried yet.
    """

    made: int
    days: int
    asked: int
    more: int
    more_days: int


def tries_of(attempts: Sequence[AttemptRecord], rule: ContactRule) -> Tries:
    """The attempts on one task against the rule."""
    days = {one.attempted_at.astimezone(ZONE).date() for one in attempts}
    more_days = max(0, rule.days - len(days))
    return Tries(
        made=len(attempts),
        days=len(days),
        asked=rule.attempts,
        more=max(rule.attempts - len(attempts), more_days),
        more_days=more_days,
    )


def given_up(attempts: Sequence[AttemptRecord], rule: ContactRule) -> str | None:
    """Why the respondent is given up, as the reason of the task; None while they are still tried.

    An appointment is kept: whoever made one is tried once more, however often they were before.
    """
    final = [one.outcome for one in attempts if one.outcome in AT_ONCE]
    if final:
        return final[0]
    if not attempts or tries_of(attempts, rule).more:
        return None
    last = max(attempts, key=lambda one: (one.attempted_at, one.uuid))
    return None if last.outcome == APPOINTMENT else IN_VAIN
