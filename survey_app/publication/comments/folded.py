"""Vietnamese text as it is looked through: every letter without its marks, place by place."""

import unicodedata

from questionnaires.text import nfc

_OTHER_LETTERS = {"đ": "d", "Đ": "d"}


def composed(text: str) -> str:
    """The text with one character a letter, as all texts are looked at and kept (NFC)."""
    return nfc(text)


def folded(text: str) -> str:
    """As many characters as a composed text has, small and without marks: “Đặng Lan”, dang lan."""
    return "".join(_folded(character) for character in text)


def _folded(character: str) -> str:
    if character in _OTHER_LETTERS:
        return _OTHER_LETTERS[character]
    base = unicodedata.normalize("NFD", character)[0]
    small = base.lower()
    return small if len(small) == 1 else base
