"""A list step by step: its columns, the rules, the judgement of every row, the import."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from field_export.csv_rows import csv_lines
from questionnaires import Fault
from survey_app.access.objects import frame_upload_for, frame_upload_to_change
from survey_app.access.policy import Verb
from survey_app.db import frame_uploads
from survey_app.db.frame_uploads import FrameUploadRecord
from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.importing import (
    FrameRound,
    JudgedFrame,
    require_importable,
    round_for_frame,
)
from survey_app.fieldwork.frame.judging import judgement_cells
from survey_app.fieldwork.frame.mapping import FrameMapping
from survey_app.fieldwork.frame.names import FIELDS
from survey_app.fieldwork.frame.reading import read_frame
from survey_app.fieldwork.frame.source import sheets_of
from survey_app.fieldwork.frame.uploads import (
    content_of,
    import_upload,
    is_too_long,
    judged_upload,
    look_at,
    mapping_of,
    require_waiting,
    rules_of,
)
from survey_app.problems import Code, Problem
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
from survey_app.web.frame_words import meanings_of
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint(
    "frame_steps", __name__, url_prefix="/field/rounds/<code>/frame/<uuid:upload_id>"
)

REFUSED = 422
ASKS_TO_REPLACE = {Code.FRAME_OVERLAPS, Code.FRAME_ALREADY_IMPORTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Whether a judged list may be imported, and whether it takes the place of others."""

    problem: Problem | None
    replaces: bool


def _waiting(code: str, upload_id: UUID) -> tuple[FrameUploadRecord, FrameRound]:
    upload = frame_upload_for(
        database(), person_required(), round_code=code, upload_id=upload_id, at=now()
    )
    require_waiting(upload)
    return upload, round_for_frame(database(), code)


@blueprint.get("/columns")
@declares(Verb.FRAME_WRITE)
def columns(code: str, upload_id: UUID) -> str:
    """Which column holds what, as guessed or chosen before, and what the first rows become."""
    upload, frame_round = _waiting(code, upload_id)
    return _columns_page(upload, frame_round, mapping=mapping_of(upload))


@blueprint.post("/columns")
@declares(Verb.FRAME_WRITE)
def store_columns(code: str, upload_id: UUID) -> Response | str | tuple[str, int]:
    """Reads the whole list as chosen; only a choice under which it has no fault is kept."""
    upload, frame_round = _waiting(code, upload_id)
    data = content_of(database(), upload)
    sent = mapping_from(request.form)
    if sent.mapping is None:
        return _columns_page(upload, frame_round, mapping=None, faults=sent.faults), REFUSED
    if "look" in request.form or is_for_other_sheet(request.form):
        return _columns_page(upload, frame_round, mapping=sent.mapping)
    if is_too_long(look_at(data, frame_round=frame_round, mapping=sent.mapping)):
        return _columns_page(upload, frame_round, mapping=sent.mapping), REFUSED
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
    frame_uploads.keep_mapping(database(), upload.id, reading.mapping.as_document())
    return redirect(url_for(".rules", code=code, upload_id=upload_id), code=303)


def _columns_page(
    upload: FrameUploadRecord,
    frame_round: FrameRound,
    *,
    mapping: FrameMapping | None,
    faults: Sequence[Fault] = (),
    total: int | None = None,
    unknown: Sequence[tuple[FrameField, str]] = (),
) -> str:
    data = content_of(database(), upload)
    preview = look_at(data, frame_round=frame_round, mapping=mapping)
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
        sheets=sheets_of(data),
        words=asked[:MOST_WORDS],
        more_words=max(0, len(asked) - MOST_WORDS),
        meanings={one: meanings_of(one) for one in FIELDS},
        is_refused=bool(faults) or is_too_long(preview),
    )


@blueprint.get("/rules")
@declares(Verb.FRAME_WRITE)
def rules(code: str, upload_id: UUID) -> Response | str:
    """By which rules a file is a case; the period is that of the round until it is changed."""
    upload, frame_round = _waiting(code, upload_id)
    if mapping_of(upload) is None:
        return redirect(url_for(".columns", code=code, upload_id=upload_id))
    typed = rules_as_typed(rules_of(upload, frame_round=frame_round))
    return _rules_page(upload, frame_round, typed=typed)


@blueprint.post("/rules")
@declares(Verb.FRAME_WRITE)
def store_rules(code: str, upload_id: UUID) -> Response | tuple[str, int]:
    """Keeps the rules, or says all that is wrong with them."""
    upload, frame_round = _waiting(code, upload_id)
    first, last = frame_round.round.period_start, frame_round.round.period_end
    sent = rules_from(request.form, period_from=first, period_to=last)
    if sent.rules is None:
        page = _rules_page(upload, frame_round, typed=request.form, faults=sent.faults)
        return page, REFUSED
    frame_uploads.keep_rules(database(), upload.id, sent.rules.as_document())
    return redirect(url_for(".judgement", code=code, upload_id=upload_id), code=303)


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
        faults=faults,
    )


@blueprint.get("/judgement")
@declares(Verb.FRAME_WRITE)
def judgement(code: str, upload_id: UUID) -> Response | str:
    """What becomes of the list under its rules, before anything is stored."""
    upload, frame_round = _waiting(code, upload_id)
    judged = judged_upload(database(), upload, frame_round=frame_round)
    if judged is None:
        return redirect(url_for(".columns", code=code, upload_id=upload_id))
    return _judgement_page(upload, frame_round, judged)


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
    upload, frame_round = _waiting(code, upload_id)
    judged = judged_upload(database(), upload, frame_round=frame_round)
    if judged is None:
        return redirect(url_for(".columns", code=code, upload_id=upload_id))
    lines = judgement_cells(judged.reading.rows, judged.judgements)
    answer = Response(csv_lines(lines), content_type="text/csv; charset=utf-8")
    mark = "-mo-phong" if frame_round.round.is_simulated else ""
    name = f"{code}{mark}-judgements.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


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
    judged = judged_upload(database(), upload, frame_round=frame_round)
    if judged is None:
        return redirect(url_for(".columns", code=code, upload_id=upload_id), code=303)
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


def _to_import(code: str, number: int) -> Response:
    return redirect(url_for("frame.imported", code=code, number=number), code=303)
