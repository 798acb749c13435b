"""What `hailong export --format pdf` prints: the report with its head, or sheets of units."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps

import click

from questionnaires.problems import N_
from survey_app.cli.speech import say
from survey_app.publication.letter import WrittenLetter

ONLY_PDF = N_("--%(option)s is of the report: it needs --format pdf.")
ONE_OF_BOTH = N_("Choose --unit or --unit-sheets, not both.")
NO_LETTER = N_("A sheet of a unit has no number, place, day, signature or copies.")
LETTER = ("number", "place", "date", "signed_as", "signer", "copy")
OPTIONS = (
    ("number", "Number and sign of the letter, such as 128/BC-SNV."),
    ("place", "Where it is signed."),
    ("date", "Day on which it is signed: 30/11/2026; else that of the publication."),
    ("signed-as", "Post of whoever signs."),
    ("signer", "Name of whoever signs."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChoice:
    """written: as it was given. unit: whose sheet; is_sheets: those of all units."""

    written: WrittenLetter = field(default_factory=WrittenLetter)
    unit: str | None = None
    is_sheets: bool = False


def report_options(command: Callable[..., None]) -> Callable[..., None]:
    """Adds the options, and hands `report`, a ReportChoice, to the command."""

    @wraps(command)
    def with_choice(*, kind: str | None, **given: object) -> None:
        chosen = {name: given.pop(name) for name in (*LETTER, "unit", "unit_sheets")}
        for name, value in chosen.items():
            if value and kind != "pdf":
                raise click.UsageError(say(ONLY_PDF, option=name.replace("_", "-")))
        if chosen["unit"] and chosen["unit_sheets"]:
            raise click.UsageError(say(ONE_OF_BOTH))
        if (chosen["unit"] or chosen["unit_sheets"]) and any(chosen[name] for name in LETTER):
            raise click.UsageError(say(NO_LETTER))
        command(kind=kind, report=_choice(chosen), **given)

    found: Callable[..., None] = with_choice
    found = click.option("--unit-sheets", is_flag=True, help="The sheets of all units instead.")(
        found
    )
    found = click.option("--unit", metavar="CODE", help="The sheet of this unit instead.")(found)
    found = click.option("--copy", multiple=True, help="Who gets a copy; once for each.")(found)
    for name, words in reversed(OPTIONS):
        found = click.option(f"--{name}", default="", help=words)(found)
    return found


def _choice(chosen: dict[str, object]) -> ReportChoice:
    text = {name: value if isinstance(value, str) else "" for name, value in chosen.items()}
    copies = chosen["copy"]
    return ReportChoice(
        written=WrittenLetter(
            number=text["number"],
            place=text["place"],
            day=text["date"],
            office=text["signed_as"],
            signer=text["signer"],
            copies=tuple(map(str, copies)) if isinstance(copies, tuple) else (),
        ),
        unit=text["unit"] or None,
        is_sheets=bool(chosen["unit_sheets"]),
    )
