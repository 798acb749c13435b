"""Cases of a round from a judged list, stored whole or not at all."""

from uuid import UUID

import pytest

from survey_app.db import frames
from survey_app.db.engine import transaction
from survey_app.fieldwork.frame.importing import judge_for_round, round_for_frame, store_frame
from survey_app.fieldwork.frame.judging import Judgement
from survey_app.fieldwork.frame.preparing import prepared_frame
from survey_app.fieldwork.frame.reading import read_frame
from survey_app.fieldwork.frame.rules import FrameRules
from survey_app.problems import Code, Problem
from tests.survey_app.fieldwork.frame.conftest import as_csv, table

COUNTS = (
    "SELECT (SELECT count(*) FROM frame_import), (SELECT count(*) FROM frame_case),"
    " (SELECT count(*) FROM person), (SELECT count(*) FROM audit_event)"
)


def _people(count, **also):
    return [
        {
            "Mã hồ sơ": f"MP-{number}",
            "Số điện thoại": f"09000{number:05d}",
            "Địa chỉ": f"Thôn {number}",
            **also,
        }
        for number in range(100, 100 + count)
    ]


@pytest.fixture
def judge(world):
    """Judges a list of these rows for the small province."""

    def judged(*rows):
        with transaction(world.engine, writes=False) as session:
            found = round_for_frame(session, "thu-2022")
            reading = read_frame(as_csv(table(*rows)), units=found.frame_units)
            rules = FrameRules(
                period_from=found.round.period_start, period_to=found.round.period_end
            )
            return found, judge_for_round(
                session,
                reading,
                file_name="list.csv",
                frame_round=found,
                rules=rules,
            )

    return judged


@pytest.fixture
def store(world):
    """Stores a judged list as the field manager."""

    def stored(found, judged, *, replaces=False):
        numbers = iter(range(1, 1_000_000))
        cases = prepared_frame(
            judged,
            frame_round=found,
            new_uuid=lambda: UUID(int=next(numbers), version=4),
        )
        with transaction(world.engine) as session:
            return store_frame(
                session,
                judged,
                cases,
                frame_round=found,
                replaces=replaces,
                by=3,
                at=world.clock(),
            )

    return stored


def test_store__judged_list__names_its_author_and_its_time(world, judge, store):
    number = store(*judge(*_people(2)))

    with transaction(world.engine, writes=False) as session:
        (found,) = frames.imports_of_round(session, 1)
    assert (found.id, found.imported_by, found.imported_at) == (number, 3, world.clock())
    assert (found.files, found.cases, found.unit_codes) == (2, 2, {"SXD"})
    event = world.rows(
        "SELECT action, object_kind, object_id, account_id FROM audit_event ORDER BY id DESC"
    )
    assert event[0] == ("frame.imported", "frame_import", str(number), 3)


def test_store__case_made_meanwhile__is_refused_whole(world, judge, store):
    judged = judge(*_people(3))
    world.change("UPDATE frame_case SET file_code = 'MP-101'")
    before = world.rows(COUNTS)

    with pytest.raises(Problem) as refused:
        store(*judged)

    assert refused.value.code is Code.FRAME_CHANGED_MEANWHILE
    assert world.rows(COUNTS) == before


def test_store__same_units_imported_meanwhile__is_refused_whole(world, judge, store):
    first, second = judge(*_people(3)), judge(*_people(4))
    store(*first)
    before = world.rows(COUNTS)

    with pytest.raises(Problem) as refused:
        store(*second)

    assert refused.value.code is Code.FRAME_OVERLAPS
    assert world.rows(COUNTS) == before


def test_store__replacing_what_was_imported_meanwhile__is_refused_whole(world, judge, store):
    first, second = judge(*_people(3)), judge(*_people(4))
    store(*first)
    before = world.rows(COUNTS)

    with pytest.raises(Problem) as refused:
        store(*second, replaces=True)

    assert refused.value.code is Code.FRAME_CHANGED_MEANWHILE
    assert world.rows(COUNTS) == before


def test_store__round_closed_meanwhile__is_refused(world, judge, store):
    judged = judge(*_people(1))
    world.change("UPDATE round SET state = 'closed'")

    with pytest.raises(Problem) as refused:
        store(*judged)

    assert refused.value.code is Code.ROUND_TAKES_NO_FRAME


def test_store__case_that_anything_refers_to__cannot_be_replaced(world, judge, store):
    store(*judge(*_people(2)))
    world.change(
        "CREATE TABLE drawn (frame_case_id BIGINT REFERENCES frame_case (id), place INTEGER)"
    )
    world.change("INSERT INTO drawn SELECT max(id), 1 FROM frame_case")
    replacing = judge(*_people(3))
    before = world.rows(COUNTS)

    with pytest.raises(Problem) as refused:
        store(*replacing, replaces=True)

    assert refused.value.code is Code.FRAME_IN_USE
    assert world.rows(COUNTS) == before
    world.change("DROP TABLE drawn")


def test_store__replacement__removes_the_people_of_the_old_list(world, judge, store):
    store(*judge(*_people(5)))

    store(*judge(*_people(2)), replaces=True)

    assert world.one("SELECT count(*) FROM person") == 1 + 2
    assert world.one("SELECT count(*) FROM frame_case") == 1 + 2
    states = world.rows("SELECT state FROM frame_import ORDER BY id")
    assert states == [("replaced",), ("current",)]


def test_judge_for_round__case_of_the_province__is_the_same_file(judge):
    _, judged = judge({"Mã hồ sơ": "MP-1"}, *_people(1))

    assert judged.judgements == (Judgement.DUPLICATE_FILE, Judgement.ELIGIBLE)


def test_my_work__imported_case_given_out__shows_its_person(world, judge, store):
    store(*judge(*_people(1, **{"Chủ hồ sơ": "Người mô phỏng trong danh sách"})))
    world.change(
        "INSERT INTO assignment (interview_uuid, round_unit_id, enumerator_id, frame_case_id,"
        " assigned_at) SELECT '22222222222242228222222222222222', round_unit_id, 1, id,"
        " '2022-10-03 01:00:00' FROM frame_case WHERE file_code = 'MP-100'"
    )

    page = world.client("an").get("/interviews/").text

    assert "Người mô phỏng trong danh sách" in page
