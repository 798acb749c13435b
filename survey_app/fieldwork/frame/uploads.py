"""A list on its way from the page to the cases: kept for a day, for whoever brought it.

What is kept here is the whole file with everybody's name and telephone: see docs/adr/0012.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.db import audit, frame_uploads
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.heads import preview_heads, read_heads
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    judge_for_round,
    store_frame,
)
from survey_app.fieldwork.frame.mapping import FrameMapping, read_mapping
from survey_app.fieldwork.frame.preparing import prepared_frame
from survey_app.fieldwork.frame.reading import FramePreview, FrameReading, preview_frame, read_frame
from survey_app.fieldwork.frame.rules import FrameRules, read_rules
from survey_app.fieldwork.frame.source import sheets_of
from survey_app.fieldwork.frame.summary import first_procedures_with_result, share_documents
from survey_app.problems import Code, Problem


def look_at(
    session: Session,
    upload: FrameUploadRecord,
    *,
    frame_round: FrameRound,
    mapping: FrameMapping | None = None,
) -> FramePreview:
    """The first rows of a list that waits, under this mapping."""
    units = frame_round.frame_units
    if upload.is_large:
        return preview_heads(read_heads(upload.heads or ()), units=units, mapping=mapping)
    return preview_frame(content_of(session, upload), units=units, mapping=mapping)


def sheets_of_upload(session: Session, upload: FrameUploadRecord) -> tuple[str, ...]:
    """The sheets among which one can be chosen."""
    if upload.is_large:
        return tuple(one.sheet for one in read_heads(upload.heads or ()) if one.sheet)
    return sheets_of(content_of(session, upload))


def cancel_upload(session: Session, upload: FrameUploadRecord, *, at: datetime) -> None:
    """Removes a list that is not going to be imported."""
    frame_uploads.remove_upload(session, upload.id)
    record(session, "frame.upload_cancelled", upload.id, by=upload.account_id, at=at)


def remove_expired(session: Session, *, at: datetime) -> None:
    """Removes every list whose day is over, whoever brought it."""
    for upload_id in frame_uploads.remove_expired(session, at=at):
        record(session, "frame.upload_expired", upload_id, by=None, at=at)


def record(
    session: Session,
    action: str,
    upload_id: UUID,
    *,
    by: int | None,
    at: datetime,
    details: Mapping[str, str] | None = None,
) -> None:
    """Writes down what became of a list; neither its content nor its name is in the log."""
    audit.record(
        session,
        action=action,
        object_kind="frame_upload",
        object_id=str(upload_id),
        account_id=by,
        at=at,
        details=details,
    )


def require_waiting(upload: FrameUploadRecord) -> None:
    """Raises Problem when the list has been imported; its content is gone then."""
    if upload.frame_import_id is not None:
        raise Problem(Code.FRAME_UPLOAD_IMPORTED, {"number": str(upload.frame_import_id)})


def content_of(session: Session, upload: FrameUploadRecord) -> bytes:
    """The file. Raises Problem when it is gone."""
    content = frame_uploads.content_of(session, upload.id)
    if content is None:
        raise Problem(Code.NOT_FOUND)
    return content


def settle_columns(
    session: Session, upload_id: UUID, reading: FrameReading, *, frame_round: FrameRound
) -> None:
    """Keeps the columns under which the whole list has no fault, and what floods its units."""
    if reading.mapping is None:
        raise ValueError("a list without a header has no columns to settle")
    found = frame_round.round
    shares = first_procedures_with_result(
        reading.rows, first=found.period_start, last=found.period_end, exempt=frame_round.exempt
    )
    frame_uploads.keep_mapping(
        session,
        upload_id,
        reading.mapping.as_document(),
        first_procedures=share_documents(shares),
    )


def mapping_of(upload: FrameUploadRecord) -> FrameMapping | None:
    """What was settled of the columns."""
    return None if upload.mapping is None else mapping_of_document(upload.mapping)


def mapping_of_document(document: Mapping[str, object]) -> FrameMapping | None:
    """A mapping as it was stored."""
    return read_mapping(json.dumps(document).encode()).mapping


def rules_of(upload: FrameUploadRecord, *, frame_round: FrameRound) -> FrameRules:
    """What was settled of the rules; before that, the period of the round and nothing left out."""
    first, last = frame_round.round.period_start, frame_round.round.period_end
    document = json.dumps(upload.rules or {}).encode()
    rules = read_rules(document, period_from=first, period_to=last).rules
    return rules or FrameRules(period_from=first, period_to=last)


def judged_upload(
    session: Session, upload: FrameUploadRecord, *, frame_round: FrameRound
) -> JudgedFrame | None:
    """The list judged by what was settled; None when its columns have to be settled (again)."""
    data, mapping = content_of(session, upload), mapping_of(upload)
    if mapping is None:
        return None
    reading = read_frame(data, units=frame_round.frame_units, mapping=mapping)
    if reading.total_faults:
        return None
    return judge_for_round(
        session,
        reading,
        file_name=upload.file_name,
        frame_round=frame_round,
        rules=rules_of(upload, frame_round=frame_round),
    )


def import_upload(
    session: Session,
    upload: FrameUploadRecord,
    judged: JudgedFrame,
    *,
    frame_round: FrameRound,
    replaces: bool,
    at: datetime,
    new_uuid: Callable[[], UUID],
) -> int:
    """Makes cases of the list and forgets the file; gives the number of the import.

    Raises Problem, with nothing changed in the session, when it may not be imported.
    """
    cases = prepared_frame(judged, frame_round=frame_round, new_uuid=new_uuid)
    with session.begin_nested():
        number = store_frame(
            session,
            judged,
            cases,
            frame_round=frame_round,
            replaces=replaces,
            by=upload.account_id,
            at=at,
        )
        frame_uploads.mark_imported(session, upload.id, import_id=number)
    return number
