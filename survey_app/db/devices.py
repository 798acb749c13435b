"""Queries about tablets and enrolment codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session, aliased

from survey_app.db.driver import Statement, is_postgresql, rows_of, written
from survey_app.db.tables import Account, Device, EnrolmentCode, Interview

SEEN_EVERY = timedelta(minutes=1)
_DEVICE = Device.__table__.c


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRecord:
    """An enrolled tablet."""

    id: UUID
    name: str
    enrolled_by: str
    enrolled_at: datetime
    last_seen_at: datetime | None
    app_version: str | None
    revoked_at: datetime | None
    last_interviewer: str | None = None
    """Who made the last interview that came from it; only the list of all tablets knows."""


def _record(found: Device, enrolled_by: str, last_interviewer: str | None = None) -> DeviceRecord:
    return DeviceRecord(
        id=found.id,
        name=found.name,
        enrolled_by=enrolled_by,
        enrolled_at=found.enrolled_at,
        last_seen_at=found.last_seen_at,
        app_version=found.app_version,
        revoked_at=found.revoked_at,
        last_interviewer=last_interviewer,
    )


def all_devices(session: Session) -> tuple[DeviceRecord, ...]:
    """Every tablet, the longest silent first, those whose enrolment has ended last."""
    interviewer = aliased(Account)
    latest = (
        select(func.max(Interview.id).label("id"), Interview.device_id)
        .where(Interview.device_id.is_not(None))
        .group_by(Interview.device_id)
        .subquery()
    )
    rows = session.execute(
        select(Device, Account.display_name, interviewer.display_name)
        .join(Account, Account.id == Device.enrolled_by)
        .outerjoin(latest, latest.c.device_id == Device.id)
        .outerjoin(Interview, Interview.id == latest.c.id)
        .outerjoin(interviewer, interviewer.id == Interview.enumerator_id)
        .order_by(
            Device.revoked_at.is_not(None),
            func.coalesce(Device.last_seen_at, Device.enrolled_at),
            Device.id,
        )
    )
    return tuple(_record(*row) for row in rows)


def device_by_id(session: Session, device_id: UUID) -> DeviceRecord | None:
    """The tablet with this number, revoked or not."""
    row = session.execute(
        select(Device, Account.display_name)
        .join(Account, Account.id == Device.enrolled_by)
        .where(Device.id == device_id)
    ).one_or_none()
    return None if row is None else _record(*row)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDevice:
    """A tablet as far as a request that it sends needs it."""

    id: UUID
    last_seen_at: datetime | None
    app_version: str | None
    revoked_at: datetime | None


# Statement with every request of a tablet: made once, so that it is also compiled once.
_WITH_CREDENTIAL = select(_DEVICE.id, _DEVICE.last_seen_at, _DEVICE.app_version, _DEVICE.revoked_at)
_WITH_CREDENTIAL = _WITH_CREDENTIAL.where(_DEVICE.credential_hash == bindparam("credential_hash"))


def device_with_credential(session: Session, credential_hash: str) -> KnownDevice | None:
    """The tablet with this credential, revoked or not."""
    given = {"credential_hash": credential_hash}
    if is_postgresql(session):
        found = rows_of(session, Statement(text=written(_WITH_CREDENTIAL), values=given))
    else:
        found = [tuple(row) for row in session.execute(_WITH_CREDENTIAL, given)]
    if not found:
        return None
    [(device_id, last_seen_at, app_version, revoked_at)] = found
    return KnownDevice(
        id=device_id,
        last_seen_at=last_seen_at,
        app_version=app_version,
        revoked_at=revoked_at,
    )


def add_code(
    session: Session,
    *,
    code_hash: str,
    device_name: str,
    made_by: int,
    made_at: datetime,
    expires_at: datetime,
) -> None:
    """Keeps a code that enrols one tablet."""
    session.execute(
        insert(EnrolmentCode),
        {
            "code_hash": code_hash,
            "device_name": device_name,
            "made_by": made_by,
            "made_at": made_at,
            "expires_at": expires_at,
            "device_id": None,
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRecord:
    """An enrolment code that can still be used."""

    id: int
    device_name: str
    made_by: int


def usable_code(session: Session, code_hash: str, *, at: datetime) -> CodeRecord | None:
    """The code, unless it is used or too old; locked until the end of the transaction."""
    found = session.execute(
        select(EnrolmentCode)
        .where(
            EnrolmentCode.code_hash == code_hash,
            EnrolmentCode.device_id.is_(None),
            EnrolmentCode.expires_at > at,
        )
        .with_for_update()
    ).scalar_one_or_none()
    if found is None:
        return None
    return CodeRecord(id=found.id, device_name=found.device_name, made_by=found.made_by)


def add_device(
    session: Session,
    code: CodeRecord,
    *,
    device_id: UUID,
    credential_hash: str,
    at: datetime,
) -> None:
    """Enrols the tablet that brought the code, and uses the code up."""
    session.execute(
        insert(Device),
        {
            "id": device_id,
            "name": code.device_name,
            "credential_hash": credential_hash,
            "enrolled_by": code.made_by,
            "enrolled_at": at,
            "last_seen_at": at,
            "app_version": None,
            "revoked_at": None,
        },
    )
    session.execute(
        update(EnrolmentCode).where(EnrolmentCode.id == code.id).values(device_id=device_id)
    )


def mark_seen(
    session: Session, device: KnownDevice, *, at: datetime, app_version: str | None
) -> None:
    """Keeps when a tablet last sent something, and with which version of the app.

    Written once a minute at most: every request of a tablet would else wait for the one before to
    let go of this row, and people read this time in hours.
    """
    before = device.last_seen_at
    if before is not None and abs(at - before) < SEEN_EVERY and device.app_version == app_version:
        return
    session.execute(
        update(Device)
        .where(Device.id == device.id)
        .values(last_seen_at=at, app_version=app_version)
    )


def revoke(session: Session, device_id: UUID, *, at: datetime) -> bool:
    """Ends a tablet's credential; tells whether there was one to end."""
    changed = session.execute(
        update(Device)
        .where(Device.id == device_id, Device.revoked_at.is_(None))
        .values(revoked_at=at)
        .returning(Device.id)
    ).scalar_one_or_none()
    return changed is not None
