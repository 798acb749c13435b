"""What can be understood of a definition that may be faulty, for checks across its parts.

The models refuse a faulty part as a whole; the outline keeps what is sound of it, so that one
misspelt key does not hide an unknown scale three lines below. None = missing or of a wrong kind,
which the models report.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires.definition import SectionKind
from questionnaires.items import ItemKind
from questionnaires.rule_reading import RuleReading, read_rule
from questionnaires.tree import Path, Plain, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A value of the file with its path."""

    path: Path
    value: Plain

    def has(self, key: str) -> bool:
        """Say whether the key is given, and not empty."""
        return self.inside(key).value is not None

    def inside(self, key: str) -> "Place":
        """Return what stands under a key; a place with None where there is nothing."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return Place(path=(*self.path, key), value=value)

    def each(self, key: str) -> tuple["Place", ...]:
        """Return the entries of the list under a key; none where there is no list."""
        return self.inside(key).entries()

    def entries(self) -> tuple["Place", ...]:
        """Return the entries of this list; none where it is no list."""
        if not isinstance(self.value, list):
            return ()
        return tuple(
            Place(path=(*self.path, index), value=entry) for index, entry in enumerate(self.value)
        )

    def text(self, key: str) -> str | None:
        """Return the text under a key."""
        value = self.inside(key).value
        return value if isinstance(value, str) else None

    def whole(self, key: str) -> int | None:
        """Return the whole number under a key."""
        return self.inside(key).as_whole()

    def as_whole(self) -> int | None:
        """Return this whole number."""
        is_number = isinstance(self.value, int) and not isinstance(self.value, bool)
        return self.value if isinstance(self.value, int) and is_number else None

    def says(self, key: str) -> bool:
        """Say whether the key is true."""
        return self.inside(key).value is True


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePlace:
    """A rule with its path."""

    path: Path
    reading: RuleReading


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionOutline:
    """An option."""

    place: Place
    code: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleOutline:
    """A scale; `not_applicable` is the code of that option."""

    place: Place
    code: str | None
    options: tuple[OptionOutline, ...]
    not_applicable: int | None

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of the levels."""
        return _codes(self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemOutline:
    """An item; `kind` is None also where it is none of the known kinds."""

    place: Place
    code: str | None
    kind: ItemKind | None
    options: tuple[OptionOutline, ...]
    rule: RulePlace | None

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of its own options."""
        return _codes(self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOutline:
    """A section; `kind` is None also where it is none of the known kinds."""

    place: Place
    code: str | None
    kind: SectionKind | None
    rule: RulePlace | None
    items: tuple[ItemOutline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The parts of a definition as far as they can be understood."""

    tree: Tree
    top: Place
    scales: tuple[ScaleOutline, ...]
    sections: tuple[SectionOutline, ...]
    endings: tuple[tuple[Place, RulePlace | None], ...]

    @property
    def items(self) -> tuple[ItemOutline, ...]:
        """All items in order."""
        return tuple(item for section in self.sections for item in section.items)

    def scale(self, code: str | None) -> ScaleOutline | None:
        """Return the first scale with this code."""
        return next((scale for scale in self.scales if scale.code == code), None)


def outline_of(tree: Tree) -> Outline:
    """Outline whatever the tree holds."""
    top = Place(path=(), value=tree.value)
    return Outline(
        tree=tree,
        top=top,
        scales=tuple(_scale(place) for place in top.each("scales")),
        sections=tuple(_section(place) for place in top.each("sections")),
        endings=tuple((place, _rule(place.inside("when"))) for place in top.each("endings")),
    )


def _scale(place: Place) -> ScaleOutline:
    return ScaleOutline(
        place=place,
        code=place.text("code"),
        options=_options(place),
        not_applicable=place.inside("not_applicable").whole("code"),
    )


def _section(place: Place) -> SectionOutline:
    kind = place.text("kind")
    return SectionOutline(
        place=place,
        code=place.text("code"),
        kind=SectionKind(kind) if kind in set(SectionKind) else None,
        rule=_rule(place.inside("visible_when")),
        items=tuple(_item(item) for item in place.each("items")),
    )


def _item(place: Place) -> ItemOutline:
    kind = place.text("kind")
    return ItemOutline(
        place=place,
        code=place.text("code"),
        kind=ItemKind(kind) if kind in set(ItemKind) else None,
        options=_options(place),
        rule=_rule(place.inside("visible_when")),
    )


def _options(place: Place) -> tuple[OptionOutline, ...]:
    return tuple(
        OptionOutline(place=option, code=option.whole("code")) for option in place.each("options")
    )


def _rule(place: Place) -> RulePlace | None:
    if place.value is None:
        return None
    return RulePlace(path=place.path, reading=read_rule(place.value))


def _codes(options: tuple[OptionOutline, ...]) -> tuple[int, ...]:
    return tuple(option.code for option in options if option.code is not None)


def places_under(place: Place, key: str) -> Iterator[Place]:
    """Yield every value under this key, however deep it stands."""
    if isinstance(place.value, dict):
        for name in place.value:
            inner = place.inside(name)
            if name == key:
                yield inner
            yield from places_under(inner, key)
    for entry in place.entries():
        yield from places_under(entry, key)
