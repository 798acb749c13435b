"""The words that a form on paper has beside those of its questionnaire."""

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaires import Definition, Item, Rule
from questionnaires.rules import Compare, OneOf, Operator, items_of


@dataclass(frozen=True, slots=True)
class Words:
    """Words in both languages, with {names} to be filled."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """The words in this language; Vietnamese where the language is unknown."""
        return self.en if language == "en" else self.vi

    def filled(self, **values: str) -> "Words":
        """Puts values in the place of the names."""
        vi, en = self.vi, self.en
        for name, value in values.items():
            vi, en = (text.replace(f"{{{name}}}", value) for text in (vi, en))
        return Words(vi, en)


NUMBER = Words("Số phiếu", "Number of the form")
UNIT = Words("Cơ quan, đơn vị", "Unit")
CASE = Words("Mã hồ sơ (nếu có)", "File code (if there is one)")
ENUMERATOR = Words("Điều tra viên", "Enumerator")
DAY = Words("Ngày phỏng vấn", "Day of the interview")
TIMES = Words("Bắt đầu lúc – kết thúc lúc", "Begun at – finished at")
ALONE = Words("Người trả lời tự điền phiếu", "The respondent filled in the form alone")
HOW = Words(
    "Đánh dấu X vào ô chọn. Câu nào không muốn trả lời thì để trống.",
    "Mark the box with an X. Leave blank what you do not want to answer.",
)
MANY = Words("(chọn tối đa {most})", "(at most {most})")
SEVERAL = Words("(có thể chọn nhiều ô)", "(several boxes may be marked)")
SAY = Words("ghi rõ:", "please say:")
ONLY_IF = Words(
    "Chỉ trả lời nếu câu {number} chọn: {answers}.", "Only if question {number} is: {answers}."
)
ONLY_AFTER = Words(
    "Chỉ trả lời tùy theo câu {numbers}.", "To be answered depending on question {numbers}."
)
PAGE = Words("Phiếu số ……………   Trang {page}", "Form ……………   Page {page}")
ALL = (
    *(NUMBER, UNIT, CASE, ENUMERATOR, DAY, TIMES, ALONE, HOW),
    *(MANY, SEVERAL, SAY, ONLY_IF, ONLY_AFTER, PAGE),
)


def skip_note(definition: Definition, rule: Rule, *, numbers: dict[str, int]) -> Words:
    """When a question is to be answered, in words that name the number of the earlier question."""
    if isinstance(rule, Compare) and rule.operator is Operator.EQUALS:
        return _only_if(definition, rule.item, codes=(rule.value,), numbers=numbers)
    if isinstance(rule, OneOf):
        return _only_if(definition, rule.item, codes=rule.values, numbers=numbers)
    named = sorted(numbers[code] for code in items_of(rule))
    return ONLY_AFTER.filled(numbers=", ".join(map(str, named)))


def _only_if(
    definition: Definition, code: str, *, codes: tuple[int | str, ...], numbers: dict[str, int]
) -> Words:
    item = definition.item(code)
    return Words(
        *(
            ONLY_IF.filled(
                number=str(numbers[code]),
                answers=", ".join(_answers(definition, item, codes=codes, language=language)),
            ).in_language(language)
            for language in ("vi", "en")
        )
    )


def _answers(
    definition: Definition, item: Item, *, codes: tuple[int | str, ...], language: str
) -> Iterator[str]:
    """The choices of these codes; numbers and texts, which have no choice, as they are."""
    offered = [*definition.options_of(item), definition.not_applicable_of(item)]
    named = {one.code: one.text.in_language(language) for one in offered if one is not None}
    yield from (name for choice, name in named.items() if choice in codes)
    yield from (str(code) for code in codes if code not in named)
