"""Brings the cells of rounds up to date: after interviews were received, and by a command."""

from collections.abc import Iterator

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from scoring.flat_tally import rule_sha256
from survey_app.db import rounds, tally_cells
from survey_app.db.definitions import definition_of
from survey_app.db.engine import transaction
from survey_app.db.tally_statements import Counting
from survey_app.results.round_plans import plans_of_round

AT_ONCE = 20_000
"""Changes that are added in one transaction: a fraction of a second, and little memory."""


def fold_changes(engine: Engine, *, at_once: int = AT_ONCE) -> Iterator[int]:
    """Adds every change to its cell; yields how many after each transaction, which it commits.

    A round that somebody else is at is left to them.
    """
    with transaction(engine, writes=False) as session:
        waiting = {*tally_cells.rounds_with_changes(session), *_rounds_of_other_rules(session)}
    for round_id in sorted(waiting):
        added = at_once
        while added == at_once:
            added = _fold_some(engine, round_id, at_once=at_once)
            yield added


def _rounds_of_other_rules(session: Session) -> Iterator[int]:
    """Rounds that go by another rule now than when their cells were made."""
    for round_id, rule in tally_cells.rules_of_cells(session):
        if rule != rule_sha256(counting_of(session, round_id).rule):
            yield round_id


def _fold_some(engine: Engine, round_id: int, *, at_once: int) -> int:
    with transaction(engine) as session:
        if not tally_cells.locked(session, round_id):
            return 0
        counting = counting_of(session, round_id)
        added = tally_cells.add_changes(session, round_id, counting=counting, most=at_once)
        if added is None:
            return tally_cells.remake_cells(session, round_id, counting=counting)
        return added


def counting_of(session: Session, round_id: int) -> Counting:
    """How the answers of a round are counted."""
    found = rounds.round_by_id(session, round_id)
    if found is None:
        raise LookupError(f"there is no round {round_id}")
    definition = definition_of(session, found.questionnaire_version_id)
    return plans_of_round(session, round_id, definition=definition).counting(definition)
