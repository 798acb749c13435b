"""Interviews that were received and do not count, and what they do to a score beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from scoring.effect_limits import (
    USUAL_EFFECT,
    EffectLimits,
    many_after_rechecks,
    many_excluded,
    moved,
    not_accepted,
)
from scoring.publishing import Flag, Verdict
from scoring.score_table import ScoreRow

ACCEPTED = frozenset({"accepted", "cleared"})
"""Decisions about a lot of re-checks with which it stands."""
NOT_STANDING = frozenset({"rejected", "confirmed"})
"""Those with which it does not; after any other, or none, nothing has been decided."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What voids and re-checks do to a score.

    provisional: why it is that; none: it is not. no_score: why none is made; None: one is.
    """

    provisional: tuple[str, ...] = ()
    no_score: str | None = None


NO_EFFECT = Effect()


def effect_on(
    of: ScoreRow,
    *,
    other: float | None,
    excluded: Excluded,
    limits: EffectLimits = USUAL_EFFECT,
    lots: Mapping[str, str | None] | None = None,
) -> Effect:
    """The one place where it is decided, for pages and for documents.

    of: the score; other: the published percentage with the excluded interviews; lots: of a unit,
    the lots of re-checks by code, each with the decision that stands; None: none were promised, or
    this is no unit.
    """
    is_scored = lots is None or not has_too_few_accepted(lots, limits=limits)
    return Effect(
        provisional=tuple(provisional_reasons(of, other=other, excluded=excluded, limits=limits)),
        no_score=None if is_scored else not_accepted(limits),
    )


def verdict_with(verdict: Verdict, effect: Effect) -> Verdict:
    """The verdict about a score after voids and re-checks; one that is not shown stays so."""
    if verdict.flag is Flag.SUPPRESSED:
        return verdict
    if effect.no_score is not None:
        return Verdict(flag=Flag.SUPPRESSED, reason=effect.no_score)
    if effect.provisional:
        said = [*([verdict.reason] if verdict.reason else []), *effect.provisional]
        return Verdict(flag=Flag.PROVISIONAL, reason="; ".join(said))
    return verdict


def has_too_few_accepted(
    lots: Mapping[str, str | None], *, limits: EffectLimits = USUAL_EFFECT
) -> bool:
    """Whether a unit has no score because too few of its lots stand.

    Lots about which nobody has decided count neither way: scores are looked at before all are, and
    published only afterwards.
    """
    accepted = sum(one in ACCEPTED for one in lots.values())
    decided = accepted + sum(one in NOT_STANDING for one in lots.values())
    return 100 * accepted < limits.least_accepted_percent * decided


def provisional_reasons(
    of: ScoreRow,
    *,
    other: float | None,
    excluded: Excluded,
    limits: EffectLimits = USUAL_EFFECT,
) -> list[str]:
    """Why a score is provisional; none: it is not.

    of: the score; other: the published percentage with the excluded interviews. By the usual
    limits the two differ by more than one standard error, or more than 5 % of the interviews were
    excluded.
    """
    if not excluded.all:
        return []
    est, se = of.published.est, of.published.se
    most_moved = float(limits.standard_errors) * (se or 0.0)
    is_moved = None not in {est, se, other} and abs((other or 0.0) - (est or 0.0)) > most_moved
    most = limits.most_percent * (of.n + excluded.all)
    reasons = [moved(limits)] if is_moved else []
    if 100 * excluded.after_rechecks > most:
        reasons.append(many_after_rechecks(limits))
    elif 100 * excluded.all > most:
        reasons.append(many_excluded(limits))
    return reasons
