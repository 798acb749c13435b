"""Lists and counts of cases keep to their round, however the numbers of its units lie."""

from survey_app.db.case_filter import CaseFilter, CaseScope
from survey_app.db.case_list import case_ids, cases_after, count_cases
from survey_app.db.engine import transaction
from survey_app.db.rounds import round_coded
from tests.survey_app.web.sampled_round import ROUND, add_round

EVERY = CaseFilter(scope=CaseScope.ALL)
ONE_MORE = (
    "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
    " SELECT :public_id, :unit, 'MP-0', procedure, returned_on FROM frame_case"
    " WHERE file_code = 'MP-1'"
)

NO_UNITS = "DELETE FROM round_unit WHERE round_id = (SELECT id FROM round WHERE code = :code)"
MOVE_UNIT = (
    "UPDATE round_unit SET round_id = (SELECT id FROM round WHERE code = :code) WHERE id = 2"
)


def _found(world, code):
    with transaction(world.engine, writes=False) as session:
        number = round_coded(session, code).id
        page = cases_after(session, number, EVERY, after=None, limit=10)
        codes = sorted((row.round_unit_id, row.file_code) for row in page.rows)
        counted = count_cases(session, number, EVERY)
        chosen = case_ids(session, number, EVERY, most=10)
    assert page.count == counted == len(chosen) == len(codes)
    return codes


def test_cases__unit_of_another_round_between_those_of_this__are_of_their_round(world):
    add_round(world)
    world.change(NO_UNITS, code=ROUND)
    world.change(MOVE_UNIT, code=ROUND)
    before = _found(world, "thu-2022")
    for unit in (1, 2, 3):
        world.change(ONE_MORE, public_id=str(unit) * 32, unit=unit)

    assert _found(world, "thu-2022") == sorted([*before, (1, "MP-0"), (3, "MP-0")])
    assert _found(world, ROUND) == [(2, "MP-0")]
