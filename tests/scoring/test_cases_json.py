"""What a row says of its cases."""

import pytest

from scoring.cases_json import fieldwork_json
from scoring.response_rates import Cases
from scoring.run_facts import CasesInRun

ONE = CasesInRun(counted=Cases(complete=60, refusal=10, non_contact=20), not_eligible=5)
TWO = CasesInRun(counted=Cases(complete=30, other=2, unknown_household=8))


def test_fieldwork_json__two_units__is_of_all_their_cases_together():
    found = fieldwork_json([ONE, TWO])

    assert found == {
        "n_selected": 95 + 40,
        "n_eligible": 90 + 40,
        "n_completed": 90,
        "response_rate": pytest.approx(100 * 90 / 130, rel=1e-15),
    }


def test_fieldwork_json__no_case__has_no_rate():
    nobody = {"n_selected": 0, "n_eligible": 0, "n_completed": 0, "response_rate": None}

    assert fieldwork_json([CasesInRun()]) == nobody


def test_fieldwork_json__cases_of_one_unit_not_counted__is_null():
    assert fieldwork_json([ONE, None]) is None
