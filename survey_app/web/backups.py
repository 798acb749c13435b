"""The field manager brings the file that a tablet saved when it could not send."""

from collections import Counter
from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, render_template, request

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.db.quarantine import kept_with
from survey_app.fieldwork.backups import BackupCode, read_backup, take_in
from survey_app.fieldwork.round_keys import opener_of
from survey_app.fieldwork.sync_verdict import Status
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.kept_page import Row, rows_of
from survey_app.web.large_files import take_large_files
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("backups", __name__, url_prefix="/field/backups")

LARGEST = 20 * 1024 * 1024
"""Bytes of a file; a day's work of one tablet is a hundredth of it."""
MOST_LISTED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One document of the file that a person has to look at."""

    place: int
    """Counted from 1, in the file."""
    row: Row


def install(app: Flask) -> None:
    """Lets this one page take the files of tablets."""
    endpoint = f"{blueprint.name}.{bring.__name__}"
    take_large_files(app, endpoint=endpoint, verb=Verb.BACKUP_IMPORT, most=LARGEST)


@blueprint.get("/")
@declares(Verb.BACKUP_IMPORT)
def page() -> str:
    """What the file is, and the field to choose it."""
    return render_template("backups.html", refusal=None)


@blueprint.post("/")
@declares(Verb.BACKUP_IMPORT)
def bring() -> str | tuple[str, int]:
    """Takes the file in and says what became of each document."""
    file = request.files.get("file")
    backup = read_backup(file.read()) if file is not None else BackupCode.NO_FILE.at("file")
    if isinstance(backup, Fault):
        return render_template("backups.html", refusal=backup), 422
    at = now()
    opener = opener_of(database(), secret_key=current_app.config["SECRET_KEY"])
    received = take_in(database(), backup, by=person_required(), opener=opener, at=at)
    aside = [
        (place, one.sha256)
        for place, one in enumerate(received, start=1)
        if one.status in {Status.CONFLICT, Status.QUARANTINED}
    ]
    return render_template(
        "backup_received.html",
        backup=backup,
        total=len(received),
        counts=Counter(one.status.value for one in received),
        lines=_lines(aside[:MOST_LISTED]),
        unlisted=max(0, len(aside) - MOST_LISTED),
    )


def _lines(aside: list[tuple[int, str]]) -> list[Line]:
    """What did not simply count, in the words of the page of decisions."""
    kept = kept_with(database(), {sha256 for _place, sha256 in aside})
    rows = {row.record.content_sha256: row for row in rows_of(database(), list(kept.values()))}
    return [Line(place=place, row=rows[sha256]) for place, sha256 in aside if sha256 in rows]
