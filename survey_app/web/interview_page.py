"""What every page with the questions of an interview needs, on first and later visits."""

import re

from flask import request

from questionnaires import Definition
from survey_app.db import rounds
from survey_app.db.assignments import AssignmentRecord
from survey_app.db.definitions import definition_of
from survey_app.web.interview_form import InterviewForm
from survey_app.web.interview_texts import (
    consent_text,
    endings_of,
    introduction_text,
    rule_note,
    rule_of,
)
from survey_app.web.unit_of_work import database

BY_PHONE = "interview-by-phone"
"""No code of a question has a hyphen."""
HASH = re.compile(r"[0-9a-f]{64}")


def is_by_phone(assignment: AssignmentRecord) -> bool:
    """Whether the enumerator says so; where no number is known, nobody was called."""
    return bool(assignment.phone) and BY_PHONE in request.form


def followed_version() -> str | None:
    """The hash of the version that the form was opened after, from the address it is sent to.

    What is no hash is left out: it would be kept for good in the content of the interview.
    """
    said = request.args.get("follows", "")
    return said if HASH.fullmatch(said) else None


def round_with(round_id: int) -> rounds.RoundRecord:
    """The round of an assignment or an interview, which cannot be without one."""
    found = rounds.round_by_id(database(), round_id)
    if found is None:
        raise RuntimeError("an interview belongs to a round")
    return found


def definition_for(assignment: AssignmentRecord) -> Definition:
    """The questionnaire by which an assignment is interviewed."""
    return definition_of(database(), round_with(assignment.round_id).questionnaire_version_id)


def values_of_page(
    assignment: AssignmentRecord,
    definition: Definition,
    form: InterviewForm,
    *,
    faults: tuple[str, ...] = (),
    blanks: tuple[str, ...] = (),
) -> dict[str, object]:
    """What `parts/interview_form.html` is filled with, but for where the form is sent to."""
    of_round = round_with(assignment.round_id)
    return {
        "heading": assignment.unit_name,
        "respondent": assignment.respondent,
        "is_simulated": assignment.is_simulated,
        "by_phone_name": BY_PHONE if assignment.phone else None,
        "is_by_phone": is_by_phone(assignment),
        "step": request.form.get("step", ""),
        "definition": definition,
        "form": form,
        "faults": faults,
        "blanks": blanks,
        "introduction": introduction_text(
            definition, of_round=of_round, agency=assignment.unit_name
        ),
        "consent": consent_text(definition, of_round=of_round),
        "endings": endings_of(definition),
        "rule_note": rule_note,
        "rule_of": rule_of,
    }
