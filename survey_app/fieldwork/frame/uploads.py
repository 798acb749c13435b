"""A list on its way from the page to the cases: kept for a day, for whoever brought it.

What is kept here is the whole file with everybody's name and telephone: see docs/adr/0012.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db import audit, frame_uploads
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    judge_for_round,
    store_frame,
)
from survey_app.fieldwork.frame.mapping import FrameMapping, read_mapping
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.reading import FramePreview, preview_frame, read_frame
from survey_app.fieldwork.frame.rules import FrameRules, read_rules
from survey_app.fieldwork.frame.source import sheets_of
from survey_app.problems import Code, Problem

KEPT = timedelta(days=1)
MOST_ROWS = 20_000
"""Rows of a list on the page: they are read and judged in some seconds, within one request."""
MOST_BYTES = 20 * 1024 * 1024
"""Of a file on the page; 20,000 rows have a fourth of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file as it was brought; name: without a folder, safe to show."""

    name: str
    data: bytes


def look_at(
    data: bytes, *, frame_round: FrameRound, mapping: FrameMapping | None = None
) -> FramePreview:
    """The first rows under this mapping; a list that is too long for the page is a fault."""
    preview = preview_frame(data, units=frame_round.frame_units, mapping=mapping)
    if preview.total_rows is None or preview.total_rows <= MOST_ROWS:
        return preview
    fault = FrameCode.TOO_MANY_ROWS.at("file", rows=str(preview.total_rows), maximum=str(MOST_ROWS))
    return replace(preview, faults=(fault, *preview.faults))


def is_too_long(preview: FramePreview) -> bool:
    """Whether the list has to be imported by the command."""
    return preview.total_rows is not None and preview.total_rows > MOST_ROWS


def keep_upload(
    session: Session,
    brought: Brought,
    *,
    upload_id: UUID,
    frame_round: FrameRound,
    by: int,
    at: datetime,
) -> tuple[Fault, ...]:
    """Keeps a list that can be mapped, or says why it cannot be.

    A list that cannot be read at all is not kept: choosing columns would not help it. What this
    person brought before and did not import gives way.
    """
    if not brought.name:
        return (FrameCode.NO_FILE.at("file"),)
    preview = look_at(brought.data, frame_round=frame_round)
    can_be_chosen = bool(preview.headers) or len(sheets_of(brought.data)) > 1
    if not can_be_chosen or is_too_long(preview):
        return preview.faults
    round_id = frame_round.round.id
    for former in frame_uploads.waiting_uploads(session, round_id, account_id=by, at=at):
        cancel_upload(session, former, at=at)
    new = frame_uploads.NewFrameUpload(
        id=upload_id,
        round_id=round_id,
        account_id=by,
        file_name=brought.name,
        content=brought.data,
        uploaded_at=at,
        expires_at=at + KEPT,
    )
    frame_uploads.add_upload(session, new)
    sha256 = hashlib.sha256(brought.data).hexdigest()
    details = {"round": frame_round.round.code, "sha256": sha256}
    _record(session, "frame.uploaded", upload_id, by=by, at=at, details=details)
    return ()


def cancel_upload(session: Session, upload: FrameUploadRecord, *, at: datetime) -> None:
    """Removes a list that is not going to be imported."""
    frame_uploads.remove_upload(session, upload.id)
    _record(session, "frame.upload_cancelled", upload.id, by=upload.account_id, at=at)


def remove_expired(session: Session, *, at: datetime) -> None:
    """Removes every list whose day is over, whoever brought it."""
    for upload_id in frame_uploads.remove_expired(session, at=at):
        _record(session, "frame.upload_expired", upload_id, by=None, at=at)


def _record(
    session: Session,
    action: str,
    upload_id: UUID,
    *,
    by: int | None,
    at: datetime,
    details: Mapping[str, str] | None = None,
) -> None:
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


def mapping_of(upload: FrameUploadRecord) -> FrameMapping | None:
    """What was settled of the columns."""
    if upload.mapping is None:
        return None
    return read_mapping(json.dumps(upload.mapping).encode()).mapping


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
    with session.begin_nested():
        number = store_frame(
            session,
            judged,
            frame_round=frame_round,
            replaces=replaces,
            by=upload.account_id,
            at=at,
            new_uuid=new_uuid,
        )
        frame_uploads.mark_imported(session, upload.id, import_id=number)
    return number
