"""Re-checks of the demo: some respondents are on a list; a few who were drawn are given out.

The draw is the real one, of all interviews; of those without a list nobody could be found.
"""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from survey_app.access.people import person_named
from survey_app.db import rounds, setting_up
from survey_app.demo.round import ROUND_CODE
from survey_app.fieldwork.receiving import FinishedInterview
from survey_app.fieldwork.rechecks.assigning import GivingRequest, give, held_field
from survey_app.fieldwork.rechecks.drawing import draw
from survey_app.fieldwork.rechecks.promising import commit, shipped_plan_of

LISTED_ONE_IN = 20
GIVEN, CLAIMS_GIVEN = 6, 1
WITH_CLAIMS = "hai-long-2"
OFFICE = "sonoivu"


def on_a_list(finished: Sequence[FinishedInterview]) -> list[setting_up.NewCase]:
    """One in so many as a case of a list; every field says that it is simulated."""
    return [
        setting_up.NewCase(
            interview_uuid=one.uuid,
            round_unit_id=one.round_unit_id,
            enumerator_id=one.enumerator_id,
            assigned_at=one.started_at,
            full_name=f"Người được phúc tra mô phỏng {place}",
            phone=f"0000 001 {place:03d}",
            address="Địa chỉ mô phỏng, tỉnh Hà Nam",
            file_code=f"PHUC-TRA-{place:03d}",
            procedure="Thủ tục mô phỏng",
            returned_on=one.started_at.date() - timedelta(days=10),
            is_simulated=True,
        )
        for place, one in enumerate(finished[::LISTED_ONE_IN], start=1)
    ]


def give_rechecks(
    session: Session, *, listed: Collection[UUID], secret_key: str, at: datetime
) -> int:
    """Promises, draws, and gives a few of the drawn respondents on the list to the supervisor."""
    found = rounds.round_coded(session, ROUND_CODE)
    if found is None:
        raise RuntimeError("the demo has no round")
    office = person_named(session, OFFICE)
    commit(
        session,
        found,
        plan=shipped_plan_of(session, found, plan_id=WITH_CLAIMS),
        by=office,
        secret_key=secret_key,
        random_bytes=_always_the_same,
        at=at,
    )
    draw(session, found, by=office, secret_key=secret_key, at=at)
    giving = GivingRequest(by=office, secret_key=secret_key, new_uuid=uuid4, at=at)
    field = held_field(session, found, giving)
    drawn = [one for one in field.drawn if one.uuid in listed][:GIVEN]
    claims = [one for one in field.drawn if one.is_claim][:CLAIMS_GIVEN]
    return len(give(session, field, [*drawn, *claims], giving=giving).tasks)


def _always_the_same(count: int) -> bytes:
    """A seed that everybody knows, for a demo that is the same every time."""
    return hashlib.sha256(b"hailong demo").digest()[:count]
