"""What tablets were last sent of who has which case, and what they said that they have."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from survey_app.db.driver import is_postgresql
from survey_app.db.tables import AccountPack, Assignment, RoundUnit

NOTED_EVERY = timedelta(hours=1)
"""How old the time of the last pack may get while nothing changes."""
_NOTHING = {
    "changed_at": None,
    "sent_revision": None,
    "sent_at": None,
    "kept_revision": None,
    "kept_at": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackRecord:
    """How far a person's tablet is behind; no row is the same as one without any change."""

    revision: int = 0
    changed_at: datetime | None = None
    sent_revision: int | None = None
    sent_at: datetime | None = None
    kept_revision: int | None = None
    kept_at: datetime | None = None

    @property
    def is_sent(self) -> bool:
        """Whether the last change went out."""
        return self.sent_revision == self.revision

    @property
    def is_kept(self) -> bool:
        """Whether a tablet said that it has the last change."""
        return self.kept_revision == self.revision


NEVER = PackRecord()


def packs_of(session: Session, account_ids: Collection[int]) -> Mapping[int, PackRecord]:
    """By account; those of whom nothing is known are absent."""
    rows = session.scalars(
        select(AccountPack)
        .where(AccountPack.account_id.in_(account_ids))
        .execution_options(populate_existing=True)
    )
    return {row.account_id: _record(row) for row in rows}


def _record(row: AccountPack) -> PackRecord:
    return PackRecord(
        revision=row.revision,
        changed_at=row.changed_at,
        sent_revision=row.sent_revision,
        sent_at=row.sent_at,
        kept_revision=row.kept_revision,
        kept_at=row.kept_at,
    )


def note_changes(session: Session, account_ids: Collection[int], *, at: datetime) -> None:
    """Keeps that these people have other cases from now on; in one order, so that nobody waits
    for somebody who waits for them."""
    if not account_ids:
        return
    make = (postgresql.insert if is_postgresql(session) else sqlite.insert)(AccountPack)
    session.execute(
        make.on_conflict_do_update(
            index_elements=["account_id"],
            set_={"revision": AccountPack.revision + 1, "changed_at": make.excluded.changed_at},
        ),
        [
            _NOTHING | {"account_id": number, "revision": 1, "changed_at": at}
            for number in sorted(account_ids)
        ],
    )


def note_opening(session: Session, round_id: int, *, at: datetime) -> None:
    """Keeps that whoever has cases of a round has them on their list from now on."""
    holders = session.scalars(
        select(Assignment.enumerator_id)
        .distinct()
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(RoundUnit.round_id == round_id, Assignment.frame_case_id.is_not(None))
    ).all()
    note_changes(session, holders, at=at)


def is_worth_noting(known: PackRecord, *, is_kept: bool, at: datetime) -> bool:
    """Whether a pack that goes out now says more than is known already.

    Tablets ask every time their list is opened: a row for each time would cost more than the pack.
    """
    if not known.is_sent or (is_kept and not known.is_kept):
        return True
    return known.sent_at is None or at - known.sent_at >= NOTED_EVERY


def note_sent(
    session: Session, account_id: int, *, revision: int, is_kept: bool, at: datetime
) -> None:
    """Keeps that the pack with this revision went out, unless a newer one did.

    is_kept: whether the tablet has said that it holds just this pack.
    """
    kept = {"kept_revision": revision, "kept_at": at} if is_kept else {}
    sent = {"sent_revision": revision, "sent_at": at, **kept}
    # Without a row there was no change: it can be made only of the revision 0.
    row = _NOTHING | {"account_id": account_id, "changed_at": at if revision else None}
    make = (postgresql.insert if is_postgresql(session) else sqlite.insert)(AccountPack)
    session.execute(
        make.on_conflict_do_update(
            index_elements=["account_id"],
            set_=sent,
            where=or_(AccountPack.sent_revision.is_(None), AccountPack.sent_revision <= revision),
        ),
        row | {"revision": revision, **sent},
    )
