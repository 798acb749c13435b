"""The shipped questionnaire: what the method and the law fix about it."""

import re
from collections import Counter
from importlib.resources import files

import pytest

from questionnaires import (
    PLACEHOLDERS,
    Definition,
    ItemKind,
    WordingStatus,
    shipped_definition,
    shipped_ids,
)

FACTORS = {
    "F1": ("Tiếp cận dịch vụ", ["q11", "q12", "q13", "q14"]),
    "F2": ("Thủ tục hành chính", ["q21", "q22", "q23", "q24", "q25"]),
    "F3": ("Công chức", ["q31", "q32", "q33", "q34", "q35", "q36"]),
    "F4": ("Kết quả dịch vụ", ["q41", "q42", "q43"]),
    "F5": ("Góp ý, phản ánh, kiến nghị", ["q51", "q52", "q53", "q54"]),
}


def test_shipped_ids__are_sorted_and_readable() -> None:
    assert shipped_ids() == ("sipas-22",)
    assert [shipped_definition(name).id for name in shipped_ids()] == ["sipas-22"]


def test_shipped_definition__unknown__raises_key_error() -> None:
    with pytest.raises(KeyError):
        shipped_definition("../shipped/sipas-22")


def test_sipas__criteria__are_22_in_five_factors(sipas: Definition) -> None:
    by_factor = {
        factor.code: (
            factor.short_title.vi,
            [item.code for item in factor.items if item.in_index],
        )
        for factor in sipas.factors
    }

    assert by_factor == FACTORS
    assert len(sipas.index_items) == 22


def test_sipas__every_criterion__may_be_skipped_and_offers_not_applicable(
    sipas: Definition,
) -> None:
    for item in sipas.index_items:
        refusal = sipas.not_applicable_of(item)
        assert refusal is not None
        assert (refusal.code, refusal.text.vi) == (9, "Không áp dụng/Không có ý kiến")
        assert not item.required


def test_sipas__scale__has_five_levels_of_which_two_are_satisfied(sipas: Definition) -> None:
    (scale,) = sipas.scales

    assert [(option.code, option.text.vi) for option in scale.options] == [
        (1, "Rất không hài lòng"),
        (2, "Không hài lòng"),
        (3, "Bình thường"),
        (4, "Hài lòng"),
        (5, "Rất hài lòng"),
    ]
    assert scale.satisfied == (4, 5)
    assert scale.wording.status is WordingStatus.CONFIRMED


def test_sipas__wordings__are_as_sure_as_the_sources_allow(sipas: Definition) -> None:
    confirmed = [
        item.code for item in sipas.index_items if item.wording.status is WordingStatus.CONFIRMED
    ]
    counts = Counter(item.wording.status.value for item in sipas.index_items)

    assert confirmed == ["q21", "q25", "q31", "q33", "q34", "q36", "q54"]
    assert counts == {"confirmed": 7, "partial": 5, "memory": 10}
    assert sipas.item("q54").text.vi == (
        "Cơ quan giải quyết thủ tục hành chính/Bộ phận Tiếp nhận và Trả kết quả có thông báo kết "
        "quả xử lý góp ý, phản ánh, kiến nghị kịp thời"
    )


def test_sipas__only_consent_and_eligibility__must_be_answered(sipas: Definition) -> None:
    assert [item.code for item in sipas.items if item.required] == ["k1", "k2", "a4"]


def test_sipas__experience_and_expectation__stay_out_of_the_index(sipas: Definition) -> None:
    outside = [section for section in sipas.sections if section not in sipas.factors]

    assert [section.code for section in outside] == [
        "consent",
        "transaction",
        "experience",
        "expectation",
        "respondent",
        "enumerator",
    ]
    assert not any(item.in_index for section in outside for item in section.items)
    assert [section.code for section in outside if not section.shown_to_respondent] == [
        "enumerator"
    ]


def test_sipas__questions_about_wrongdoing__are_marked_sensitive(sipas: Definition) -> None:
    assert [item.code for item in sipas.items if item.sensitive] == ["b4", "b5"]


def test_sipas__ethnic_group__is_not_asked(sipas: Definition) -> None:
    assert not sipas.has_answer("e6")


def test_sipas__choices_and_texts__have_the_drafted_limits(sipas: Definition) -> None:
    assert sipas.item("d1").max_choices == 3
    assert sipas.item("d1").text_options == {10}
    assert sipas.item("d2").max_length == 1000
    assert sipas.item("b7").limits == (1, 20)
    assert [option.code for option in sipas.options_of(sipas.item("b3"))] == [0, 1, 2, 3, 4]


def test_sipas__blanks__are_all_filled_by_the_round(sipas: Definition) -> None:
    used = (
        sipas.title.placeholders | sipas.introduction.placeholders | sipas.consent.text.placeholders
    )

    assert used == PLACEHOLDERS
    values = {name: f"<{name}>" for name in PLACEHOLDERS}
    assert sipas.consent.text.filled(**values).placeholders == frozenset()


def test_sipas__vietnamese__is_never_repeated_as_english(sipas: Definition) -> None:
    texts = [item.text for item in sipas.items]
    texts += [option.text for item in sipas.items for option in sipas.options_of(item)]
    letters = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạ-ỹ]")

    assert [text.en for text in texts if letters.search(text.en)] == []


def test_sipas__every_choice__has_options_and_no_code_without_a_text(sipas: Definition) -> None:
    for item in sipas.items:
        if item.kind in {ItemKind.SINGLE, ItemKind.MULTI, ItemKind.SCALE}:
            assert len(sipas.options_of(item)) >= 2


def test_sipas__file__has_no_byte_order_mark_and_short_lines_of_code() -> None:
    data = (files("questionnaires") / "shipped" / "sipas-22.yaml").read_bytes()

    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert b"\t" not in data
