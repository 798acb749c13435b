"""The tablet app as files: which there are, their hashes, and the version that they make."""

import hashlib
import json
import mimetypes
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from flask import render_template
from flask_babel import force_locale

from survey_app.languages import LANGUAGES
from survey_app.web.packed import PackedFile, packed_text
from survey_app.web.tablet_recheck_texts import recheck_outcomes, recheck_texts
from survey_app.web.tablet_texts import (
    outcomes,
    stop_reasons,
    texts,
)

STATIC = Path(__file__).parent / "static"
SHARED = (
    "choices.js",
    "faults.js",
    "path.js",
    "read_form.js",
    "rules.js",
    "walk.js",
    "field.css",
    "icon.svg",
    "tick.svg",
)
WORKER = "tablet/service_worker.js"
HOMES = {"vi": "/tablet/", "en": "/tablet/en/"}
VERSION_LENGTH = 12


def _type_of(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_text = guessed.startswith("text/") or guessed == "application/javascript"
    return f"{guessed}; charset=utf-8" if is_text else guessed


class TabletApp:
    """The app of this installation. Made inside a request, because its pages are rendered.

    The version is a hash of everything in it: another text or another line of code is another
    version, on every server of an installation the same.
    """

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The files in the folder of static files that belong to the app."""
        own = {
            f"tablet/{path.name}"
            for path in (STATIC / "tablet").iterdir()
            if f"tablet/{path.name}" != WORKER
        }
        return tuple(sorted({*SHARED, *own}))

    @cached_property
    def files(self) -> Mapping[str, PackedFile]:
        """By name, scripts, styles and pictures."""
        return {
            name: PackedFile(content=(STATIC / name).read_bytes(), content_type=_type_of(name))
            for name in self.names
        }

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal digits."""
        whole = hashlib.sha256()
        for name, file in self.files.items():
            whole.update(f"{name} {file.sha256}\n".encode())
        for language in LANGUAGES:
            whole.update(self._shell(language, version="").encode())
        whole.update((STATIC / WORKER).read_bytes())
        return whole.hexdigest()[:VERSION_LENGTH]

    @cached_property
    def shells(self) -> Mapping[str, PackedFile]:
        """The page of the app by language."""
        return {
            language: packed_text(self._shell(language, version=self.version), "text/html")
            for language in LANGUAGES
        }

    @cached_property
    def worker(self) -> PackedFile:
        """The service worker with the list of what it keeps."""
        kept = [
            {
                "url": HOMES[language],
                "also": version_home(language, self.version),
                "sha256": shell.sha256,
            }
            for language, shell in self.shells.items()
        ]
        kept += [
            {"url": self._address(self.version) + name, "sha256": file.sha256}
            for name, file in self.files.items()
        ]
        head = f'const VERSION = "{self.version}";\nconst FILES = {json.dumps(kept, indent=1)};\n'
        return packed_text(head + (STATIC / WORKER).read_text(encoding="utf-8"), "text/javascript")

    @staticmethod
    def _address(version: str) -> str:
        return f"/tablet/files/{version}/"

    def _shell(self, language: str, *, version: str) -> str:
        other = next(found for found in LANGUAGES if found != language)
        with force_locale(language):
            return render_template(
                "tablet/shell.html",
                version=version,
                files=self._address(version),
                modules=[name for name in self.names if name.endswith(".js")],
                home=HOMES[language],
                other_home=HOMES[other],
                other_language=other,
                outcomes=outcomes(),
                recheck_outcomes=recheck_outcomes(),
                stop_reasons=stop_reasons(),
                texts={**texts(), **recheck_texts()},
            )


def version_home(language: str, version: str) -> str:
    """Where a page of this version stands, for drafts that began in it."""
    return HOMES[language].replace("/tablet/", f"/tablet/v/{version}/")
