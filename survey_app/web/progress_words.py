"""Forecasts in words that a field manager acts on."""

from flask_babel import gettext as _

from scoring.forecast import Forecast, Verdict
from survey_app.web.numbers import day, whole


def verdict_words(outlook: Forecast) -> str:
    """What the forecast comes to, with the day or the number that matters."""
    if not outlook.quota:
        return str(_("no quota yet"))
    match outlook.verdict:
        case Verdict.REACHED:
            return str(_("quota reached"))
        case Verdict.ENDED:
            return str(_("last day is over, %(missing)s short", missing=whole(outlook.missing)))
        case Verdict.NOT_BEGUN:
            return str(_("no form yet"))
        case Verdict.TOO_EARLY:
            return str(_("too early to tell: less than three whole days"))
        case Verdict.STANDS_STILL:
            return str(_("stands still: no form for a week"))
        case _:
            return _ahead(outlook)


def _reached(outlook: Forecast) -> str:
    if outlook.reached_on is None:
        raise RuntimeError("a quota that is reached in time is reached on a day")
    if outlook.verdict is Verdict.SURE:
        return str(_("reached on %(day)s at this pace", day=day(outlook.reached_on)))
    return str(_("probably reached, on %(day)s at this pace", day=day(outlook.reached_on)))


def _ahead(outlook: Forecast) -> str:
    if outlook.expected is None:
        raise RuntimeError("a forecast of the days ahead has a sum")
    if outlook.verdict in {Verdict.SURE, Verdict.LIKELY}:
        return _reached(outlook)
    short = max(1, round(outlook.quota - outlook.expected))
    if outlook.verdict is Verdict.DOUBTFUL:
        return str(_("may be about %(number)s short", number=whole(short)))
    return str(_("will be about %(number)s short", number=whole(short)))
