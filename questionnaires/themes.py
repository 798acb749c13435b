"""What people say should improve: the question of themes, and the comments in their own words.

Both are known by where they stand: in a section of kind `expectation`. So a questionnaire needs
nothing beside what it says anyway, and its version stays what it was.
"""

from collections.abc import Iterator

from questionnaires.definition import Definition, SectionKind
from questionnaires.items import Item, ItemKind


def theme_item(definition: Definition) -> Item | None:
    """The question whose options are the themes: the first among the expectations that takes
    several options; None where there is none.
    """
    several = (one for one in _expectations(definition) if one.kind is ItemKind.MULTI)
    return next(several, None)


def comment_codes(definition: Definition) -> tuple[str, ...]:
    """The codes of answers that are comments, in order: texts among the expectations, and what
    somebody wrote beside “other” of the question of themes.
    """
    themes, codes = theme_item(definition), []
    for item in _expectations(definition):
        if item.kind is ItemKind.TEXT:
            codes.append(item.code)
        elif themes is not None and item.code == themes.code and item.text_options:
            codes.append(item.text_code)
    return tuple(codes)


def suggested_theme(definition: Definition, *, code: str, chosen: tuple[int, ...]) -> int | None:
    """The theme of a comment, as far as the respondent said it; None where nothing tells.

    A text beside “other” is of that option; another comment is of the first theme that the
    respondent chose and that has a name, else of “other”.
    """
    item = theme_item(definition)
    if item is None:
        return None
    others = sorted(item.text_options)
    named = [one for one in chosen if one not in item.text_options]
    wanted = [*others, *named] if code == item.text_code else [*named, *others]
    return next((one for one in wanted if one in definition.offered_codes(item)), None)


def _expectations(definition: Definition) -> Iterator[Item]:
    for section in definition.sections:
        if section.kind is SectionKind.EXPECTATION:
            yield from (item for item in section.items if not item.sensitive)
