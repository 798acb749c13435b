"""From when on excluded interviews and lots that do not stand take a score its rank, or itself."""

from decimal import Decimal

from pydantic import JsonValue

from questionnaires.text import Frozen
from scoring.plans.plan_parts import NotNegative, Percent


class EffectLimits(Frozen):
    """From when on a score is provisional, and when a unit has none: a part of a scoring plan.

    standard_errors: how far the excluded interviews may move a score. most_percent: how many of
    the interviews of a unit, with them, they may be. least_accepted_percent: how many of its lots
    of re-checks have to stand, of those about which somebody has decided.
    """

    standard_errors: NotNegative = Decimal(1)
    most_percent: Percent = Decimal(5)
    least_accepted_percent: Percent = Decimal(50)


USUAL_EFFECT = EffectLimits()
"""Those of every plan that says nothing of it."""


def effect_json(limits: EffectLimits) -> JsonValue:
    """The limits, for the block `method`."""
    return {name: float(value) for name, value in limits.model_dump().items()}


def moved(limits: EffectLimits) -> str:
    """In stable words, as the functions below."""
    if limits.standard_errors == 1:
        return "interviews that were excluded change it by more than one standard error"
    errors = limits.standard_errors
    return f"interviews that were excluded change it by more than {errors} standard errors"


def many_excluded(limits: EffectLimits) -> str:
    """More than may be, however they came to be excluded."""
    return f"more than {limits.most_percent} % of its interviews were excluded"


def many_after_rechecks(limits: EffectLimits) -> str:
    """More than may be, by re-checks alone."""
    return f"more than {limits.most_percent} % of its interviews are invalid or unverified"


def not_accepted(limits: EffectLimits) -> str:
    """Too few lots stand."""
    least = limits.least_accepted_percent
    return f"fewer than {least} % of its lots of re-checks were accepted"
