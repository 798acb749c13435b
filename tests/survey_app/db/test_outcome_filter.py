"""Looking for one outcome by sets finds the cases of which the definition says it, no others."""

import pytest
from sqlalchemy import select

from survey_app.db.case_outcomes import CaseOutcome, outcome
from survey_app.db.engine import transaction
from survey_app.db.outcome_filter import has_outcome
from survey_app.db.tables import Assignment, FrameCase, SampleMember
from tests.survey_app.cases_by_hand import ByHand, add_case, replace
from tests.survey_app.db.test_case_outcomes import CASES


@pytest.fixture
def cases(world):
    """Cases of every outcome, each in every way that leads to it, and each replaced, too, for
    either kind of reason; and one that was not drawn."""
    with transaction(world.engine) as session:
        for found in CASES.values():
            for case in found:
                add_case(session, case)
                if case.on_frame and case.sample_list == "official":
                    for reason in ("refused", "voided"):
                        new, _ = add_case(session, ByHand(sample_list="reserve", who=None))
                        replace(session, add_case(session, case)[0], new, reason=reason)
    world.change(
        "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
        " SELECT :public_id, round_unit_id, 'MP-0', procedure, returned_on FROM frame_case"
        " WHERE file_code = 'MP-1'",
        public_id="2" * 32,
    )


def _listed(columns):
    return (
        select(*columns)
        .select_from(FrameCase)
        .outerjoin(SampleMember, SampleMember.frame_case_id == FrameCase.id)
        .outerjoin(Assignment, Assignment.frame_case_id == FrameCase.id)
    )


def test_filter__every_outcome__is_that_of_the_definition(world, cases):
    with transaction(world.engine, writes=False) as session:
        defined = dict(map(tuple, session.execute(_listed([FrameCase.id, outcome()]))))
        found = {
            wanted: set(session.scalars(_listed([FrameCase.id]).where(has_outcome(wanted))))
            for wanted in CaseOutcome
        }

    assert {CaseOutcome(one) for one in defined.values()} == set(CaseOutcome)
    assert found == {
        wanted: {number for number, said in defined.items() if said == wanted}
        for wanted in CaseOutcome
    }
