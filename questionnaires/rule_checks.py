"""Checks that every rule looks at items asked before it, and at answers they can have."""

from collections.abc import Iterator, Mapping

from questionnaires.domains import domain_of
from questionnaires.file_problems import RuleCode, closest
from questionnaires.items import ItemKind
from questionnaires.outline import ItemOutline, Outline, RulePlace
from questionnaires.reachability import Asked, Reach
from questionnaires.rules import (
    ORDERINGS,
    Answered,
    Compare,
    OneOf,
    Rule,
)
from questionnaires.tree import Located, Path


def rule_faults(outline: Outline) -> Iterator[Located]:
    """Yield the faults of all rules; reachability only where nothing else is wrong."""
    faults = [*_reading_faults(outline), *_reference_faults(outline)]
    yield from faults
    if not faults:
        yield from _reach_faults(outline)


def _rules(outline: Outline) -> Iterator[tuple[RulePlace, int, str | None]]:
    """Yield each rule with the number of items asked before it, and the code it belongs to."""
    before = 0
    for section in outline.sections:
        if section.rule is not None:
            yield section.rule, before, None
        for item in section.items:
            if item.rule is not None:
                yield item.rule, before, item.code
            before += 1
    for _, rule in outline.endings:
        if rule is not None:
            yield rule, before, None


def _reading_faults(outline: Outline) -> Iterator[Located]:
    for rule, _, _ in _rules(outline):
        for problem in rule.reading.problems:
            path: Path = outline.tree.standing((*rule.path, *problem.path))
            yield outline.tree.fault(path, problem.code, **problem.details)


def _reference_faults(outline: Outline) -> Iterator[Located]:
    positions: dict[str, int] = {}
    for index, item in enumerate(outline.items):
        if item.code is not None:
            positions.setdefault(item.code, index)
    for place, before, owner in _rules(outline):
        for code in sorted({leaf.item for leaf in place.reading.leaves}):
            position = positions.get(code)
            if code == owner:
                yield outline.tree.fault(place.path, RuleCode.RULE_SELF_REFERENCE, item=code)
            elif position is None:
                hint = closest(code, positions)
                fault = RuleCode.RULE_UNKNOWN_ITEM
                yield outline.tree.fault(place.path, fault, item=code, hint=hint)
            elif position >= before:
                yield outline.tree.fault(place.path, RuleCode.RULE_FORWARD_REFERENCE, item=code)
        yield from _operand_faults(outline, place, positions)


def _operand_faults(
    outline: Outline, place: RulePlace, positions: Mapping[str, int]
) -> Iterator[Located]:
    for leaf in place.reading.leaves:
        position = positions.get(leaf.item)
        if position is None or isinstance(leaf, Answered):
            continue
        item = outline.items[position]
        if isinstance(leaf, Compare) and leaf.operator in ORDERINGS:
            yield from _order_faults(outline, place.path, leaf, item)
        else:
            yield from _constant_faults(outline, place.path, leaf, item)


def _order_faults(
    outline: Outline, path: Path, leaf: Compare, item: ItemOutline
) -> Iterator[Located]:
    if item.kind is ItemKind.MULTI or item.kind is ItemKind.TEXT:
        yield outline.tree.fault(
            path,
            RuleCode.RULE_ORDER_WITHOUT_ORDER,
            item=leaf.item,
            kind=item.kind.value,
            word=leaf.operator.value,
        )
    elif item.place.says("not_applicable"):
        scale = outline.scale(item.place.text("scale"))
        yield outline.tree.fault(
            path,
            RuleCode.RULE_ORDER_MEETS_NOT_APPLICABLE,
            item=leaf.item,
            value=str(scale.not_applicable if scale else None),
            word=leaf.operator.value,
        )


def _constant_faults(
    outline: Outline, path: Path, leaf: Compare | OneOf, item: ItemOutline
) -> Iterator[Located]:
    constants = (leaf.value,) if isinstance(leaf, Compare) else leaf.values
    domain = domain_of(outline, item)
    if domain is None:
        return
    for value in constants:
        if not domain.can_be(value):
            yield outline.tree.fault(
                path,
                RuleCode.RULE_VALUE_NOT_OFFERED,
                item=leaf.item,
                value=str(value),
                offered=domain.in_words,
            )


def _reach_faults(outline: Outline) -> Iterator[Located]:
    """Yield the rules that never hold, a section's once and not again for its items."""
    reach = Reach(_asked(outline))
    for section in outline.sections:
        opening = _sound(section.rule)
        if not reach.can_hold(opening):
            yield outline.tree.fault(_path_of(section.rule), RuleCode.UNREACHABLE)
            continue
        for item in section.items:
            if item.rule is not None and not reach.can_hold((*opening, *_sound(item.rule))):
                yield outline.tree.fault(item.rule.path, RuleCode.UNREACHABLE)
    for _, rule in outline.endings:
        if rule is not None and not reach.can_hold(_sound(rule)):
            yield outline.tree.fault(rule.path, RuleCode.UNREACHABLE)


def _asked(outline: Outline) -> list[Asked]:
    asked = []
    for section in outline.sections:
        for item in section.items:
            domain = domain_of(outline, item)
            if item.code is not None and domain is not None:
                rules = (*_sound(section.rule), *_sound(item.rule))
                asked.append(Asked(code=item.code, domain=domain, rules=rules))
    return asked


def _sound(place: RulePlace | None) -> tuple[Rule, ...]:
    return () if place is None or place.reading.rule is None else (place.reading.rule,)


def _path_of(place: RulePlace | None) -> Path:
    return () if place is None else place.path
