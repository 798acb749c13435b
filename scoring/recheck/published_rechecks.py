"""What is published of the re-checks of a round: one document, the same whoever writes it."""

import json
from dataclasses import dataclass
from fractions import Fraction

from pydantic import JsonValue

from scoring.plans.canonical import canonical_plan
from scoring.recheck.lot_draw import LotRule
from scoring.recheck.recheck_plan import RecheckPlan

FORMAT = "hailong-recheck-1"
INTERVIEWS, CLAIMS = "interviews", "claims"
"""What a lot is of: interviews, or refusals and absences that an enumerator claims."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedStratum:
    """A part of a lot: how many interviews it has, and by which rule how many are drawn."""

    name: str
    interviews: int
    share_percent: int
    minimum: int
    drawn: int

    @property
    def rule(self) -> LotRule:
        """How many are drawn."""
        return LotRule(share=Fraction(self.share_percent, 100), minimum=self.minimum)

    @property
    def probability(self) -> Fraction:
        """Of each of its interviews, to be drawn."""
        return Fraction(self.drawn, self.interviews)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedLot:
    """A closed lot: the name that is hashed, the hash of its list, its strata by name.

    kind: what it is of, `INTERVIEWS` or `CLAIMS`; counts of a stratum are of these.
    """

    lot: str
    list_sha256: str
    strata: tuple[PublishedStratum, ...]
    kind: str = INTERVIEWS


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRechecks:
    """The promise of a round and its lots by code; `seed` is None until it is revealed."""

    round_code: str
    plan: RecheckPlan
    plan_sha256: str
    commitment: str
    seed: str | None
    lots: tuple[PublishedLot, ...]


def published_json(published: PublishedRechecks) -> str:
    """The document as text: keys sorted, two spaces, characters as they are, a last line feed."""
    document: dict[str, JsonValue] = {
        "format": FORMAT,
        "round": published.round_code,
        "plan": json.loads(canonical_plan(published.plan)),
        "plan_sha256": published.plan_sha256,
        "commitment": published.commitment,
        "seed": published.seed,
        "lots": [_lot(one) for one in published.lots],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _lot(one: PublishedLot) -> JsonValue:
    # Documents of rounds that re-check no claims stay as they were.
    kind: dict[str, JsonValue] = {} if one.kind == INTERVIEWS else {"kind": one.kind}
    return {
        **kind,
        "lot": one.lot,
        "list_sha256": one.list_sha256,
        "strata": [
            {
                "stratum": part.name,
                "interviews": part.interviews,
                "share_percent": part.share_percent,
                "minimum": part.minimum,
                "drawn": part.drawn,
            }
            for part in one.strata
        ],
    }
