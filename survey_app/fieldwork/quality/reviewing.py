"""A person looked at a flag and says what they found; the flag says nothing by itself."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, quality_reviews
from survey_app.db.quality_flags import FlagRecord
from survey_app.fieldwork.quality.problems import ReviewCode

LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRequest:
    """What was noted. seen: the figures that the page showed, as `mark_of` gives them."""

    note: str
    seen: str
    by: Person
    at: datetime


def mark_of(flag: FlagRecord) -> str:
    """By which a page tells whether it shows the figures of today."""
    return f"{flag.strength:.6g} {flag.other_uuid or ''}".strip()


def review(session: Session, flag: FlagRecord, request: ReviewRequest) -> tuple[Fault, ...]:
    """Writes a note, or says all that stands against it; then nothing is written."""
    note = unicodedata.normalize("NFC", request.note.strip().replace("\r\n", "\n"))
    faults = tuple(_faults(flag, note, seen=request.seen))
    if faults:
        return faults
    quality_reviews.add_review(
        session, flag, note=note, account_id=request.by.account_id, at=request.at
    )
    audit.record(
        session,
        action="quality.looked_at",
        object_kind="quality_flag",
        object_id=str(flag.id),
        account_id=request.by.account_id,
        at=request.at,
        details={"kind": flag.kind},
    )
    return ()


def _faults(flag: FlagRecord, note: str, *, seen: str) -> list[Fault]:
    found = []
    if not note:
        found.append(ReviewCode.NOTE_MISSING.at("note"))
    if len(note) > LONGEST_NOTE:
        found.append(ReviewCode.NOTE_TOO_LONG.at("note", longest=str(LONGEST_NOTE)))
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in note if letter != "\n"):
        found.append(ReviewCode.NOTE_UNREADABLE.at("note"))
    if seen != mark_of(flag):
        found.append(ReviewCode.FIGURES_CHANGED.at("note"))
    return found
