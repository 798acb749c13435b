"""Large lists on pages: processes work on them, and whatever happens, all is stored or nothing."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from survey_app.db import frame_uploads
from survey_app.db.engine import transaction
from survey_app.fieldwork.frame import jobs, working
from survey_app.fieldwork.frame.bringing import KEPT, MOST_ROWS_AT_ONCE
from survey_app.fieldwork.frame.job_states import LOST_AFTER, JobKind, JobState
from survey_app.fieldwork.frame.working import do_job, fail_job
from survey_app.problems import Code, Problem
from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests.survey_app.conftest import SECRET
from tests.survey_app.web.test_frame_pages import PAGE, bring, listed, rows_of, typed_in
from tests.workbooks import workbook

COUNTS = (
    "SELECT (SELECT count(*) FROM frame_import), (SELECT count(*) FROM frame_case"
    " WHERE frame_import_id IS NOT NULL), (SELECT count(*) FROM frame_upload)"
)
LEFT = "SELECT (SELECT count(*) FROM frame_upload_part), (SELECT count(*) FROM frame_upload)"
BLANK = b"\n" * MOST_ROWS_AT_ONCE
"""Makes a list large: rows are counted before they are read."""


class Waiting(list[UUID]):
    """The pieces of work that the application began, to be done when the test wants it."""

    def __init__(self, engine, clock):
        super().__init__()
        self._engine, self._clock = engine, clock

    def do(self):
        """Does all of them, in this process."""
        ended = [do_job(self._engine, job_id, clock=self._clock, new_uuid=uuid4) for job_id in self]
        self.clear()
        return ended


@pytest.fixture
def waiting(world, clock):
    """What waits to be done by processes."""
    return Waiting(world.engine, clock)


@pytest.fixture
def large(world, clock, waiting):
    """The world with an application that hands its work to the test."""
    app = create_app(
        Settings(secret_key=SECRET), now=clock, engine=world.engine, starter=waiting.append
    )
    return replace(world, app=app)


@pytest.fixture
def quanly(large):
    """The field manager."""
    return large.client("quanly")


def bring_bytes(client, data):
    """Sends a file so large that a browser, and not this test, would keep it on disk."""
    fields = {"csrf_token": client.token(), "file": FileStorage(io.BytesIO(data), "list.csv")}
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return client.http.post(PAGE, data=body, content_type=kind)


def large_list(*rows):
    """Rows of a CSV file that is taken for a large list."""
    return listed(*rows) + BLANK


@pytest.fixture
def opened(quanly, waiting):
    """Brings a large list, has it opened, and gives the address of its steps."""

    def done(*rows, data=None, name="list.csv", by=quanly):
        answer = bring(by, large_list(*rows) if data is None else data, name)
        assert answer.location.endswith("/job"), answer.text
        waiting.do()
        return answer.location.removesuffix("/job")

    return done


@pytest.fixture
def judged(quanly, waiting, opened):
    """The same, read and judged."""

    def done(*rows, by=quanly, rules=None):
        address = opened(*rows, by=by)
        by.post(f"{address}/columns", typed_in(by.get(f"{address}/columns")))
        waiting.do()
        by.post(f"{address}/rules", rules or {})
        waiting.do()
        assert by.get(f"{address}/job").location == f"{address}/judgement"
        return address

    return done


def latest(world):
    """Kind and state of the work that has come furthest."""
    return world.rows(
        "SELECT kind, state FROM frame_job ORDER BY CASE kind WHEN 'open' THEN 0 WHEN 'read'"
        " THEN 1 WHEN 'judge' THEN 2 ELSE 3 END DESC LIMIT 1"
    )[0]


def test_large_list__brought_read_judged_and_imported__becomes_cases(
    large, read, quanly, waiting, opened
):
    address = opened({}, {"Đơn vị": "STP"}, {"Ngày trả kết quả": ""})

    columns = read(quanly.get(f"{address}/columns"))
    reading = quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))
    waiting.do()
    to_rules = quanly.get(f"{address}/job")
    judging = quanly.post(f"{address}/rules", typed_in(quanly.get(f"{address}/rules")))
    waiting.do()
    judgement = read(quanly.get(f"{address}/judgement"))
    file = quanly.get(f"{address}/judgements.csv")
    importing = quanly.post(f"{address}/import")
    shown = read(quanly.get(f"{address}/job"))
    ended = waiting.do()
    done = quanly.get(f"{address}/job")

    assert columns.row("2")[1:3] == ["MP-0100", "SXD"]
    assert {one.location for one in (reading, judging, importing)} == {f"{address}/job"}
    assert to_rules.location == f"{address}/rules"
    assert judgement.row("Sở Xây dựng")[1:3] == ["2", "1"]
    assert [line[3] for line in csv.reader(io.StringIO(file.data.decode("utf-8-sig")))][1:] == [
        "eligible",
        "eligible",
        "no_result",
    ]
    assert {f"{address}/job/cancel", f"{address}/job"} <= shown.links
    assert ended == [JobState.DONE]
    assert done.location == f"{PAGE}imports/1"
    assert large.rows(COUNTS) == [(1, 2, 1)]
    assert large.rows(LEFT) == [(0, 1)]
    assert large.rows("SELECT outcome, lines FROM frame_job WHERE kind = 'judge'") == [(None, None)]
    assert large.actions()[-2:] == ["frame.job_begun", "frame.imported"]


def test_large_list__that_was_read__is_judged_and_imported_without_its_file(
    large, quanly, waiting, opened
):
    address = opened({}, {"Đơn vị": "STP", "Số điện thoại": ""})
    quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))
    waiting.do()

    large.change("DELETE FROM frame_upload_part")
    quanly.post(f"{address}/rules", {})
    judged = waiting.do()
    quanly.post(f"{address}/import")
    imported = waiting.do()

    assert (judged, imported) == ([JobState.DONE], [JobState.DONE])
    assert large.rows(COUNTS) == [(1, 2, 1)]
    assert large.rows("SELECT count(*) FROM frame_job WHERE lines IS NOT NULL") == [(0,)]


def test_large_list__unit_renamed_after_it_was_read__is_read_again(large, quanly, waiting, opened):
    address = opened({}, {"Đơn vị": "Sở Tư pháp"})
    quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))
    waiting.do()

    large.change("UPDATE round_unit SET name = 'Sở Tư pháp và Hộ tịch' WHERE name = 'Sở Tư pháp'")
    quanly.post(f"{address}/rules", {})

    assert waiting.do() == [JobState.REFUSED]
    assert large.rows(COUNTS) == [(0, 0, 1)]


def test_large_workbook__two_sheets__one_is_chosen(large, quanly, waiting, opened):
    many = [*rows_of({}, {}), *[[" "]] * MOST_ROWS_AT_ONCE]
    data = workbook({"Tháng 8": rows_of({}), "Tháng 9": many, "Ghi chú": [["x"]]})
    address = opened(data=data, name="list.xlsx")

    shown = quanly.get(f"{address}/columns")
    other = quanly.post(f"{address}/columns", {"sheet": "Tháng 9", "of_sheet": ""})
    for step, form in (("columns", typed_in(other)), ("rules", {}), ("import", {})):
        quanly.post(f"{address}/{step}", form)
        waiting.do()

    assert "Tháng 8, Tháng 9" in shown.text
    assert large.one("SELECT files FROM frame_import") == 2


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_file_of_many_bytes__is_kept_in_parts_and_read_whole(large, quanly, waiting):
    row = {"Địa chỉ": "Thôn mô phỏng " + "dài " * 400}

    address = bring_bytes(quanly, listed(*[row] * 3_000)).location.removesuffix("/job")
    parts = large.one("SELECT count(*) FROM frame_upload_part")
    waiting.do()
    quanly.post(f"{address}/columns")
    waiting.do()

    assert parts > 5
    assert "3000" in large.one("SELECT outcome FROM frame_job WHERE kind = 'read'")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"a;b;c\n1;2;3\n" + BLANK, id="no-header"),
        pytest.param(b"x" * 6_000_000, id="one-line"),
        pytest.param(b"\xff\xfe" + b"a\0" * 3_000_000, id="utf-16"),
        pytest.param(b"PK\x03\x04" + b"\0" * 3_000_000, id="broken"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 6_000_000, id="old"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_large_file__that_cannot_be_read__says_so(large, read, quanly, waiting, data):
    answer = bring_bytes(quanly, data)
    if answer.status_code == 303:
        waiting.do()
        answer = quanly.get(answer.location)

    assert "faults" in read(answer).places
    assert large.rows(COUNTS)[0][:2] == (0, 0)


def test_faults_of_rows__are_all_listed_page_by_page_and_in_a_file(
    large, read, quanly, waiting, opened
):
    address = opened(*[{"Ngày trả kết quả": "hôm qua"}] * 150, {"Hình thức nộp": "Qua Zalo"})
    quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))
    waiting.do()

    columns = read(quanly.get(f"{address}/columns"))
    pages = [read(quanly.get(f"{address}/faults?page={n}")) for n in ("1", "2", "99", "x")]
    file = quanly.get(f"{address}/faults.csv").data.decode("utf-8-sig")

    assert quanly.get(f"{address}/job").location == f"{address}/columns"
    assert "151" in columns.text
    assert "Qua Zalo" in str([field["value"] for field in columns.named("word-1")])
    assert ["101, Ngày trả" in page.text for page in pages] == [True, False, False, True]
    assert ["151, Ngày trả" in page.text for page in pages] == [False, True, True, False]
    assert len(list(csv.reader(io.StringIO(file)))) == 152
    assert large.rows(COUNTS)[0][:2] == (0, 0)


def test_words_and_columns__chosen_after_a_reading_with_faults__are_used(
    large, quanly, waiting, opened
):
    address = opened({"Hình thức nộp": "Qua Zalo"})
    quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))
    waiting.do()
    asked = typed_in(quanly.get(f"{address}/columns"))

    quanly.post(f"{address}/columns", asked | {"meaning-1": "online"})
    waiting.do()

    assert quanly.get(f"{address}/job").location == f"{address}/rules"
    assert quanly.get(f"{address}/faults").status_code == 404
    assert "online" in str(large.one("SELECT mapping FROM frame_upload"))


def test_button__pressed_twice__begins_one_piece_of_work(large, quanly, waiting, judged):
    address = judged({}, {})

    answers = [quanly.post(f"{address}/import") for _ in range(2)]
    begun = len(waiting)
    waiting.do()

    assert {one.location for one in answers} == {f"{address}/job"}
    assert begun == 1
    assert large.rows(COUNTS) == [(1, 2, 1)]
    assert quanly.post(f"{address}/import").location == f"{PAGE}imports/1"


def test_work__under_way__lets_nothing_of_the_list_change(large, quanly, waiting, judged):
    address = judged({}, {})
    quanly.post(f"{address}/import")

    answers = [
        quanly.post(f"{address}/columns", {}),
        quanly.post(f"{address}/rules", {"excludes_organisations": "1"}),
        quanly.post(f"{address}/job/again"),
    ]

    assert {one.location for one in answers} == {f"{address}/job"}
    assert len(waiting) == 1
    assert "true" not in str(large.one("SELECT rules FROM frame_upload")).lower()


def test_work__stopped__stores_nothing_and_can_begin_again(large, read, quanly, waiting, judged):
    address = judged({}, {})
    quanly.post(f"{address}/import")
    quanly.post(f"{address}/job/cancel")

    ended = waiting.do()
    page = read(quanly.get(f"{address}/job"))
    before = large.rows(COUNTS)
    quanly.post(f"{address}/job/again")
    waiting.do()

    assert ended == [None]
    assert "stopped" in page.places
    assert f"{address}/job/again" in page.links
    assert before == [(0, 0, 1)]
    assert large.rows(COUNTS) == [(1, 2, 1)]
    assert "frame.job_cancelled" in large.actions()


def test_work__stopped_while_it_stores__leaves_nothing(large, quanly, waiting, judged, monkeypatch):
    address = judged({}, {})
    quanly.post(f"{address}/import")
    stored = working.store_frame

    def stored_too_late(session, *words, **named):
        number = stored(session, *words, **named)
        session.execute(
            text(
                "UPDATE frame_job SET state = 'cancelled', ended_at = started_at"
                " WHERE kind = 'import'"
            )
        )
        return number

    monkeypatch.setattr(working, "store_frame", stored_too_late)

    ended = waiting.do()

    assert ended == [JobState.CANCELLED]
    assert large.rows(COUNTS) == [(0, 0, 1)]


def test_work__of_a_process_that_is_gone__is_said_and_begun_again(
    large, read, clock, quanly, waiting, judged
):
    address = judged({}, {})
    quanly.post(f"{address}/import")
    gone = list(waiting)
    waiting.clear()
    clock.move(LOST_AFTER)
    alive = json.loads(quanly.get(f"{address}/job.json").text)
    clock.move(timedelta(seconds=1))

    told = json.loads(quanly.get(f"{address}/job.json").text)
    page = read(quanly.get(f"{address}/job"))
    quanly.post(f"{address}/job/again")
    late = do_job(large.engine, gone[0], clock=clock, new_uuid=uuid4)
    waiting.do()

    assert (alive["state"], told["state"]) == ("running", "lost")
    assert "stopped" in page.places
    assert late is None
    assert large.rows(COUNTS) == [(1, 2, 1)]


def test_work__that_breaks__is_said(large, read, clock, quanly, waiting, opened):
    address = opened({})
    quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))

    fail_job(large.engine, waiting[0], at=clock())

    assert "stopped" in read(quanly.get(f"{address}/job")).places
    assert latest(large) == ("read", "failed")


def test_import__list_that_comes_to_something_else_meanwhile__is_refused(
    large, read, quanly, waiting, judged
):
    address = judged({}, {})
    quanly.post(f"{address}/import")
    large.change(
        "INSERT INTO frame_case (public_id, round_unit_id, file_code, procedure, returned_on)"
        " SELECT :public_id, round_unit_id, 'MP-0100', procedure, returned_on FROM frame_case",
        public_id="2" * 32,
    )

    ended = waiting.do()
    page = read(quanly.get(f"{address}/job"))

    assert ended == [JobState.REFUSED]
    assert f"{address}/judgement" in page.links
    assert large.rows(COUNTS) == [(0, 0, 1)]


def test_import__round_closed_meanwhile__is_refused(large, read, quanly, waiting, judged):
    address = judged({})
    quanly.post(f"{address}/import")
    large.change("UPDATE round SET state = 'closed'")

    ended = waiting.do()

    assert ended == [JobState.REFUSED]
    assert "faults" in read(quanly.get(f"{address}/job")).places
    assert large.rows(COUNTS) == [(0, 0, 1)]


def test_import__units_that_are_there__replaces_only_when_confirmed(
    large, read, quanly, waiting, judged
):
    quanly.post(f"{judged({})}/import")
    waiting.do()
    address = judged({}, {})

    refused = quanly.post(f"{address}/import")
    quanly.post(f"{address}/import", {"replaces": "1"})
    waiting.do()

    assert refused.status_code == 409
    assert quanly.get(f"{address}/job").location == f"{PAGE}imports/2"
    assert large.rows("SELECT state, cases FROM frame_import ORDER BY id") == [
        ("replaced", 1),
        ("current", 2),
    ]


def test_file__removed_while_a_process_works__is_gone(large, quanly, waiting, judged):
    address = judged({})
    quanly.post(f"{address}/import")

    quanly.post(f"{address}/cancel")
    ended = waiting.do()

    assert ended == [None]
    assert large.rows(LEFT) == [(0, 0)]
    assert quanly.get(f"{address}/job").status_code == 404


def test_file__after_a_day__is_removed_with_all_that_belongs_to_it(
    large, clock, quanly, waiting, judged
):
    judged({})
    clock.move(KEPT)

    large.client().sign_in("an")

    assert large.rows(LEFT) == [(0, 0)]
    assert large.one("SELECT count(*) FROM frame_job") == 0


def test_two_people__work_beside_each_other(large, quanly, waiting, judged, opened):
    large.change("UPDATE account SET role = 'field_manager' WHERE username = 'noivu'")
    other = large.client("noivu")
    address = judged({}, {})
    quanly.post(f"{address}/import")
    theirs = bring(other, large_list({"Đơn vị": "STP"})).location

    waiting.do()

    assert quanly.get(f"{address}/job").location == f"{PAGE}imports/1"
    assert other.get(theirs).location.endswith("/columns")
    assert quanly.get(theirs).status_code == 404
    assert other.get(f"{address}/job.json").status_code == 404


def test_more_work_than_fits__is_refused_kindly_and_nothing_is_kept(large, quanly, waiting):
    bring(quanly, large_list({}))
    waiting.do()
    for _ in range(3):
        large.change(
            "INSERT INTO frame_upload (id, round_id, account_id, file_name, is_large, uploaded_at,"
            " expires_at) SELECT :id, round_id, account.id, 'another', is_large, uploaded_at,"
            " expires_at FROM frame_upload JOIN account ON username = 'noivu'"
            " WHERE file_name = 'list.csv'",
            id=uuid4().hex,
        )
    large.change(
        "INSERT INTO frame_job (id, upload_id, kind, state, request, phase, done, started_at,"
        " seen_at) SELECT id, id, 'open', 'running', '{}', 'start', 0, uploaded_at, uploaded_at"
        " FROM frame_upload WHERE id NOT IN (SELECT upload_id FROM frame_job)"
    )

    answer = bring(large.client("quanly"), large_list({}))

    assert answer.status_code == 503
    assert large.one("SELECT count(*) FROM frame_job WHERE state = 'running'") == 3


def test_work__begun_on_two_lists_at_once__is_counted_together(large, quanly, opened, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_AT_ONCE", 1)
    large.change("UPDATE account SET role = 'field_manager' WHERE username = 'noivu'")
    opened({})
    opened({"Đơn vị": "STP"}, by=large.client("noivu"))
    lists = [UUID(str(number)) for (number,) in large.rows("SELECT id FROM frame_upload")]

    def begin(session, upload_id):
        upload = frame_uploads.upload_to_work_on(session, upload_id)
        return jobs.begin_job(
            session, upload, kind=JobKind.READ, job_id=uuid4(), at=large.clock()
        ).is_new

    def other():
        with transaction(large.engine) as session:
            return begin(session, lists[1])

    with ThreadPoolExecutor(1) as pool:
        with transaction(large.engine) as session:
            assert begin(session, lists[0])
            waits = pool.submit(other)
            wait([waits], timeout=0.3)
        with pytest.raises(Problem) as refused:
            waits.result()

    assert refused.value.code is Code.FRAME_JOBS_FULL


def test_one_procedure__floods_a_unit__is_said_before_the_rules(read, quanly, waiting, opened):
    address = opened(*[{}] * 49, {"Tên thủ tục": "Thủ tục khác"}, {"Đơn vị": "STP"})
    quanly.post(f"{address}/columns", typed_in(quanly.get(f"{address}/columns")))
    waiting.do()

    page = read(quanly.get(f"{address}/rules"))

    assert "flooded" in page.places
    assert "98 %" in page.text
    assert "49" in page.text


def test_process__started_by_the_page_and_killed__leaves_nothing(tmp_path, large, waiting, judged):
    """The real process, on this database: it does the work, and nothing is left of a killed one."""
    address = judged({}, {})
    quanly = large.client("quanly")
    quanly.post(f"{address}/import")
    (job_id,) = waiting
    url = large.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "survey_app", "frame", "work", str(job_id)]
    environment = {**os.environ, "DATABASE_URL": url}

    killed = subprocess.Popen(command, env=environment)  # noqa: S603 -- our own program
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = large.rows(COUNTS)
    done = subprocess.run(command, env=environment, check=False)  # noqa: S603 -- our own program

    assert killed.returncode == -signal.SIGKILL
    assert before == [(0, 0, 1)]
    assert done.returncode == 0
    assert large.rows(COUNTS) == [(1, 2, 1)]
