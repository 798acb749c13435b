"""The figures of a row of the document of scores with the decimals that are printed of them."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from scoring.rounding import exact_behind, half_up, rounded_down, rounded_up

DECIMALS = 2
"""Of scores on the scale of 10, of points, of errors and of everything that is no percentage."""
PERCENT_DECIMALS = 1
"""A percentage with one decimal is the score on the scale of 10 with two."""
ENDS = (("low", "high"), ("ci_low", "ci_high"))
AS_GIVEN = ("confidence", "maximum")
"""They come of no answers."""
OTHER_SCALE = "mean_score"
"""Its estimate is on the scale of the answers."""


def as_printed(figures: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The same with every number that is not whole rounded once, from the number as it was.

    Half up; the ends of an interval outward, unless they are one point, as of a census.
    """
    return dict(_printed(figures, places=PERCENT_DECIMALS))


def _printed(figures: Mapping[str, JsonValue], *, places: int) -> Iterator[tuple[str, JsonValue]]:
    points = {
        name for pair in ENDS for name in pair if figures.get(pair[0]) == figures.get(pair[1])
    }
    for name, value in figures.items():
        if isinstance(value, Mapping):
            inner = DECIMALS if name == OTHER_SCALE else PERCENT_DECIMALS
            yield name, dict(_printed(value, places=inner))
        elif not isinstance(value, float) or name in AS_GIVEN:
            yield name, value
        else:
            yield name, _number(name, value, places=places, is_point=name in points)


def _number(name: str, value: float, *, places: int, is_point: bool) -> float:
    for low, high in ENDS:
        if name == low and not is_point:
            return float(rounded_down(value, places=places))
        if name == high and not is_point:
            return float(rounded_up(value, places=places))
    kept = places if name == "est" or is_point else DECIMALS
    return float(half_up(exact_behind(value), places=kept))
