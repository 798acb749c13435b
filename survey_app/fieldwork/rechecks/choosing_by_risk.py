"""Chooses interviews that look odd for a re-check, up to the share that the plan allows."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from scoring.recheck.recheck_plan import RecheckPlan
from scoring.recheck.risk_selection import OddInterview, risk_allowed, risk_selection
from survey_app.access.people import Person
from survey_app.db import recheck_risk
from survey_app.db.recheck_risk import NamingFlag
from survey_app.db.rounds import RoundRecord, locked_round
from survey_app.fieldwork.rechecks.promising import promised, record
from survey_app.problems import Code, Problem

CHOOSES_IN = ("open", "closed")
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenByRisk:
    """chosen: now. left_out: named by a flag, but above what the plan allows. allowed: how many
    more the plan allows afterwards. not_free: named, but drawn already, in no closed lot, or no
    longer counting.
    """

    chosen: int
    left_out: int
    allowed: int
    not_free: int


def choose_by_risk(
    session: Session,
    found: RoundRecord,
    *,
    flags: Collection[int] | None = None,
    by: Person,
    at: datetime,
) -> ChosenByRisk:
    """Marks interviews that flags of quality name; without numbers, of all flags that are open.

    Each keeps the flags as the reason, and who chose. Raises Problem in a round that draws nothing.
    """
    if locked_round(session, found.id).state not in CHOOSES_IN:
        raise Problem(Code.RECHECK_NO_DRAWS, {"round": found.code})
    plan = RecheckPlan.model_validate_json(promised(session, found).plan_content)
    naming = _flags_by_interview(
        recheck_risk.naming_flags(session, found.id, numbers=flags),
    )
    free = recheck_risk.undrawn(session, found.id)
    odd = [
        OddInterview(uuid=str(uuid), kinds=frozenset(one.kind for one in its))
        for uuid, its in naming.items()
        if uuid in free
    ]
    counts = recheck_risk.risk_counts(session, found.id)
    allowed = risk_allowed(plan, interviews=counts.interviews, chosen=counts.chosen)
    chosen = [UUID(one.uuid) for one in risk_selection(odd, allowed=allowed)]
    if chosen:
        reasons = {uuid: _reason(naming[uuid]) for uuid in chosen}
        recheck_risk.add_risk(session, reasons, by=by.account_id, at=at)
        details = {"chosen": str(len(chosen)), "allowed": str(allowed)}
        record(session, "recheck.risk_chosen", found, by=by, at=at, details=details)
    return ChosenByRisk(
        chosen=len(chosen),
        left_out=len(odd) - len(chosen),
        allowed=allowed - len(chosen),
        not_free=len(naming) - len(odd),
    )


def _flags_by_interview(flags: Sequence[NamingFlag]) -> Mapping[UUID, list[NamingFlag]]:
    found: defaultdict[UUID, list[NamingFlag]] = defaultdict(list)
    for one in flags:
        for uuid in one.uuids:
            found[uuid].append(one)
    return found


def _reason(flags: Sequence[NamingFlag]) -> str:
    """The flags by number and kind, as many as there is room for."""
    said = ""
    for one in flags:
        more = f"{said}, " if said else "quality: "
        if len(more) + len(one.kind) + 12 > LONGEST_REASON:
            return f"{said} …"
        said = f"{more}{one.kind} {one.id}"
    return said
