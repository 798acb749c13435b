"""Which cases somebody chose: by their codes, by who has them, or from a list they looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from questionnaires import Fault
from survey_app.access.people import person_named
from survey_app.db.field_cases import FieldCase, cases_coded, cases_held_by, cases_numbered
from survey_app.db.interview_lock import lock_interviews
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.assigning.problems import AssigningCode, place_of
from survey_app.fieldwork.assigning.standing import is_nobodys


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Cases of a round: by the codes of unit and file; all open ones of an enumerator; or by
    number, each with the account that had it when somebody looked, None for nobody."""

    codes: tuple[tuple[str, str], ...] = ()
    held_by: str | None = None
    seen: Mapping[int, int | None] = field(default_factory=dict)


def selected(
    session: Session, found: RoundRecord, selection: Selection
) -> tuple[tuple[FieldCase, ...], list[Fault]]:
    """The cases as they are now, held against tablets, and which of the wanted ones are none."""
    if selection.held_by is not None:
        holder = person_named(session, selection.held_by)  # also one whose account is closed
        held = held_cases(session, lambda: cases_held_by(session, found.id, holder.account_id))
        return held, [] if held else [AssigningCode.NOTHING_NAMED.at("case")]
    if selection.seen:
        return _as_seen(session, found, selection.seen)
    wanted = dict.fromkeys(selection.codes)
    cases = held_cases(session, lambda: cases_coded(session, found.id, wanted))
    known = {(one.unit_code, one.file_code) for one in cases}
    faults = [AssigningCode.CASE_UNKNOWN.at(place_of(*one)) for one in wanted if one not in known]
    return cases, faults if wanted else [AssigningCode.NOTHING_NAMED.at("case")]


def held_cases(
    session: Session, read: Callable[[], tuple[FieldCase, ...]]
) -> tuple[FieldCase, ...]:
    """The cases as they are once no tablet's document about them is being taken in."""
    lock_interviews(session, {one.interview_uuid for one in read() if one.interview_uuid})
    return read()


def _as_seen(
    session: Session, found: RoundRecord, seen: Mapping[int, int | None]
) -> tuple[tuple[FieldCase, ...], list[Fault]]:
    cases = held_cases(session, lambda: cases_numbered(session, found.id, seen))
    faults = [AssigningCode.CASE_UNKNOWN.at("case")] if len(cases) < len(seen) else []
    return cases, [*faults, *_changed(cases, seen)]


def _changed(cases: tuple[FieldCase, ...], seen: Mapping[int, int | None]) -> Iterator[Fault]:
    """What somebody else has moved since: to move it again would undo what they did unseen."""
    for one in cases:
        holder = None if is_nobodys(one) else one.enumerator_id
        if holder != seen[one.case_id]:
            yield AssigningCode.CHANGED_MEANWHILE.at(place_of(one.unit_code, one.file_code))
