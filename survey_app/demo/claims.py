"""Claimed refusals of the demo: a few people on a list who, it is recorded, did not want to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.orm import Session

from survey_app.db import assignments, setting_up
from survey_app.fieldwork.dispositions import REFUSAL

REFUSED = 4
WEEKS_BEFORE = timedelta(weeks=2)
"""So that the week of the attempts is over, and its lot can be closed."""


def add_refusals(
    session: Session, *, round_unit_id: int, enumerator_id: int, at: datetime
) -> Sequence[UUID]:
    """Cases on a list that this enumerator recorded as refused; every field says it is simulated.

    Gives what their interviews would be called.
    """
    tried_at = at - WEEKS_BEFORE
    uuids = [uuid5(NAMESPACE_URL, f"hailong-demo/refused/{place}") for place in range(REFUSED)]
    cases = [
        setting_up.NewCase(
            interview_uuid=uuid,
            round_unit_id=round_unit_id,
            enumerator_id=enumerator_id,
            assigned_at=tried_at - timedelta(days=1),
            full_name=f"Người từ chối mô phỏng {place}",
            phone=f"0000 002 {place:03d}",
            address="Địa chỉ mô phỏng, tỉnh Hà Nam",
            file_code=f"TU-CHOI-{place:03d}",
            procedure="Thủ tục mô phỏng",
            returned_on=tried_at.date() - timedelta(days=10),
            is_simulated=True,
        )
        for place, uuid in enumerate(uuids, start=1)
    ]
    setting_up.add_cases(session, cases)
    assignments.add_contact_attempts(
        session, uuids, disposition=REFUSAL.code, account_id=enumerator_id, at=tried_at
    )
    return uuids
