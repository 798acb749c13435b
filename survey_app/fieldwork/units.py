"""Units are renamed and merged; rounds that have opened keep what they called them."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import Person
from survey_app.db import audit, units
from survey_app.fieldwork.description_problems import DescriptionCode
from survey_app.fieldwork.round_description import NewName, faults_of


def rename_unit(
    session: Session, code: str, *, name: str, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Gives a unit another name from now on; drafts take it over."""
    found = units.all_units(session).get(code)
    unknown = () if found else (DescriptionCode.UNIT_UNKNOWN.at("code", unit=code),)
    faults = (*unknown, *faults_of(NewName, {"name": name}))
    if faults or found is None:
        return faults
    good = NewName(name=name).name
    if good != found.name:
        units.rename(session, found.id, name=good)
        details = {"before": found.name, "after": good}
        _record(session, "unit.renamed", code, by=by, at=at, details=details)
    return ()


def merge_unit(
    session: Session, code: str, *, into: str, on: date, by: Person, at: datetime
) -> tuple[Fault, ...]:
    """Lets a unit end on a day, its duties going to another one that exists."""
    known = units.all_units(session)
    faults = [
        DescriptionCode.UNIT_UNKNOWN.at(place, unit=one)
        for place, one in (("code", code), ("into", into))
        if one not in known
    ]
    if not faults and code == into:
        faults.append(DescriptionCode.UNIT_INTO_ITSELF.at("into"))
    faults += [
        DescriptionCode.UNIT_ENDED.at(place, unit=one)
        for place, one in (("code", code), ("into", into))
        if one in known and known[one].ended_on is not None
    ]
    if faults:
        return tuple(faults)
    units.end(session, known[code].id, on=on, successor_id=known[into].id)
    details = {"into": into, "ended_on": on.isoformat()}
    _record(session, "unit.merged", code, by=by, at=at, details=details)
    return ()


def _record(
    session: Session, action: str, code: str, *, by: Person, at: datetime, details: dict[str, str]
) -> None:
    audit.record(
        session,
        action=action,
        object_kind="unit",
        object_id=code,
        account_id=by.account_id,
        at=at,
        details=details,
    )
