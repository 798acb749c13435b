"""Names of people in a text: behind a title, behind “my name is”, and those that are known."""

import re
from collections.abc import Iterable, Iterator

from survey_app.publication.comments.folded import composed, folded
from survey_app.publication.comments.numbers import Piece, Telling

TITLES = (
    "đồng chí", "đ/c", "ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "dì", "cậu", "thầy",
    "cháu", "tôi là", "tôi tên là", "tôi tên", "tên tôi là", "tên là", "mình là", "ký tên",
)  # fmt: skip
OFFICES = (
    "cán bộ", "công chức", "viên chức", "nhân viên", "chuyên viên", "lãnh đạo", "giám đốc",
    "trưởng phòng", "phó phòng", "chủ tịch", "phó chủ tịch", "bí thư",
)  # fmt: skip
"""Titles that are also said of an office: “cán bộ Sở Xây dựng” names nobody."""
_OF_OFFICES = {"so", "ubnd", "hdnd", "phong", "xa", "phuong", "huyen", "tinh", "thi", "bo", "van"}
_MOST_WORDS = 5
"""A Vietnamese name has up to four words or five; what stands behind it may be capital as well."""
_LEAST_LETTERS = 2
IN_NO_NAME = (
    "rất", "quá", "không", "chưa", "đã", "đang", "sẽ", "cũng", "cần", "nên", "phải", "được", "bị",
    "và", "với", "của", "cho", "nhưng", "thì", "mà", "để", "vì", "nếu", "khi", "ở", "tại", "những",
    "này", "nào", "tôi", "hướng dẫn", "giải thích", "giải quyết", "tiếp nhận", "tiếp dân",
    "phục vụ", "làm việc", "nhiệt tình", "tận tình", "niềm nở", "vui vẻ", "thân thiện", "thái độ",
    "người dân", "thủ tục", "hồ sơ", "một cửa", "chậm trễ", "gây khó", "yêu cầu",
)  # fmt: skip
"""Where all is in capitals, a capital is no sign of a name: there it ends before one of these. With
their marks alone, for without them some of them are names (Nhung, Thị, Đăng)."""

_LONGEST_FIRST = sorted((*TITLES, *OFFICES), key=lambda title: -len(title))
_TITLE = re.compile(
    r"(?<![^\W_])(?P<title>"
    + "|".join(re.escape(folded(one)).replace(r"\ ", r"\s+") for one in _LONGEST_FIRST)
    + r")(?=[\s.:,])[\s.:,]{1,3}"
)
_IN_NO_NAME = re.compile(
    "(?:"
    + "|".join(re.escape(one.upper()).replace(r"\ ", r"[ \t\u00a0]{1,2}") for one in IN_NO_NAME)
    + r")(?![^\W_])"
)
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r"[ \t\u00a0]{1,2}")


def names_in(text: str, *, plain: str) -> Iterator[Piece]:
    """Capital words behind a title. text: composed; plain: the same, folded."""
    for found in _TITLE.finditer(plain):
        said = re.sub(r"\s+", " ", text[found.start("title") : found.end("title")]).lower()
        # “có” is no “cô”; somebody who writes without marks writes all without them.
        if said not in (*TITLES, *OFFICES) and not said.isascii():
            continue
        is_office = folded(said) in {folded(one) for one in OFFICES}
        title = text[found.start("title") : found.end("title")]
        end = _end_of_name(
            text,
            found.end(),
            plain=plain,
            is_office=is_office,
            is_shouted=title.isupper() and len(title) > 1,
        )
        if end is not None:
            yield Telling.NAME, found.end(), end


def known_in(plain: str, *, known: Iterable[str]) -> Iterator[Piece]:
    """Where the whole of a known name, or its last two words, stands; also codes of files."""
    for one in known:
        words = folded(composed(one)).split()
        wanted = {tuple(words), tuple(words[-2:])} if len(words) > 1 else {tuple(words)}
        for parts in wanted:
            if sum(map(len, parts)) <= _LEAST_LETTERS:
                continue
            pattern = r"[\W_]{1,3}".join(map(re.escape, parts))
            for found in re.finditer(rf"(?<![^\W_]){pattern}(?![^\W_])", plain):
                yield Telling.NAME, *found.span()


def _end_of_name(
    text: str, start: int, *, plain: str, is_office: bool, is_shouted: bool
) -> int | None:
    """Where the capital words that begin here end; None where there is none.

    is_shouted: whether what stands before them is in capitals, as all else may be.
    """
    end, at = None, start
    for number in range(_MOST_WORDS):
        word = _WORD.match(text, at)
        if word is None or not text[at].isupper():
            break
        if is_shouted and _IN_NO_NAME.match(text, at):
            break
        if number == 0 and is_office and plain[word.start() : word.end()] in _OF_OFFICES:
            break
        end = word.end()
        gap = _GAP.match(text, end)
        if gap is None:
            break
        at = gap.end()
    return end
