"""A list step by step: its columns, then the rules by which a file is a case."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.objects import frame_upload_for, frame_upload_to_change
from survey_app.access.policy import Verb
from survey_app.db import frame_jobs, frame_uploads
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.importing import FrameRound, round_for_frame
from survey_app.fieldwork.frame.job_outcomes import read_faults
from survey_app.fieldwork.frame.job_states import JobKind
from survey_app.fieldwork.frame.mapping import FrameMapping
from survey_app.fieldwork.frame.names import FIELDS
from survey_app.fieldwork.frame.reading import read_frame
from survey_app.fieldwork.frame.summary import is_flooding, read_shares
from survey_app.fieldwork.frame.uploads import (
    content_of,
    look_at,
    mapping_of,
    mapping_of_document,
    require_waiting,
    rules_of,
    settle_columns,
    sheets_of_upload,
)
from survey_app.table_files.problems import MOST_SHOWN
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.frame_forms import (
    BLANK_CAPS,
    MOST_WORDS,
    chosen_columns,
    columns_of,
    is_for_other_sheet,
    mapping_from,
    rules_as_typed,
    rules_from,
    typed_caps,
    words_of,
)
from survey_app.web.frame_jobs import begin, is_under_way, refused_reading, to_work
from survey_app.web.frame_words import meanings_of
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "frame_steps", __name__, url_prefix="/field/rounds/<code>/frame/<uuid:upload_id>"
)

REFUSED = 422


def waiting(code: str, upload_id: UUID) -> tuple[FrameUploadRecord, FrameRound]:
    """The list of this address and its round; held against other windows by what changes it."""
    fetched = frame_upload_to_change if request.method == "POST" else frame_upload_for
    upload = fetched(database(), person_required(), round_code=code, upload_id=upload_id, at=now())
    require_waiting(upload)
    return upload, round_for_frame(database(), code)


@blueprint.get("/columns")
@declares(Verb.FRAME_WRITE)
def columns(code: str, upload_id: UUID) -> Response | str:
    """Which column holds what, as guessed or chosen before, and what the first rows become."""
    upload, frame_round = waiting(code, upload_id)
    if upload.is_large and (upload.heads is None or is_under_way(upload)):
        return to_work(code, upload_id)
    refused = refused_reading(upload) if upload.is_large else None
    if refused is None:
        return _columns_page(upload, frame_round, mapping=mapping_of(upload))
    job, reading = refused
    lines = frame_jobs.lines_of(database(), job.id) or b""
    return _columns_page(
        upload,
        frame_round,
        mapping=mapping_of_document(job.request),
        faults=tuple(read_faults(lines, stop=MOST_SHOWN)),
        total=reading.total,
        unknown=reading.unknown,
        more_unknown=reading.unknown_total - len(reading.unknown),
    )


@blueprint.post("/columns")
@declares(Verb.FRAME_WRITE)
def store_columns(code: str, upload_id: UUID) -> Response | str | tuple[str, int]:
    """Reads the whole list as chosen; only a choice under which it has no fault is kept."""
    upload, frame_round = waiting(code, upload_id)
    if upload.is_large and (upload.heads is None or is_under_way(upload)):
        return to_work(code, upload_id)
    sent = mapping_from(request.form)
    if sent.mapping is None:
        return _columns_page(upload, frame_round, mapping=None, faults=sent.faults), REFUSED
    if "look" in request.form or is_for_other_sheet(request.form):
        return _columns_page(upload, frame_round, mapping=sent.mapping)
    if upload.is_large:
        return begin(code, upload, JobKind.READ, wanted=sent.mapping.as_document())
    data = content_of(database(), upload)
    reading = read_frame(data, units=frame_round.frame_units, mapping=sent.mapping)
    if reading.total_faults or reading.mapping is None:
        page = _columns_page(
            upload,
            frame_round,
            mapping=sent.mapping,
            faults=reading.faults,
            total=reading.total_faults,
            unknown=reading.unknown_words,
        )
        return page, REFUSED
    settle_columns(database(), upload.id, reading, frame_round=frame_round)
    return redirect(url_for(".rules", code=code, upload_id=upload_id), code=303)


def _columns_page(
    upload: FrameUploadRecord,
    frame_round: FrameRound,
    *,
    mapping: FrameMapping | None,
    faults: Sequence[Fault] = (),
    total: int | None = None,
    unknown: Sequence[tuple[FrameField, str]] = (),
    more_unknown: int = 0,
) -> str:
    preview = look_at(database(), upload, frame_round=frame_round, mapping=mapping)
    said = faults or preview.faults
    asked = words_of(mapping, unknown)
    return render_template(
        "frame_columns.html",
        round=frame_round.round,
        upload=upload,
        preview=preview,
        faults=said,
        total=len(said) if total is None else total,
        columns=columns_of(preview, said, chosen=chosen_columns(request.form)),
        fields=list(FIELDS),
        used=[one for one in FIELDS if preview.mapping and one in preview.mapping.columns],
        units=frame_round.frame_units,
        unit=mapping.unit if mapping else None,
        sheets=sheets_of_upload(database(), upload),
        words=asked[:MOST_WORDS],
        more_words=max(0, len(asked) - MOST_WORDS) + more_unknown,
        meanings={one: meanings_of(one) for one in FIELDS},
        is_refused=bool(faults),
    )


@blueprint.get("/rules")
@declares(Verb.FRAME_WRITE)
def rules(code: str, upload_id: UUID) -> Response | str:
    """By which rules a file is a case; the period is that of the round until it is changed."""
    upload, frame_round = waiting(code, upload_id)
    if mapping_of(upload) is None:
        return redirect(url_for(".columns", code=code, upload_id=upload_id))
    typed = rules_as_typed(rules_of(upload, frame_round=frame_round))
    return _rules_page(upload, frame_round, typed=typed)


@blueprint.post("/rules")
@declares(Verb.FRAME_WRITE)
def store_rules(code: str, upload_id: UUID) -> Response | tuple[str, int]:
    """Keeps the rules, or says all that is wrong with them."""
    upload, frame_round = waiting(code, upload_id)
    if upload.is_large and is_under_way(upload):
        return to_work(code, upload_id)
    if mapping_of(upload) is None:
        return redirect(url_for(".columns", code=code, upload_id=upload_id), code=303)
    first, last = frame_round.round.period_start, frame_round.round.period_end
    sent = rules_from(request.form, period_from=first, period_to=last)
    if sent.rules is None:
        page = _rules_page(upload, frame_round, typed=request.form, faults=sent.faults)
        return page, REFUSED
    frame_uploads.keep_rules(database(), upload.id, sent.rules.as_document())
    if upload.is_large:
        return begin(code, upload, JobKind.JUDGE)
    return redirect(url_for("frame_judgement.judgement", code=code, upload_id=upload_id), code=303)


def _rules_page(
    upload: FrameUploadRecord,
    frame_round: FrameRound,
    *,
    typed: MultiDict[str, str],
    faults: Sequence[Fault] = (),
) -> str:
    caps = [line for line in typed_caps(typed) if line[0] or line[2]]
    return render_template(
        "frame_rules.html",
        round=frame_round.round,
        upload=upload,
        typed=typed,
        caps=[*caps, *[("", "", "")] * BLANK_CAPS],
        units=frame_round.frame_units,
        unit_names={one.code: one.name for one in frame_round.frame_units},
        flooded=[one for one in read_shares(upload.first_procedures or ()) if is_flooding(one)],
        faults=faults,
    )
