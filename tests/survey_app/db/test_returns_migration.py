"""The way back from returned interviews, with rows that only the newer version knows."""

from sqlalchemy import text

from survey_app.db import migrate
from tests.survey_app.db.test_constraints import good_interview
from tests.survey_app.db.test_migrations import MEMBER, PROMISED

BEFORE = "0014"
RETURNED = (
    "INSERT INTO interview_return (interview_id, interview_uuid, enumerator_id, comment,"
    " returned_by, returned_at, state) SELECT id, uuid, 1, 'x', 3, '2022-10-04 02:00:00', 'open'"
    " FROM interview"
)
SECOND_CASE = (
    "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
    " SELECT :public_id, round_unit_id, 'MP-2', procedure, returned_on FROM frame_case"
)
REPLACED = (
    "INSERT INTO sample_replacement (replaced_case_id, replacement_case_id, reason, note,"
    " replaced_by, replaced_at) VALUES (1, 2, 'voided', 'x', 1, '2026-11-21 00:00:00')"
)


def test_downgrade_before_returns__returned_and_replaced_after_a_void__keep_interview_and_place(
    engine,
):
    with engine.begin() as connection:
        connection.execute(text(good_interview()))
        connection.execute(text(RETURNED))
        connection.execute(text(PROMISED), {"commitment": "a" * 64})
        connection.execute(text(MEMBER))
        connection.execute(text(SECOND_CASE), {"public_id": "2" * 32})
        connection.execute(text(MEMBER.replace("(1, 1, 'SXD'", "(2, 1, 'STP'")))
        connection.execute(text(REPLACED))

    migrate.downgrade(engine, to=BEFORE)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT version, is_current FROM interview")).all()
        replaced = connection.execute(text("SELECT reason, note FROM sample_replacement")).all()
    migrate.upgrade(engine)

    assert kept == [(1, True)]
    assert replaced == [("not_reached", "x")]
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM interview_return")).scalar() == 0
    assert migrate.differences(engine) == ()
