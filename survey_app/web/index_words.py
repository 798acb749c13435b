"""Where something is wrong in a table of points, in the language of the page."""

import re

from flask_babel import gettext as _

from questionnaires.problems import N_

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


def point_place(where: str) -> str:
    """A place as people find it: a row and its column, or a field of the form."""
    row = _ROW.fullmatch(where)
    if row is None:
        return str(_(PLACES[where])) if where in PLACES else where
    number, column = row.groups()
    place = str(_("row %(row)s", row=number))
    return f"{place}, {column}" if column else place
