"""What waits for somebody today, as the pages of staff count it."""

from flask import Flask

from survey_app.db import quality_flags, quarantine
from survey_app.web.tablets import silent_tablets
from survey_app.web.unit_of_work import database


def install(app: Flask) -> None:
    """Gives the templates their counts; each asks the database only where it is called."""
    app.jinja_env.globals["documents_waiting"] = documents_waiting
    app.jinja_env.globals["silent_tablets"] = silent_tablets
    app.jinja_env.globals["flags_waiting"] = flags_waiting


def documents_waiting() -> int:
    """How many documents wait for a decision of the field manager."""
    return quarantine.counts(database()).waiting


def flags_waiting() -> tuple[tuple[str, int], ...]:
    """Codes of open rounds with the number of flags that wait to be looked at there."""
    return quality_flags.open_in_open_rounds(database())
