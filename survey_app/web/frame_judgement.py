"""What becomes of a list under its rules, and the import of all its cases, or of none."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from field_export.csv_rows import csv_lines
from survey_app.access.objects import frame_upload_to_change
from survey_app.access.policy import Verb
from survey_app.db import frame_jobs
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    require_importable,
    round_for_frame,
)
from survey_app.fieldwork.frame.job_outcomes import read_judged, unpacked
from survey_app.fieldwork.frame.job_states import JobKind
from survey_app.fieldwork.frame.jobs import done_job
from survey_app.fieldwork.frame.judging import judgement_cells
from survey_app.fieldwork.frame.uploads import import_upload, judged_upload
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.frame_jobs import begin, is_under_way, to_work
from survey_app.web.frame_steps import waiting
from survey_app.web.sent_files import CSV, file_of_round, sent_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "frame_judgement", __name__, url_prefix="/field/rounds/<code>/frame/<uuid:upload_id>"
)

ASKS_TO_REPLACE = {Code.FRAME_OVERLAPS, Code.FRAME_ALREADY_IMPORTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Whether a judged list may be imported, and whether it takes the place of others."""

    problem: Problem | None
    replaces: bool


@blueprint.get("/judgement")
@declares(Verb.FRAME_WRITE)
def judgement(code: str, upload_id: UUID) -> Response | str:
    """What becomes of the list under its rules, before anything is stored."""
    upload, frame_round = waiting(code, upload_id)
    judged = _judged(upload, frame_round)
    if judged is None:
        return _back(code, upload)
    return _judgement_page(upload, frame_round, judged)


def _judged(upload: FrameUploadRecord, frame_round: FrameRound) -> JudgedFrame | None:
    """None when an earlier step has to be taken (again); of a large list, without its rows."""
    if not upload.is_large:
        return judged_upload(database(), upload, frame_round=frame_round)
    job = done_job(database(), upload, JobKind.JUDGE)
    if job is None or job.outcome is None:
        return None
    return read_judged(job.outcome, frame_round=frame_round)


def _back(code: str, upload: FrameUploadRecord) -> Response:
    """To the step that is missing."""
    if upload.is_large and is_under_way(upload):
        return to_work(code, upload.id)
    step = "columns" if upload.mapping is None or not upload.is_large else "rules"
    return redirect(url_for(f"frame_steps.{step}", code=code, upload_id=upload.id), code=303)


def _judgement_page(
    upload: FrameUploadRecord,
    frame_round: FrameRound,
    judged: JudgedFrame,
    *,
    refusal: Problem | None = None,
) -> str:
    outlook = _outlook(judged, frame_round)
    return render_template(
        "frame_judgement.html",
        round=frame_round.round,
        upload=upload,
        judged=judged,
        summary=judged.summary,
        unit_names={one.code: one.name for one in frame_round.frame_units},
        outlook=outlook,
        refusal=refusal or outlook.problem,
        is_alike=outlook.problem is not None
        and outlook.problem.code is Code.FRAME_ALREADY_IMPORTED,
        rules=judged.rules,
    )


def _outlook(judged: JudgedFrame, frame_round: FrameRound) -> Outlook:
    try:
        require_importable(database(), judged, frame_round=frame_round, replaces=False)
    except Problem as refused:
        if refused.code not in ASKS_TO_REPLACE:
            return Outlook(problem=refused, replaces=False)
    else:
        return Outlook(problem=None, replaces=False)
    try:
        require_importable(database(), judged, frame_round=frame_round, replaces=True)
    except Problem as refused:
        return Outlook(problem=refused, replaces=False)
    return Outlook(problem=None, replaces=True)


@blueprint.get("/judgements.csv")
@declares(Verb.FRAME_WRITE)
def judgements(code: str, upload_id: UUID) -> Response:
    """What became of each row, as a file."""
    upload, frame_round = waiting(code, upload_id)
    if upload.is_large:
        job = done_job(database(), upload, JobKind.JUDGE)
        packed = None if job is None else frame_jobs.lines_of(database(), job.id)
        lines = None if packed is None else unpacked(packed)
    else:
        judged = judged_upload(database(), upload, frame_round=frame_round)
        lines = None if judged is None else _lines(judged)
    if lines is None:
        return _back(code, upload)
    name = file_of_round(frame_round.round, "judgements.csv")
    return sent_file(lines, name=name, content_type=CSV)


def _lines(judged: JudgedFrame) -> Iterator[str]:
    return csv_lines(judgement_cells(judged.reading.rows, judged.judgements))


@blueprint.post("/import")
@declares(Verb.FRAME_WRITE)
def store(code: str, upload_id: UUID) -> Response | tuple[str, int]:
    """Makes cases of the list, all or none; pressed again, it leads to what came of it."""
    upload = frame_upload_to_change(
        database(), person_required(), round_code=code, upload_id=upload_id, at=now()
    )
    if upload.frame_import_id is not None:
        return _to_import(code, upload.frame_import_id)
    frame_round = round_for_frame(database(), code)
    if upload.is_large and is_under_way(upload):
        return to_work(code, upload_id)
    judged = _judged(upload, frame_round)
    if judged is None:
        return _back(code, upload)
    if upload.is_large:
        return _begin_import(code, upload, judged, frame_round)
    try:
        made = import_upload(
            database(),
            upload,
            judged,
            frame_round=frame_round,
            replaces="replaces" in request.form,
            at=now(),
            new_uuid=uuid4,
        )
    except Problem as refused:
        page = _judgement_page(upload, frame_round, judged, refusal=refused)
        return page, refused.code.value.status
    flash(_("The cases are stored. The file has been removed from here."))
    return _to_import(code, made)


def _begin_import(
    code: str, upload: FrameUploadRecord, judged: JudgedFrame, frame_round: FrameRound
) -> Response | tuple[str, int]:
    """Whatever is seen to speak against it now is said at once; the process looks again."""
    replaces = "replaces" in request.form
    try:
        require_importable(database(), judged, frame_round=frame_round, replaces=replaces)
    except Problem as refused:
        page = _judgement_page(upload, frame_round, judged, refusal=refused)
        return page, refused.code.value.status
    wanted = {"replaces": replaces, "summary": judged.summary.as_document()}
    return begin(code, upload, JobKind.IMPORT, wanted=wanted)


def _to_import(code: str, number: int) -> Response:
    return redirect(url_for("frame.imported", code=code, number=number), code=303)
