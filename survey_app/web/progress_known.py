"""Progress is counted again only after something has changed, however often it is asked for."""

from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app
from sqlalchemy.orm import Session

from survey_app.clock import ZONE
from survey_app.db import audit
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.progress.overview import Progress, progress_of
from survey_app.web.clock import now

KEPT = "hailong_progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Progress of a round in some state of it."""

    state: tuple[object, ...]
    progress: Progress


def install(app: Flask) -> None:
    """Gives the application a place for what was counted, one entry a round."""
    app.extensions[KEPT] = {}


def standing(session: Session, of_round: RoundRecord) -> tuple[object, ...]:
    """Another one after every change of anything, and every day: then forecasts differ."""
    return (*audit.state(session), _today(), of_round)


def _today() -> date:
    return now().astimezone(ZONE).date()


def known_progress(session: Session, of_round: RoundRecord) -> Known:
    """The progress of a round, counted now if anything has changed since it was counted.

    The state is read first: what is counted may be newer than it, never older.
    """
    state = standing(session, of_round)
    kept: dict[int, Known] = current_app.extensions[KEPT]
    known = kept.get(of_round.id)
    if known is None or known.state != state:
        known = Known(state=state, progress=progress_of(session, of_round, today=_today()))
        kept[of_round.id] = known
    return known
