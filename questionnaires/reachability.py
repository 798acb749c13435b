"""Finds rules that no set of answers can make true, by trying the answers that matter.

Only items that a rule depends on, directly or through the rules of those items, are tried, and of
each only answers that rules can tell apart. The search is limited; a rule that could not be decided
within the limit is taken as reachable, so that no sound questionnaire is ever refused.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from questionnaires.domains import Domain
from questionnaires.rules import Answered, Compare, Constant, Rule, holds, items_of, leaves

MOST_STEPS = 20_000
"""Sets of answers tried for one definition; the shipped one needs about a hundred."""

MOST_ITEMS = 40
"""Items one rule may depend on and still be searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An item with its possible answers and the rules that must all hold for it to be asked."""

    code: str
    domain: Domain
    rules: tuple[Rule, ...]


class Reach:
    """Answers whether rules can come true in one questionnaire; `items` in order."""

    def __init__(self, items: Sequence[Asked]) -> None:
        self._items = {item.code: item for item in items}
        self._mentioned = _mentioned(rule for item in items for rule in item.rules)
        self._steps_left = MOST_STEPS

    def can_hold(self, rules: tuple[Rule, ...]) -> bool:
        """Say whether some answers make all these rules true at once."""
        needed = self._needed(rules)
        if len(needed) > MOST_ITEMS:
            return True
        own = _mentioned(rules)
        samples = {
            item.code: item.domain.samples(
                self._mentioned.get(item.code, frozenset()) | own.get(item.code, frozenset())
            )
            for item in needed
        }
        return self._search(needed, rules, samples, {})

    def _needed(self, rules: Iterable[Rule]) -> list[Asked]:
        """Return the items that decide about the rules, in the order they are asked."""
        found: set[str] = set()
        waiting = {code for rule in rules for code in items_of(rule)}
        while waiting:
            code = waiting.pop()
            if code in self._items and code not in found:
                found.add(code)
                waiting |= {inner for rule in self._items[code].rules for inner in items_of(rule)}
        return [item for code, item in self._items.items() if code in found]

    def _search(
        self,
        items: Sequence[Asked],
        rules: tuple[Rule, ...],
        samples: Mapping[str, tuple[object, ...]],
        answers: Mapping[str, object],
    ) -> bool:
        self._steps_left -= 1
        if self._steps_left < 0:
            return True
        if not items:
            return all(holds(rule, answers=answers) for rule in rules)
        item, rest = items[0], items[1:]
        if all(holds(rule, answers=answers) for rule in item.rules):
            for value in samples[item.code]:
                if self._search(rest, rules, samples, {**answers, item.code: value}):
                    return True
        return self._search(rest, rules, samples, answers)


def _mentioned(rules: Iterable[Rule]) -> dict[str, frozenset[Constant]]:
    """Return the constants that rules compare each item with."""
    constants: dict[str, frozenset[Constant]] = {}
    for leaf in (leaf for rule in rules for leaf in leaves(rule)):
        if not isinstance(leaf, Answered):
            values = (leaf.value,) if isinstance(leaf, Compare) else leaf.values
            constants[leaf.item] = constants.get(leaf.item, frozenset()) | frozenset(values)
    return constants
