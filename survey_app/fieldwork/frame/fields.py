"""What a row of a one-stop system's list says of a file, whatever its columns are called."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FrameField(StrEnum):
    """What a column of the list may hold."""

    FILE_CODE = "file_code"
    UNIT = "unit"
    FIELD = "field"
    PROCEDURE = "procedure"
    APPLICANT = "applicant"
    APPLICANT_KIND = "applicant_kind"
    PHONE = "phone"
    ADDRESS = "address"
    DISTRICT = "district"
    RECEIVED_ON = "received_on"
    DUE_ON = "due_on"
    RETURNED_ON = "returned_on"
    CHANNEL = "channel"
    KEYED_BY = "keyed_by"


REQUIRED = (
    FrameField.FILE_CODE,
    FrameField.UNIT,
    FrameField.PROCEDURE,
    FrameField.APPLICANT,
    FrameField.RETURNED_ON,
)
"""Without these a file is no case: who finished what, where and when."""

CHANNELS = ("desk", "online", "post", "other")
"""How a file came in: at the one-stop desk, online, by the public postal service."""
APPLICANT_KINDS = ("person", "organisation")
KEYERS = ("applicant", "civil_servant")
"""Who typed a file that came in online."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameUnit:
    """A unit as the round knows it."""

    code: str
    name: str
    is_exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """One file of the list, read. Blank texts are "", unknown dates and words None.

    number: of the row as a spreadsheet shows it. phone: digits, or "" where none can be called.
    """

    number: int
    unit_code: str
    file_code: str
    field: str
    procedure: str
    applicant: str
    applicant_kind: str
    phone: str
    address: str
    district: str
    received_on: date | None
    due_on: date | None
    returned_on: date | None
    channel: str | None
    keyed_by: str | None


def plain(text: str) -> str:
    """The text without accents, case and punctuation: two spellings of one name are the same.

    Đ is a letter of its own in Unicode, so it is not taken apart with the others.
    """
    folded = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    letters = (
        character if character.isalnum() else " "
        for character in folded
        if not unicodedata.combining(character)
    )
    return " ".join("".join(letters).split())
