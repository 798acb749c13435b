"""What bands, and places in a table of points, are called in the language of the page."""

import re

from flask_babel import gettext as _

from questionnaires.problems import N_
from scoring.plans import IndexPlan
from survey_app.web.language import current_language

PLACES = {
    "file": N_("The file"),
    "number": N_("Number of the document"),
    "issued_on": N_("Day of the document"),
    "reason": N_("Reason"),
    "year": N_("Year of the table"),
    "points": N_("The points"),
    "round": N_("The round"),
}
_ROW = re.compile(r"row ([0-9]+)(?:, (.*))?", re.DOTALL)


def band_names(plan: IndexPlan) -> dict[str, str]:
    """By what the index calls a band, which is Vietnamese."""
    is_english = current_language() == "en"
    return {band.name: band.name_en if is_english else band.name for band in plan.bands}


def point_place(where: str) -> str:
    """A place as people find it: a row and its column, or a field of the form."""
    row = _ROW.fullmatch(where)
    if row is None:
        return str(_(PLACES[where])) if where in PLACES else where
    number, column = row.groups()
    place = str(_("row %(row)s", row=number))
    return f"{place}, {column}" if column else place
