"""What commands say, in the language of whoever runs them."""

import os
from collections.abc import Mapping

from questionnaires import Fault
from survey_app.languages import LANGUAGES
from survey_app.problems import Problem
from survey_app.wording.speech import Speech

CHOICE = "HAILONG_LANGUAGE"


def language_of(environ: Mapping[str, str]) -> str:
    """The chosen language; else that of the machine when it is Vietnamese, else English."""
    chosen = environ.get(CHOICE, "")
    if chosen in LANGUAGES:
        return chosen
    machine = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "vi" if machine.startswith("vi") else "en"


def spoken_language() -> str:
    """The language of this run."""
    return language_of(os.environ)


def say(template: str, **details: str) -> str:
    """A catalogued English template in the language of the person, filled."""
    return Speech(language=spoken_language()).gettext(template, **details)


def whole(number: int) -> str:
    """A whole number as the person writes it: 2.124 in Vietnamese, 2,124 in English."""
    return Speech(language=spoken_language()).whole(number)


def said(found: Problem | Fault) -> str:
    """A fault or a problem in one line: place, what is wrong, what to do."""
    if isinstance(found, Problem):
        kind = found.code.value
        return f"{say(kind.message, **found.details)} {say(kind.repair, **found.details)}"
    message, repair = (say(part, **found.details) for part in (found.message, found.repair))
    return f"{found.where}: {message} — {repair}"
