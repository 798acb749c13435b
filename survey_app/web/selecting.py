"""Which interviews a page or a file of results is made of, as its address says."""

from collections.abc import Iterable

from flask import request

from scoring.composition import MODE, ORIGIN, Composition
from survey_app.db.compositions import Selection
from survey_app.db.tables_fieldwork import MODES, ORIGINS
from survey_app.problems import Code, Problem
from survey_app.web.interview_words import mode_names, origin_names
from survey_app.web.numbers import whole


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


def counted_words(composition: Composition) -> tuple[str, str]:
    """The modes and the origins in words, each with its number of interviews."""
    return (
        _in_words((composition.modes or {}).items(), names=mode_names()),
        _in_words((composition.origins or {}).items(), names=origin_names()),
    )


def _in_words(counts: Iterable[tuple[str, int]], *, names: dict[str, str]) -> str:
    return "; ".join(f"{names[word]}: {whole(count)}" for word, count in counts)
