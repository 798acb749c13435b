"""A round is scored again only after something has changed, however often its pages are opened."""

from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.orm import Session

from survey_app.db import audit
from survey_app.db.compositions import ALL, Selection
from survey_app.db.rounds import RoundRecord
from survey_app.results.round_estimates import RoundEstimates, estimate_round

KEPT = "hailong_estimates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The scores of all interviews of a round in some state of it."""

    state: tuple[object, ...]
    estimates: RoundEstimates


def install(app: Flask) -> None:
    """Gives the application a place for what was scored, one entry a round."""
    app.extensions[KEPT] = {}


def known_estimates(
    session: Session, of_round: RoundRecord, *, selection: Selection = ALL
) -> RoundEstimates:
    """The estimates of a round, made now if anything has changed since they were made.

    Every change is written down in the audit log in the transaction that makes it, so its newest
    event tells. The state is read first: what is estimated may be newer than it, never older. Of a
    part of the interviews nothing is kept: there are too many parts, and few people ask for one.
    """
    if not selection.is_all:
        return estimate_round(session, of_round, selection=selection)
    state = (*audit.state(session), of_round)
    kept: dict[int, Known] = current_app.extensions[KEPT]
    known = kept.get(of_round.id)
    if known is None or known.state != state:
        known = Known(state=state, estimates=estimate_round(session, of_round))
        kept[of_round.id] = known
    return known.estimates
