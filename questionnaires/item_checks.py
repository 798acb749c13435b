"""Checks that the keys of an item fit its kind and each other."""

from collections.abc import Iterator

from questionnaires.file_problems import FileCode, closest
from questionnaires.items import ItemKind
from questionnaires.outline import ItemOutline, Outline
from questionnaires.tree import Located

_KEYS_OF = {
    ItemKind.SCALE: frozenset({"scale", "not_applicable", "asks_overall"}),
    ItemKind.SINGLE: frozenset({"options"}),
    ItemKind.MULTI: frozenset({"options", "max_choices"}),
    ItemKind.NUMBER: frozenset({"minimum", "maximum"}),
    ItemKind.TEXT: frozenset({"max_length"}),
}
_NEEDED_BY = {
    ItemKind.SCALE: ("scale",),
    ItemKind.SINGLE: ("options",),
    ItemKind.MULTI: ("options",),
    ItemKind.NUMBER: ("minimum", "maximum"),
    ItemKind.TEXT: ("max_length",),
}
_KEYS_OF_SOME_KIND = sorted(frozenset().union(*_KEYS_OF.values()))


def item_faults(outline: Outline) -> Iterator[Located]:
    """Yield the faults between the keys of each item."""
    for item in outline.items:
        if item.kind is not None:
            yield from _key_faults(outline, item, item.kind)
        yield from _scale_use_faults(outline, item)
        yield from _limit_faults(outline, item)


def _key_faults(outline: Outline, item: ItemOutline, kind: ItemKind) -> Iterator[Located]:
    for key in _KEYS_OF_SOME_KIND:
        place = item.place.inside(key)
        is_given = place.value not in (None, False)
        if is_given and key not in _KEYS_OF[kind]:
            fault = FileCode.KEY_OF_OTHER_KIND
            yield outline.tree.fault(place.path, fault, key=key, kind=kind.value)
    for key in _NEEDED_BY[kind]:
        if not item.place.has(key):
            fault = FileCode.KEY_NEEDED_BY_KIND
            yield outline.tree.fault(item.place.path, fault, key=key, kind=kind.value)
    options = item.place.inside("options")
    if "options" in _KEYS_OF[kind] and isinstance(options.value, list) and len(options.value) < 2:
        yield outline.tree.fault(options.path, FileCode.TOO_FEW_OPTIONS)
    if kind is ItemKind.SINGLE:
        for option in item.options:
            if option.place.says("exclusive"):
                path, fault = option.place.inside("exclusive").path, FileCode.KEY_OF_OTHER_KIND
                yield outline.tree.fault(path, fault, key="exclusive", kind=kind.value)


def _scale_use_faults(outline: Outline, item: ItemOutline) -> Iterator[Located]:
    code = item.place.text("scale")
    if code is None:
        return
    scale = outline.scale(code)
    if scale is None:
        hint = closest(code, (known.code for known in outline.scales if known.code))
        path = item.place.inside("scale").path
        yield outline.tree.fault(path, FileCode.UNKNOWN_SCALE, scale=code, hint=hint)
    elif item.place.says("not_applicable") and not scale.place.has("not_applicable"):
        path, fault = (
            item.place.inside("not_applicable").path,
            FileCode.SCALE_WITHOUT_NOT_APPLICABLE,
        )
        yield outline.tree.fault(path, fault, scale=code)


def _limit_faults(outline: Outline, item: ItemOutline) -> Iterator[Located]:
    most, options = item.place.whole("max_choices"), len(item.options)
    if most is not None and 0 < options < most:
        path, fault = item.place.inside("max_choices").path, FileCode.MAX_CHOICES_ABOVE_OPTIONS
        yield outline.tree.fault(path, fault, maximum=str(most), options=str(options))
    low, high = item.place.whole("minimum"), item.place.whole("maximum")
    if low is not None and high is not None and low > high:
        path, fault = item.place.inside("minimum").path, FileCode.MINIMUM_ABOVE_MAXIMUM
        yield outline.tree.fault(path, fault, minimum=str(low), maximum=str(high))
