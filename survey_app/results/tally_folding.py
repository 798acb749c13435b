"""Brings the cells of rounds up to date: after interviews were received, and by a command."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
FAILED = "changes that could not be added to the sums; they wait, and scores count them"


@dataclass(slots=True)
class _Waiting:
    """A round that may have to be brought up to date; rules: hashes of those that made its cells.

    The only thing here that is filled bit by bit, within one function.
    """

    code: str
    has_changes: bool = False
    rules: set[str] = field(default_factory=set)


def fold_changes(engine: Engine, *, at_once: int = AT_ONCE) -> Iterator[int]:
    """Adds every change to its cell; yields how many after each transaction, which it commits.

    A round that somebody else is at is left to them. What stands against one round stands against
    no other: when all were tried, ExceptionGroup has what failed, with a note of the round.
    """
    failed: list[Exception] = []
    for round_id, waiting in sorted(_waiting(engine).items()):
        try:
            yield from _fold_round(engine, round_id, waiting=waiting, at_once=at_once)
        except Exception as failure:  # noqa: BLE001 -- raised below, with the others
            failure.add_note(f"round {waiting.code}")
            failed.append(failure)
    if failed:
        raise ExceptionGroup(FAILED, failed)


def _waiting(engine: Engine) -> Mapping[int, _Waiting]:
    # Of one moment: a round may be made between the two questions, and have changes at once.
    with transaction(engine, writes=False, at_one_moment=True) as session:
        found = {one.id: _Waiting(code=one.code) for one in rounds.all_rounds(session)}
        for round_id in tally_cells.rounds_with_changes(session):
            found[round_id].has_changes = True
        for round_id, rule in tally_cells.rules_of_cells(session):
            found[round_id].rules.add(rule)
    return {number: one for number, one in found.items() if one.has_changes or one.rules}


def _fold_round(engine: Engine, round_id: int, *, waiting: _Waiting, at_once: int) -> Iterator[int]:
    if not waiting.has_changes:
        with transaction(engine, writes=False) as session:
            if waiting.rules == {rule_sha256(counting_of(session, round_id).rule)}:
                return
    added = at_once
    while added == at_once:
        added = _fold_some(engine, round_id, at_once=at_once)
        yield added


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
