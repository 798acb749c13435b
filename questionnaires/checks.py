"""Checks across the parts of a definition that no single model can make."""

from collections import Counter
from collections.abc import Iterable, Iterator

from questionnaires.definition import ENDING_DISPOSITIONS, SectionKind
from questionnaires.file_problems import FileCode, closest
from questionnaires.items import ItemKind, WordingStatus, other_text_code
from questionnaires.outline import (
    ItemOutline,
    OptionOutline,
    Outline,
    Place,
    ScaleOutline,
    SectionOutline,
    places_under,
)
from questionnaires.text import Language
from questionnaires.tree import Located

MAX_ITEMS = 500

RESERVED_CODES = frozenset(
    {
        "response_uuid",
        "unit_code",
        "stratum",
        "cluster",
        "weight",
        "pop_size",
        "enumerator",
        "started_at",
        "finished_at",
    }
)
"""Columns of a response file; an item of this name would overwrite one."""


def part_faults(outline: Outline) -> Iterator[Located]:
    """Yield the faults of codes, scales, sections, sources and endings."""
    yield from _code_faults(outline)
    for scale in outline.scales:
        yield from _scale_faults(outline, scale)
    for section in outline.sections:
        yield from _section_faults(outline, section)
    yield from _overall_faults(outline)
    yield from _whole_faults(outline)
    yield from _source_faults(outline)
    for place, _ in outline.endings:
        yield from _disposition_faults(outline, place)


def _code_faults(outline: Outline) -> Iterator[Located]:
    yield from _duplicates(outline, ((part.place, part.code) for part in outline.scales))
    yield from _duplicates(outline, ((part.place, part.code) for part in outline.sections))
    yield from _duplicates(outline, _answer_codes(outline))
    for place in (outline.top,):
        yield from _duplicates(
            outline, ((part, part.text("code")) for part in place.each("sources"))
        )
    for item in outline.items:
        if item.code in RESERVED_CODES:
            yield outline.tree.fault(item.place.path, FileCode.RESERVED_CODE, code=str(item.code))
        yield from _option_code_faults(outline, item.options)
    for scale in outline.scales:
        extra = scale.place.inside("not_applicable")
        last = OptionOutline(place=extra, code=scale.not_applicable)
        yield from _option_code_faults(outline, (*scale.options, last))


def _answer_codes(outline: Outline) -> Iterator[tuple[Place, str | None]]:
    """Yield every code that answers may use, that of the text of “other” behind its item."""
    for item in outline.items:
        yield item.place, item.code
        if item.code and any(option.place.says("asks_text") for option in item.options):
            yield item.place, other_text_code(item.code)


def _option_code_faults(outline: Outline, options: Iterable[OptionOutline]) -> Iterator[Located]:
    codes = (
        (option.place, None if option.code is None else str(option.code)) for option in options
    )
    yield from _duplicates(outline, codes)


def _duplicates(outline: Outline, codes: Iterable[tuple[Place, str | None]]) -> Iterator[Located]:
    first: dict[str, Place] = {}
    for place, code in codes:
        if code is not None and first.setdefault(code, place) is not place:
            where = outline.tree.where(first[code].path)
            yield outline.tree.fault(place.path, FileCode.DUPLICATE_CODE, code=code, first=where)


def _scale_faults(outline: Outline, scale: ScaleOutline) -> Iterator[Located]:
    offered = ", ".join(map(str, scale.codes))
    satisfied = scale.place.inside("satisfied")
    codes = [entry.as_whole() for entry in satisfied.entries()]
    for entry, code in zip(satisfied.entries(), codes, strict=True):
        if code is not None and scale.codes and code not in scale.codes:
            fault = FileCode.SATISFIED_NOT_ON_SCALE
            yield outline.tree.fault(entry.path, fault, code=str(code), offered=offered)
    is_list = isinstance(satisfied.value, list)
    if is_list and (not codes or (scale.codes and set(scale.codes) <= set(codes))):
        yield outline.tree.fault(satisfied.path, FileCode.NOTHING_SATISFIED)
    for key in ("asks_text", "exclusive"):
        for option in scale.options:
            if option.place.says(key):
                path, fault = option.place.inside(key).path, FileCode.KEY_OF_OTHER_KIND
                yield outline.tree.fault(path, fault, key=key, kind=ItemKind.SCALE.value)


def _section_faults(outline: Outline, section: SectionOutline) -> Iterator[Located]:
    for item in section.items:
        yield from _index_faults(outline, section, item)
    is_factor = section.kind is SectionKind.FACTOR
    in_index = [item.place.inside("in_index").value for item in section.items]
    if is_factor and all(value in (None, False) for value in in_index):
        yield outline.tree.fault(section.place.path, FileCode.FACTOR_WITHOUT_CRITERIA)


def _index_faults(
    outline: Outline, section: SectionOutline, item: ItemOutline
) -> Iterator[Located]:
    if not item.place.says("in_index"):
        return
    path = item.place.inside("in_index").path
    if item.kind is not None and item.kind is not ItemKind.SCALE:
        yield outline.tree.fault(path, FileCode.INDEX_ITEM_NOT_A_SCALE, kind=item.kind.value)
    if section.kind is not None and section.kind is not SectionKind.FACTOR:
        yield outline.tree.fault(path, FileCode.INDEX_ITEM_OUTSIDE_FACTOR)


def _overall_faults(outline: Outline) -> Iterator[Located]:
    asking = [item.place for item in outline.items if item.place.says("asks_overall")]
    named = (item.place.text("scale") for item in outline.items if item.place.says("in_index"))
    criteria = {scale for scale in named if scale is not None}
    for place in asking:
        path, scale = place.inside("asks_overall").path, place.text("scale")
        if place.says("in_index"):
            yield outline.tree.fault(path, FileCode.OVERALL_ITEM_IN_INDEX)
        elif outline.scale(scale) is not None and criteria and scale not in criteria:
            known = ", ".join(sorted(criteria))
            fault = FileCode.OVERALL_ITEM_ON_OTHER_SCALE
            yield outline.tree.fault(path, fault, scale=str(scale), known=known)
    for place in asking[1:]:
        path, first = place.inside("asks_overall").path, outline.tree.where(asking[0].path)
        yield outline.tree.fault(path, FileCode.OVERALL_ITEM_TWICE, first=first)


def _whole_faults(outline: Outline) -> Iterator[Located]:
    kinds = {section.kind for section in outline.sections}
    if kinds and not kinds & {SectionKind.FACTOR, None}:  # an unknown kind may be a misspelt factor
        yield outline.tree.fault(("sections",), FileCode.NO_FACTORS)
    if len(outline.items) > MAX_ITEMS:
        yield outline.tree.fault(("sections",), FileCode.TOO_MANY_ITEMS, maximum=str(MAX_ITEMS))
    languages = outline.top.inside("languages")
    if isinstance(languages.value, list):
        given = Counter(str(language) for language in languages.value)
        if given != Counter(language.value for language in Language):
            yield outline.tree.fault(languages.path, FileCode.LANGUAGE_MISSING)


def _source_faults(outline: Outline) -> Iterator[Located]:
    declared = {source.text("code") for source in outline.top.each("sources")}
    cited_lists = (
        place
        for place in places_under(outline.top, "sources")
        if len(place.path) > 1  # the list of sources itself stands at the top
    )
    for entry in (entry for place in cited_lists for entry in place.entries()):
        if isinstance(entry.value, str) and entry.value not in declared:
            yield outline.tree.fault(entry.path, FileCode.UNKNOWN_SOURCE, source=entry.value)
    for key in ("wording", "introduction_wording"):
        for wording in places_under(outline.top, key):
            status = wording.text("status")
            claims = {WordingStatus.CONFIRMED.value, WordingStatus.PARTIAL.value}
            if status in claims and not wording.each("sources"):
                fault = FileCode.CONFIRMED_WITHOUT_SOURCE
                yield outline.tree.fault(wording.path, fault, status=str(status))


def _disposition_faults(outline: Outline, place: Place) -> Iterator[Located]:
    disposition = place.text("disposition")
    if disposition is not None and disposition not in ENDING_DISPOSITIONS:
        hint = closest(disposition, ENDING_DISPOSITIONS)
        path, fault = place.inside("disposition").path, FileCode.UNKNOWN_DISPOSITION
        yield outline.tree.fault(path, fault, disposition=disposition, hint=hint)
