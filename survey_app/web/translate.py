"""Messages of the catalogues in the language of the page."""

from collections.abc import Mapping

from flask import Flask

from questionnaires import Fault
from survey_app.problems import Problem
from survey_app.web.language import current_language, gettext
from survey_app.web.signed_in import current_person


def translated(template: str, details: Mapping[str, str]) -> str:
    """A catalogued English template, translated and then filled."""
    message: str = gettext(template)
    return message % dict(details) if details else message


def message_of(found: Problem | Fault) -> str:
    """What happened."""
    template = found.code.value.message if isinstance(found, Problem) else found.message
    return translated(template, found.details)


def repair_of(found: Problem | Fault) -> str:
    """What to do."""
    template = found.code.value.repair if isinstance(found, Problem) else found.repair
    return translated(template, found.details)


def program_repair_of(found: Problem | Fault) -> str:
    """What a program can do."""
    own = found.code.value.program_repair if isinstance(found, Problem) else ""
    return translated(own, found.details) if own else repair_of(found)


def install(app: Flask) -> None:
    """Gives the templates the catalogues and the language."""
    app.jinja_env.globals["message_of"] = message_of
    app.jinja_env.globals["repair_of"] = repair_of
    app.jinja_env.globals["language"] = current_language
    app.jinja_env.globals["person"] = current_person
