"""The published figures of one unit as rows, beside those of its group and of the whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from field_export.changes import DifferenceCells
from field_export.written import for_programs

SCORE, FACTOR, CRITERION = "score", "factor", "criterion"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its 95 % interval; None where it is not published."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """The same figure in an earlier round, and the difference, later minus earlier.

    reason: why there is no difference, or none with an interval.
    """

    round: str
    earlier: Figure
    difference: DifferenceCells
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """A line of the file. kind: a score on the scale of 10, a factor or a criterion in percent.

    people: None where it is hidden. against: of the score and, where it is compared, of a factor.
    The last ones are of a criterion: people by level, without any where that is not published.
    """

    kind: str
    code: str
    name: str
    people: int | None
    own: Figure
    group: Figure
    whole: Figure
    against: Against | None = None
    levels: Mapping[int, int] = field(default_factory=dict)
    not_applicable: int | None = None
    blank: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How the score stands, for its line. ranked: units of the group with a rank, if known."""

    rank: int | None
    low: int | None
    high: int | None
    ranked: int | None
    versus_overall: str | None
    flag: str
    flag_reason: str | None


PLACE = ("rank", "rank_low", "rank_high", "ranked", "versus_overall", "flag", "flag_reason")
AGAINST = (
    "earlier_round",
    *(f"earlier_{end}" for end in ("value", "low", "high")),
    *("difference", "difference_low", "difference_high", "difference_tells", "difference_reason"),
)


def own_rows(
    lines: Iterable[OwnLine], *, place: Place, levels: Sequence[int]
) -> Iterator[tuple[str, ...]]:
    """Heading, then a row a figure; the place of the unit is on the row of its score."""
    yield (
        "kind",
        "code",
        "name",
        "n_valid",
        *(f"{of}{end}" for of in ("", "group_", "whole_") for end in ("value", "low", "high")),
        *(f"level_{level}" for level in levels),
        "not_applicable_or_not_asked",
        "blank",
        *PLACE,
        *AGAINST,
    )
    for line in lines:
        yield (
            line.kind,
            line.code,
            line.name,
            for_programs(line.people),
            *(
                for_programs(value)
                for of in (line.own, line.group, line.whole)
                for value in (of.value, of.low, of.high)
            ),
            *(for_programs(line.levels.get(level)) for level in levels),
            for_programs(line.not_applicable),
            for_programs(line.blank),
            *(_place(place) if line.kind == SCORE else [""] * len(PLACE)),
            *([""] * len(AGAINST) if line.against is None else _against(line.against)),
        )


def _place(place: Place) -> list[str]:
    return [
        *map(for_programs, (place.rank, place.low, place.high, place.ranked)),
        place.versus_overall or "",
        place.flag,
        place.flag_reason or "",
    ]


def _against(of: Against) -> list[str]:
    earlier, difference = of.earlier, of.difference
    return [
        of.round,
        *map(for_programs, (earlier.value, earlier.low, earlier.high)),
        *map(for_programs, (difference.value, difference.low, difference.high)),
        difference.change or "",
        of.reason or "",
    ]
