"""What a run says of re-checks: how many there were, what came of them, and where lots stand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from scoring.excluded import ACCEPTED

NO_PLAN = "no re-checks were promised"
FIGURES = (
    *("n_rechecked", "n_rechecked_random", "n_rechecked_risk", "n_defective", "gdr", "ndr"),
    *("lots", "lots_accepted"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRechecks:
    """Re-checks that were made of interviews of a unit. random: by chance, or in the place of
    somebody whom nobody reached; defective: of these. risk: chosen because something looked odd.
    further: asked for by a decision. lots: with an interview of the unit, by code, each with the
    decision that stands.
    """

    random: int = 0
    defective: int = 0
    risk: int = 0
    further: int = 0
    lots: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RechecksInRun:
    """Those of a round that promised some. units: by code; without any it is absent.

    gdr, ndr: gross and net difference rate of all answers that were asked again, 0..1, of the
    random ones of the whole round; None where too few people were asked.
    """

    units: Mapping[str, UnitRechecks]
    gdr: float | None = None
    ndr: float | None = None


def recheck_json(
    rechecks: RechecksInRun | None, units: Collection[str], *, is_whole: bool = False
) -> dict[str, JsonValue]:
    """Of these units together; null with the reason where no re-checks were promised.

    A lot of several units is counted once. Difference rates are of the whole alone: of the few
    people of a unit they would tell what single ones answered.
    """
    if rechecks is None:
        return {**dict.fromkeys(FIGURES), "reason": NO_PLAN}
    found = [rechecks.units[code] for code in units if code in rechecks.units]
    lots = {code: decision for one in found for code, decision in one.lots.items()}
    random, risk = sum(one.random for one in found), sum(one.risk for one in found)
    return {
        "n_rechecked": random + risk + sum(one.further for one in found),
        "n_rechecked_random": random,
        "n_rechecked_risk": risk,
        "n_defective": sum(one.defective for one in found),
        "gdr": rechecks.gdr if is_whole else None,
        "ndr": rechecks.ndr if is_whole else None,
        "lots": len(lots),
        "lots_accepted": sum(one in ACCEPTED for one in lots.values()),
        "reason": None,
    }
