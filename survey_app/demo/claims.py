"""Claims of the demo: a few people on a list of whom it is recorded that there was no interview."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy.orm import Session

from survey_app.db import assignments, setting_up
from survey_app.fieldwork.dispositions import AWAY, REFUSAL

RECORDED = (REFUSAL, REFUSAL, REFUSAL, AWAY)
"""Three who did not want to, and one who has moved."""


def add_claims(
    session: Session, *, round_unit_id: int, enumerator_id: int, tried_at: datetime
) -> None:
    """Cases on a list that this enumerator recorded so; every field says that it is simulated.

    No name says what was recorded: whoever is to ask them must not know.
    """
    uuids = [uuid5(NAMESPACE_URL, f"hailong-demo/claim/{place}") for place in range(len(RECORDED))]
    cases = [
        setting_up.NewCase(
            interview_uuid=uuid,
            round_unit_id=round_unit_id,
            enumerator_id=enumerator_id,
            assigned_at=tried_at - timedelta(days=1),
            full_name=f"Người chưa phỏng vấn mô phỏng {place}",
            phone=f"0000 002 {place:03d}",
            address="Địa chỉ mô phỏng, tỉnh Hà Nam",
            file_code=f"CHUA-PV-{place:03d}",
            procedure="Thủ tục mô phỏng",
            returned_on=tried_at.date() - timedelta(days=10),
            is_simulated=True,
        )
        for place, uuid in enumerate(uuids, start=1)
    ]
    setting_up.add_cases(session, cases)
    assignments.add_contact_attempts(
        session,
        {uuid: of.code for uuid, of in zip(uuids, RECORDED, strict=True)},
        account_id=enumerator_id,
        at=tried_at,
    )
