"""Recognises files that hold no list, or none that can be read, so that their kind can be said."""

import io
import zipfile

from survey_app.table_files.problems import TableCode

ZIP = b"PK\x03\x04"
LOOKED_AT = 1024
"""Bytes of the start in which a file says what it is."""
_MARK = b"\xef\xbb\xbf"
_PAGES = (
    *(b"<!doctype html", b"<html", b"<head", b"<meta", b"<style", b"<body", b"<table"),
    b"mime-version:",  # a page with everything it needs, in one file
)
_WITHIN = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "xl/workbook.bin": ".xlsb",
    "content.xml": "OpenDocument",
}
_WORKBOOK = "xl/workbook.xml"

Other = tuple[TableCode, dict[str, str]]


def other_file(data: bytes) -> Other | None:
    """What is to be said of a file of another kind; None for what may be a list, or is damaged."""
    if data.startswith(ZIP):
        return _archive(data)
    start = data[:LOOKED_AT].removeprefix(_MARK).lstrip().lower()
    if start.startswith(_PAGES):
        return TableCode.WEB_PAGE, {}
    if start.startswith(b"<?xml"):
        return _document("XML")
    return _document("PDF") if start.startswith(b"%pdf") else None


def _archive(data: bytes) -> Other | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (
        zipfile.BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
    ):  # the last: of a later ZIP
        return None
    if _WORKBOOK in names:
        return None
    return _document(next((kind for part, kind in _WITHIN.items() if part in names), "ZIP"))


def _document(kind: str) -> Other:
    return TableCode.OTHER_DOCUMENT, {"kind": kind}
