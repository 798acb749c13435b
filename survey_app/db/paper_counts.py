"""What is counted of forms on paper: sheets by where they stand, entries by who made them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, bindparam, case, cast, func, select
from sqlalchemy.orm import Session

from survey_app.db.paper_forms import TO_DECIDE, WAITS_FOR_SECOND
from survey_app.db.tables import Account, Interview, PaperForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCounts:
    """How many sheets of a round stand where."""

    keyed: int
    chosen: int
    waiting: int
    agreed: int
    to_decide: int
    decided: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkRecord:
    """What one person keyed, first and second entries together, and what was found about it."""

    name: str
    keyed: int
    checked: int
    items: int
    errors: int


def keyed_by(session: Session, round_id: int, account_id: int) -> int:
    """How many sheets this person keyed first."""
    wanted = select(func.count()).where(
        PaperForm.round_id == round_id, PaperForm.keyed_by == account_id
    )
    return session.scalars(wanted).one()


def counts_of(session: Session, round_id: int) -> PaperCounts:
    """How many sheets stand where, in one query."""

    def number(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    row = session.execute(
        select(
            func.count(),
            number(PaperForm.is_chosen.is_(True)),
            number(WAITS_FOR_SECOND),
            number(PaperForm.differences == 0),
            number(TO_DECIDE),
            number(PaperForm.decided_at.is_not(None)),
        ).where(PaperForm.round_id == round_id)
    ).one()
    return PaperCounts(
        keyed=row[0],
        chosen=row[1],
        waiting=row[2],
        agreed=row[3],
        to_decide=row[4],
        decided=row[5],
    )


def unchecked(session: Session, round_id: int) -> int:
    """How many sheets count by their first entry while the second is not made or decided about."""
    return session.scalars(_UNCHECKED, {"round_id": round_id}).one()


_UNCHECKED = (
    select(func.count())
    .select_from(PaperForm)
    .join(Interview, Interview.id == PaperForm.first_entry_id)
    .where(
        PaperForm.round_id == bindparam("round_id"),
        Interview.is_current,
        WAITS_FOR_SECOND | TO_DECIDE,
    )
)


def clerks_of(session: Session, round_id: int) -> tuple[ClerkRecord, ...]:
    """Everybody who keyed in a round, in two parts of one query: first and second entries."""
    first = select(
        PaperForm.keyed_by.label("clerk"),
        PaperForm.fields.label("fields"),
        PaperForm.first_errors.label("errors"),
    ).where(PaperForm.round_id == round_id)
    second = select(
        PaperForm.second_keyed_by.label("clerk"),
        PaperForm.fields.label("fields"),
        PaperForm.second_errors.label("errors"),
    ).where(PaperForm.round_id == round_id, PaperForm.second_keyed_by.is_not(None))
    entries = first.union_all(second).subquery()
    rows = session.execute(
        select(
            Account.display_name,
            func.count(),
            func.count(entries.c.fields),
            cast(func.coalesce(func.sum(entries.c.fields), 0), Integer),
            cast(func.coalesce(func.sum(entries.c.errors), 0), Integer),
        )
        .join(Account, Account.id == entries.c.clerk)
        .group_by(Account.id, Account.display_name)
        .order_by(Account.display_name, Account.id)
    )
    return tuple(
        ClerkRecord(name=row[0], keyed=row[1], checked=row[2], items=row[3], errors=row[4])
        for row in rows
    )
