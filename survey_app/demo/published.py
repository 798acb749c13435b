"""The demo a step further: the round is closed, its scores and its index are public.

What goes out is computed by the same functions as in a real province. The numbers of documents
are made up and say so; what is known of 2021 is what the report of 2022 tells of it.
"""

from datetime import datetime
from importlib import resources
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person, person_named
from survey_app.db import rounds
from survey_app.demo.comments import release_comments
from survey_app.demo.round import ROUND_CODE
from survey_app.demo.source import REPORT
from survey_app.fieldwork.appraisal.earlier import (
    EarlierRequest,
    read_earlier_table,
    record_earlier_table,
)
from survey_app.fieldwork.round_states import Step
from survey_app.fieldwork.round_steps import StepRequest, take_step
from survey_app.publication.index_publishing import IndexRequest, publish_index
from survey_app.publication.publishing import PublishRequest, publish

OFFICE = "sonoivu"
REASON = "Hết thời gian phỏng vấn (mô phỏng)"
DECISION, TABLE = "00/QĐ-UBND (số mô phỏng)", "00/BC-SNV (số mô phỏng)"
YEAR_BEFORE = 2021
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def publish_demo(session: Session, *, secret_key: str, at: datetime) -> None:
    """Closes the round of the demo, brings the table of 2021, publishes scores, index and comments.

    The round must be as `load_demo` leaves it where it is over: open, without re-checks.
    """
    found = rounds.round_coded(session, ROUND_CODE)
    if found is None:
        raise RuntimeError("the demo has no round")
    office = person_named(session, OFFICE)
    closing = StepRequest(
        step=Step.CLOSE,
        by=office,
        reason=REASON,
        is_confirmed=True,
        at=at,
        secret_key=secret_key,
    )
    _must(take_step(session, found.id, closing))
    _must(_add_year_before(session, found.id, by=office, at=at))
    _must(publish(session, found.id, PublishRequest(by=office, at=at)).faults)
    today = at.astimezone(ZONE).date()
    index = IndexRequest(decision_number=DECISION, decided_on=today, by=office, at=at)
    _must(publish_index(session, found.id, index))
    release_comments(session, found, by=office, at=at)


def _add_year_before(
    session: Session, round_id: int, *, by: Person, at: datetime
) -> tuple[Fault, ...]:
    data = (resources.files("survey_app.demo.ha_nam_2022") / "known-2021.csv").read_bytes()
    reading = read_earlier_table(data, units=rounds.units_of_round(session, round_id))
    _must(reading.faults)
    request = EarlierRequest(
        year=YEAR_BEFORE,
        number=TABLE,
        issued_on=at.astimezone(ZONE).date(),
        source=REPORT,
        reason="",
        by=by,
        at=at,
    )
    return record_earlier_table(session, round_id, reading, request)


def _must(faults: tuple[Fault, ...]) -> None:
    """The demo is made of what the program itself holds: a fault in it is a mistake of ours."""
    if faults:
        raise RuntimeError(f"the demo cannot be published: {faults[0]}")
