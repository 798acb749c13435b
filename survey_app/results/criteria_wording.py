"""How the criteria that count were asked in two rounds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionnaires import Definition, Rule, Text
from scoring.rule import Factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A criterion with another text."""

    code: str
    later: Text
    earlier: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is not the same of the criteria of two rounds; codes of those of both or of one.

    asked_otherwise: of other people, because of another rule, or with another way out ("does not
    apply"). only_later, only_earlier: criteria that count in one of the two.
    """

    reworded: tuple[Reworded, ...]
    asked_otherwise: tuple[str, ...]
    only_later: tuple[str, ...]
    only_earlier: tuple[str, ...]


def wording_between(
    later: Definition,
    earlier: Definition,
    *,
    later_factors: Iterable[Factor],
    earlier_factors: Iterable[Factor],
) -> Wording:
    """Compares what people read, and whether they were asked at all."""
    here, there = _codes(later_factors), _codes(earlier_factors)
    both = [code for code in here if code in there]
    return Wording(
        reworded=tuple(_reworded(both, later=later, earlier=earlier)),
        asked_otherwise=tuple(
            code for code in both if _asked(later, code) != _asked(earlier, code)
        ),
        only_later=tuple(code for code in here if code not in there),
        only_earlier=tuple(code for code in there if code not in here),
    )


def _codes(factors: Iterable[Factor]) -> tuple[str, ...]:
    return tuple(item for factor in factors for item in factor.items)


def _reworded(
    codes: Iterable[str], *, later: Definition, earlier: Definition
) -> Iterator[Reworded]:
    for code in codes:
        here, there = later.item(code).text, earlier.item(code).text
        if here != there:
            yield Reworded(code=code, later=here, earlier=there)


def _asked(definition: Definition, code: str) -> tuple[Rule | None, Rule | None, bool]:
    """The rules of its section and of itself, and whether it may not apply."""
    section = next(
        section
        for section in definition.sections
        if any(item.code == code for item in section.items)
    )
    item = definition.item(code)
    return section.visible_when, item.visible_when, item.not_applicable
