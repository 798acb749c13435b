"""What a tablet takes along: an enumerator's own cases and the questionnaires they need."""

from pydantic import JsonValue
from sqlalchemy.orm import Session

from survey_app.access.objects import rounds_for
from survey_app.access.people import Person
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.my_work import Work, work_of

FORMAT = 1


def pack_of(session: Session, person: Person) -> dict[str, JsonValue]:
    """The pack of one enumerator. Nothing in it depends on the time, so that its hash is stable."""
    work = [work_of(session, person, of_round=found) for found in rounds_for(session, person)]
    return {
        "format": FORMAT,
        "enumerator": person.account_id,
        "rounds": [_round(one) for one in work],
    }


def _round(work: Work) -> dict[str, JsonValue]:
    found: RoundRecord = work.round
    return {
        "code": found.code,
        "name": {"vi": found.name_vi, "en": found.name_en},
        "questionnaire_version": found.questionnaire_version_id,
        "is_simulated": found.is_simulated,
        "units": [
            {
                "code": progress.unit.unit_code,
                "name": progress.unit.unit_name,
                "quota": progress.unit.quota,
            }
            for progress in work.units
        ],
        "cases": [
            {
                "uuid": str(case.interview_uuid),
                "unit": case.unit_code,
                "respondent": case.respondent,
                "phone": case.phone,
                "address": case.address,
                "procedure": case.procedure,
                "is_simulated": case.is_simulated,
            }
            for case in work.cases
        ],
    }
