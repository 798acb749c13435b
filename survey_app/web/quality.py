"""Signs in interviews that a person should look at, while a round runs."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from questionnaires import Fault
from scoring.quality.flags import Kind
from scoring.quality.rules import quality_rules
from survey_app.access.objects import quality_flag_for, quality_flag_to_review, round_for
from survey_app.access.policy import Verb, may
from survey_app.db import quality_flags as queries
from survey_app.db.quality_facts import standing_of
from survey_app.db.quality_reviews import reviews_of
from survey_app.db.quality_runs import RunRecord, latest_run
from survey_app.db.recheck_promises import promise_of
from survey_app.db.rounds import RoundRecord, units_of_round
from survey_app.fieldwork.quality.examining import look, needs_a_look, store_look
from survey_app.fieldwork.quality.figures import figures_of
from survey_app.fieldwork.quality.reviewing import LONGEST_NOTE, ReviewRequest, mark_of, review
from survey_app.fieldwork.rechecks.choosing_by_risk import CHOOSES_IN
from survey_app.problems import Code, Problem
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.numbers import measured, whole
from survey_app.web.paging import LARGEST, row_asked_for, text_asked_for
from survey_app.web.quality_evidence import clock_minutes, evidence_lines, share
from survey_app.web.quality_page import examples_of, interviews_beside, people_by_name
from survey_app.web.quality_words import kind_name, kind_next, kind_words
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database

blueprint = Blueprint("quality", __name__, url_prefix="/field/rounds/<code>/quality")

FIRST = 10
PAGE = 50
REFUSED = 422
BY_ITSELF_UP_TO = 5_000
"""Interviews up to which a look is taken by itself when somebody opens the page."""
BY_ITSELF_AFTER = timedelta(minutes=5)
MOST_BY_PAGE = 10_000
"""Interviews up to which a page takes a look; on SQLite nobody else writes meanwhile."""
FILTERS = ("kind", "enumerator", "unit", "state")
ONE = f"/flags/<int(max={LARGEST}):number>"


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """Names of kinds and figures, for the templates of these pages."""
    return {
        "kind_name": kind_name,
        "kind_words": kind_words,
        "figure_number": measured,
        "figure_share": share,
        "figure_minutes": clock_minutes,
        "interview_address": interview_address,
        "flags_about": flags_about,
    }


def interview_address(uuid: UUID) -> str | None:
    """The page of an interview, for those who may open it."""
    if not may(person_required().role, Verb.INTERVIEWS_REVIEW):
        return None
    return url_for("reviewing.interview", interview_uuid=uuid)


def flags_about(uuid: UUID) -> tuple[queries.FlagRecord, ...]:
    """What is worth a look in an interview, for its own page."""
    return queries.flags_about(database(), uuid)


@blueprint.get("/")
@declares(Verb.QUALITY_READ)
def overview(code: str) -> str:
    """What to look at first, how many of each kind, and when it was last looked for."""
    found = round_for(database(), person_required(), code=code)
    run = latest_run(database(), found.id)
    standing = standing_of(database(), found.id, version_id=found.questionnaire_version_id)
    is_stale = needs_a_look(standing, run)
    counts = queries.counts_by_kind(database(), found.id)
    return render_template(
        "quality.html",
        round=found,
        run=run,
        interviews=standing.interviews,
        is_stale=is_stale,
        runs_by_itself=is_stale and _may_run_by_itself(standing.interviews, run),
        may_run=standing.interviews <= MOST_BY_PAGE,
        counts=[counts[kind.value] for kind in Kind if kind.value in counts],
        first=queries.first_to_look_at(
            database(), found.id, kinds=[kind.value for kind in Kind], limit=FIRST
        ),
    )


@blueprint.post("/run")
@declares(Verb.QUALITY_RUN)
def run(code: str) -> Response:
    """Looks at all interviews again; by itself only where that is due."""
    found = round_for(database(), person_required(), code=code)
    standing = standing_of(database(), found.id, version_id=found.questionnaire_version_id)
    last = latest_run(database(), found.id)
    is_by_itself = "by_itself" in request.form
    is_due = needs_a_look(standing, last) and _may_run_by_itself(standing.interviews, last)
    if standing.interviews > MOST_BY_PAGE:
        raise Problem(Code.QUALITY_BY_COMMAND, {"most": whole(MOST_BY_PAGE)})
    if is_due or not is_by_itself:
        looked = look(database(), found)
        stored = store_look(database(), found, looked, by=person_required(), at=now())
        flash(
            ngettext(
                "%(interviews)s interview was looked at; new flags: %(new)s.",
                "%(interviews)s interviews were looked at; new flags: %(new)s.",
                looked.examination.interviews,
                interviews=whole(looked.examination.interviews),
                new=whole(stored.new),
            )
        )
    return redirect(url_for(".overview", code=code), code=303)


@blueprint.get("/flags/")
@declares(Verb.QUALITY_READ)
def flags(code: str) -> str:
    """The flags of a round, the newest first, those of one kind, person, unit or state."""
    found = round_for(database(), person_required(), code=code)
    wanted = _wanted()
    records = queries.flags_of(
        database(), found.id, wanted=wanted, before=row_asked_for("before"), limit=PAGE + 1
    )
    return render_template(
        "quality_flags.html",
        round=found,
        run=latest_run(database(), found.id),
        flags=records[:PAGE],
        total=queries.count_flags(database(), found.id, wanted=wanted),
        wanted=wanted,
        chosen={name: value for name in FILTERS if (value := request.args.get(name, ""))},
        kinds=[kind.value for kind in Kind],
        people=people_by_name(queries.people_of(database(), found.id)),
        units=[unit for unit in units_of_round(database(), found.id) if not unit.is_exempt],
        next_before=records[PAGE - 1].id if len(records) > PAGE else None,
    )


@blueprint.get(ONE)
@declares(Verb.QUALITY_READ)
def flag(code: str, number: int) -> str:
    """One flag: its figures, what explains them, the interviews, and what was noted."""
    found, record = quality_flag_for(database(), person_required(), round_code=code, number=number)
    return _flag_page(found, record)


@blueprint.post(ONE)
@declares(Verb.QUALITY_REVIEW)
def look_at(code: str, number: int) -> Response | tuple[str, int]:
    """Writes down that somebody looked at it, or says all that stands against that."""
    found, record = quality_flag_to_review(
        database(), person_required(), round_code=code, number=number
    )
    wanted = ReviewRequest(
        note=request.form.get("note", ""),
        seen=request.form.get("seen", ""),
        by=person_required(),
        at=now(),
    )
    faults = review(database(), record, wanted)
    if faults:
        return _flag_page(found, record, faults=faults), REFUSED
    flash(_("Your note has been stored."))
    return redirect(url_for(".flag", code=code, number=number), code=303)


def _flag_page(
    found: RoundRecord, record: queries.FlagRecord, *, faults: Sequence[Fault] = ()
) -> str:
    return render_template(
        "quality_flag.html",
        round=found,
        flag=record,
        faults=faults,
        note=request.form.get("note", ""),
        mark=mark_of(record),
        longest_note=LONGEST_NOTE,
        next_step=kind_next(record.kind),
        evidence=evidence_lines(record.kind, record.evidence),
        beside=interviews_beside(database(), record),
        examples=examples_of(database(), record),
        reviews=reviews_of(database(), record.id),
        may_review=may(person_required().role, Verb.QUALITY_REVIEW),
        may_recheck=_may_recheck(found, record),
    )


def _may_recheck(found: RoundRecord, record: queries.FlagRecord) -> bool:
    """Whoever draws re-checks, in a round that promised some, where interviews are named."""
    names_some = record.interview_uuid is not None or bool(record.evidence.get("examples"))
    is_theirs = may(person_required().role, Verb.RECHECK_DRAW) and found.state in CHOOSES_IN
    return (
        is_theirs and record.holds and names_some and promise_of(database(), found.id) is not None
    )


@blueprint.get("/enumerators")
@declares(Verb.QUALITY_READ)
def enumerators(code: str) -> str:
    """The figures of every enumerator beside those of the others."""
    found = round_for(database(), person_required(), code=code)
    last = latest_run(database(), found.id)
    figures = None if last is None else figures_of(last)
    names = queries.names_of(
        database(), [one.enumerator for one in figures.enumerators] if figures else []
    )
    by_username = {one.enumerator: one for one in figures.enumerators} if figures else {}
    return render_template(
        "quality_enumerators.html",
        round=found,
        run=last,
        figures=figures,
        people=[
            (username, name, by_username[username]) for username, name in people_by_name(names)
        ],
        rules=quality_rules(),
    )


@blueprint.get("/rules")
@declares(Verb.QUALITY_READ)
def rules(code: str) -> str:
    """What is looked for, from which figures on, and where the thresholds come from."""
    found = round_for(database(), person_required(), code=code)
    return render_template(
        "quality_rules.html",
        round=found,
        run=latest_run(database(), found.id),
        rules=quality_rules(),
        kinds=[kind.value for kind in Kind],
    )


def _wanted() -> queries.FlagFilter:
    """The filter in the address; what is unknown there filters nothing."""
    state = request.args.get("state", "")
    kind = request.args.get("kind", "")
    return queries.FlagFilter(
        kind=kind if kind in {one.value for one in Kind} else None,
        username=text_asked_for("enumerator"),
        unit_code=text_asked_for("unit"),
        state=queries.FlagState(state) if state in {*queries.FlagState} else None,
    )


def _may_run_by_itself(interviews: int, last: RunRecord | None) -> bool:
    """Bounded in size and in time, whatever comes in meanwhile."""
    is_rested = last is None or now() - last.ran_at >= BY_ITSELF_AFTER
    return interviews <= BY_ITSELF_UP_TO and is_rested
