"""A respondent is given up after attempts enough on days enough, or at once for good reason."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from scoring.recheck.recheck_plan import ContactRule
from survey_app.db.recheck_attempts import AttemptRecord
from survey_app.fieldwork.rechecks.giving_up import given_up, tries_of

RULE = ContactRule(attempts=3, days=2)
MIDNIGHT = datetime(2022, 10, 10, 17, 0, tzinfo=UTC)
"""In Viet Nam: a new day begins."""


def tried(*outcomes_at_hours):
    return [
        AttemptRecord(
            uuid=UUID(int=place),
            task_uuid=UUID(int=99),
            account_id=1,
            mode="phone",
            outcome=outcome,
            attempted_at=MIDNIGHT + timedelta(hours=hour),
            appointment_at=None,
            note=None,
            received_at=MIDNIGHT,
            device_id=None,
            skew_ms=None,
        )
        for place, (outcome, hour) in enumerate(outcomes_at_hours)
    ]


NO, THERE, DATE = "no_answer", "not_there", "appointment"


@pytest.mark.parametrize(
    ("attempts", "why"),
    [
        ([], None),
        ([(NO, -2), (NO, 1)], None),
        ([(NO, 1), (NO, 2), (THERE, 3)], None),
        ([(NO, -1), (NO, 0), (THERE, 3)], "in_vain"),
        ([(NO, -1), (NO, -0.1), (THERE, 23)], "in_vain"),
        ([(NO, -3), (NO, 1), (DATE, 2)], None),
        ([(NO, -3), (DATE, 1), (NO, 2)], "in_vain"),
        ([(NO, -3), (NO, 1), (DATE, 2), (NO, 4)], "in_vain"),
        ([(NO, 3), (DATE, 9), (NO, -3)], None),
        ([("refused", 1)], "refused"),
        ([(NO, 1), ("moved", 2)], "moved"),
        ([("unknown", 1)], "unknown"),
        ([("unable", 1)], "unable"),
    ],
)
def test_given_up__attempts__count_by_number_and_by_day_in_viet_nam(attempts, why):
    assert given_up(tried(*attempts), RULE) == why


@pytest.mark.parametrize(
    ("attempts", "more", "more_days"),
    [
        ([], 3, 2),
        ([(NO, 1)], 2, 1),
        ([(NO, 1), (NO, 2), (NO, 3)], 1, 1),
        ([(NO, -1), (NO, 1)], 1, 0),
    ],
)
def test_tries__made__say_what_is_still_asked_for(attempts, more, more_days):
    tries = tries_of(tried(*attempts), RULE)

    assert (tries.made, tries.more, tries.more_days) == (len(attempts), more, more_days)
