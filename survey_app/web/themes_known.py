"""The themes of a run, counted once: its interviews are frozen, and so are they."""

from flask import Flask, current_app
from sqlalchemy.orm import Session

from questionnaires import Definition
from survey_app.db.published_scores import PublicScores
from survey_app.db.rounds import RoundRecord, units_of_round
from survey_app.results.round_themes import RoundThemes, themes_of_run

KEPT = "hailong_themes"
MOST = 32
"""Runs that are kept: those that are public of the last years."""


def install(app: Flask) -> None:
    """Gives the application a place for what was counted, one entry a run."""
    app.extensions[KEPT] = {}


def known_themes(
    session: Session, of_round: RoundRecord, current: PublicScores, *, definition: Definition
) -> RoundThemes:
    """The themes of what is public, whatever is decided or changed meanwhile."""
    kept: dict[tuple[int, str], RoundThemes] = current_app.extensions[KEPT]
    # With the hash of what was published, so that a database that was put back is another one.
    run = (current.run_id, current.result_sha256)
    # Another thread may clear it meanwhile: what was found is not looked up twice.
    found = kept.get(run)
    if found is None:
        units = units_of_round(session, of_round.id)
        found = themes_of_run(session, current, definition=definition, units=units)
        if len(kept) >= MOST:
            kept.clear()
        kept[run] = found
    return found
