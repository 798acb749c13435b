"""What a run says of the re-checks of its round, from what was found until now."""

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.rechecks_in_run import RechecksInRun, UnitRechecks
from survey_app.db.lot_standings import lots_of_units, standing_lots
from survey_app.db.recheck_promises import promise_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.comparing import ESTIMATED, ComparedRound, compared_round

LEAST_PEOPLE = 10
"""Who answered twice; of fewer a difference rate would tell of single people."""
RISK = "risk"


def rechecks_of(session: Session, found: RoundRecord) -> RechecksInRun | None:
    """None where the round promised no re-checks."""
    if promise_of(session, found.id) is None:
        return None
    compared = compared_round(session, found)
    lots = {one.code: one.decision for one in standing_lots(session, found.id)}
    of_units = lots_of_units(session, found.id)
    made = _made(compared)
    pooled = compared.comparison.pooled
    is_told = pooled.interviews >= LEAST_PEOPLE
    return RechecksInRun(
        units={
            unit: UnitRechecks(
                random=made[unit, "random"],
                defective=made[unit, "defective"],
                risk=made[unit, RISK],
                further=made[unit, "further"],
                lots={code: lots[code] for code in codes},
            )
            for unit, codes in of_units.items()
        },
        gdr=pooled.gdr.est if is_told else None,
        ndr=pooled.ndr.est if is_told else None,
    )


def _made(compared: ComparedRound) -> Counter[tuple[str, str]]:
    """How many were made again of each unit, of each kind, and how many of those by chance are
    defective.
    """
    defective = set(_defective(compared))
    found: Counter[tuple[str, str]] = Counter()
    for one in compared.findings:
        if one.locked is None:
            continue
        if one.selection in ESTIMATED:
            found[one.unit_code, "random"] += 1
            found[one.unit_code, "defective"] += one.uuid in defective
        else:
            found[one.unit_code, RISK if one.selection == RISK else "further"] += 1
    return found


def _defective(compared: ComparedRound) -> Iterable[UUID]:
    return (UUID(one.key) for one in compared.interviews if one.is_defective)
