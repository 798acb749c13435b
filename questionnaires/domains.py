"""Which answers an item can have, as far as rules can tell them apart."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import combinations

from questionnaires.items import ItemKind
from questionnaires.outline import ItemOutline, Outline
from questionnaires.rules import Constant

_MOST_CHOICES_TRIED = 6
"""Of the chosen codes that rules mention, all combinations up to this many are tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """The possible answers of one item: codes, or numbers from `low` to `high`, or any text."""

    kind: ItemKind
    codes: tuple[int, ...] = ()
    low: int = 0
    high: int = 0
    most: int | None = None

    def can_be(self, value: Constant) -> bool:
        """Say whether an answer can be (or, for multi, include) this value."""
        if self.kind is ItemKind.TEXT or isinstance(value, str):
            return self.kind is ItemKind.TEXT and isinstance(value, str)
        if self.kind is ItemKind.NUMBER:
            return self.low <= value <= self.high
        return value in self.codes

    @property
    def in_words(self) -> str:
        """The possible values, for a repair."""
        if self.kind is ItemKind.TEXT:
            return "a text"
        if self.kind is ItemKind.NUMBER:
            return f"{self.low} to {self.high}"
        return ", ".join(str(code) for code in self.codes)

    def samples(self, mentioned: Collection[Constant]) -> tuple[object, ...]:
        """Return answers such that every other answer is like one of them for all rules.

        `mentioned` are the constants that rules compare this item with.
        """
        if self.kind is ItemKind.TEXT:
            other = "x" * (1 + max((len(str(value)) for value in mentioned), default=0))
            return (*(value for value in mentioned if isinstance(value, str)), other)
        numbers = {value for value in mentioned if isinstance(value, int)}
        if self.kind is ItemKind.NUMBER:
            near = {value + step for value in numbers for step in (-1, 0, 1)}
            inside = {value for value in near if self.low <= value <= self.high}
            return tuple(sorted(inside | {self.low, self.high}))
        if self.kind is ItemKind.MULTI:
            return self._choices(numbers)
        return self.codes

    def _choices(self, mentioned: Collection[int]) -> tuple[tuple[int, ...], ...]:
        told_apart = [code for code in self.codes if code in mentioned]
        others = [code for code in self.codes if code not in mentioned]
        codes = told_apart[:_MOST_CHOICES_TRIED] + others[:1]
        longest = min(len(codes), self.most or len(codes))
        return tuple(
            choice for size in range(1, longest + 1) for choice in combinations(codes, size)
        )


def domain_of(outline: Outline, item: ItemOutline) -> Domain | None:
    """Return the possible answers of an item; None where it is too faulty to say."""
    kind = item.kind
    if kind is ItemKind.TEXT:
        return Domain(kind=kind)
    if kind is ItemKind.NUMBER:
        low, high = item.place.whole("minimum"), item.place.whole("maximum")
        return None if low is None or high is None else Domain(kind=kind, low=low, high=high)
    codes = _codes(outline, item)
    if kind is None or not codes:
        return None
    return Domain(kind=kind, codes=codes, most=item.place.whole("max_choices"))


def _codes(outline: Outline, item: ItemOutline) -> tuple[int, ...]:
    if item.kind is not ItemKind.SCALE:
        return item.codes
    scale = outline.scale(item.place.text("scale"))
    if scale is None:
        return ()
    extra = scale.not_applicable if item.place.says("not_applicable") else None
    return scale.codes if extra is None else (*scale.codes, extra)
