"""What is stored with every version of an interview: its answers, and what they come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from survey_app.db.interview_tallies import NewTally, add_tallies
from survey_app.db.tables import answer
from survey_app.db.tables_fieldwork import SLOTS, slot_name

OtherAnswers = Mapping[str, int | str | Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInterview:
    """A finished interview, ready to be stored."""

    uuid: UUID
    round_unit_id: int
    enumerator_id: int
    questionnaire_version_id: str
    mode: str
    content: str
    content_sha256: str
    started_at: datetime
    finished_at: datetime
    received_at: datetime
    is_simulated: bool
    levels: Sequence[int]
    """One code an index item in the order of the questionnaire."""
    other: OtherAnswers
    fingerprint: str | None = None
    device_id: UUID | None = None
    sent_by: int | None = None
    skew_ms: int | None = None
    elapsed_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """An interview that has got its number; stratum: "" where nobody drew its respondent."""

    new: NewInterview
    id: int
    stratum: str


def store_answers(session: Session, stored: Sequence[StoredVersion]) -> None:
    """What belongs to every version of an interview: its answers, and what they come to."""
    if not stored:
        return
    session.execute(insert(answer), [_answer_row(one.new, one.id) for one in stored])
    add_tallies(
        session,
        [
            NewTally(
                interview_id=one.id,
                questionnaire_version_id=one.new.questionnaire_version_id,
                stratum=one.stratum,
                codes=one.new.levels,
            )
            for one in stored
        ],
    )


def _answer_row(new: NewInterview, interview_id: int) -> dict[str, object]:
    if len(new.levels) > SLOTS:
        raise ValueError(f"a questionnaire may have {SLOTS} index items, not {len(new.levels)}")
    slots = {slot_name(position): level for position, level in enumerate(new.levels)}
    return {"interview_id": interview_id, "other": dict(new.other), **slots}
