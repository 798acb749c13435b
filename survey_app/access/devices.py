"""Enrolling a tablet, knowing it again, and ending its credential."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from survey_app.access.people import Person
from survey_app.db import audit, devices
from survey_app.problems import Code, Problem

CODE_LIFE = timedelta(minutes=30)
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which are mistaken for each other on paper."""
CODE_LENGTH = 8
CREDENTIAL_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled:
    """What a tablet keeps: who it is, and the secret that proves it."""

    device_id: UUID
    name: str
    credential: str


def _hash(secret: str) -> str:
    """Credentials are random and long, so that a plain hash cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_code(session: Session, person: Person, *, device_name: str, at: datetime) -> str:
    """A code that enrols one tablet within half an hour; shown once, stored as a hash."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    devices.add_code(
        session,
        code_hash=_hash(code),
        device_name=device_name,
        made_by=person.account_id,
        made_at=at,
        expires_at=at + CODE_LIFE,
    )
    _record(session, "device.code_made", device_name, by=person.account_id, at=at)
    return code


def enrol(session: Session, code: str, *, at: datetime) -> Enrolled:
    """Enrols the tablet that brings this code; a used, old or unknown one raises Problem."""
    plain = "".join(code.upper().split()).replace("-", "")
    found = devices.usable_code(session, _hash(plain), at=at)
    if found is None:
        raise Problem(Code.ENROLMENT_REFUSED)
    enrolled = Enrolled(
        device_id=uuid4(),
        name=found.device_name,
        credential=secrets.token_urlsafe(CREDENTIAL_BYTES),
    )
    devices.add_device(
        session,
        found,
        device_id=enrolled.device_id,
        credential_hash=_hash(enrolled.credential),
        at=at,
    )
    _record(session, "device.enrolled", str(enrolled.device_id), by=found.made_by, at=at)
    return enrolled


def device_with(session: Session, credential: str) -> devices.KnownDevice:
    """The tablet that proves itself with this secret; unknown or revoked raises Problem."""
    found = devices.device_with_credential(session, _hash(credential))
    if found is None or found.revoked_at is not None:
        raise Problem(Code.DEVICE_REFUSED)
    return found


def revoke(session: Session, person: Person, *, device_id: UUID, at: datetime) -> None:
    """Ends the credential of a tablet; an unknown or ended one raises Problem."""
    if not devices.revoke(session, device_id, at=at):
        raise Problem(Code.NOT_FOUND)
    _record(session, "device.revoked", str(device_id), by=person.account_id, at=at)


def _record(session: Session, action: str, object_id: str, *, by: int, at: datetime) -> None:
    audit.record(
        session, action=action, object_kind="device", object_id=object_id, account_id=by, at=at
    )
