"""Lists of finished files of a round: those that were imported, and bringing another one."""

import json
from io import BytesIO
from pathlib import PurePosixPath
from uuid import UUID, uuid4

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from questionnaires import Fault
from questionnaires.problems import printable
from survey_app.access.objects import frame_import_for, frame_upload_to_change, round_for
from survey_app.access.policy import Verb
from survey_app.db import frames
from survey_app.db.frame_uploads import waiting_uploads
from survey_app.db.kept_names import account_names
from survey_app.db.rounds import RoundRecord, units_of_round
from survey_app.fieldwork.frame.bringing import MOST_BYTES, Brought, keep_upload
from survey_app.fieldwork.frame.importing import TAKES_FRAMES, round_for_frame
from survey_app.fieldwork.frame.job_states import JobKind
from survey_app.fieldwork.frame.names import JUDGEMENTS
from survey_app.fieldwork.frame.rules import read_rules
from survey_app.fieldwork.frame.summary import read_summary
from survey_app.fieldwork.frame.uploads import cancel_upload, require_waiting
from survey_app.web import frame_words
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.frame_jobs import begin
from survey_app.web.large_files import take_large_files
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("frame", __name__, url_prefix="/field/rounds/<code>/frame")

LONGEST_NAME = 255
REFUSED = 422
MEGABYTE = 1024 * 1024


def install(app: Flask) -> None:
    """Lets the page of lists take files."""
    endpoint = f"{blueprint.name}.{bring.__name__}"
    # A file of the greatest size stands between the other fields of the form.
    most = MOST_BYTES + MEGABYTE
    take_large_files(app, endpoint=endpoint, verb=Verb.FRAME_WRITE, most=most)


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of fields, judgements and places, for the templates of lists."""
    return {
        "frame_field": frame_words.field_words,
        "judgement_words": frame_words.judgement_words,
        "word_words": frame_words.word_words,
        "place_words": frame_words.place_words,
        "fault_words": frame_words.fault_words,
        "fault_message": frame_words.fault_message,
        "judgements_known": tuple(JUDGEMENTS),
    }


@blueprint.get("/")
@declares(Verb.FRAME_WRITE)
def listing(code: str) -> str:
    """The imports of the round, the list that waits, and the field to bring one."""
    return _page(round_for(database(), person_required(), code=code))


@blueprint.post("/")
@declares(Verb.FRAME_WRITE)
def bring(code: str) -> Response | tuple[str, int]:
    """Keeps a list for its columns to be chosen, or says why it cannot be read."""
    found = round_for(database(), person_required(), code=code)
    frame_round = round_for_frame(database(), code)
    file = request.files.get("file")
    brought = Brought(name="", content=BytesIO())
    if file is not None and file.filename:
        brought = Brought(name=_name_of(file.filename), content=file.stream)
    upload_id = uuid4()
    kept = keep_upload(
        database(),
        brought,
        upload_id=upload_id,
        frame_round=frame_round,
        by=person_required().account_id,
        at=now(),
    )
    if kept.faults:
        return _page(found, faults=kept.faults), REFUSED
    if kept.is_large:
        upload = frame_upload_to_change(
            database(), person_required(), round_code=code, upload_id=upload_id, at=now()
        )
        return begin(code, upload, JobKind.OPEN)
    return redirect(url_for("frame_steps.columns", code=code, upload_id=upload_id), code=303)


def _name_of(typed: str) -> str:
    """Without the folder that some browsers send."""
    return printable(PurePosixPath(typed.replace("\\", "/")).name)[:LONGEST_NAME]


def _page(found: RoundRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    imports = frames.imports_of_round(database(), found.id)
    return render_template(
        "frame.html",
        round=found,
        faults=faults,
        takes_lists=found.state in TAKES_FRAMES,
        has_units=bool(units_of_round(database(), found.id)),
        waiting=waiting_uploads(
            database(), found.id, account_id=person_required().account_id, at=now()
        ),
        imports=imports,
        names=account_names(
            database(), {one.imported_by for one in imports if one.imported_by is not None}
        ),
        most_megabytes=MOST_BYTES // MEGABYTE,
    )


@blueprint.get("/imports/<int:number>")
@declares(Verb.FRAME_WRITE)
def imported(code: str, number: int) -> str:
    """One import: which file, by which rules, and what it came to."""
    found = round_for(database(), person_required(), code=code)
    done = frame_import_for(database(), person_required(), round_code=code, number=number)
    by = set() if done.imported_by is None else {done.imported_by}
    rules = read_rules(
        json.dumps(done.rules).encode(), period_from=found.period_start, period_to=found.period_end
    ).rules
    return render_template(
        "frame_import.html",
        round=found,
        done=done,
        summary=read_summary(done.counts),
        unit_names={one.unit_code: one.unit_name for one in units_of_round(database(), found.id)},
        rules=rules,
        names=account_names(database(), by),
    )


@blueprint.post("/<uuid:upload_id>/cancel")
@declares(Verb.FRAME_WRITE)
def cancel(code: str, upload_id: UUID) -> Response:
    """Removes a list that waits."""
    upload = frame_upload_to_change(
        database(), person_required(), round_code=code, upload_id=upload_id, at=now()
    )
    require_waiting(upload)
    cancel_upload(database(), upload, at=now())
    flash(_("The file has been removed; nothing was imported."))
    return redirect(url_for(".listing", code=code), code=303)
