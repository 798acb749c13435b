"""What a score is made of: how many interviews of each mode and of each origin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import JsonValue

MODE, ORIGIN = "mode", "origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Interviews by mode and by origin, each word with its number; words without any are absent.

    None where it is not known, because a file does not say it.
    """

    modes: Mapping[str, int] | None
    origins: Mapping[str, int] | None

    @property
    def mixed(self) -> tuple[str, ...]:
        """MODE and ORIGIN, where there is more than one word of it."""
        both = {MODE: self.modes, ORIGIN: self.origins}
        return tuple(name for name, counts in both.items() if counts and len(counts) > 1)


def composed(parts: Iterable[tuple[str, str, int]]) -> Composition:
    """Adds up numbers of interviews, each with its mode and its origin; the largest first."""
    modes: dict[str, int] = {}
    origins: dict[str, int] = {}
    for mode, origin, count in parts:
        modes[mode] = modes.get(mode, 0) + count
        origins[origin] = origins.get(origin, 0) + count
    return Composition(modes=_largest_first(modes), origins=_largest_first(origins))


def together(parts: Iterable[Composition]) -> Composition:
    """The composition of the whole from those of its parts, which all are known."""
    kept = list(parts)
    return Composition(
        modes=_sum(part.modes for part in kept), origins=_sum(part.origins for part in kept)
    )


def _sum(counts: Iterable[Mapping[str, int] | None]) -> dict[str, int]:
    total: dict[str, int] = {}
    for one in counts:
        for word, count in (one or {}).items():
            total[word] = total.get(word, 0) + count
    return _largest_first(total)


def _largest_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def composition_json(found: Composition) -> dict[str, JsonValue]:
    """By mode and by origin; null for what is not known."""
    return {
        MODE: None if found.modes is None else {**found.modes},
        ORIGIN: None if found.origins is None else {**found.origins},
    }
