"""The work of a process on a large list: opening, reading, judging, importing.

Nothing is locked while it reads and judges, and how far it is is written down in transactions of
their own. What it stores is one transaction, which also ends its row: a process that is killed, or
whose row was ended from elsewhere, has stored nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from field_export.csv_rows import csv_lines
from survey_app.clock import Clock
from survey_app.db import frame_jobs, frame_uploads
from survey_app.db.engine import transaction
from survey_app.db.frame_jobs import FrameJobRecord
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.db.rounds import round_by_id
from survey_app.fieldwork.frame.fields import FrameUnit
from survey_app.fieldwork.frame.heads import head_document, heads_of, preview_heads
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    judge_for_round,
    round_for_frame,
    store_frame,
)
from survey_app.fieldwork.frame.job_outcomes import (
    judged_document,
    packed,
    packed_faults,
    problem_document,
    reading_document,
)
from survey_app.fieldwork.frame.job_states import JobKind, JobState, Phase
from survey_app.fieldwork.frame.judging import judgement_cells
from survey_app.fieldwork.frame.kept_rows import (
    packed_reading,
    units_fingerprint,
    unpacked_reading,
)
from survey_app.fieldwork.frame.mapping import FrameMapping
from survey_app.fieldwork.frame.preparing import prepared_frame
from survey_app.fieldwork.frame.reading import FrameReading, preview_frame, read_frame
from survey_app.fieldwork.frame.uploads import (
    content_of,
    mapping_of,
    mapping_of_document,
    rules_of,
    settle_columns,
)
from survey_app.problems import Code, Problem
from survey_app.table_files.problems import MOST_COUNTED, FaultLog

TOLD_EVERY = timedelta(seconds=0.5)


class JobEndedElsewhereError(Exception):
    """Somebody cancelled the work, or began it again, or the list is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """A piece of work with what it needs."""

    engine: Engine
    job: FrameJobRecord
    upload: FrameUploadRecord
    frame_round: FrameRound
    clock: Clock
    new_uuid: Callable[[], UUID]

    @property
    def units(self) -> tuple[FrameUnit, ...]:
        """The units of the round, as the reader knows them."""
        return self.frame_round.frame_units

    def tell(self, phase: Phase, done: int = 0, total: int | None = None) -> None:
        """Writes down how far it is."""
        with transaction(self.engine) as session:
            told = frame_jobs.tell(
                session, self.job.id, phase=phase, done=done, total=total, at=self.clock()
            )
        if not told:
            raise JobEndedElsewhereError

    def end(
        self,
        session: Session,
        state: JobState,
        *,
        outcome: dict[str, object] | None = None,
        lines: bytes | None = None,
    ) -> None:
        """Ends the row in the transaction of what was stored; whoever ended it before wins."""
        ended = frame_jobs.end(
            session, self.job.id, state=state, at=self.clock(), outcome=outcome, lines=lines
        )
        if not ended:
            raise JobEndedElsewhereError


def do_job(
    engine: Engine, job_id: UUID, *, clock: Clock, new_uuid: Callable[[], UUID]
) -> JobState | None:
    """Does the work and leaves what came of it; gives how it ended.

    None when there was nothing to do: it has been ended, or it was never there.
    """
    with transaction(engine, writes=False) as session:
        job = frame_jobs.job_of(session, job_id)
        if job is None or job.state != JobState.RUNNING:
            return None
        upload = frame_uploads.upload_to_work_on(session, job.upload_id)
        found = round_by_id(session, upload.round_id)
    try:
        with transaction(engine, writes=False) as session:
            frame_round = round_for_frame(session, "" if found is None else found.code)
        work = _Work(
            engine=engine,
            job=job,
            upload=upload,
            frame_round=frame_round,
            clock=clock,
            new_uuid=new_uuid,
        )
        return _WORK[JobKind(job.kind)](work)
    except Problem as refused:
        with transaction(engine) as session:
            outcome = problem_document(refused)
            at = clock()
            frame_jobs.end(session, job.id, state=JobState.REFUSED, at=at, outcome=outcome)
        return JobState.REFUSED
    except JobEndedElsewhereError:
        return JobState.CANCELLED


def fail_job(engine: Engine, job_id: UUID, *, at: datetime) -> None:
    """Says of work that broke that it did, as far as the database can be reached."""
    with transaction(engine) as session:
        frame_jobs.end(session, job_id, state=JobState.FAILED, at=at)


def _open(work: _Work) -> JobState:
    """Looks how far the sheets reach, and keeps their first rows."""
    work.tell(Phase.READING)
    data = _content(work)
    log = FaultLog()
    heads = heads_of(data, log=log)
    faults = tuple(log.faults)
    if heads and not faults:
        preview = preview_heads(heads, units=work.units)
        faults = () if preview.headers or len(heads) > 1 else preview.faults
    elif not faults:
        faults = preview_frame(data, units=work.units).faults
    with transaction(work.engine) as session:
        if not faults:
            documents = [head_document(one) for one in heads]
            frame_uploads.keep_heads(session, work.upload.id, documents)
            work.end(session, JobState.DONE)
            return JobState.DONE
        reading = FrameReading(
            rows=(),
            faults=faults,
            total_faults=len(faults),
            warnings=(),
            total_warnings=0,
            sha256="",
            mapping=None,
        )
        return _refuse(session, work, reading)


def _read(work: _Work) -> JobState:
    """Reads all rows under the columns that were chosen; without a fault they are settled."""
    mapping = mapping_of_document(work.job.request)
    reading = _reading(work, mapping)
    packed = None if reading.total_faults else packed_reading(reading)
    with transaction(work.engine) as session:
        if reading.total_faults:
            return _refuse(session, work, reading)
        settle_columns(session, work.upload.id, reading, frame_round=work.frame_round)
        outcome = {"rows": len(reading.rows), "units": units_fingerprint(work.units)}
        work.end(session, JobState.DONE, outcome=outcome, lines=packed)
    return JobState.DONE


def _judge(work: _Work) -> JobState:
    """Judges all rows by the columns and rules that are settled."""
    judged = _judged(work)
    lines = packed(csv_lines(judgement_cells(judged.reading.rows, judged.judgements)))
    with transaction(work.engine) as session:
        work.end(session, JobState.DONE, outcome=judged_document(judged), lines=lines)
    return JobState.DONE


def _import(work: _Work) -> JobState:
    """Makes cases of the list, all or none, if it still comes to what was seen on the page."""
    judged = _judged(work)
    if judged.summary.as_document() != work.job.request.get("summary"):
        raise Problem(Code.FRAME_CHANGED_MEANWHILE)
    cases = prepared_frame(judged, frame_round=work.frame_round, new_uuid=work.new_uuid)
    work.tell(Phase.STORING)
    with transaction(work.engine) as session:
        frame_uploads.lock_upload(session, work.upload.id)
        number = store_frame(
            session,
            judged,
            cases,
            frame_round=work.frame_round,
            replaces=work.job.request.get("replaces") is True,
            by=work.upload.account_id,
            at=work.clock(),
        )
        frame_uploads.mark_imported(session, work.upload.id, import_id=number)
        work.end(session, JobState.DONE, outcome={"number": number})
    return JobState.DONE


def _content(work: _Work) -> bytes:
    with transaction(work.engine, writes=False) as session:
        return content_of(session, work.upload)


def _reading(work: _Work, mapping: FrameMapping | None) -> FrameReading:
    work.tell(Phase.READING)
    last = work.clock()

    def told(done: int, total: int | None) -> None:
        nonlocal last
        if work.clock() - last >= TOLD_EVERY:
            work.tell(Phase.READING, done, total)
            last = work.clock()

    return read_frame(
        _content(work),
        units=work.units,
        mapping=mapping,
        progress=told,
        most_listed=MOST_COUNTED,
    )


def _kept_reading(work: _Work, mapping: FrameMapping | None) -> FrameReading | None:
    """As the step before left it; None where the units of the round have changed since."""
    with transaction(work.engine, writes=False) as session:
        read = frame_jobs.job_of_kind(session, work.upload.id, kind=JobKind.READ)
        if read is None or read.outcome is None:
            return None
        if read.outcome.get("units") != units_fingerprint(work.units):
            return None
        packed = frame_jobs.lines_of(session, read.id)
    return None if packed is None else unpacked_reading(packed, mapping=mapping)


def _judged(work: _Work) -> JudgedFrame:
    mapping = mapping_of(work.upload)
    reading = _kept_reading(work, mapping) or _reading(work, mapping)
    if reading.total_faults:
        # The units of the round have changed since the list was read without a fault.
        raise Problem(Code.FRAME_CHANGED_MEANWHILE)
    work.tell(Phase.JUDGING)
    with transaction(work.engine, writes=False) as session:
        return judge_for_round(
            session,
            reading,
            file_name=work.upload.file_name,
            frame_round=work.frame_round,
            rules=rules_of(work.upload, frame_round=work.frame_round),
        )


def _refuse(session: Session, work: _Work, reading: FrameReading) -> JobState:
    work.end(
        session,
        JobState.REFUSED,
        outcome=reading_document(reading),
        lines=packed_faults(reading.faults),
    )
    return JobState.REFUSED


_WORK: dict[JobKind, Callable[[_Work], JobState]] = {
    JobKind.OPEN: _open,
    JobKind.READ: _read,
    JobKind.JUDGE: _judge,
    JobKind.IMPORT: _import,
}
