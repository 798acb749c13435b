"""The lists that are published of the re-checks of a round; none of them names anybody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from field_export.csv_rows import csv_lines
from scoring.draw_check import printed_weight

LOT_COLUMNS = ("lot", "response_uuid", "stratum")
DRAWN_COLUMNS = ("lot", "response_uuid", "stratum", "place", "inclusion_prob")
FURTHER_COLUMNS = ("lot", "step", "response_uuid", "stratum", "place", "selection", "instead_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedInterview:
    """An interview of a lot. place: in the order of the draw. probability: to be drawn."""

    lot: str
    uuid: str
    stratum: str
    place: int
    probability: Fraction
    is_drawn: bool


def lots_file(listed: Iterable[ListedInterview]) -> Iterator[str]:
    """LOTS.csv by lines: what was drawn from, by lot and uuid."""
    rows = sorted((one.lot, one.uuid, one.stratum) for one in listed)
    return csv_lines([LOT_COLUMNS, *rows])


def drawn_file(listed: Iterable[ListedInterview]) -> Iterator[str]:
    """DRAWN.csv by lines: who was drawn by chance, by lot, stratum and place."""
    drawn = sorted(
        (one for one in listed if one.is_drawn),
        key=lambda one: (one.lot, one.stratum, one.place),
    )
    rows = [
        (one.lot, one.uuid, one.stratum, str(one.place), f"{printed_weight(one.probability):f}")
        for one in drawn
    ]
    return csv_lines([DRAWN_COLUMNS, *rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherInterview:
    """An interview drawn after the first draw. step: within its lot; those of one were drawn at
    once. instead_of: whose place it takes, empty where it takes none.
    """

    lot: str
    step: int
    uuid: str
    stratum: str
    place: int
    selection: str
    instead_of: str


def further_file(further: Iterable[FurtherInterview]) -> Iterator[str]:
    """FURTHER.csv by lines: who was drawn later and how, by lot and step."""
    ordered = sorted(further, key=lambda one: (one.lot, one.step, one.stratum, one.place))
    rows = [
        (
            one.lot,
            str(one.step),
            one.uuid,
            one.stratum,
            str(one.place),
            one.selection,
            one.instead_of,
        )
        for one in ordered
    ]
    return csv_lines([FURTHER_COLUMNS, *rows])
