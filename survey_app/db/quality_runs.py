"""Looks at the interviews of a round, and the flags as the next look finds them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, QualityFlag, QualityRun


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRun:
    """A look that is to be kept."""

    round_id: int
    ran_at: datetime
    ran_by: int | None
    interviews: int
    newest_interview_id: int | None
    rules_id: str
    rules_sha256: str
    figures: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A look that was taken."""

    id: int
    ran_at: datetime
    by: str | None
    interviews: int
    newest_interview_id: int | None
    rules_id: str
    rules_sha256: str
    figures: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFlag:
    """A flag as it stands, for the next look to be compared with."""

    id: int
    kind: str
    subject: str
    strength: float
    other_uuid: UUID | None
    holds: bool
    is_open: bool
    seen_strength: float | None
    seen_other_uuid: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFlag:
    """A flag as a look finds it, ready to be stored."""

    kind: str
    subject: str
    enumerator_id: int
    round_unit_id: int | None
    interview_uuid: UUID | None
    other_uuid: UUID | None
    strength: float
    evidence: Mapping[str, object]


_FLAGS = QualityFlag.metadata.tables["quality_flag"]
"""By their table, rows with and without an interview go in one statement."""


def add_run(session: Session, new: NewRun) -> int:
    """Keeps a look, and gives its number."""
    row = {**asdict(new), "figures": dict(new.figures)}
    return session.execute(insert(QualityRun).returning(QualityRun.id), row).scalar_one()


def latest_run(session: Session, round_id: int) -> RunRecord | None:
    """The newest look at a round."""
    row = session.execute(
        select(QualityRun, Account.display_name)
        .outerjoin(Account, Account.id == QualityRun.ran_by)
        .where(QualityRun.round_id == round_id)
        .order_by(QualityRun.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    found, by = row
    return RunRecord(
        id=found.id,
        ran_at=found.ran_at,
        by=by,
        interviews=found.interviews,
        newest_interview_id=found.newest_interview_id,
        rules_id=found.rules_id,
        rules_sha256=found.rules_sha256,
        figures=found.figures,
    )


def known_flags(session: Session, round_id: int) -> tuple[KnownFlag, ...]:
    """Every flag of a round, whatever became of it, held against notes that are written now."""
    names = tuple(KnownFlag.__dataclass_fields__)
    rows = session.execute(
        select(*(getattr(QualityFlag, name) for name in names))
        .where(QualityFlag.round_id == round_id)
        .order_by(QualityFlag.id)
        .with_for_update()
    )
    return tuple(KnownFlag(**dict(zip(names, row, strict=True))) for row in rows)


def add_flags(session: Session, round_id: int, found: Sequence[FoundFlag], *, run_id: int) -> None:
    """Stores flags that were not there before; they wait for somebody to look at them."""
    if not found:
        return
    session.execute(
        insert(_FLAGS),
        [
            {
                **asdict(one),
                "evidence": dict(one.evidence),
                "round_id": round_id,
                "first_run_id": run_id,
                "last_run_id": run_id,
                "holds": True,
                "is_open": True,
                "seen_strength": None,
                "seen_other_uuid": None,
            }
            for one in found
        ],
    )


def renew_flags(
    session: Session, found: Sequence[tuple[int, FoundFlag, bool]], *, run_id: int
) -> None:
    """Stores the figures of today in flags that are there: number, flag, whether it is open."""
    if not found:
        return
    session.execute(
        update(QualityFlag),
        [
            {
                "id": number,
                "enumerator_id": one.enumerator_id,
                "round_unit_id": one.round_unit_id,
                "other_uuid": one.other_uuid,
                "strength": one.strength,
                "evidence": dict(one.evidence),
                "last_run_id": run_id,
                "holds": True,
                "is_open": is_open,
            }
            for number, one, is_open in found
        ],
    )


def end_flags(session: Session, numbers: Sequence[int]) -> None:
    """Says of flags that they no longer hold."""
    if not numbers:
        return
    session.execute(
        update(_FLAGS).where(_FLAGS.c.id == bindparam("number")).values(holds=False),
        [{"number": number} for number in numbers],
    )
