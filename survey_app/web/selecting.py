"""Which interviews a page or a file of results is made of, as its address says."""

from collections.abc import Iterable

from flask import request
from flask_babel import gettext as _

from scoring.composition import MODE, ORIGIN, Composition
from survey_app.db.compositions import Selection
from survey_app.db.tables_fieldwork import MODES, ORIGINS
from survey_app.problems import Code, Problem


def selection_asked_for() -> Selection:
    """The modes and origins of the address; an unknown one is refused, so that none is ignored."""
    modes, origins = request.args.getlist(MODE), request.args.getlist(ORIGIN)
    unknown = [word for word in modes if word not in MODES]
    unknown += [word for word in origins if word not in ORIGINS]
    if unknown:
        raise Problem(Code.SELECTION_UNKNOWN, {"words": ", ".join(unknown)})
    return Selection(modes=frozenset(modes), origins=frozenset(origins))


def arguments_of(selection: Selection) -> dict[str, list[str]]:
    """The part of an address that asks for the same again."""
    found = {MODE: list(selection.mode_words), ORIGIN: list(selection.origin_words)}
    return {name: words for name, words in found.items() if words}


def mode_names() -> dict[str, str]:
    """Modes as people call them."""
    return {
        "tablet": _("tablet"),
        "online_form": _("page, asked by an enumerator"),
        "phone": _("telephone"),
        "paper": _("paper, asked by an enumerator"),
        "paper_self": _("paper, filled in by the respondent alone"),
    }


def origin_names() -> dict[str, str]:
    """Origins as people call them."""
    return {
        "official": _("drawn, official sample"),
        "reserve": _("drawn, reserve"),
        "replaced": _("drawn, but replaced meanwhile"),
        "listed": _("on the list, not drawn"),
        "unlisted": _("on no list"),
    }


def counted_words(composition: Composition) -> tuple[str, str]:
    """The modes and the origins in words, each with its number of interviews."""
    return (
        _in_words((composition.modes or {}).items(), names=mode_names()),
        _in_words((composition.origins or {}).items(), names=origin_names()),
    )


def _in_words(counts: Iterable[tuple[str, int]], *, names: dict[str, str]) -> str:
    return "; ".join(f"{names[word]}: {count}" for word, count in counts)
