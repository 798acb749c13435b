"""A round in the middle of its weeks: 100,000 drawn cases and what became of them."""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from survey_app.db.engine import transaction
from survey_app.db.tables import (
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    Round,
    SampleDraw,
    SampleMember,
    SampleReplacement,
)
from tests.bench.documents import BEGAN, ROUND, VERSION, document
from tests.bench.province import Province

RESERVE = 6
"""One member in so many is of the reserve."""
STRATA = 4
"""Of each unit."""
BLOCK = 5000
FINAL = (("2.11", 5), ("2.12", 1), ("2.25", 2), ("3.18", 2), ("4.70", 2))
"""Dispositions, and how many of a hundred cases end with each."""
COMPLETED, TRIED = 55, 10
"""Of a hundred."""


def fill(engine: Engine, province: Province, *, cases: int, drawn: int) -> None:
    """Lists so many cases, draws the first of them, gives them out, and lets most of them come to
    something."""
    chance = random.Random(6)
    with transaction(engine) as session:
        draw_id = _draw(session, province)
        rows = list(_frame(cases, province=province))
        for start in range(0, cases, BLOCK):
            block = rows[start : start + BLOCK]
            ids = session.scalars(
                insert(FrameCase).returning(FrameCase.id, sort_by_parameter_order=True), block
            ).all()
            first = max(0, min(len(block), drawn - start))
            if first:
                _block(
                    session,
                    ids[:first],
                    block[:first],
                    draw_id=draw_id,
                    province=province,
                    chance=chance,
                )
        _replace(session, province)


def _draw(session: Session, province: Province) -> int:
    row = {
        "round_id": session.scalars(select(Round.id).where(Round.code == ROUND)).one(),
        "list_name": f"{ROUND}-1",
        "commitment": "c" * 64,
        "wrapped_seed": "x",
        "committed_at": BEGAN,
        "committed_by": province.enumerators[0],
        "plan": {},
        "unit_codes": [],
        "strata": [],
        "list_sha256": "d" * 64,
        "drawn_at": BEGAN,
    }
    return session.execute(insert(SampleDraw).returning(SampleDraw.id), row).scalar_one()


def _frame(cases: int, *, province: Province) -> Iterator[dict[str, object]]:
    units = province.round_units
    for number in range(cases):
        yield {
            "round_unit_id": units[number % len(units)],
            "person_id": None,
            "file_code": f"MP-{number:06d}",
            "field": f"Lĩnh vực {number // len(units) % STRATA}",
            "procedure": "Thủ tục mô phỏng",
            "returned_on": date(2022, 9, 1),
        }


def _block(
    session: Session,
    ids: Sequence[int],
    rows: Sequence[Mapping[str, object]],
    *,
    draw_id: int,
    province: Province,
    chance: random.Random,
) -> None:
    members, assigned, attempts, interviews = [], [], [], []
    for case_id, row in zip(ids, rows, strict=True):
        is_reserve = case_id % RESERVE == 0
        members.append(
            {
                "frame_case_id": case_id,
                "sample_draw_id": draw_id,
                "stratum": f"DV{row['round_unit_id']:02d} / {row['field']}",
                "sample_list": "reserve" if is_reserve else "official",
                "place": case_id,
                "weight": 2,
            }
        )
        if is_reserve:
            continue
        uuid = UUID(int=chance.getrandbits(128), version=4)
        who = chance.choice(province.enumerators)
        assigned.append(_assignment(uuid, case_id, row, who=who))
        drawn = chance.randrange(100)
        if drawn < COMPLETED:
            interviews.append(_interview(uuid, row, who=who, chance=chance))
        else:
            attempts += _attempts(uuid, drawn - COMPLETED, who=who, chance=chance)
    for table, filled in (
        (SampleMember, members),
        (Assignment, assigned),
        (ContactAttempt, attempts),
        (Interview, interviews),
    ):
        session.execute(insert(table), filled)


def _assignment(
    uuid: UUID, case_id: int, row: Mapping[str, object], *, who: int
) -> dict[str, object]:
    return {
        "interview_uuid": uuid,
        "round_unit_id": row["round_unit_id"],
        "enumerator_id": who,
        "frame_case_id": case_id,
        "assigned_at": BEGAN,
    }


def _attempts(
    uuid: UUID, drawn: int, *, who: int, chance: random.Random
) -> Iterator[dict[str, object]]:
    codes = [code for code, share in FINAL for _ in range(share)]
    if drawn >= len(codes) + TRIED:
        return
    final = codes[drawn] if drawn < len(codes) else None
    at = BEGAN + timedelta(seconds=chance.randrange(40 * 86400))
    for code in ("2.20", "2.21", final):
        if code is not None:
            yield {
                "interview_uuid": uuid,
                "disposition": code,
                "is_final": code == final,
                "account_id": who,
                "attempted_at": at,
            }
            at += timedelta(days=1)


def _interview(
    uuid: UUID, row: Mapping[str, object], *, who: int, chance: random.Random
) -> dict[str, object]:
    sent = document(uuid, enumerator=who, unlisted=False, chance=chance)
    start = BEGAN + timedelta(seconds=chance.randrange(40 * 86400))
    took = timedelta(seconds=300 + chance.randrange(1500))
    return {
        "uuid": uuid,
        "version": 1,
        "is_current": True,
        "round_unit_id": row["round_unit_id"],
        "enumerator_id": who,
        "questionnaire_version_id": VERSION,
        "mode": "tablet",
        "origin": "official",
        "content": json.dumps(sent, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "content_sha256": f"{uuid.int:064x}",
        "started_at": start,
        "finished_at": start + took,
        "received_at": start + took + timedelta(hours=2),
        "is_simulated": True,
        "fingerprint": f"{uuid.int:064x}",
    }


def _replace(session: Session, province: Province) -> None:
    """Every tenth case that ended gets somebody from the reserve of its unit."""
    ended = session.scalars(
        select(Assignment.frame_case_id)
        .join(ContactAttempt, ContactAttempt.interview_uuid == Assignment.interview_uuid)
        .where(ContactAttempt.is_final)
        .order_by(Assignment.frame_case_id)
    ).all()[::10]
    reserve = session.scalars(
        select(SampleMember.frame_case_id).where(SampleMember.sample_list == "reserve")
    )
    rows = [
        {
            "replaced_case_id": one,
            "replacement_case_id": other,
            "reason": "refused",
            "note": "Mô phỏng",
            "replaced_by": province.enumerators[0],
            "replaced_at": BEGAN,
        }
        for one, other in zip(ended, reserve, strict=False)
    ]
    session.execute(insert(SampleReplacement), rows)
