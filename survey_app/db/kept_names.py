"""Names for the codes and numbers that documents carry, read in one query each."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, Assignment, Round, RoundUnit, Unit


def unit_names(
    session: Session, pairs: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], str]:
    """The names that units have in rounds, by the codes (round, unit); unknown ones are absent."""
    if not pairs:
        return {}
    rows = session.execute(
        select(Round.code, Unit.code, RoundUnit.name)
        .join(Round, Round.id == RoundUnit.round_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(
            Round.code.in_({pair[0] for pair in pairs}),
            Unit.code.in_({pair[1] for pair in pairs}),
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


def units_of_cases(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, str]:
    """The names of the units where these interviews are to be made; unknown ones are absent."""
    if not uuids:
        return {}
    rows = session.execute(
        select(Assignment.interview_uuid, RoundUnit.name)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .where(Assignment.interview_uuid.in_(uuids))
    )
    return {row[0]: row[1] for row in rows}


def account_names(session: Session, numbers: Collection[int]) -> Mapping[int, str]:
    """The display names of these accounts; unknown numbers are absent."""
    if not numbers:
        return {}
    rows = session.execute(select(Account.id, Account.display_name).where(Account.id.in_(numbers)))
    return {row[0]: row[1] for row in rows}
