"""The list of cases of a round, and changing who has the chosen ones."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from questionnaires import Fault
from survey_app.access.objects import round_for
from survey_app.access.policy import Verb
from survey_app.db.accounts import AccountRecord, all_accounts
from survey_app.db.case_filter import CaseScope
from survey_app.db.case_list import CaseRow, all_cases, cases_after
from survey_app.db.case_outcomes import CaseOutcome
from survey_app.db.engine import transaction
from survey_app.db.rounds import RoundRecord, RoundUnitRecord, units_of_round
from survey_app.db.samples import draws_of_round
from survey_app.fieldwork.assigning.giving import GIVES_OUT_IN
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.fieldwork.sampling.figures import drawn_strata
from survey_app.fieldwork.sampling.files import strata_of
from survey_app.problems import Problem
from survey_app.web import case_words
from survey_app.web.case_changes import MOST_AT_ONCE, Done, all_of_list, carry_out, ticked
from survey_app.web.case_query import NOBODY, OPEN, CaseQuery
from survey_app.web.declare import declares
from survey_app.web.frame_words import word_words
from survey_app.web.paging import row_asked_for
from survey_app.web.sent_files import csv_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database, engine_of
from survey_app.web.vietnamese_order import vietnamese_key

blueprint = Blueprint("cases", __name__, url_prefix="/field/rounds/<code>")

ON_A_PAGE = 50
REFUSED = 422
COLUMNS = (
    *("unit_code", "file_code", "procedure", "district", "channel", "sample_list", "stratum"),
    *("place", "weight", "is_replacement", "is_replaced", "enumerator", "attempts", "outcome"),
)


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of outcomes, lists and places, for the templates of cases."""
    return {
        "outcome_name": case_words.outcome_name,
        "scope_name": case_words.scope_name,
        "reason_name": case_words.reason_name,
        "event_words": case_words.event_words,
        "case_place": case_words.place_words,
        "channel_words": word_words,
    }


@blueprint.get("/cases/")
@declares(Verb.ASSIGNMENT_WRITE)
def listing(code: str) -> str:
    """The cases that the address asks for, so many at a time."""
    return _page(round_for(database(), person_required(), code=code))


@blueprint.post("/cases/")
@declares(Verb.ASSIGNMENT_WRITE)
def change(code: str) -> AnyResponse | tuple[str, int]:
    """Gives the chosen cases to somebody, or takes them back; or says all that stands against."""
    found = round_for(database(), person_required(), code=code)
    query = _query(found)
    if "all" in request.form:
        seen, refusals = all_of_list(found, query)
        done = Done(refusals=refusals) if refusals else carry_out(found, seen)
    else:
        done = carry_out(found, ticked())
    if done.refusals:
        return _page(found, refusals=done.refusals, chosen=ticked()), REFUSED
    flash(done.said)
    return redirect(_address(".listing", found, query.arguments), code=303)


def _query(found: RoundRecord) -> CaseQuery:
    units = units_of_round(database(), found.id)
    return CaseQuery.read(request.args, units=units, enumerators=_enumerators())


def _enumerators() -> list[AccountRecord]:
    """Also those whose account is closed: they may still have cases."""
    return [one for one in all_accounts(database()) if one.role == "enumerator"]


def _page(
    found: RoundRecord,
    *,
    refusals: Sequence[Problem | Fault] = (),
    chosen: Collection[int] = (),
) -> str:
    units = units_of_round(database(), found.id)
    people = sorted(_enumerators(), key=lambda one: vietnamese_key(one.display_name))
    query = CaseQuery.read(request.args, units=units, enumerators=people)
    after = row_asked_for("after")
    shown = cases_after(database(), found.id, query.wanted, after=after, limit=ON_A_PAGE + 1)
    rows = shown.rows
    return render_template(
        "cases.html",
        round=found,
        refusals=refusals,
        chosen=chosen,
        typed=query.arguments,
        count=shown.count,
        rows=rows[:ON_A_PAGE],
        unit_names={one.id: one for one in units},
        people=people,
        **_addresses(found, query, rows),
        **_options(found, query, units=units, people=people),
        gives_out=found.state in GIVES_OUT_IN,
        most_at_once=MOST_AT_ONCE,
        longest_reason=LONGEST_REASON,
    )


def _addresses(found: RoundRecord, query: CaseQuery, rows: Sequence[CaseRow]) -> dict[str, object]:
    """The same list elsewhere: from its beginning, further on, as a file."""
    is_long = len(rows) > ON_A_PAGE
    following = {"after": rows[ON_A_PAGE - 1].case_id} if is_long else {}
    return {
        "following": is_long,
        "is_first": row_asked_for("after") is None,
        "first_address": _address(".listing", found, query.arguments),
        "next_address": _address(".listing", found, {**query.arguments, **following}),
        "file_address": _address(".file", found, query.arguments),
    }


def _address(endpoint: str, found: RoundRecord, arguments: Mapping[str, object]) -> str:
    address = url_for(endpoint, code=found.code)
    return f"{address}?{urlencode(arguments)}" if arguments else address


def _options(
    found: RoundRecord,
    query: CaseQuery,
    *,
    units: Sequence[RoundUnitRecord],
    people: Sequence[AccountRecord],
) -> dict[str, object]:
    """What each field of the filter can be, with its name."""
    strata = _strata(found, query.arguments)
    nobody = (NOBODY, _("nobody"))
    return {
        "strata": strata,
        "scope_options": [(one.value, case_words.scope_name(one)) for one in CaseScope],
        "unit_options": [(one.unit_code, one.unit_name) for one in units],
        "stratum_options": [(one, one) for one in strata],
        "people_options": [nobody, *((one.username, one.display_name) for one in people)],
        "outcome_options": [
            (OPEN, _("still to be reached")),
            *((one.value, case_words.outcome_name(one)) for one in CaseOutcome),
        ],
    }


def _strata(found: RoundRecord, asked: Mapping[str, str]) -> list[str]:
    """The strata of the chosen unit, and the one asked for; all units would have hundreds."""
    unit_code, stratum = asked.get("unit", ""), asked.get("stratum")
    of_unit = [
        one.stratum
        for draw in draws_of_round(database(), found.id)
        for one in drawn_strata(strata_of(draw), draw.unit_codes).get(unit_code, ())
    ]
    return [stratum, *of_unit] if stratum and stratum not in of_unit else of_unit


@blueprint.get("/cases.csv")
@declares(Verb.ASSIGNMENT_WRITE)
def file(code: str) -> Response:
    """The same list as a file, without a person, read while it is sent."""
    found = round_for(database(), person_required(), code=code)
    units = {one.id: one for one in units_of_round(database(), found.id)}
    rows = _read_while_sent(found, _query(found), units=units)
    return csv_file(rows, name=file_of_round(found, "cases.csv"))


def _read_while_sent(
    found: RoundRecord, query: CaseQuery, *, units: dict[int, RoundUnitRecord]
) -> Iterator[tuple[str, ...]]:
    """In a transaction of its own: that of the request is over by then."""
    engine = engine_of(current_app)

    def read() -> Iterator[tuple[str, ...]]:
        yield COLUMNS
        with transaction(engine, writes=False) as session:
            for row in all_cases(session, found.id, query.wanted):
                yield _cells(row, units[row.round_unit_id].unit_code)

    return read()


def _cells(row: CaseRow, unit_code: str) -> tuple[str, ...]:
    return (
        unit_code,
        row.file_code,
        row.procedure,
        row.district,
        row.channel or "",
        row.sample_list or "",
        row.stratum or "",
        "" if row.place is None else str(row.place),
        "" if row.weight is None else f"{row.weight:f}",
        str(int(row.is_replacement)),
        str(int(row.is_replaced)),
        row.username or "",
        str(row.attempts),
        row.outcome.value,
    )
