"""The index of a round as a document, for programs."""

from fractions import Fraction

from pydantic import JsonValue

from scoring.composition import composition_json
from scoring.index import index_json
from scoring.rounding import half_up
from survey_app.results.components import HIDDEN
from survey_app.results.round_index import RoundIndex


def index_document(index: RoundIndex) -> dict[str, JsonValue]:
    """The groups as `index-file` writes them; points are decimal strings, rounded half up.

    published: the publication whose points they have; null: points of what was received so far.
    live_points: those of now by unit, null without any; none of units that are hidden, be it only
    in the publication, lest they say what it does not. not_ready: units that are not in the index,
    with the words of the reasons. composition: the interviews that the points are made of.
    """
    hidden = {one.unit.unit_code for one in index.not_ready if HIDDEN in one.reasons}
    live: dict[str, JsonValue] = {
        code: _printed(component.points)
        for code, component in index.live.items()
        if code not in hidden
    }
    not_ready: dict[str, JsonValue] = {
        one.unit.unit_code: [*one.reasons] for one in index.not_ready
    }
    return {
        **index_json(index.groups),
        "published": _published(index),
        "live_points": live,
        "not_ready": not_ready,
        "composition": composition_json(index.composition),
    }


def _published(index: RoundIndex) -> JsonValue:
    public = index.published
    if public is None:
        return None
    return {
        "run": public.run_id,
        "published_at": public.published_at.isoformat(),
        "result_sha256": public.result_sha256,
    }


def _printed(points: Fraction | None) -> str | None:
    return None if points is None else f"{half_up(points):f}"
