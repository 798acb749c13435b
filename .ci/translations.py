"""Keeps the catalogues of messages equal to what code and templates say.

`translations.py update` brings every catalogue up to date; `translations.py check` fails, with
one line for each fault, unless every message is there, translated, certain and still in use.
"""

import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

FOLDER = Path("survey_app/translations")
# Beside Babel's own (_, gettext, ngettext, N_, …).
MARKERS = ("_l", "lazy_gettext", "lazy_ngettext:1,2", "lazy_pgettext:1c,2")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")


def main(command: str) -> int:
    """Runs one command in the current folder; returns the exit code."""
    with tempfile.TemporaryDirectory() as scratch:
        template = Path(scratch) / "messages.pot"
        extract(template)
        if command == "update":
            update(template)
            return 0
        faults = [fault for path in catalogues() for fault in faults_of(path, template=template)]
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        print(
            f"{len(faults)} faults; `make translations` adds and removes messages.", file=sys.stderr
        )
    return 1 if faults else 0


def catalogues() -> list[Path]:
    """The catalogues there are; without any, the check would have nothing to say."""
    found = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
    if not found:
        sys.exit(f"{FOLDER} holds no catalogue.")
    return found


def extract(template: Path) -> None:
    """Writes all messages of code and templates to `template`."""
    markers = [word for marker in MARKERS for word in ("--keyword", marker)]
    options = ["--sort-by-file", "--add-location", "file", "--project", "hailong"]
    mapping = ["--mapping", str(FOLDER / "babel.cfg"), "--output-file", str(template)]
    CommandLineInterface().run(  # type: ignore[no-untyped-call] # Babel leaves it without types
        ["pybabel", "--quiet", "extract", *mapping, *markers, *options, "."]
    )


def update(template: Path) -> None:
    """Adds new messages to every catalogue, untranslated, and drops those no longer in use."""
    # No fuzzy guesses: an untranslated message is seen, a wrongly guessed one is read by people.
    options = ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"]
    CommandLineInterface().run(  # type: ignore[no-untyped-call] # Babel leaves it without types
        ["pybabel", "update", *options, "--input-file", str(template), "--output-dir", str(FOLDER)]
    )


def faults_of(path: Path, *, template: Path) -> Iterator[str]:
    """What is wrong with the catalogue at `path`, one sentence for each message."""
    used, catalogue = _read(template), _read(path)
    for message in used:
        if message.id and message.id not in catalogue:
            yield f"{path}: missing: {_start(message)}"
    for message in catalogue:
        if message.id:
            yield from (f"{path}: {fault}: {_start(message)}" for fault in _wrong(message, used))
    yield from (f"{path}: obsolete: {_start(message)}" for message in catalogue.obsolete.values())


def _wrong(message: Message, used: Catalog) -> Iterator[str]:
    sources, targets = _forms(message.id), _forms(message.string)
    if message.id not in used:
        yield "obsolete"
    if message.fuzzy:
        yield "fuzzy"
    if not all(targets):
        yield "untranslated"
        return
    # A plural form must fill what the plural source fills; the singular may leave out the number.
    expected = set(PLACEHOLDER.findall(sources[-1]))
    if any(set(PLACEHOLDER.findall(target)) != expected for target in targets):
        yield f"placeholders differ from {', '.join(sorted(expected)) or 'none'}"
    if any(not unicodedata.is_normalized("NFC", target) for target in targets):
        yield "not in Unicode form NFC"


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _start(message: Message) -> str:
    return f"“{_forms(message.id)[0][:60]}”"


if __name__ == "__main__":
    if sys.argv[1:] not in (["check"], ["update"]):
        sys.exit("Usage: translations.py check|update")
    sys.exit(main(sys.argv[1]))
