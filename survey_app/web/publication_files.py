"""The files of a publication to hand on: what each is, its hash; the full file with a reason."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from field_export.manifest import FileLine, file_line
from questionnaires import Fault
from survey_app.access.objects import run_for
from survey_app.access.policy import Verb
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.db.publications import RunRecord
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.round_problems import RoundCode
from survey_app.fieldwork.round_states import LONGEST_REASON, is_reason, reason_missing
from survey_app.publication.folder.contents import PRINTERS, kinds_of, write_file
from survey_app.publication.report.reading import ReportedRun, reported_run
from survey_app.publication.report.rounds_before import compared_run
from survey_app.publication.responses.full_file import FullFileRequest, take_full_file
from survey_app.publication.responses.pseudonyms import key_for
from survey_app.publication.responses.reading import responses_of
from survey_app.publication.responses.writing import write_responses
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.language import gettext
from survey_app.web.paging import LARGEST
from survey_app.web.sent_files import file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database, engine_of
from survey_app.wording.file_words import FILES, INTERVIEWS, NAMES
from survey_app.wording.speech import VIETNAMESE

PREFIX = f"/results/rounds/<code>/publication/<int(max={LARGEST}):run>/files"
blueprint = Blueprint("publication_files", __name__, url_prefix=PREFIX)

REFUSED = 422
BLOCK = 1 << 16
MOST_TO_SUM = 50_000
"""Interviews of a run of which a page makes all files at once; a command does of any."""
KINDS = f"any({', '.join(FILES)})"
TYPES = {
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
}
OTHER_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFile:
    """A file on the page. made: its size and hash, None as long as nobody asked for them."""

    kind: str
    what: str
    name: str
    made: FileLine | None


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str, run: int) -> str:
    """Every file with what it is; with `sums` also its size and SHA-256, for which it is made."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    return _page(found, kept)


@blueprint.get(f"/<{KINDS}:file>")
@declares(Verb.RESULTS_DOWNLOAD)
def one(code: str, run: int, file: str) -> Response:
    """One of them; of interviews the file to hand on."""
    found, kept = run_for(database(), person_required(), code=code, run_id=run)
    return handed_on(found, kept, kind=file)


@blueprint.post("/full")
@declares(Verb.RESULTS_FULL)
def full(code: str, run: int) -> AnyResponse | tuple[str, int]:
    """The full file of the interviews, once it is written down who takes it and why."""
    person = person_required()
    found, kept = run_for(database(), person, code=code, run_id=run)
    kind = typed("kind")
    faults = tuple(_against(kind, reason=typed("reason")))
    if not faults:
        wanted = FullFileRequest(
            by=person, at=now(), reason=typed("reason"), run_id=kept.id, kind=kind
        )
        faults = take_full_file(database(), found, wanted)
    if faults:
        return _page(found, kept, faults=faults), REFUSED
    reported = reported_run(database(), found, run_id=kept.id)
    name = file_of_round(found, f"run-{kept.id}-day-du-{NAMES[kind]}")
    return _sent(_full_parts(reported, kind=kind), name=name)


def _against(kind: str, *, reason: str) -> Iterator[Fault]:
    if kind not in INTERVIEWS:
        yield RoundCode.NO_SUCH_FILE.at("kind")
    if not is_reason(reason):
        yield reason_missing()


def handed_on(found: RoundRecord, kept: RunRecord, *, kind: str) -> Response:
    """A file of a run as everybody may have it."""
    reported = reported_run(database(), found, run_id=kept.id)
    if kind in PRINTERS:
        reported = compared_run(database(), reported)
    name = file_of_round(found, f"run-{kept.id}-{NAMES[kind]}")
    return _sent(_parts(reported, kind=kind), name=name)


def _parts(of: ReportedRun, *, kind: str) -> Iterator[bytes]:
    """Made when the request is over, in a transaction of its own: that may take long."""
    engine = engine_of(current_app)

    def read() -> Iterator[bytes]:
        with transaction(engine) as session:
            key = key_for(session, of.publication.run_id, at=system_clock())
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / NAMES[kind]
            with transaction(engine, writes=False, at_one_moment=True) as session:
                write_file(session, of, path, kind=kind, key=key)
            yield from _blocks(path)

    return read()


def _full_parts(of: ReportedRun, *, kind: str) -> Iterator[bytes]:
    engine = engine_of(current_app)

    def read() -> Iterator[bytes]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / NAMES[kind]
            with transaction(engine, writes=False, at_one_moment=True) as session:
                responses = responses_of(session, of, key=None, speech=VIETNAMESE)
                write_responses(session, path, kind=kind, responses=responses, of=of)
            yield from _blocks(path)

    return read()


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _sent(content: Iterator[bytes], *, name: str) -> Response:
    answer = Response(content, content_type=TYPES.get(Path(name).suffix, OTHER_TYPE))
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _page(found: RoundRecord, kept: RunRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    reported = reported_run(database(), found, run_id=kept.id)
    may_sum = kept.interviews <= MOST_TO_SUM
    made = _made(reported) if may_sum and "sums" in request.args and not faults else {}
    return render_template(
        "publication_files.html",
        round=found,
        run=kept,
        publication=reported.publication,
        minimum=reported.basis.plans.scoring.limits.minimum_people,
        files=[
            ShownFile(kind=kind, what=gettext(FILES[kind]), name=NAMES[kind], made=made.get(kind))
            for kind in kinds_of(reported)
        ],
        may_sum=may_sum,
        is_summed=bool(made),
        kinds=[(kind, gettext(FILES[kind])) for kind in INTERVIEWS],
        kind=typed("kind"),
        faults=faults,
        reason=typed("reason"),
        longest_reason=LONGEST_REASON,
        title=_("Files to hand on"),
    )


def _made(of: ReportedRun) -> dict[str, FileLine]:
    """All of them, for their sizes and hashes."""
    engine = engine_of(current_app)
    with transaction(engine) as session:
        key = key_for(session, of.publication.run_id, at=system_clock())
    lines = {}
    compared = compared_run(database(), of)
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds_of(of):
            path = Path(folder) / NAMES[kind]
            write_file(database(), compared, path, kind=kind, key=key)
            lines[kind] = file_line(path, what="", made_of=())
    return lines
