"""What re-checks found, as a document and as the two files that anybody can compare again."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from field_export.csv_rows import csv_lines
from field_export.rechecked import RecheckLine, recheck_rows
from field_export.responses import ResponseLine, response_rows
from scoring.recheck.claims_json import claims_json, response_json
from scoring.recheck.comparison import HAPPENED
from scoring.recheck.comparison_json import comparison_json
from scoring.rule import BLANK, NOT_APPLICABLE, NOT_ASKED
from survey_app.db.recheck_findings import FindingRecord
from survey_app.fieldwork.rechecks.claim_response import ClaimResponse
from survey_app.fieldwork.rechecks.comparing import (
    ENDED,
    ESTIMATED,
    ComparedRound,
    is_waiting,
)
from survey_app.fieldwork.rechecks.lot_board import Board, LotOnBoard

ORIGINAL, RECHECK, CLAIMS = "original.csv", "recheck.csv", "claims.csv"
CLAIM_COLUMNS = (
    *("lot", "claim", "enumerator", "supervisor", "claimed", "selection", "contacted"),
    *("came", "came_when", "answer", "other", "defective"),
)
APART = ("more", "verification", "risk")
"""Ways of selection that nothing is estimated from; they are listed, each kind by itself."""
Row = dict[str, JsonValue]


def report_document(round_code: str, board: Board, *, response: ClaimResponse) -> Row:
    """All figures of a round. Whoever has not been asked yet is counted, and not named."""
    compared = board.compared
    return {
        "round": round_code,
        "plan": compared.plan.id,
        "drawn": {**_drawn(compared)},
        "comparison": comparison_json(compared.comparison, rule=compared.rule),
        "apart": {kind: _apart(compared, kind=kind) for kind in APART},
        "lots": [_lot(one) for one in board.lots],
        "claims": _claims(board, response=response),
    }


def _claims(board: Board, *, response: ClaimResponse) -> JsonValue:
    """Refusals and absences, apart from everything else; null where the plan re-checks none."""
    if board.compared.plan.claims is None:
        return None
    return {
        **claims_json(board.claims.comparison, board.claims.claims),
        "waiting": sum(is_waiting(one) for one in board.claims.findings),
        "response": response_json(response.rate, without=response.without, proved=response.proved),
        "lots": [_claim_lot(one) for one in board.claim_lots],
    }


def claim_file(board: Board) -> Iterator[str]:
    """Every claim whose re-check has ended, in the order of lots and of the draw, by lines."""
    ended = [one for one in board.claims.findings if one.state in ENDED]
    return csv_lines(
        [
            CLAIM_COLUMNS,
            *(
                (
                    of.lot_code,
                    found.key,
                    found.enumerator,
                    found.supervisor,
                    found.kind.value,
                    of.selection,
                    str(int(found.is_contacted)),
                    "" if of.locked is None else of.locked.came,
                    "" if of.locked is None else of.locked.came_when or "",
                    "" if of.locked is None else of.locked.answer or "",
                    "" if of.locked is None else of.locked.other,
                    str(int(found.is_defective)) if found.is_contacted else "",
                )
                for of, found in zip(ended, board.claims.claims, strict=True)
            ),
        ]
    )


def comparable_files(compared: ComparedRound) -> Mapping[str, Iterator[str]]:
    """The first interviews and the re-checks that have ended, as `recheck compare` reads them."""
    ended = [one for one in compared.findings if one.state in ENDED]
    first = (_response(one) for one in ended)
    checks = [name for name in compared.plan.facts if name != HAPPENED]
    lines = (
        RecheckLine(
            uuid=str(one.uuid),
            enumerator=found.enumerator,
            supervisor=found.supervisor,
            is_contacted=found.is_contacted,
            has_happened=found.has_happened if found.is_contacted else None,
            checks=found.checks,
            again={} if one.locked is None else one.locked.again,
            selection=found.selection.value,
            probability=found.probability,
            at=None if one.locked is None else one.locked.finished_at,
        )
        for one, found in zip(ended, compared.interviews, strict=True)
    )
    return {
        ORIGINAL: csv_lines(response_rows(first, items=compared.rule.items)),
        RECHECK: csv_lines(recheck_rows(lines, checks=checks, items=compared.items)),
    }


def _response(of: FindingRecord) -> ResponseLine:
    return ResponseLine(
        uuid=str(of.uuid),
        unit_code=of.unit_code,
        enumerator=of.enumerator,
        levels=tuple(_written(code) for code in of.first),
        started_at=of.first_started_at,
        finished_at=of.first_finished_at,
        mode=of.first_mode,
        origin=of.first_origin,
    )


def _written(code: int) -> int | None:
    if code == BLANK:
        return None
    return NOT_APPLICABLE if code == NOT_ASKED else code


def _drawn(compared: ComparedRound) -> Row:
    """How many of which kind, and how far they are."""
    kinds = (*ESTIMATED, *APART)
    return {
        kind: {
            "drawn": len(of_kind),
            "ended": sum(one.state in ENDED for one in of_kind),
            "waiting": sum(is_waiting(one) for one in of_kind),
        }
        for kind in kinds
        for of_kind in [[one for one in compared.findings if one.selection == kind]]
    }


def _apart(compared: ComparedRound, *, kind: str) -> JsonValue:
    """Those of a kind that have ended, one by one."""
    selections = {str(one.uuid): one.selection for one in compared.findings}
    return [
        {
            "response_uuid": one.key,
            "enumerator": one.enumerator,
            "supervisor": one.supervisor,
            "contacted": one.is_contacted,
            "interview_happened": one.has_happened if one.is_contacted else None,
            "defective": one.is_defective,
            "failed_checks": [*one.failed_checks],
        }
        for one in compared.interviews
        if selections[one.key] == kind
    ]


def _lot(one: LotOnBoard) -> JsonValue:
    counts = {"interviews": one.standing.interviews, "not_happened": one.standing.not_happened}
    return {**counts, **_standing(one)}


def _claim_lot(one: LotOnBoard) -> JsonValue:
    counts = {"claims": one.standing.interviews, "nobody_came": one.standing.not_happened}
    return {**counts, **_standing(one)}


def _standing(one: LotOnBoard) -> Row:
    standing, last = one.standing, one.last
    return {
        "lot": one.head.code,
        "enumerator": one.head.enumerator,
        "checked": standing.checked,
        "waiting": standing.waiting,
        "not_reached": standing.not_reached,
        "defective": standing.defective,
        "by_plan": standing.says.value,
        "more": standing.more,
        "state": one.state.value,
        "decision": None if last is None else last.decision,
        "decided_by_plan": None if last is None else last.by_plan,
    }
