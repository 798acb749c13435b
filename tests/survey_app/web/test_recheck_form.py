"""A supervisor makes a re-check on a page: questions, everything once more, lock, who was right."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from survey_app.fieldwork.rechecks.asking import field_choices
from tests.drawn_recheck import draw_for
from tests.survey_app.conftest import COMPLETE

FIELD = "Xây dựng"
FITTING = {
    "interview_happened": "1",
    "person_ok": "1",
    "when_ok": "2",
    "place_ok": "1",
    "procedure_ok": str(field_choices((FIELD,), own=None)[0].code),
    "month_ok": "2209",
    "result_received": "1",
    "answered_by_ok": "1",
    "duration_ok": "1",
    "official_present": "2",
    "pressure": "1",
}
"""Of an interview on a page on 3 October; its case had its result in September."""
NEVER = {"interview_happened": "2", "recheck-mode": "phone"}


class Task:
    """An open task of Giám sát, and the browser that works on it."""

    def __init__(self, world):
        self.world = world
        world.change("UPDATE frame_case SET field = :field", field=FIELD)
        an = world.client("an")
        assert an.post(world.begin(an), COMPLETE).status_code == 303
        self.uuid = draw_for(world.engine, world.case_uuid, "giamsat")
        world.clock.now = datetime(2022, 10, 8, 1, 0, tzinfo=UTC)
        self.browser = world.client("giamsat")
        self.form = f"/recheck/{self.uuid}/form/"
        self.reconcile = f"/recheck/{self.uuid}/reconcile/"

    def items(self, read):
        """The criteria that are asked again."""
        fields = read(self.browser.get(self.form)).fields
        return sorted({one["name"] for one in fields if one.get("name", "").startswith("q")})

    def whole(self, read, **changed):
        """A re-check that fits, with everything answered."""
        answers = dict.fromkeys(self.items(read), "4")
        return {**FITTING, **answers, "recheck-mode": "visit", **changed}

    def summary(self, read, answers):
        """What the page before the lock holds."""
        page = read(self.browser.post(self.form, answers))
        hidden = {one["name"]: one["value"] for one in page.fields if one.get("type") == "hidden"}
        del hidden["csrf_token"]
        return hidden

    def lock(self, read, answers):
        """Presses both buttons; gives what was between them, and where that leads."""
        hidden = self.summary(read, answers)
        return hidden, self.browser.post(self.form, {**hidden, "recheck-lock": "1"})


@pytest.fixture
def task(world):
    return Task(world)


def test_form__everything_fits__is_shown_once_more_and_then_locked(world, task, read):
    answers = task.whole(read)

    summary = task.browser.post(task.form, answers)
    assert summary.status_code == 200
    assert "không thể thay đổi" in summary.text
    assert world.one("SELECT count(*) FROM recheck_interview") == 0
    hidden, locked = task.lock(read, answers)

    assert (locked.status_code, locked.location) == (303, f"/recheck/{task.uuid}/locked/")
    assert task.browser.get(locked.location).status_code == 200
    wrong = world.rows("SELECT fact FROM recheck_fact WHERE NOT fits")
    assert wrong == []
    assert world.one("SELECT count(*) FROM recheck_answer WHERE code = 4") == 8
    assert world.rows("SELECT state FROM recheck_task") == [("locked",)]
    assert world.actions()[-1] == "recheck.locked"
    assert task.browser.get(task.form).location == locked.location
    # Pressed twice, or with other answers: the first stays, and nothing is turned away.
    assert task.browser.post(task.form, {**hidden, "recheck-lock": "1"}).status_code == 303
    other = task.browser.post(task.form, {**hidden, "recheck-mode": "phone", "recheck-lock": "1"})
    assert other.status_code == 409
    assert world.rows("SELECT kind FROM recheck_aside") == [("conflict",)]


def test_form__what_is_missing__is_said_beside_its_question(world, task, read):
    items = task.items(read)
    sent = {**FITTING, items[0]: "4", "month_ok": "9999"}
    del sent["place_ok"]

    answer = task.browser.post(task.form, sent)

    page = read(answer)
    assert answer.status_code == 422
    wanted = {"#q-place_ok", "#q-month_ok", *(f"#q-{code}" for code in items[1:])}
    assert wanted <= page.links
    assert "Ông/Bà đã hỏi người trả lời bằng cách nào?" in page.text
    assert page.chosen("person_ok") == ["1"]
    assert world.one("SELECT count(*) FROM recheck_interview") == 0


def test_form__criteria_left_blank_on_purpose__are_kept_as_blank(world, task, read):
    items = task.items(read)
    answers = task.whole(read, confirm_blank="y")
    del answers[items[0]]

    _, locked = task.lock(read, answers)

    assert locked.status_code == 303
    assert world.rows("SELECT item FROM recheck_answer WHERE code IS NULL") == [(items[0],)]


def test_form__no_interview__drops_what_was_ticked_besides_and_asks_no_opinion(world, task, read):
    _, locked = task.lock(read, {**task.whole(read), **NEVER})

    assert locked.status_code == 303
    assert world.rows("SELECT fact, said FROM recheck_fact") == [("interview_happened", "no")]
    assert world.one("SELECT count(*) FROM recheck_answer") == 0
    assert not world.one("SELECT has_happened FROM recheck_interview")


def test_form__other_language_and_back_to_the_questions__lose_nothing(task, read):
    answers = task.whole(read)

    switched = read(task.browser.post(task.form, {**answers, "language": "en"}))
    hidden, _ = task.lock(read, answers)
    again = read(task.browser.post(task.form, {**hidden, "recheck-again": "1"}))
    summary = read(task.browser.post(task.form, {**hidden, "language": "vi"}))

    assert switched.chosen("place_ok") == again.chosen("place_ok") == ["1"]
    assert "Where was that?" in switched.text
    assert "Lúc đó Ông/Bà ở đâu?" in summary.text
    assert summary.named("recheck-lock") != []


def test_form__of_a_task_that_was_taken_back__is_kept_and_not_counted(world, task, read):
    answers = task.whole(read)
    world.change(
        "UPDATE recheck_task SET state = 'withdrawn', ended_at = assigned_at, end_reason = 'x'"
    )

    _, answer = task.lock(read, answers)

    assert answer.status_code == 409
    assert world.rows("SELECT kind FROM recheck_aside") == [("quarantined",)]
    assert task.browser.get(task.form).status_code == 404


def test_form__of_somebody_else__is_not_found(world, task):
    world.change(
        "UPDATE recheck_task SET supervisor_id = (SELECT id FROM account WHERE username = 'an')"
    )

    for path in (task.form, f"/recheck/{task.uuid}/locked/", task.reconcile):
        assert task.browser.get(path).status_code == 404
        assert task.browser.post(path, FITTING).status_code in {404, 405}


def test_reconcile__before_locking__is_not_found(task):
    assert task.browser.get(task.reconcile).status_code == 404
    assert task.browser.get(f"/recheck/{task.uuid}/locked/").status_code == 404


def test_reconcile__facts_that_do_not_fit__are_laid_beside_what_is_recorded_once(world, task, read):
    wrong = {"month_ok": "2201", "answered_by_ok": "3", "place_ok": "4"}
    task.lock(read, task.whole(read, **wrong))

    page = read(task.browser.get(task.reconcile))
    assert {"month_ok-who", "answered_by_ok-who"} <= {one.get("name") for one in page.fields}
    # Where it was is only a finding, and what fits is nobody's business.
    assert page.named("place_ok-who") == page.named("procedure_ok-who") == []
    assert "Tháng 1/2022" in page.text
    assert "01/09/2022" in page.text
    assert FIELD not in page.text.replace("Sở Xây dựng", "")
    assert task.reconcile in read(task.browser.get("/recheck/")).links

    half = {"month_ok-who": "interview", "month_ok-why": "x" * 501, "answered_by_ok-who": "?"}
    refused = task.browser.post(task.reconcile, half)
    assert refused.status_code == 422
    assert {"#f-month_ok", "#f-answered_by_ok"} <= read(refused).links
    assert world.one("SELECT count(*) FROM recheck_fact WHERE who_was_right IS NOT NULL") == 0

    said = {
        "month_ok-who": "interview",
        "month_ok-why": "Nhớ nhầm tháng.",
        "answered_by_ok-who": "recheck",
        "answered_by_ok-why": "Tự điền trên giấy.",
    }
    assert task.browser.post(task.reconcile, said).status_code == 303
    task.browser.post(task.reconcile, {**said, "month_ok-who": "recheck"})
    kept = "SELECT fact, who_was_right, explanation FROM recheck_fact WHERE NOT fits ORDER BY fact"
    assert world.rows(kept) == [
        ("answered_by_ok", "recheck", "Tự điền trên giấy."),
        ("month_ok", "interview", "Nhớ nhầm tháng."),
        ("place_ok", None, None),
    ]
    assert world.actions().count("recheck.reconciled") == 1
    assert "Nhớ nhầm" not in str(world.rows("SELECT details FROM audit_event"))
    assert read(task.browser.get(task.reconcile)).named("month_ok-who") == []
    assert task.reconcile not in read(task.browser.get("/recheck/")).links


def test_reconcile__nothing_to_say__leads_back(task, read):
    task.lock(read, task.whole(read))

    assert task.browser.get(task.reconcile).location == f"/recheck/{task.uuid}/locked/"


AT_ONCE = pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@AT_ONCE
@pytest.mark.parametrize(
    ("meanwhile", "status", "aside"),
    [
        ("state = 'withdrawn', end_reason = 'x', ended_at = assigned_at", 409, ["quarantined"]),
        ("work_day = work_day", 303, []),
    ],
)
def test_form__locked_while_somebody_else_has_the_task__is_judged_afterwards(
    world, task, read, meanwhile, status, aside
):
    hidden = task.summary(read, task.whole(read))
    task.browser.token()

    with ThreadPoolExecutor(1) as pool, world.engine.connect() as other:
        other.execute(text(f"UPDATE recheck_task SET {meanwhile}"))  # noqa: S608 -- our own words
        press = {**hidden, "recheck-lock": "1"}
        pressed = pool.submit(task.browser.post, task.form, press)
        world.wait_until_it_waits(pressed)
        other.commit()

    assert pressed.result().status_code == status
    assert [row[0] for row in world.rows("SELECT kind FROM recheck_aside")] == aside


@AT_ONCE
def test_reconcile__pressed_twice_at_once__is_kept_once(world, task, read):
    task.lock(read, task.whole(read, month_ok="2201"))
    said = {"month_ok-who": "interview", "month_ok-why": "Nhớ nhầm."}
    task.browser.token()

    with ThreadPoolExecutor(1) as pool, world.engine.connect() as other:
        other.execute(
            text(
                "UPDATE recheck_fact SET who_was_right = 'unclear', explanation = 'x',"
                " reconciled_at = now(), reconciled_by = 1 WHERE fact = 'month_ok'"
            )
        )
        other.execute(text("UPDATE recheck_task SET work_day = work_day"))
        pressed = pool.submit(task.browser.post, task.reconcile, said)
        world.wait_until_it_waits(pressed)
        other.commit()

    assert pressed.result().status_code == 303
    kept = "SELECT who_was_right FROM recheck_fact WHERE fact = 'month_ok'"
    assert world.one(kept) == "unclear"


def test_form__sent_the_first_time__says_since_when_it_is_begun(world, read):
    task = Task(world)
    opened = "SELECT opened_at FROM recheck_task"
    task.browser.get(task.form)
    assert world.one(opened) is None

    refused = task.browser.post(task.form, {"interview_happened": "1"})

    assert refused.status_code == 422
    first = world.one(opened)
    assert first is not None
    assert "recheck.opened" in world.actions()
    assert "Đã bắt đầu: 08/10/2022" in read(task.browser.get("/recheck/")).text
    task.browser.post(task.form, {"interview_happened": "1"})
    assert world.one(opened) == first
    assert world.actions().count("recheck.opened") == 1
