"""What a tablet takes along: an enumerator's own cases and the questionnaires they need."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from survey_app.access.objects import rounds_for
from survey_app.access.people import Person
from survey_app.db.assignments import AssignmentRecord, AttemptRecord, attempts_of
from survey_app.db.interview_returns import ReturnedInterview
from survey_app.db.round_keys import RoundKeyRecord, newest_keys
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.my_work import UnitProgress, Work, work_of
from survey_app.fieldwork.stored_answers import answers_in, covered_in

FORMAT = 2

FormsOf = Callable[[RoundRecord], Mapping[str, JsonValue]]
"""Where the rendered questions of a round are, by language; only the door knows addresses."""


def no_forms(_of_round: RoundRecord) -> Mapping[str, JsonValue]:
    """For callers that offer none."""
    return {}


def pack_of(session: Session, person: Person, *, forms: FormsOf = no_forms) -> dict[str, JsonValue]:
    """The pack of one enumerator. Nothing in it depends on the time, so that its hash is stable."""
    work = work_of(session, person, of_rounds=rounds_for(session, person))
    keys = newest_keys(session)
    attempts = attempts_of(session, person.account_id)
    return {
        "format": FORMAT,
        "enumerator": {
            "account": person.account_id,
            "username": person.username,
            "name": person.display_name,
        },
        "rounds": [
            _round(one, key=keys.get(one.round.id), forms=forms(one.round), attempts=attempts)
            for one in work
        ],
    }


def _round(
    work: Work,
    *,
    key: RoundKeyRecord | None,
    forms: Mapping[str, JsonValue],
    attempts: Mapping[UUID, Sequence[AttemptRecord]],
) -> dict[str, JsonValue]:
    found = work.round
    return {
        "code": found.code,
        "name": {"vi": found.name_vi, "en": found.name_en},
        "questionnaire_version": found.questionnaire_version_id,
        "is_simulated": found.is_simulated,
        "asks_position": found.asks_position,
        "allows_unlisted": found.allows_unlisted,
        "levels_descending": found.levels_descending,
        "key": None if key is None else {**key.public_jwk},
        "forms": {**forms},
        "units": [_unit(progress) for progress in work.units],
        "returned": [_returned(one, attempts.get(one.interview_uuid, ())) for one in work.returned],
        "cases": [_case(case, attempts.get(case.interview_uuid, ())) for case in work.cases],
    }


def _unit(progress: UnitProgress) -> dict[str, JsonValue]:
    return {
        "code": progress.unit.unit_code,
        "name": progress.unit.unit_name,
        "quota": progress.unit.quota,
        "finished": progress.finished,
    }


def _case(case: AssignmentRecord, attempts: Sequence[AttemptRecord]) -> dict[str, JsonValue]:
    """`follows` is there only when the interview was voided and is made anew."""
    voided: dict[str, JsonValue] = (
        {"follows": case.voided_sha256} if case.voided_sha256 is not None else {}
    )
    return {
        **voided,
        "uuid": str(case.interview_uuid),
        "unit": case.unit_code,
        "respondent": case.respondent,
        "phone": case.phone,
        "address": case.address,
        "procedure": case.procedure,
        "is_simulated": case.is_simulated,
        "attempts": _attempts(attempts),
    }


def _returned(
    returned: ReturnedInterview, attempts: Sequence[AttemptRecord]
) -> dict[str, JsonValue]:
    """An interview to look at again, with what was answered: nobody else's pack has it."""
    return {
        "uuid": str(returned.interview_uuid),
        "unit": returned.unit_code,
        "respondent": returned.respondent,
        "phone": returned.phone,
        "address": returned.address,
        "procedure": returned.procedure,
        "is_listed": returned.is_listed,
        "is_simulated": returned.is_simulated,
        "comment": returned.comment,
        "returned_by": returned.returned_by,
        "returned_at": returned.returned_at.isoformat(),
        "follows": returned.sha256,
        "answers": {**answers_in(returned.content)},
        "covered": [*covered_in(returned.content)],
        "attempts": _attempts(attempts),
    }


def _attempts(attempts: Sequence[AttemptRecord]) -> list[JsonValue]:
    return [
        {
            "disposition": attempt.disposition,
            "attempted_at": attempt.attempted_at.isoformat(),
            "appointment_at": _iso(attempt.appointment_at),
        }
        for attempt in attempts
    ]


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
