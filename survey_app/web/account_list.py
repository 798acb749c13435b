"""A list of people becomes accounts on a page: brought, looked at, confirmed, codes handed out.

Nothing waits on the server between looking and confirming: the form carries the list along, and it
is read and compared again. What is stored is what was seen, or the new outcome is shown instead.
"""

import base64
import binascii
from collections.abc import Sequence

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.policy import Verb
from survey_app.fieldwork.account_list.importing import (
    HandedCode,
    JudgedList,
    code_rows,
    judge_list,
    read_people,
    store_list,
)
from survey_app.fieldwork.account_list.problems import AccountListCode
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.problems import Code, Problem
from survey_app.web.account_words import PLACES, place_words
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.sent_files import csv_file
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("account_list", __name__, url_prefix="/admin/list")

REFUSED = 422
CHANGED = 409
MOST_KILOBYTES = 300
"""Of a list on the page, which its form carries along: some thousand people."""
KILOBYTE = 1024


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """Where something is wrong in a list of people."""
    return {"list_place": place_words, "list_places": PLACES}


@blueprint.get("/")
@declares(Verb.ACCOUNTS_WRITE)
def page() -> str:
    """What a list is, and the field to choose it."""
    return _page()


def _page(faults: Sequence[Fault] = ()) -> str:
    return render_template("account_list.html", faults=faults, most=MOST_KILOBYTES)


@blueprint.post("/")
@declares(Verb.ACCOUNTS_WRITE)
def look() -> str | tuple[str, int]:
    """What would become of everybody on the list; nothing is stored."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page((FrameCode.NO_FILE.at("file"),)), REFUSED
    data = file.read(MOST_KILOBYTES * KILOBYTE + 1)
    if len(data) > MOST_KILOBYTES * KILOBYTE:
        fault = AccountListCode.TOO_LARGE_FOR_PAGE.at("file", maximum=str(MOST_KILOBYTES))
        return _page((fault,)), REFUSED
    judged = judge_list(database(), read_people(database(), data), takes_changes=True)
    answer = _outcome(judged, data)
    return (answer, REFUSED) if judged.total_faults else answer


def _outcome(judged: JudgedList, data: bytes, *, is_other: bool = False) -> str:
    return render_template(
        "account_list_outcome.html",
        judged=judged,
        content=base64.b64encode(data).decode("ascii"),
        is_other=is_other,
    )


@blueprint.post("/store")
@declares(Verb.ACCOUNTS_WRITE)
def store() -> Response | str | tuple[str, int]:
    """Makes and changes the accounts as they were seen, all or none; shows the codes, once."""
    data = _carried()
    judged = judge_list(
        database(), read_people(database(), data), takes_changes=True, will_store=True
    )
    if judged.mark != request.form.get("seen") or judged.total_faults:
        return _outcome(judged, data, is_other=True), CHANGED
    handed = store_list(database(), judged, by=person_required(), at=now())
    if request.form.get("as") == "csv" and handed:
        return _file(handed)
    return render_template(
        "account_codes.html",
        codes=[(one.made, one.full_name) for one in handed],
        changed=judged.changes,
        address=url_for("first_sign_in.page", _external=True),
        back=url_for("accounts.listing"),
    )


def _carried() -> bytes:
    try:
        return base64.b64decode(request.form.get("content", ""), validate=True)
    except (binascii.Error, ValueError) as broken:
        raise Problem(Code.BAD_REQUEST) from broken


def _file(handed: Sequence[HandedCode]) -> Response:
    return csv_file(code_rows(handed), name="codes.csv")
