"""Units are renamed and merged, types of unit end; rounds that have opened stay as they were."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, rounds, units
from survey_app.fieldwork.description_problems import DescriptionCode
from survey_app.fieldwork.round_description import Merging, NewName, Validity, faults_of

Values = Mapping[str, object]
"""What somebody typed, by the name of the field."""


def rename_unit(
    session: Session, code: str, values: Values, *, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Gives a unit the `name` from now on; drafts take it over."""
    found = units.all_units(session).get(code)
    unknown = () if found else (DescriptionCode.UNIT_UNKNOWN.at("code", unit=code),)
    faults = (*unknown, *faults_of(NewName, values))
    if faults or found is None:
        return faults
    name = NewName.model_validate(values).name
    if name != found.name:
        units.rename(session, found.id, name=name)
        details = {"before": found.name, "after": name}
        _record(session, "unit.renamed", "unit", code, by=by, at=at, details=details)
    return ()


def merge_unit(
    session: Session, code: str, values: Values, *, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Lets a unit end on the day `ended_on`, its duties going `into` another one that exists."""
    known = units.all_units(session)
    into = values.get("into")
    named = [("code", code), *([("into", into)] if isinstance(into, str) and into else [])]
    faults = list(faults_of(Merging, values))
    for place, one in named:
        if one not in known:
            faults.append(DescriptionCode.UNIT_UNKNOWN.at(place, unit=one))
        elif known[one].ended_on is not None:
            faults.append(DescriptionCode.UNIT_ENDED.at(place, unit=one))
    if code in known and code == into:
        faults.append(DescriptionCode.UNIT_INTO_ITSELF.at("into"))
    if faults:
        return tuple(faults)
    wanted = Merging.model_validate(values)
    units.end(session, known[code].id, on=wanted.ended_on, successor_id=known[wanted.into].id)
    details = {"into": wanted.into, "ended_on": wanted.ended_on.isoformat()}
    _record(session, "unit.merged", "unit", code, by=by, at=at, details=details)
    return ()


def restore_unit(session: Session, code: str, *, by: Person, at: datetime) -> tuple[Fault, ...]:
    """Takes a merger back that was a mistake; copies made meanwhile stay as they are."""
    found = units.all_units(session).get(code)
    if found is None:
        return (DescriptionCode.UNIT_UNKNOWN.at("code", unit=code),)
    if found.ended_on is not None:
        units.end(session, found.id, on=None, successor_id=None)
        details = {"ended_on": found.ended_on.isoformat()}
        _record(session, "unit.restored", "unit", code, by=by, at=at, details=details)
    return ()


def set_validity(
    session: Session, code: str, values: Values, *, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Says from and until when units of a type exist; rounds that have opened are not asked."""
    faults = list(faults_of(Validity, values))
    found = next((one for one in rounds.all_groups(session) if one.code == code), None)
    if found is None:
        faults.append(DescriptionCode.GROUP_UNKNOWN.at("group", group=code, known="–"))
    if faults:
        return tuple(faults)
    wanted = Validity.model_validate(values)
    if wanted.valid_from and wanted.valid_until and wanted.valid_until < wanted.valid_from:
        return (DescriptionCode.GROUP_BACKWARD.at("valid_until"),)
    units.set_validity(session, code, valid_from=wanted.valid_from, valid_until=wanted.valid_until)
    details = {
        "valid_from": str(wanted.valid_from or ""),
        "valid_until": str(wanted.valid_until or ""),
    }
    _record(session, "unit_group.changed", "unit_group", code, by=by, at=at, details=details)
    return ()


def _record(
    session: Session,
    action: str,
    kind: str,
    code: str,
    *,
    by: Person,
    at: datetime,
    details: dict[str, str],
) -> None:
    audit.record(
        session,
        action=action,
        object_kind=kind,
        object_id=code,
        account_id=by.account_id,
        at=at,
        details=details,
    )
