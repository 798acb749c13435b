"""Interviews that were received and do not count, and what they do to a score beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from pydantic import JsonValue

from questionnaires.text import Frozen
from scoring.plans.plan_parts import Percent
from scoring.score_table import ScoreRow

MOVED = "interviews that were excluded change it by more than one standard error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """How many there are. voided: by the field manager. invalid, unverified: after re-checks."""

    voided: int = 0
    invalid: int = 0
    unverified: int = 0

    @property
    def all(self) -> int:
        """However they came to be excluded."""
        return self.voided + self.after_rechecks

    @property
    def after_rechecks(self) -> int:
        """Proved false, or of a rejected lot and not to be verified."""
        return self.invalid + self.unverified

    def __add__(self, other: "Excluded") -> "Excluded":
        return Excluded(
            voided=self.voided + other.voided,
            invalid=self.invalid + other.invalid,
            unverified=self.unverified + other.unverified,
        )

    @property
    def json(self) -> dict[str, JsonValue]:
        """As rows of a document say it."""
        return {
            "n_excluded": self.all,
            "n_voided": self.voided,
            "n_invalid": self.invalid,
            "n_unverified": self.unverified,
        }


NOBODY = Excluded()


def together(parts: Iterable[Excluded]) -> Excluded:
    """Those of several units."""
    return sum(parts, NOBODY)


class EffectLimits(Frozen):
    """From when on a score is provisional, and when a unit has none.

    most_percent: of the interviews of a unit with the excluded ones. least_accepted_percent: of its
    lots of re-checks about which somebody has decided.
    """

    most_percent: Percent = Decimal(5)
    least_accepted_percent: Percent = Decimal(50)


USUAL_EFFECT = EffectLimits()


def effect_json() -> JsonValue:
    """The limits, for the block `method`."""
    return {name: float(value) for name, value in USUAL_EFFECT.model_dump().items()}


MANY_EXCLUDED = f"more than {USUAL_EFFECT.most_percent} % of its interviews were excluded"
MANY_AFTER_RECHECKS = (
    f"more than {USUAL_EFFECT.most_percent} % of its interviews are invalid or unverified"
)


def provisional_reasons(of: ScoreRow, *, other: float | None, excluded: Excluded) -> list[str]:
    """Why a score is provisional; none: it is not.

    of: the score; other: the published percentage with the excluded interviews. The two differ by
    more than one standard error, or more than 5 % of the interviews were excluded.
    """
    if not excluded.all:
        return []
    est, se = of.published.est, of.published.se
    is_moved = None not in {est, se, other} and abs((other or 0.0) - (est or 0.0)) > (se or 0.0)
    most = USUAL_EFFECT.most_percent * (of.n + excluded.all)
    reasons = [MOVED] if is_moved else []
    if 100 * excluded.after_rechecks > most:
        reasons.append(MANY_AFTER_RECHECKS)
    elif 100 * excluded.all > most:
        reasons.append(MANY_EXCLUDED)
    return reasons
