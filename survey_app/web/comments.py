"""Comments of respondents, for Home Affairs: which of them units may read, and in what words."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from field_export.theme_rows import theme_rows
from questionnaires import Fault
from questionnaires.themes import comment_codes, suggested_theme
from survey_app.access.comment_objects import (
    RoundComments,
    comment_for,
    comment_to_decide,
    comments_for,
)
from survey_app.access.objects import round_unit_for
from survey_app.access.policy import Verb
from survey_app.db.comment_counts import comment_counts
from survey_app.db.comment_decisions import decisions_about, known_of_respondents
from survey_app.db.comments import (
    CommentRecord,
    listed_comments,
    next_waiting,
    units_with_comments,
)
from survey_app.db.rounds import RoundRecord
from survey_app.db.tables_comments import LONGEST_RELEASED
from survey_app.db.wanted_comments import CommentState, WantedComments
from survey_app.fieldwork.round_states import LONGEST_REASON
from survey_app.problems import Code, Problem
from survey_app.publication.comments.deciding import Deciding, release, take_back, withhold
from survey_app.publication.comments.folded import composed
from survey_app.publication.comments.masking import found_in, masked
from survey_app.publication.comments.numbers import Telling
from survey_app.web.clock import now
from survey_app.web.comment_words import (
    question_words,
    state_names,
    telling_names,
    theme_names,
)
from survey_app.web.declare import declares
from survey_app.web.paging import numbered_page, text_asked_for
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.typed import typed
from survey_app.web.unit_of_work import database
from survey_app.web.unit_themes import UnitThemes, themes_of_unit
from survey_app.web.vietnamese_order import vietnamese_key

blueprint = Blueprint("comments", __name__, url_prefix="/results/rounds/<code>/comments")

ONE = "/<uuid:interview_uuid>/<item_code>"
WITHHOLD, TAKE_BACK = "withhold", "take-back"
WITH_A_REASON = {WITHHOLD: withhold, TAKE_BACK: take_back}
EITHER = ", ".join(f"'{what}'" for what in WITH_A_REASON)
PAGE = 20
REFUSED = 422
MOST_DIGITS = 9
BYTES_OF_PLACE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A comment of the list. text: as it was released, else the suggestion."""

    comment: CommentRecord
    text: str
    theme: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text; kind: what it tells somebody by, None for all else."""

    text: str
    kind: Telling | None


@blueprint.get("")
@declares(Verb.COMMENTS_DECIDE)
def page(code: str) -> str:
    """The comments of what is public, those that wait first in view, with their suggestions."""
    found = comments_for(database(), person_required(), code=code)
    if found.current is None:
        return render_template("comments.html", round=found.round, is_public=False)
    run_id, (wanted, chosen) = found.current.run_id, _wanted()
    counts = comment_counts(database(), run_id, wanted=wanted)
    shown = numbered_page(
        sum(counts.values()) if wanted.state is None else counts[wanted.state],
        size=PAGE,
    )
    listed = listed_comments(database(), run_id, wanted=wanted, start=shown.start, most=PAGE)
    units = units_with_comments(database(), run_id)
    return render_template(
        "comments.html",
        round=found.round,
        is_public=True,
        counts=counts,
        shown=shown,
        listed=_suggested(found, listed),
        wanted=wanted,
        chosen=chosen,
        units=sorted(units, key=lambda one: vietnamese_key(one[1])),
        themes=theme_names(found.definition),
        states=state_names(),
        has_comments=bool(comment_codes(found.definition)),
    )


def _wanted() -> tuple[WantedComments, Mapping[str, str]]:
    """What the address asks for, and how to ask for it again; at first those that wait."""
    state = request.args.get("state", CommentState.WAITING.value)
    theme = request.args.get("theme", "")
    wanted = WantedComments(
        unit=text_asked_for("unit"),
        state=CommentState(state) if state in {*CommentState} else None,
        theme=_whole(theme),
    )
    asked = {
        "unit": wanted.unit or "",
        "state": "all" if wanted.state is None else wanted.state.value,
        "theme": "" if wanted.theme is None else str(wanted.theme),
    }
    return wanted, {name: text for name, text in asked.items() if text}


def _suggested(found: RoundComments, listed: Sequence[CommentRecord]) -> tuple[Listed, ...]:
    known = known_of_respondents(database(), tuple({one.interview_uuid for one in listed}))
    return tuple(
        Listed(
            comment=one,
            text=(one.decision and one.decision.text)
            or masked(one.text, known=known.get(one.interview_uuid, ())),
            theme=_theme(found, one) if one.decision is None else one.decision.theme,
        )
        for one in listed
    )


def _theme(found: RoundComments, one: CommentRecord) -> int | None:
    return suggested_theme(found.definition, code=one.item_code, chosen=one.chosen)


@blueprint.get(ONE)
@declares(Verb.COMMENTS_DECIDE)
def one(code: str, interview_uuid: UUID, item_code: str) -> str:
    """One of them: as it was written, the suggestion, and what was decided before."""
    found, comment = comment_for(
        database(),
        person_required(),
        code=code,
        interview_uuid=interview_uuid,
        item_code=item_code,
    )
    return _page(found, comment)


def _page(found: RoundComments, comment: CommentRecord, *, faults: tuple[Fault, ...] = ()) -> str:
    number = comment.interview_uuid
    known = known_of_respondents(database(), (number,)).get(number, ())
    return render_template(
        "comment.html",
        round=found.round,
        comment=comment,
        question=question_words(found.definition, comment.item_code),
        pieces=_pieces(composed(comment.text), known=known),
        tells=telling_names(),
        suggestion=masked(comment.text, known=known),
        suggested=_theme(found, comment),
        themes=theme_names(found.definition),
        states=state_names(),
        history=decisions_about(database(), number, item_code=comment.item_code),
        faults=faults,
        typed=request.form if faults else None,
        longest=LONGEST_RELEASED,
        longest_reason=LONGEST_REASON,
    )


def _pieces(text: str, *, known: Sequence[str]) -> tuple[Piece, ...]:
    pieces, at = [], 0
    for found in found_in(text, known=known):
        pieces += [
            Piece(text=text[at : found.start], kind=None),
            Piece(text=text[found.start : found.end], kind=found.kind),
        ]
        at = found.end
    return (*pieces, Piece(text=text[at:], kind=None))


@blueprint.post(f"{ONE}/release")
@declares(Verb.COMMENTS_DECIDE)
def released(code: str, interview_uuid: UUID, item_code: str) -> Response | tuple[str, int]:
    """Lets the unit read what was typed, or says all that stands against it."""
    found, comment = _to_decide(code, interview_uuid, item_code)
    faults = release(
        database(),
        comment,
        _deciding(),
        definition=found.definition,
        text=typed("text"),
        theme=_whole(typed("theme")),
    )
    if faults:
        return _page(found, comment, faults=faults), REFUSED
    flash(_("The comment is released; it is written down with your name."))
    return _onward(found)


@blueprint.post(f"{ONE}/<any({EITHER}):what>")
@declares(Verb.COMMENTS_DECIDE)
def decided(
    code: str, interview_uuid: UUID, item_code: str, what: str
) -> Response | tuple[str, int]:
    """Withholds the comment or takes back what was decided, with a reason, or says what stands
    against it.
    """
    found, comment = _to_decide(code, interview_uuid, item_code)
    faults = WITH_A_REASON[what](database(), comment, _deciding(), reason=typed("reason"))
    if faults:
        return _page(found, comment, faults=faults), REFUSED
    if what == WITHHOLD:
        flash(_("The comment is withheld; it is written down with your name."))
        return _onward(found)
    flash(_("The decision is taken back; the comment waits again."))
    return redirect(
        url_for(".one", code=code, interview_uuid=interview_uuid, item_code=item_code), code=303
    )


@blueprint.get("/units/<unit_code>/themes.svg")
@declares(Verb.RESULTS_READ)
def themes_figure(code: str, unit_code: str) -> Response:
    """What the people of a unit want to improve, as it is drawn on a wide screen."""
    chart = _unit_themes(code, unit_code)[1].chart
    return drawn_file(None if chart is None else chart.wide)


@blueprint.get("/units/<unit_code>/themes.csv")
@declares(Verb.RESULTS_READ)
def themes_file(code: str, unit_code: str) -> Response:
    """The same as rows; of comments only how many there are."""
    of_round, themes = _unit_themes(code, unit_code)
    name = file_of_round(of_round, f"{unit_code}-themes.csv")
    return csv_file(theme_rows(themes.lines), name=name)


def _unit_themes(code: str, unit_code: str) -> tuple[RoundRecord, UnitThemes]:
    of_round, unit = round_unit_for(
        database(), person_required(), round_code=code, unit_code=unit_code
    )
    found = themes_of_unit(of_round, unit)
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return of_round, found


def _to_decide(
    code: str, interview_uuid: UUID, item_code: str
) -> tuple[RoundComments, CommentRecord]:
    return comment_to_decide(
        database(),
        person_required(),
        code=code,
        interview_uuid=interview_uuid,
        item_code=item_code,
    )


def _deciding() -> Deciding:
    return Deciding(
        by=person_required(),
        at=now(),
        seen=_whole(typed("seen")),
        place=secrets.token_hex(BYTES_OF_PLACE),
    )


def _onward(found: RoundComments) -> Response:
    """To the next one that waits, or to the list where none does."""
    code = found.round.code
    current = found.current
    following = None if current is None else next_waiting(database(), current.run_id)
    if following is None:
        return redirect(url_for(".page", code=code), code=303)
    number, item = following
    return redirect(url_for(".one", code=code, interview_uuid=number, item_code=item), code=303)


def _whole(text: str) -> int | None:
    """The whole number that was typed or chosen; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None
