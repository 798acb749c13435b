"""Sentences about the index of a group: each case of more, less, the same and not known."""

from decimal import Decimal

import pytest

from scoring.areas import Gaps
from scoring.index import UnitPoints, build_index
from scoring.index_changes import EarlierGroup, EarlierUnit, group_changes
from scoring.index_facts import group_facts
from scoring.plans import HA_NAM_2022
from survey_app.publication.report.index_words import band_lines, group_sentences, signed
from survey_app.results.full_index import FullGroup
from survey_app.wording.speech import Speech

VI = Speech(language="vi")


def group_of(*points, before=None, mean=None, spread=None, ranked=None):
    """Units A, B, C … with these points of 100; before: what each had, and its rank of ranked."""
    units = [
        UnitPoints(
            unit_code=chr(65 + at),
            unit_name=f"Đơn vị {chr(65 + at)}",
            group="g",
            maximum=Decimal(100),
            appraised=Decimal(one),
            component=None,
        )
        for at, one in enumerate(points)
    ]
    group = build_index(units, plan=HA_NAM_2022)[0]
    earlier = EarlierGroup(
        units={
            code: EarlierUnit(percent=Decimal(percent), rank=rank)
            for code, (percent, rank) in (before or {}).items()
        },
        mean=None if mean is None else Decimal(mean),
        spread=None if spread is None else Decimal(spread),
        is_whole=False,
        ranked=ranked,
    )
    return FullGroup(
        group=group,
        name_vi="Nhóm",
        name_en="Group",
        facts=group_facts(group, plan=HA_NAM_2022),
        units=(),
        areas=(),
        gaps=Gaps(units=(), areas=()),
        changes=group_changes(group, before=earlier),
    )


def said_of(*points, year=2021, **known):
    return " ".join(group_sentences(group_of(*points, **known), year=year, speech=VI))


def test_group_sentences__one_unit__has_neither_mean_nor_spread():
    assert said_of("91.5") == "Trong bảng, nhóm này có một đơn vị là Đơn vị A, đạt 91,50 điểm."


def test_group_sentences__all_units_alike__have_no_highest():
    said = said_of("90", "90")

    assert said.endswith("Các đơn vị có cùng chỉ số là 90,00 điểm.")
    assert "cao hơn giá trị trung bình" not in said
    assert "Chênh lệch" not in said


def test_group_sentences__alike_as_printed_only__says_nobody_is_above_the_mean():
    said = said_of("90.001", "90.0004")

    assert said.endswith("Các đơn vị có cùng chỉ số là 90,00 điểm.")
    assert "cao hơn giá trị trung bình" not in said


def test_group_sentences__two_units_are_highest__are_both_named():
    said = said_of("95", "95", "80")

    assert "Đơn vị cao nhất là Đơn vị A; Đơn vị B đạt 95,00 điểm, đơn vị thấp nhất là" in said


@pytest.mark.parametrize(
    ("mean", "words"),
    [
        ("84.39", "là 85,00 điểm, tăng 0,61 điểm so với năm 2021 (84,39 điểm)."),
        ("85.43", "là 85,00 điểm, giảm 0,43 điểm so với năm 2021 (85,43 điểm)."),
        ("85", "là 85,00 điểm, không thay đổi so với năm 2021 (85,00 điểm)."),
        (None, "là 85,00 điểm. Có 1 đơn vị"),
    ],
)
def test_group_sentences__mean_of_before__is_held_against_that_of_now(mean, words):
    assert words in said_of("90", "80", mean=mean)


def test_group_sentences__every_unit_known__says_who_rose_and_fell_and_moved():
    before = {"A": ("83.25", 3), "B": ("88.34", 1), "C": ("85", 2)}

    said = said_of("94.79", "80", "85", before=before)

    assert "1/3 đơn vị có Chỉ số CCHC tăng so với năm 2021" in said
    assert "tăng cao nhất là Đơn vị A (+11,54 điểm)." in said
    assert "1/3 đơn vị có Chỉ số CCHC giảm so với năm 2021" in said
    assert "giảm nhiều nhất là Đơn vị B (−8,34 điểm)." in said
    assert "So với năm 2021, 1 đơn vị giữ nguyên thứ hạng là Đơn vị C." in said
    assert "tăng hạng nhiều nhất là Đơn vị A, tăng 2 bậc (hạng 1/3)." in said
    assert "giảm hạng nhiều nhất là Đơn vị B, giảm 2 bậc (hạng 3/3)." in said
    assert "dẫn đầu" not in said


def test_group_sentences__nothing_changed__says_so_once():
    said = said_of("90", "80", before={"A": ("90", 1), "B": ("80", 2)})

    assert "Chỉ số CCHC của các đơn vị không thay đổi so với năm 2021." in said
    assert "Đơn vị A tiếp tục là đơn vị dẫn đầu của nhóm." in said
    assert "tăng cao nhất" not in said
    assert "hạng nhiều nhất" not in said


def test_group_sentences__one_unit_of_before_unknown__says_nothing_of_all():
    said = said_of("90", "80", before={"A": ("80", 1)})

    assert "so với năm" not in said.lower()


def test_group_sentences__leader_known_only__says_that_it_stays():
    said = said_of("90", "80", "70", before={"A": ("80", 1)})

    assert said.endswith("Đơn vị A tiếp tục là đơn vị dẫn đầu của nhóm.")
    assert "thứ hạng" not in said


def test_group_sentences__leader_unknown__does_not_say_that_it_stays():
    said = said_of("90", "80", "70", before={"B": ("80", 3)})

    assert said.endswith(
        "Trong 1/3 đơn vị có thứ hạng năm 2021, đơn vị tăng hạng nhiều nhất là Đơn vị B, tăng 1 bậc"
        " (hạng 2/3)."
    )
    assert "dẫn đầu" not in said


def test_group_sentences__ranks_of_some_known__say_of_how_many():
    before = {"A": ("80", 2), "B": ("80", 1), "C": ("70", 3)}

    said = said_of("90", "80", "70", "60", before=before)

    assert (
        "Trong 3/4 đơn vị có thứ hạng năm 2021, 1 đơn vị giữ nguyên thứ hạng là Đơn vị C. Trong các"
        " đơn vị này, đơn vị tăng hạng nhiều nhất là Đơn vị A, tăng 1 bậc (hạng 1/4). Trong các đơn"
        " vị này, đơn vị giảm hạng nhiều nhất là Đơn vị B, giảm 1 bậc (hạng 2/4)."
    ) in said


def test_group_sentences__another_number_was_ranked_before__is_said():
    before = {"A": ("80", 6), "B": ("85", 2), "C": ("90", 1)}

    said = said_of("90", "80", "70", before=before, ranked=19)

    assert "Năm 2021 nhóm có 19 đơn vị được xếp hạng, năm nay có 3 đơn vị. So với năm 2021" in said
    assert "Đơn vị A, tăng 5 bậc (hạng 1/3, năm 2021 hạng 6/19)." in said
    assert "Đơn vị C, giảm 2 bậc (hạng 3/3, năm 2021 hạng 1/19)." in said


def test_group_sentences__among_how_many_before_is_unknown__says_no_step():
    said = said_of("90", "80", "70", before={"A": ("80", 6), "B": ("85", 2), "C": ("90", 1)})

    assert "bậc" not in said
    assert "thứ hạng" not in said


def test_band_lines__bands_with_units__name_them_the_best_first():
    lines = list(band_lines(group_of("95", "84.99", "60"), plan=HA_NAM_2022, speech=VI))

    assert lines == [
        "Xuất sắc, từ 95 điểm trở lên: 1 đơn vị (Đơn vị A).",
        "Khá, từ 75 đến dưới 85 điểm: 1 đơn vị (Đơn vị B).",
        "Yếu, dưới 70 điểm: 1 đơn vị (Đơn vị C).",
    ]


def test_band_lines__many_units__are_counted_not_named():
    lines = list(band_lines(group_of(*["90"] * 21), plan=HA_NAM_2022, speech=VI))

    assert lines == ["Tốt, từ 85 đến dưới 95 điểm: 21 đơn vị."]


@pytest.mark.parametrize(
    ("change", "words"), [("0.61", "+0,61"), ("-0.43", "−0,43"), ("0.00", "0,00")]
)
def test_signed__change__has_its_sign(change, words):
    assert signed(Decimal(change), speech=VI) == words
