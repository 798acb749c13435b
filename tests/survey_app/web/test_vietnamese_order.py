"""Names sort as Vietnamese sort."""

from survey_app.web.vietnamese_order import given_name_key, vietnamese_key


def test_names__letters_with_marks__come_after_the_plain_letter():
    right = ["An", "Ăn", "Ấn", "Dung", "Đạt", "Em", "Ê a", "Ô tô", "Ơn", "Xuân"]
    mixed = [right[at] for at in (7, 0, 9, 3, 1, 8, 2, 6, 4, 5)]

    assert sorted(mixed, key=vietnamese_key) == right


def test_names__same_letters__are_ordered_by_tone():
    mixed = ["mạ", "má", "ma", "mã", "mà", "mả"]

    assert sorted(mixed, key=vietnamese_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]


def test_names__typed_in_parts__sort_like_those_typed_whole():
    assert vietnamese_key("Đa\u0323t")[:2] == vietnamese_key("Đạt")[:2]


def test_people__listed__stand_by_given_name_then_by_the_whole():
    mixed = ["Trần Văn Đạt", "Lê Thị Ánh", "Nguyễn An", "Bùi An", "Đặng Bình"]

    right = ["Bùi An", "Nguyễn An", "Lê Thị Ánh", "Đặng Bình", "Trần Văn Đạt"]

    assert sorted(mixed, key=given_name_key) == right
