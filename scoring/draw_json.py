"""The document of a draw: one text for one draw, whoever writes it."""

import json

from pydantic import JsonValue

from scoring.draw import Draw

FORMAT = "hailong-draw-1"


def draw_document(draw: Draw, *, reveal_seed: bool) -> dict[str, JsonValue]:
    """Everything it takes to repeat the draw; the seed is null until it is revealed."""
    return {
        "format": FORMAT,
        "list": draw.list_name,
        "method": draw.method.value,
        "order": draw.order,
        "cases": sum(one.population for one in draw.strata),
        "list_sha256": draw.list_sha256,
        "commitment": draw.commitment,
        "seed": draw.seed if reveal_seed else None,
        "strata": [
            {
                "stratum": one.stratum,
                "population": one.population,
                "official": one.official,
                "reserve": one.reserve,
            }
            for one in draw.strata
        ],
    }


def draw_json(draw: Draw, *, reveal_seed: bool) -> str:
    """The document as text: keys sorted, two spaces, characters as they are, a last line feed."""
    document = draw_document(draw, reveal_seed=reveal_seed)
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
