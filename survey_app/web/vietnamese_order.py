"""The order of Vietnamese words: ă and â after a, đ after d, tones last (TCVN 6064)."""

import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng; a letter without a tone comes first."""

_PLACE = {letter: place for place, letter in enumerate(LETTERS, start=1)}


def vietnamese_key(text: str) -> tuple[tuple[int, ...], tuple[int, ...], str]:
    """A key for `sorted`: letters decide first, tones next, then the text itself."""
    letters, tones = [], []
    for character in unicodedata.normalize("NFC", text.lower()):
        marks = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in marks if mark in TONES), "")
        plain = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else character)
        # Spaces and signs come before letters; letters of other alphabets after them.
        known = _PLACE.get(plain, ord(plain[0]) + len(LETTERS) if plain.isalpha() else 0)
        letters.append(known)
        tones.append(TONES.index(tone) + 1 if tone else 0)
    return tuple(letters), tuple(tones), text


def given_name_key(name: str) -> tuple[object, ...]:
    """A key for people: by the given name, which stands last, then by the whole name."""
    return vietnamese_key(name.strip().rpartition(" ")[2]), vietnamese_key(name)
