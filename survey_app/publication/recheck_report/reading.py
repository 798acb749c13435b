"""Reads what is printed of the re-checks of a round from the board of its lots."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from scoring.recheck.recheck_plan import RecheckPlan
from survey_app.clock import ZONE
from survey_app.db.accounts import AccountRecord, all_accounts
from survey_app.db.definitions import definition_of
from survey_app.db.recheck_findings import FindingRecord
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.claim_response import claim_response
from survey_app.fieldwork.rechecks.lot_board import Board, LotOnBoard, board_of
from survey_app.fieldwork.rechecks.promising import promised
from survey_app.publication.recheck_report.reported import (
    ReportedLot,
    ReportedPerson,
    ReportedRechecks,
    ReportedTasks,
)


def reported_rechecks(session: Session, found: RoundRecord, *, at: datetime) -> ReportedRechecks:
    """As they stand at this moment. Raises Problem where the round promised no re-checks."""
    promise, board = promised(session, found), board_of(session, found, at=at)
    definition = definition_of(session, found.questionnaire_version_id)
    accounts = {one.username: one for one in all_accounts(session)}
    return ReportedRechecks(
        round=found,
        made_at=at,
        plan=RecheckPlan.model_validate_json(promise.plan_content),
        plan_sha256=promise.plan_version_id,
        committed_at=promise.committed_at,
        commitment=promise.commitment,
        seed=promise.seed,
        tasks=_tasks(board.compared.findings),
        comparison=board.compared.comparison,
        lots=tuple(_lot(one) for one in board.lots),
        claims=board.claims.comparison,
        claim_lots=tuple(_lot(one) for one in board.claim_lots),
        response=claim_response(session, found, board),
        items={item.code: item.text for item in definition.index_items},
        units={one.unit_code: one.unit_name for one in board.compared.findings},
        people=_people(board, accounts=accounts),
        offices=_offices(board, accounts=accounts),
    )


def _tasks(findings: Iterable[FindingRecord]) -> ReportedTasks:
    states = [one.state for one in findings]
    locked, not_reached = states.count("locked"), states.count("not_reached")
    return ReportedTasks(
        drawn=len(states),
        locked=locked,
        not_reached=not_reached,
        waiting=len(states) - locked - not_reached,
    )


def _lot(one: LotOnBoard) -> ReportedLot:
    last = one.last
    return ReportedLot(
        code=one.head.code,
        enumerator=one.head.enumerator,
        interviews=one.head.interviews,
        checked=one.standing.checked,
        defective=one.standing.defective,
        state=one.state.value,
        decided_on=None if last is None else last.at.astimezone(ZONE).date(),
        decided_by="" if last is None else last.by,
    )


def _people(board: Board, *, accounts: Mapping[str, AccountRecord]) -> dict[str, ReportedPerson]:
    """Everybody whom a table may name."""
    comparison = board.compared.comparison
    named = {
        *comparison.enumerators,
        *comparison.supervisors,
        *(one.head.enumerator for one in board.every),
    }
    return {
        name: ReportedPerson(name=found.display_name, organisation=found.organisation)
        for name in sorted(named)
        if (found := accounts.get(name)) is not None
    }


def _offices(board: Board, *, accounts: Mapping[str, AccountRecord]) -> tuple[str, ...]:
    """The organisations of everybody who has or had a task that stands, by name."""
    supervisors = {
        *(one.supervisor for one in board.compared.findings),
        *(one.supervisor for one in board.claims.findings),
    }
    known = (accounts[name] for name in supervisors if name is not None and name in accounts)
    return tuple(sorted({one.organisation for one in known}))
