"""A list on its way from the page to the cases: kept for a day, for whoever brought it.

What is kept here is the whole file with everybody's name and telephone: see docs/adr/0012.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.db import audit, frame_uploads
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.heads import heads_of, preview_heads, read_heads
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    judge_for_round,
    prepared_frame,
    store_frame,
)
from survey_app.fieldwork.frame.mapping import FrameMapping, read_mapping
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.reading import FramePreview, FrameReading, preview_frame, read_frame
from survey_app.fieldwork.frame.rules import FrameRules, read_rules
from survey_app.fieldwork.frame.source import MAX_FILE_BYTES, MAX_FILE_MB, is_workbook, sheets_of
from survey_app.fieldwork.frame.summary import first_procedures_with_result, share_documents
from survey_app.problems import Code, Problem
from survey_app.table_files.problems import FaultLog

KEPT = timedelta(days=1)
MOST_ROWS_AT_ONCE = 20_000
"""Rows that are read and judged in some seconds, within one request; more is a large list."""
MOST_BYTES_AT_ONCE = 5 * 1024 * 1024
"""Of a file whose rows are counted within the request; 20,000 rows have as much."""
MOST_WORKBOOK_AT_ONCE = 2 * 1024 * 1024
"""The same of a workbook, which is packed."""
MOST_BYTES = MAX_FILE_BYTES
PART_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A file as it was brought; name: without a folder, safe to show.

    content: read from its start, more than once.
    """

    name: str
    content: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a file that was brought: it waits, or its faults say why not.

    is_large: a process has to open it before its columns can be chosen.
    """

    faults: tuple[Fault, ...] = ()
    is_large: bool = False


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


def keep_upload(
    session: Session,
    brought: Brought,
    *,
    upload_id: UUID,
    frame_round: FrameRound,
    by: int,
    at: datetime,
) -> Kept:
    """Keeps a list that can be mapped, or says why it cannot be.

    A list that cannot be read at all is not kept: choosing columns would not help it. What this
    person brought before and did not import gives way. Of a large list only pieces are in memory.
    """
    if not brought.name:
        return Kept(faults=(FrameCode.NO_FILE.at("file"),))
    size = brought.content.seek(0, io.SEEK_END)
    brought.content.seek(0)
    if size > MOST_BYTES:
        return Kept(faults=(FrameCode.FILE_TOO_LARGE.at("file", maximum=str(MAX_FILE_MB)),))
    data = _small_content(brought.content, size=size)
    if data is not None:
        preview = preview_frame(data, units=frame_round.frame_units)
        if not preview.headers and len(sheets_of(data)) <= 1:
            return Kept(faults=preview.faults)
        if _most_rows(preview, data) > MOST_ROWS_AT_ONCE:
            data = None
    _make_room(session, frame_round, by=by, at=at)
    new = frame_uploads.NewFrameUpload(
        id=upload_id,
        round_id=frame_round.round.id,
        account_id=by,
        file_name=brought.name,
        content=data,
        is_large=data is None,
        uploaded_at=at,
        expires_at=at + KEPT,
    )
    frame_uploads.add_upload(session, new)
    sha256 = hashlib.sha256(data or b"")
    if data is None:
        brought.content.seek(0)
        frame_uploads.add_parts(session, upload_id, _parts(brought.content, sha256))
    details = {"round": frame_round.round.code, "sha256": sha256.hexdigest()}
    _record(session, "frame.uploaded", upload_id, by=by, at=at, details=details)
    return Kept(is_large=data is None)


def _small_content(content: IO[bytes], *, size: int) -> bytes | None:
    """The whole file, unless it has to be opened by a process."""
    start = content.read(PART_BYTES)
    most = MOST_WORKBOOK_AT_ONCE if is_workbook(start) else MOST_BYTES_AT_ONCE
    return start + content.read() if size <= most else None


def _most_rows(preview: FramePreview, data: bytes) -> int:
    """Of the list, or of the longest sheet while none is chosen."""
    if preview.total_rows is not None:
        return preview.total_rows
    return max((one.rows for one in heads_of(data, log=FaultLog())), default=0)


def _parts(content: IO[bytes], sha256: "hashlib._Hash") -> Iterator[bytes]:
    while part := content.read(PART_BYTES):
        sha256.update(part)
        yield part


def _make_room(session: Session, frame_round: FrameRound, *, by: int, at: datetime) -> None:
    """A list that is being imported is waited for, and stays as imported."""
    held = frame_uploads.held_uploads(session, frame_round.round.id, account_id=by, at=at)
    for former in held:
        cancel_upload(session, former, at=at)


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
