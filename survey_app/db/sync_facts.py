"""What documents have to be compared with, one kind at a time; `sync_known` reads all at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.db.tables import (
    Account,
    Assignment,
    ContactAttempt,
    FrameCase,
    Person,
    QuestionnaireVersion,
    Round,
    RoundUnit,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an interview belongs."""

    round_unit_id: int
    questionnaire_version_id: str
    is_surveyed: bool
    allows_unlisted: bool
    is_simulated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """An assignment as far as receiving needs it."""

    enumerator_id: int
    is_listed: bool
    is_recalled: bool
    """Taken back from this enumerator, and given to nobody since."""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the server already holds of a content."""

    sha256: str
    received_at: datetime


ANSWERED_IN = ("open", "closed")
"""In these states of its round a return is answered; published scores change by no document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastVersion:
    """The version of an interview that came last, and whether another one is asked for."""

    id: int
    version: int
    sha256: str
    received_at: datetime
    is_current: bool
    """False when it was voided."""
    returned_to: int | None
    """The account of the enumerator to whom it was returned and who has not answered yet."""


def assigned(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, Assigned]:
    """The assignments that own these UUIDs."""
    rows = session.execute(
        select(Assignment, RoundUnit, Round, Person.is_simulated)
        .join(RoundUnit, RoundUnit.id == Assignment.round_unit_id)
        .join(Round, Round.id == RoundUnit.round_id)
        .outerjoin(FrameCase, FrameCase.id == Assignment.frame_case_id)
        .outerjoin(Person, Person.id == FrameCase.person_id)
        .where(Assignment.interview_uuid.in_(uuids))
    )
    return {
        assignment.interview_uuid: Assigned(
            enumerator_id=assignment.enumerator_id,
            is_listed=assignment.frame_case_id is not None,
            is_recalled=assignment.recalled_at is not None,
            place=_place(unit, of_round, is_simulated=bool(simulated)),
        )
        for assignment, unit, of_round, simulated in rows
    }


def _place(unit: RoundUnit, of_round: Round, *, is_simulated: bool) -> Place:
    return Place(
        round_unit_id=unit.id,
        questionnaire_version_id=of_round.questionnaire_version_id,
        is_surveyed=not unit.is_exempt and of_round.state != "draft",
        allows_unlisted=of_round.allows_unlisted,
        is_simulated=is_simulated or of_round.is_simulated,
    )


def places(
    session: Session, wanted: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], Place]:
    """The units of rounds with these pairs of codes (round, unit)."""
    if not wanted:
        return {}
    rows = session.execute(
        select(RoundUnit, Round, Unit.code)
        .join(Round, Round.id == RoundUnit.round_id)
        .join(Unit, Unit.id == RoundUnit.unit_id)
        .where(
            Round.code.in_({pair[0] for pair in wanted}),
            Unit.code.in_({pair[1] for pair in wanted}),
        )
    )
    return {
        (of_round.code, unit_code): _place(unit, of_round, is_simulated=False)
        for unit, of_round, unit_code in rows
    }


def attempted(session: Session, uuids: Collection[UUID]) -> Mapping[UUID, Held]:
    """The contact attempts that documents with these UUIDs became."""
    rows = session.execute(
        select(
            ContactAttempt.uuid,
            ContactAttempt.content_sha256,
            ContactAttempt.received_at,
            ContactAttempt.attempted_at,
        ).where(ContactAttempt.uuid.in_(uuids))
    )
    return {
        uuid: Held(sha256=sha256 or "", received_at=received_at or attempted_at)
        for uuid, sha256, received_at, attempted_at in rows
        if uuid is not None
    }


def enumerators(session: Session, account_ids: Collection[int]) -> frozenset[int]:
    """Of these accounts, those that are enumerators; a closed account did work before."""
    return frozenset(
        session.scalars(
            select(Account.id).where(Account.id.in_(account_ids), Account.role == "enumerator")
        )
    )


def known_versions(session: Session, versions: Collection[str]) -> frozenset[str]:
    """Of these questionnaire versions, those that were published here."""
    return frozenset(
        session.scalars(
            select(QuestionnaireVersion.id).where(QuestionnaireVersion.id.in_(versions))
        )
    )
