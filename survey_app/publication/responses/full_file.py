"""Taking the full file of a run: who may, for what, and that it is written down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.round_setup import record
from survey_app.fieldwork.round_states import is_reason, reason_missing

FULL_FILE_TAKEN = "round.full_file_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class FullFileRequest:
    """Who wants which file of a run, and what for. kind: csv, json, sav or dta."""

    by: Person
    at: datetime
    reason: str
    run_id: int
    kind: str


def take_full_file(
    session: Session, of_round: RoundRecord, request: FullFileRequest
) -> tuple[Fault, ...]:
    """Writes down who takes it and why, before anything is given; or says what is missing."""
    if not is_reason(request.reason):
        return (reason_missing(),)
    record(
        session,
        FULL_FILE_TAKEN,
        of_round.id,
        by=request.by,
        at=request.at,
        details={
            "reason": request.reason.strip(),
            "run": str(request.run_id),
            "format": request.kind,
        },
    )
    return ()
