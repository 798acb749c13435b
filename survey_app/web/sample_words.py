"""What lists, places and figures of samples are called on pages."""

import re
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from questionnaires.problems import N_
from survey_app.db.samples import DrawRecord
from survey_app.web.numbers import points

STATES = {
    "promised": N_("promised"),
    "drawn": N_("drawn"),
    "revealed": N_("revealed"),
}
_PLACE = re.compile(r"(case|stratum) “(.*)”", re.DOTALL)
PLACES = {
    "case": N_("case"),
    "stratum": N_("stratum"),
    "list": N_("list of cases"),
    "name of the list": N_("name of the list"),
    "order": N_("order"),
    "seed": N_("seed"),
}


def state_of(record: DrawRecord) -> str:
    """How far a draw has come: a key of STATES."""
    if record.revealed_at is not None:
        return "revealed"
    return "promised" if record.drawn_at is None else "drawn"


def state_words(record: DrawRecord) -> str:
    """The same in the language of the page."""
    return str(_(STATES[state_of(record)]))


def margin_words(margin: float | None) -> str:
    """± percentage points with one decimal; a dash where there is no figure."""
    return "–" if margin is None else f"± {points(Decimal(margin), 1)}"


def weight_words(weights: tuple[Fraction, Fraction] | None) -> str:
    """One base weight, or the least and the greatest."""
    if weights is None:
        return "–"
    least, greatest = (points(weight) for weight in weights)
    return least if least == greatest else f"{least} – {greatest}"


def draw_place(where: str) -> str:
    """Where a list cannot be drawn from, in the language of the page."""
    named = _PLACE.fullmatch(where)
    if named is not None:
        return f"{_(PLACES[named.group(1)])} “{named.group(2)}”"
    return str(_(PLACES[where])) if where in PLACES else where
