"""Cases of a round put where a test wants them: drawn, given out, tried, interviewed, replaced."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    InterviewExclusion,
    Lot,
    LotDecision,
    PlanVersion,
    Quarantine,
    RecheckPromise,
    Round,
    RoundUnit,
    SampleDraw,
    SampleMember,
    SampleReplacement,
    Unit,
    answer,
)

EXCLUSIONS = ("invalid", "unverified")
VOID = ("voided", *EXCLUSIONS)
BEGAN = datetime.fromisoformat("2022-10-03T08:00:00+07:00")
FINAL = frozenset({"2.11", "2.12", "2.25", "3.18", "4.70", "2.27", "2.99", "3.90", "4.10"})
"""The last four are such as a questionnaire of somebody else may end with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """What is known of a case. Without a `sample_list` it was not drawn."""

    unit: str = "SXD"
    sample_list: str | None = "official"
    stratum: str = "SXD / Phủ Lý"
    on_frame: bool = True
    who: str | None = "an"
    is_recalled: bool = False
    is_opened: bool = False
    attempts: tuple[str, ...] = ()
    """Dispositions, a day apart."""
    attempted_at: datetime = BEGAN
    interview: str | None = None
    """current, voided, corrected: a version that counts after one that does not; or voided because
    it was excluded as invalid or unverified."""
    finished_at: datetime = BEGAN
    took: timedelta = timedelta(minutes=8)
    elapsed_ms: int | None = None
    received_at: datetime | None = None
    waits_with: str | None = None
    """The code of the first fault of a document that was put aside."""


def add_case(session: Session, case: ByHand) -> tuple[int | None, UUID | None]:
    """Stores it; gives the numbers of the case and of its interview."""
    unit_id, round_id = session.execute(
        select(RoundUnit.id, RoundUnit.round_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(Unit.code == case.unit)
    ).one()
    case_id = _on_frame(session, unit_id) if case.on_frame else None
    if case_id is not None and case.sample_list is not None:
        _draw(session, case, case_id=case_id, round_id=round_id)
    if case.who is None:
        return case_id, None
    who = session.scalars(select(Account.id).where(Account.username == case.who)).one()
    uuid = uuid4()
    session.execute(
        insert(Assignment),
        {
            "interview_uuid": uuid,
            "round_unit_id": unit_id,
            "enumerator_id": who,
            "frame_case_id": case_id,
            "assigned_at": BEGAN,
            "opened_at": BEGAN if case.is_opened else None,
            "recalled_at": BEGAN if case.is_recalled else None,
        },
    )
    _happen(session, case, uuid=uuid, unit_id=unit_id, who=who)
    return case_id, uuid


def replace(
    session: Session,
    replaced: int | None,
    replacement: int | None,
    *,
    reason: str = "not_reached",
) -> None:
    """Puts a member of the reserve in the place of another."""
    by = session.scalars(select(Account.id).where(Account.username == "quanly")).one()
    session.execute(
        insert(SampleReplacement),
        {
            "replaced_case_id": replaced,
            "replacement_case_id": replacement,
            "reason": reason,
            "note": "Mô phỏng",
            "replaced_by": by,
            "replaced_at": BEGAN,
        },
    )


def _on_frame(session: Session, unit_id: int) -> int:
    row = {
        "round_unit_id": unit_id,
        "file_code": uuid4().hex,
        "procedure": "Thủ tục mô phỏng",
        "returned_on": date(2022, 9, 1),
    }
    return session.execute(insert(FrameCase).returning(FrameCase.id), row).scalar_one()


def _draw(session: Session, case: ByHand, *, case_id: int, round_id: int) -> None:
    draw_id = session.scalars(select(SampleDraw.id)).first()
    if draw_id is None:
        by = session.scalars(select(Account.id).where(Account.username == "noivu")).one()
        made = {
            "round_id": session.scalars(select(Round.id).where(Round.id == round_id)).one(),
            "list_name": "danh-sach-1",
            "commitment": "c" * 64,
            "wrapped_seed": "x",
            "committed_at": BEGAN,
            "committed_by": by,
            "plan": {},
            "unit_codes": [],
            "strata": [],
            "list_sha256": "d" * 64,
            "drawn_at": BEGAN,
        }
        draw_id = session.execute(insert(SampleDraw).returning(SampleDraw.id), made).scalar_one()
    session.execute(
        insert(SampleMember),
        {
            "frame_case_id": case_id,
            "sample_draw_id": draw_id,
            "stratum": case.stratum,
            "sample_list": case.sample_list,
            "place": case_id,
            "weight": 2,
        },
    )


def _happen(session: Session, case: ByHand, *, uuid: UUID, unit_id: int, who: int) -> None:
    for day, code in enumerate(case.attempts):
        session.execute(
            insert(ContactAttempt),
            {
                "interview_uuid": uuid,
                "disposition": code,
                "is_final": code in FINAL,
                "account_id": who,
                "attempted_at": case.attempted_at + timedelta(days=day),
            },
        )
    if case.waits_with is not None:
        session.execute(
            insert(Quarantine),
            {
                "kind": "quarantined",
                "interview_uuid": uuid,
                "content": "{}",
                "content_sha256": f"{uuid.int:064x}",
                "received_at": BEGAN,
                "faults": [{"where": "", "code": case.waits_with, "message": "", "repair": ""}],
            },
        )
    if case.interview is not None:
        _interview(session, case, uuid=uuid, unit_id=unit_id, who=who)


def _interview(session: Session, case: ByHand, *, uuid: UUID, unit_id: int, who: int) -> None:
    of_round = session.scalars(select(Round).join(RoundUnit).where(RoundUnit.id == unit_id)).one()
    row = {
        "uuid": uuid,
        "version": 1,
        "is_current": case.interview == "current",
        "round_unit_id": unit_id,
        "enumerator_id": who,
        "questionnaire_version_id": of_round.questionnaire_version_id,
        "mode": "tablet",
        "origin": "official",
        "content": "{}",
        "content_sha256": f"{uuid.int:064x}",
        "started_at": case.finished_at - case.took,
        "finished_at": case.finished_at,
        "received_at": case.received_at or case.finished_at,
        "is_simulated": True,
        "voided_at": BEGAN if case.interview in VOID else None,
        "void_reason": "Mô phỏng" if case.interview in VOID else None,
    }
    first = session.execute(insert(Interview).returning(Interview.id), row).scalar_one()
    session.execute(insert(answer), {"interview_id": first, "other": {}})
    if case.interview in EXCLUSIONS:
        _exclude(session, first, kind=case.interview, round_id=of_round.id, who=who)
    if case.interview == "corrected":
        again = row | {"version": 2, "predecessor_id": first, "is_current": True}
        second = session.execute(insert(Interview).returning(Interview.id), again).scalar_one()
        session.execute(insert(answer), {"interview_id": second, "other": {}})


def _exclude(session: Session, interview: int, *, kind: str, round_id: int, who: int) -> None:
    by = session.scalars(select(Account.id).where(Account.username == "noivu")).one()
    excluded = {
        "interview_id": interview,
        "kind": kind,
        "lot_decision_id": _decision(session, round_id=round_id, who=who, by=by),
        "reason": "Mô phỏng",
        "excluded_by": by,
        "excluded_at": BEGAN,
    }
    session.execute(insert(InterviewExclusion), excluded)


def _decision(session: Session, *, round_id: int, who: int, by: int) -> int:
    """One decision about one lot for all; which interviews are in it is nothing that cases ask."""
    there = session.scalars(select(LotDecision.id)).first()
    if there is not None:
        return there
    plan = {"id": "a" * 64, "kind": "recheck", "content": "{}", "kept_at": BEGAN}
    promise = {
        "round_id": round_id,
        "plan_version_id": "a" * 64,
        "commitment": "c" * 64,
        "wrapped_seed": "x",
        "committed_at": BEGAN,
        "committed_by": by,
    }
    lot = {
        "round_id": round_id,
        "code": "2022w40-e1-1",
        "enumerator_id": who,
        "week": "2022w40",
        "number": 1,
        "is_opening": False,
        "list_sha256": "e" * 64,
        "closed_at": BEGAN,
    }
    session.execute(insert(PlanVersion), plan)
    session.execute(insert(RecheckPromise), promise)
    decision = {
        "lot_id": session.execute(insert(Lot).returning(Lot.id), lot).scalar_one(),
        "number": 1,
        "decision": "confirmed",
        "by_plan": "rejected",
        "checked": 1,
        "defective": 1,
        "more": 0,
        "reason": "Mô phỏng",
        "decided_by": by,
        "decided_at": BEGAN,
    }
    return session.execute(insert(LotDecision).returning(LotDecision.id), decision).scalar_one()
