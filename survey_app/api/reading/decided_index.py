"""The index that a decision published, in the shape in which programs read the index of now."""

import json

from pydantic import JsonValue

from scoring.composition import Composition, composition_json
from survey_app.api.reading.index_shapes import IndexAnswer
from survey_app.api.reading.told import decision_told
from survey_app.db.public_indices import PublicIndex
from survey_app.db.published_scores import PublicScores

KEPT = ("groups", "published", "not_ready", "composition")
"""What a frozen document shares with the index of now. Its other keys say more, and its documents
of points also who entered them."""


def decided_answer(
    content: str, *, decided: PublicIndex, scores: PublicScores | None
) -> IndexAnswer:
    """A frozen document as the answer. scores: the publication of the run that it names.

    An older program may have frozen less; then the rest is said of what is kept beside it.
    """
    unsaid: dict[str, JsonValue] = {
        "groups": {},
        "published": _published(scores),
        "not_ready": {},
        "composition": composition_json(Composition(modes=None, origins=None)),
    }
    frozen = json.loads(content)
    told = {key: frozen.get(key, unsaid[key]) for key in KEPT}
    return IndexAnswer.model_validate(
        {**told, "live_points": {}, "decision": decision_told(decided)}
    )


def _published(scores: PublicScores | None) -> JsonValue:
    if scores is None:
        return None
    return {
        "run": scores.run_id,
        "published_at": scores.published_at.isoformat(),
        "result_sha256": scores.result_sha256,
    }
