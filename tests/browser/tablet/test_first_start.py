"""Somebody from a list takes a tablet for the first time: code, password, PIN, list of cases."""

from survey_app.access.people import person_named
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.fieldwork.account_list.importing import judge_list, read_people, store_list

LIST = """Họ và tên,Vai trò,Cơ quan,Địa bàn
Người Mô Phỏng Mới,Điều tra viên,Bưu điện tỉnh,Phủ Lý
"""
PASSWORD = "mot-mat-khau-moi"


def test_account_of_a_list__first_start_on_a_tablet__ends_at_the_list_of_cases(server, enumerator):
    at = system_clock()
    with transaction(server.engine) as session:
        judged = judge_list(session, read_people(session, LIST.encode()))
        by = person_named(session, "quantri")
        (handed,) = store_list(session, judged, by=by, at=at)
    server.change(
        "UPDATE assignment SET enumerator_id = (SELECT max(id) FROM account)"
        " WHERE frame_case_id = (SELECT max(frame_case_id) FROM assignment)"
    )
    page = enumerator.page

    enumerator.go()
    enumerator.place("sign-in").click()
    page.locator("a[href*='/sign-in/code/']").click()
    page.locator("#username").fill(handed.made.username)
    page.locator("#code").fill(handed.made.code)
    page.locator("main button").click()
    page.locator("#password").fill(PASSWORD)
    page.locator("#again").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/tablet/**")
    enumerator.choose_pin()
    seen = enumerator.respondents()
    enumerator.lock()
    enumerator.enter()
    again = enumerator.respondents()

    assert len(seen) == 1
    assert again == seen
    assert server.one("SELECT count(*) FROM account WHERE password_hash IS NULL") == 0
    assert server.one("SELECT count(*) FROM sign_in_code WHERE used_at IS NULL") == 0
