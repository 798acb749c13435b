"""The words of a PDF, read from its bytes as a viewer does that lets them be copied.

Enough for the files that reportlab writes: packed streams, fonts with a table of letters.
"""

import base64
import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
FONT = re.compile(rb"/(F\d+(?:\+\d+)?) (\d+) 0 R")
LETTER = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{4})>")
SHOWN = re.compile(
    rb"/(F\d+(?:\+\d+)?) [\d.]+ Tf|\(((?:\\.|[^\\)])*)\) Tj|(T\*)|\b(ET)\b", re.DOTALL
)
ESCAPED = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, one space between any two of them."""
    objects = {int(number): content for number, content in OBJECT.findall(pdf)}
    letters = {
        name: _letters(objects, int(number))
        for content in objects.values()
        for name, number in FONT.findall(content)
        if b"/Type /Page" not in content
    }
    pages = [one for one in objects.values() if re.search(rb"/Type /Page\b(?!s)", one)]
    return [
        " ".join(_words(_stream(objects, page, b"Contents"), letters).split()) for page in pages
    ]


def text_of(pdf: bytes) -> str:
    """The words of all pages."""
    return " ".join(pages_of(pdf))


def _stream(objects: dict[int, bytes], content: bytes, name: bytes) -> bytes:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", content)
    assert found is not None
    packed = objects[int(found[1])]
    stream = STREAM.search(packed)
    assert stream is not None
    raw = stream[1]
    if b"/ASCII85Decode" in packed:
        raw = base64.a85decode(raw.strip().removesuffix(b"~>"))
    return zlib.decompressobj().decompress(raw) if b"/FlateDecode" in packed else raw


def _letters(objects: dict[int, bytes], number: int) -> dict[int, str]:
    """Of an embedded font; an AssertionError for one that is not, as others may not have it."""
    font = objects[number]
    assert b"/ToUnicode" in font, font
    assert re.search(rb"/FontDescriptor (\d+) 0 R", font), font
    table = _stream(objects, font, b"ToUnicode")
    return {int(code, 16): chr(int(letter, 16)) for code, letter in LETTER.findall(table)}


def _words(content: bytes, letters: dict[bytes, dict[int, str]]) -> str:
    found, font = [], b""
    for name, shown, is_next_line, is_end in SHOWN.findall(content):
        if name:
            font = name
        elif is_next_line or is_end:
            found.append(" ")
        else:
            found.extend(letters[font][code] for code in ESCAPED.sub(_byte, shown))
    return "".join(found)


def _byte(escaped: re.Match[bytes]) -> bytes:
    said = escaped[1]
    return bytes([int(said, 8)]) if len(said) == 3 else NAMED.get(said, said)
