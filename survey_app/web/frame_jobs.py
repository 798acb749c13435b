"""The work of a process on a large list: how far it is, ending it, beginning it again."""

from collections.abc import Iterator, Mapping
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from field_export.csv_rows import csv_lines
from questionnaires.problems import N_
from survey_app.access.objects import frame_upload_for, frame_upload_to_change, round_for
from survey_app.access.policy import Verb
from survey_app.db import frame_jobs
from survey_app.db.frame_jobs import FrameJobRecord
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.job_outcomes import (
    RefusedReading,
    read_faults,
    read_problem,
    read_refused_reading,
)
from survey_app.fieldwork.frame.job_states import JobKind, JobState, Phase, Standing, standing_of
from survey_app.fieldwork.frame.jobs import begin_job, cancel_job
from survey_app.fieldwork.frame.uploads import require_waiting
from survey_app.problems import Code, Problem
from survey_app.web.background import start_when_stored
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.frame_words import fault_message, fault_repair, place_words
from survey_app.web.numbers import whole
from survey_app.web.paging import numbered_page
from survey_app.web.sent_files import CSV, file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "frame_jobs", __name__, url_prefix="/field/rounds/<code>/frame/<uuid:upload_id>"
)

FAULTS_A_PAGE = 100
TITLES: Mapping[JobKind, str] = {
    JobKind.OPEN: N_("Opening the list"),
    JobKind.READ: N_("Reading the whole list"),
    JobKind.JUDGE: N_("Judging the list"),
    JobKind.IMPORT: N_("Importing the list"),
}
PHASES: Mapping[Phase, str] = {
    Phase.START: N_("The work begins."),
    Phase.READING: N_("Rows are read."),
    Phase.JUDGING: N_("Every row is judged beside the others."),
    Phase.STORING: N_("The cases are stored, all of them or none."),
}
STEP_AFTER: Mapping[JobKind, str] = {
    JobKind.OPEN: "frame_steps.columns",
    JobKind.READ: "frame_steps.rules",
    JobKind.JUDGE: "frame_judgement.judgement",
}
STEP_BEFORE: Mapping[JobKind, str] = {
    JobKind.READ: "frame_steps.columns",
    JobKind.JUDGE: "frame_steps.rules",
    JobKind.IMPORT: "frame_judgement.judgement",
}


def begin(
    code: str,
    upload: FrameUploadRecord,
    kind: JobKind,
    *,
    wanted: Mapping[str, object] | None = None,
) -> Response:
    """Begins work on a list that is locked, or leads to what is under way."""
    begun = begin_job(database(), upload, kind=kind, job_id=uuid4(), at=now(), request=wanted or {})
    if begun.is_new:
        start_when_stored(begun.job_id)
    return to_work(code, upload.id)


def to_work(code: str, upload_id: UUID) -> Response:
    """To the page that says how far the work is."""
    return redirect(url_for("frame_jobs.page", code=code, upload_id=upload_id), code=303)


def is_under_way(upload: FrameUploadRecord) -> bool:
    """Whether a process works on this list, so that nothing of it may change."""
    latest = frame_jobs.latest_job(database(), upload.id)
    return latest is not None and standing_of(latest, at=now()).state is JobState.RUNNING


def refused_reading(upload: FrameUploadRecord) -> tuple[FrameJobRecord, RefusedReading] | None:
    """The last reading of the whole list, if it found faults."""
    found = frame_jobs.job_of_kind(database(), upload.id, kind=JobKind.READ)
    if found is None or found.state != JobState.REFUSED or found.outcome is None:
        return None
    if read_problem(found.outcome) is not None:
        return None
    return found, read_refused_reading(found.outcome)


def _found(code: str, upload_id: UUID) -> tuple[FrameUploadRecord, FrameJobRecord]:
    upload = frame_upload_for(
        database(), person_required(), round_code=code, upload_id=upload_id, at=now()
    )
    latest = frame_jobs.latest_job(database(), upload.id)
    if latest is None:
        raise Problem(Code.NOT_FOUND)
    return upload, latest


@blueprint.get("/job")
@declares(Verb.FRAME_WRITE)
def page(code: str, upload_id: UUID) -> Response | str:
    """How far the work is, what came of it, or on to the next step."""
    upload, job = _found(code, upload_id)
    if upload.frame_import_id is not None:
        flash(_("The cases are stored. The file has been removed from here."))
        return redirect(url_for("frame.imported", code=code, number=upload.frame_import_id))
    standing = standing_of(job, at=now())
    kind = JobKind(job.kind)
    if standing.state is JobState.DONE:
        return redirect(url_for(STEP_AFTER[kind], code=code, upload_id=upload_id))
    problem = read_problem(job.outcome) if job.outcome is not None else None
    has_faults = standing.state is JobState.REFUSED and problem is None
    if has_faults and kind is JobKind.READ:
        return redirect(url_for("frame_steps.columns", code=code, upload_id=upload_id))
    before = STEP_BEFORE.get(kind)
    return render_template(
        "frame_job.html",
        round=round_for(database(), person_required(), code=code),
        upload=upload,
        job=job,
        title=_(TITLES[kind]),
        standing=standing,
        words=_words(job, standing),
        problem=problem,
        faults=_faults_of(job, stop=FAULTS_A_PAGE) if has_faults else (),
        step_before=before and url_for(before, code=code, upload_id=upload_id),
    )


@blueprint.get("/job.json")
@declares(Verb.FRAME_WRITE)
def state(code: str, upload_id: UUID) -> dict[str, object]:
    """The same for the bar on the page, which asks every second."""
    _upload, job = _found(code, upload_id)
    standing = standing_of(job, at=now())
    return {
        "state": standing.state.value,
        "percent": standing.percent,
        "words": _words(job, standing),
    }


def _words(job: FrameJobRecord, standing: Standing) -> str:
    said = str(_(PHASES[standing.phase]))
    if standing.phase is Phase.READING and job.total:
        done, total = whole(min(job.done, job.total)), whole(job.total)
        said = str(_("Rows are read: %(done)s of %(total)s.", done=done, total=total))
    return said


@blueprint.post("/job/cancel")
@declares(Verb.FRAME_WRITE)
def cancel(code: str, upload_id: UUID) -> Response:
    """Ends the work; what was stored before it began stays."""
    upload = _to_change(code, upload_id)
    if upload.frame_import_id is None and not cancel_job(database(), upload, at=now()):
        flash(_("The work had come to its end before."))
    return to_work(code, upload_id)


@blueprint.post("/job/again")
@declares(Verb.FRAME_WRITE)
def again(code: str, upload_id: UUID) -> Response:
    """Begins the same work again, after it was cancelled or its process was lost."""
    upload = _to_change(code, upload_id)
    require_waiting(upload)
    latest = frame_jobs.latest_job(database(), upload.id)
    if latest is None:
        raise Problem(Code.NOT_FOUND)
    if latest.state == JobState.DONE:
        return to_work(code, upload_id)
    return begin(code, upload, JobKind(latest.kind), wanted=latest.request)


def _to_change(code: str, upload_id: UUID) -> FrameUploadRecord:
    return frame_upload_to_change(
        database(), person_required(), round_code=code, upload_id=upload_id, at=now()
    )


def _faults_of(job: FrameJobRecord, *, start: int = 0, stop: int) -> tuple[object, ...]:
    lines = frame_jobs.lines_of(database(), job.id)
    return () if lines is None else tuple(read_faults(lines, start=start, stop=stop))


@blueprint.get("/faults")
@declares(Verb.FRAME_WRITE)
def faults(code: str, upload_id: UUID) -> str:
    """The faults of all rows, page by page."""
    upload, job, refused = _refused(code, upload_id)
    page = numbered_page(refused.listed, size=FAULTS_A_PAGE)
    return render_template(
        "frame_faults.html",
        round=round_for(database(), person_required(), code=code),
        upload=upload,
        refused=refused,
        faults=_faults_of(job, start=page.start, stop=page.start + FAULTS_A_PAGE),
        number=page.number,
        last=page.last,
        first_fault=page.start + 1,
    )


def _refused(
    code: str, upload_id: UUID
) -> tuple[FrameUploadRecord, FrameJobRecord, RefusedReading]:
    upload, _latest = _found(code, upload_id)
    found = refused_reading(upload)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return upload, *found


@blueprint.get("/faults.csv")
@declares(Verb.FRAME_WRITE)
def faults_file(code: str, upload_id: UUID) -> Response:
    """The faults of all rows, as a file."""
    _upload, job, _refused_as = _refused(code, upload_id)
    lines = frame_jobs.lines_of(database(), job.id) or b""

    def cells() -> Iterator[tuple[str, ...]]:
        yield _("Where"), _("What is wrong"), _("What to do"), "code"
        for fault in read_faults(lines):
            yield place_words(fault.where), fault_message(fault), fault_repair(fault), fault.code

    of_round = round_for(database(), person_required(), code=code)
    name = file_of_round(of_round, "faults.csv")
    return sent_file(stream_with_context(csv_lines(cells())), name=name, content_type=CSV)
