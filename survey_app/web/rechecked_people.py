"""What re-checks say of an enumerator, beside the others, and what was decided about them."""

from dataclasses import replace

from flask import Blueprint, render_template
from flask_babel import gettext as _

from field_export.charts.axis import Layout
from field_export.charts.ranking import NARROW, WIDE, RankingWords, UnitDot, ranking_chart
from field_export.charts.shapes import Chart
from scoring.quality.enumerator_figures import EnumeratorFigures
from scoring.recheck.comparison import EnumeratorFigures as RecheckFigures
from survey_app.access.policy import Verb
from survey_app.access.recheck_objects import rechecked_round_for
from survey_app.db.quality_runs import latest_run
from survey_app.fieldwork.quality.figures import figures_of
from survey_app.fieldwork.rechecks.lot_board import Board
from survey_app.problems import Code, Problem
from survey_app.web.boards_known import known_board
from survey_app.web.charts.drawn import Drawn, drawn
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.numbers import measured, whole
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import given_name_key

blueprint = Blueprint("rechecked_people", __name__, url_prefix="/recheck/rounds/<code>/enumerators")

TENTHS = 10
"""A chart has the scale of 10; a rate is drawn as so many tenths, and written in percent."""


@blueprint.get("/<username>")
@declares(Verb.RECHECK_READ)
def card(code: str, username: str) -> str:
    """One enumerator: rates with intervals beside the others', lots, and what was decided."""
    found = rechecked_round_for(database(), person_required(), code=code)
    board = known_board(database(), found, at=now())
    own = [one for one in board.every if one.head.enumerator == username]
    if not own:
        raise Problem(Code.NOT_FOUND)
    figures = board.compared.comparison.enumerators
    return render_template(
        "rechecked_enumerator.html",
        round=found,
        name=own[0].head.enumerator_name,
        own=figures.get(username),
        lots=[one for one in own if not one.head.is_of_claims],
        claim_lots=[one for one in own if one.head.is_of_claims],
        claims=board.claims.comparison.enumerators.get(username),
        chart=rate_chart(board, username=username),
        people=_people(board),
        quality=_quality(found.id, username=username),
    )


def rate_chart(board: Board, *, username: str) -> Drawn | None:
    """Everybody's rate of defective interviews; the one whose page it is as a full dot."""
    dots = [
        _dot(name, figures, is_own=login == username) for login, name, figures in _people(board)
    ]

    def draw(layout: Layout) -> Chart | None:
        return ranking_chart(
            "rates",
            dots,
            levels=[],
            words=RankingWords(
                title=_("Defective interviews of those re-checked, with their intervals"),
                sentence=_("The full dot is this enumerator; the table below says the same."),
                axis=_axis,
                written=_percent,
            ),
            layout=layout,
        )

    return drawn(draw, wide=WIDE, narrow=replace(NARROW, left=16))


def _people(board: Board) -> list[tuple[str, str, RecheckFigures]]:
    """User name, name and figures of everybody who was re-checked, by given name."""
    names = {one.head.enumerator: one.head.enumerator_name for one in board.lots}
    figures = board.compared.comparison.enumerators
    people = [(login, names[login], one) for login, one in figures.items()]
    return sorted(people, key=lambda one: (given_name_key(one[1]), one[0]))


def _dot(name: str, figures: RecheckFigures, *, is_own: bool) -> UnitDot:
    defective = figures.work.defective
    bounds = defective.bounds
    return UnitDot(
        name=name,
        score=None if defective.rate is None else defective.rate * TENTHS,
        low=None if bounds is None else bounds.low * TENTHS,
        high=None if bounds is None else bounds.high * TENTHS,
        is_hollow=not is_own,
        said=_(
            "%(count)s of %(reached)s", count=whole(defective.count), reached=whole(defective.of)
        )
        if defective.of
        else _("nobody reached"),
    )


def _percent(value: float) -> str:
    return f"{measured(value * TENTHS, 0)} %"


def _axis(low: float, high: float) -> str:
    return str(_("The axis goes from %(low)s to %(high)s.", low=_percent(low), high=_percent(high)))


def _quality(round_id: int, *, username: str) -> EnumeratorFigures | None:
    """Figures of the last look at all interviews, if they are of a look of today's program."""
    last = latest_run(database(), round_id)
    kept = None if last is None else figures_of(last)
    if kept is None:
        return None
    return next((one for one in kept.enumerators if one.enumerator == username), None)
