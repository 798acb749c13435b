"""A round beside an earlier one: who rose, who fell, and of whom nothing can be told."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from field_export.changes import change_rows
from survey_app.access.objects import round_for, rounds_for
from survey_app.access.policy import Verb
from survey_app.db.rounds import RoundRecord, RoundUnitRecord
from survey_app.db.scored_rounds import rounds_with_scores
from survey_app.problems import Code, Problem
from survey_app.results.change_lines import change_lines
from survey_app.results.earlier_rounds import earlier_rounds
from survey_app.results.round_estimates import RoundEstimates
from survey_app.results.round_side import RoundSide, side_of
from survey_app.results.two_rounds import TwoRounds, compare_rounds
from survey_app.web.change_charts import group_changes_chart
from survey_app.web.change_order import change_columns
from survey_app.web.declare import declares
from survey_app.web.sent_files import csv_file, drawn_file, file_of_round
from survey_app.web.signed_in import person_required
from survey_app.web.sorting import Order
from survey_app.web.unit_of_work import database
from survey_app.web.years_page import (
    ShownChange,
    factor_names,
    named_groups,
    unit_change_shown,
    years_shown,
)

blueprint = Blueprint("years", __name__, url_prefix="/results/rounds/<code>/years")

AGAINST = "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A round, those it can be compared with, the latest first, and the comparison with one.

    compared: None where there is nothing to compare with, or nobody has answered yet.
    """

    round: RoundRecord
    later: RoundSide
    choice: tuple[RoundRecord, ...]
    compared: TwoRounds | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitBeside:
    """What became of a unit since an earlier round.

    is_public: whether both of its scores are the public ones; is_later_public: that of this round.
    """

    earlier: RoundRecord
    shown: ShownChange
    is_public: bool
    is_later_public: bool


def unit_beside(live: RoundEstimates, unit: RoundUnitRecord) -> UnitBeside | None:
    """A unit beside the latest earlier round with scores; None where there is none."""
    choice = _choice(live.round)
    # Asked first: the figures of this round are not needed where there is nothing beside them.
    if not choice:
        return None
    compared = _beside(live.round, choice[0], choice=choice, live=live).compared
    if compared is None:
        return None
    found = next((one for one in compared.units if one.code == unit.unit_code), None)
    if found is None:
        return None
    shown = unit_change_shown(found, names=factor_names(compared))
    is_later_public = compared.later.run is not None
    return UnitBeside(
        earlier=compared.earlier.round,
        shown=shown,
        is_public=is_later_public and compared.earlier.run is not None,
        is_later_public=is_later_public,
    )


def beside(of_round: RoundRecord, *, wanted: str | None = None) -> Beside:
    """A round of this person beside an earlier one: the wanted one, else the latest.

    One that is not theirs, or is no earlier round with scores, is not found.
    """
    choice = _choice(of_round)
    earlier = next((one for one in choice if wanted in (None, one.code)), None)
    if earlier is None and wanted is not None:
        raise Problem(Code.NOT_FOUND)
    return _beside(of_round, earlier, choice=choice)


def _choice(of_round: RoundRecord) -> tuple[RoundRecord, ...]:
    """The earlier rounds with scores that this person sees, the latest first."""
    return earlier_rounds(
        of_round,
        among=rounds_for(database(), person_required()),
        with_scores=rounds_with_scores(database()),
    )


def _beside(
    of_round: RoundRecord,
    earlier: RoundRecord | None,
    *,
    choice: tuple[RoundRecord, ...],
    live: RoundEstimates | None = None,
) -> Beside:
    """live: the scores of the round now, where they are known already."""
    later = side_of(database(), of_round, live=live)
    compared = None
    if earlier is not None and later.is_scored:
        compared = compare_rounds(database(), later, earlier)
    return Beside(round=of_round, later=later, choice=choice, compared=compared)


def _asked_for(code: str) -> Beside:
    """The round of this address, and the earlier one that it asks for."""
    of_round = round_for(database(), person_required(), code=code)
    return beside(of_round, wanted=request.args.get(AGAINST))


@blueprint.get("")
@declares(Verb.RESULTS_READ)
def page(code: str) -> str:
    """Who rose, who fell, who cannot be told; then charts and tables."""
    found = _asked_for(code)
    if found.compared is None:
        return render_template("years.html", round=found.round, found=found, compared=None)
    order = Order.read(request.args, columns=change_columns(found.compared.factors))
    return render_template(
        "years.html",
        round=found.round,
        found=found,
        compared=found.compared,
        earlier=found.compared.earlier.round,
        order=order,
        **years_shown(found.compared, order=order),
    )


@blueprint.get("/changes.csv")
@declares(Verb.RESULTS_DOWNLOAD)
def changes(code: str) -> Response:
    """The whole, the groups and the units with their differences, as the page prints them."""
    compared = _compared(code)
    later, earlier = compared.later.round, compared.earlier.round
    rows = change_rows(
        change_lines(compared), factors=compared.factors, rounds=(earlier.code, later.code)
    )
    return csv_file(rows, name=file_of_round(later, f"years-{earlier.code}.csv"))


@blueprint.get("/<group>.svg")
@declares(Verb.RESULTS_READ)
def chart(code: str, group: str) -> Response:
    """The units of a group as two dots each, to be kept or put into a report."""
    compared = _compared(code)
    for name, found in named_groups(compared):
        if found.code == group:
            return drawn_file(group_changes_chart(found, compared.units_in(group), name=name))
    raise Problem(Code.NOT_FOUND)


def _compared(code: str) -> TwoRounds:
    found = _asked_for(code).compared
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return found
