"""What is answered for one document that was sent."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from questionnaires import Fault
from survey_app.fieldwork.sync_verdict import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The status, and what the receipt says; faults only where it was quarantined."""

    uuid: UUID | None
    sha256: str
    status: Status
    received_at: datetime
    faults: tuple[Fault, ...]
