"""What only the office knows of a report: number, place, day, who signs, who gets a copy."""

from dataclasses import dataclass
from datetime import date, datetime

from field_export.report import Closing, Signatory
from questionnaires import Fault
from survey_app.clock import ZONE
from survey_app.publication.letter_problems import LetterCode
from survey_app.wording.speech import Speech

DOTS = "……………"
FIRST_OF_TWO_DIGITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Empty, or None, for what nobody told: dots stand there, to be written by hand.

    number: “128/BC-SNV”, or digits alone. day: None for that of the publication. office, signer:
    the post and the name of whoever signs. copies: who gets one.
    """

    number: str = ""
    place: str = ""
    day: date | None = None
    office: str = ""
    signer: str = ""
    copies: tuple[str, ...] = ()


NOTHING_TOLD = Letter()
LONGEST, MOST_COPIES = 120, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenLetter:
    """The same as somebody wrote it. day: 31/10/2026, or as programs write it; empty for none."""

    number: str = ""
    place: str = ""
    day: str = ""
    office: str = ""
    signer: str = ""
    copies: tuple[str, ...] = ()


def letter_of(written: WrittenLetter) -> Letter | tuple[Fault, ...]:
    """What is to be printed, or all that is wrong with it, by name of the field."""
    day = _day(written.day.strip())
    faults = [
        LetterCode.TOO_LONG.at(name, maximum=str(LONGEST))
        for name, texts in (
            ("number", (written.number,)),
            ("place", (written.place,)),
            ("office", (written.office,)),
            ("signer", (written.signer,)),
            ("copies", written.copies),
        )
        if any(len(one) > LONGEST for one in texts)
    ]
    if len(written.copies) > MOST_COPIES:
        faults.append(LetterCode.TOO_MANY_COPIES.at("copies", maximum=str(MOST_COPIES)))
    if written.day.strip() and day is None:
        faults.append(LetterCode.NO_DAY.at("day", value=written.day.strip()[:LONGEST]))
    if faults:
        return tuple(faults)
    return Letter(
        number=written.number,
        place=written.place,
        day=day,
        office=written.office,
        signer=written.signer,
        copies=written.copies,
    )


def _day(text: str) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


def number_of(letter: Letter, *, speech: Speech) -> str:
    """Số: 128/BC-SNV; of one digit with a 0 before it, as Nghị định 30/2020/NĐ-CP asks."""
    number = letter.number.strip()
    digits, _slash, sign = number.partition("/")
    if not number:
        return speech.gettext("No.: ……/BC-……")
    if digits.isdecimal() and int(digits) < FIRST_OF_TWO_DIGITS:
        digits = f"{int(digits):02d}"
    return speech.gettext("No.: %(number)s/%(sign)s", number=digits, sign=sign or "BC-……")


def place_and_day_of(letter: Letter, *, published: datetime, speech: Speech) -> str:
    """Hà Nam, ngày 05 tháng 02 năm 2023: as the decree writes days and months."""
    at = letter.day or published.astimezone(ZONE).date()
    return speech.gettext(
        "%(place)s, day %(day)s month %(month)s year %(year)s",
        place=letter.place.strip() or DOTS,
        day=f"{at.day:02d}",
        month=f"{at.month:02d}" if at.month <= 2 else str(at.month),
        year=str(at.year),
    )


def closing_of(letter: Letter, *, speech: Speech) -> Closing:
    """Copies and signature; the last copy is kept by the office."""
    _ = speech.gettext
    copies = [f"- {one.strip().rstrip(';.')};" for one in letter.copies if one.strip()]
    return Closing(
        title=_("Copies to:"),
        copies=(*(copies or [f"- {DOTS};"]), _("- Kept: VT, ……")),
        signatory=Signatory(office=letter.office.strip() or DOTS, how="", name=letter.signer),
    )
