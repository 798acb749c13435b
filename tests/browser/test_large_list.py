"""A large list in a browser: the bar moves by itself, or by a link, and a killed server says so."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from survey_app.fieldwork.frame.bringing import MOST_ROWS_AT_ONCE
from survey_app.fieldwork.frame.job_states import LOST_AFTER

HEADER = "Mã hồ sơ;Đơn vị;Tên thủ tục;Chủ hồ sơ;Địa chỉ;Ngày trả kết quả\n"
FRAME = "/field/rounds/ha-nam-2022/frame/"


@pytest.fixture
def large_list(tmp_path: Path) -> Path:
    """Few rows in a file that is taken for a large one."""
    rows = "".join(
        f"MP-{one};SYT;Thủ tục mô phỏng {one % 5};Người mô phỏng {one};Thôn {one};01/09/2022\n"
        for one in range(40)
    )
    file = tmp_path / "danh-sach.csv"
    file.write_text(HEADER + rows + "\n" * MOST_ROWS_AT_ONCE, encoding="utf-8")
    return file


def _bring(visitor, file: Path) -> None:
    visitor.go(FRAME)
    visitor.page.locator("#file").set_input_files(file)
    visitor.follow(visitor.page.locator("form.narrow-form button"))


@pytest.mark.parametrize("javascript", [True, False])
def test_large_list__in_a_browser__is_imported(server, visitors, large_list, javascript):
    visitor = visitors(server.address, "phone", javascript=javascript)
    page = visitor.page
    visitor.sign_in("buudien")

    def wait_for(step: str) -> None:
        if not javascript:
            while page.url.endswith("/job"):
                expect(page.locator("#job")).to_be_visible()
                visitor.follow(page.locator("main a.btn").first)
        page.wait_for_url(step)

    _bring(visitor, large_list)
    wait_for("**/columns")
    visitor.follow(page.locator("form.round-form button.btn-primary"))
    wait_for("**/rules")
    visitor.follow(page.locator("form.round-form button.btn-primary"))
    wait_for("**/judgement")
    visitor.follow(page.locator("form.narrow-form button"))
    wait_for("**/imports/*")

    assert server.one("SELECT cases FROM frame_import WHERE file_name = 'danh-sach.csv'") == 40
    assert server.one("SELECT count(*) FROM frame_upload_part") == 0


def test_server__killed_with_the_process__says_so_and_starts_again(server, visitors, large_list):
    visitor = visitors(server.address, "tablet")
    page = visitor.page
    visitor.sign_in("buudien")
    _bring(visitor, large_list)
    page.wait_for_url("**/columns")
    visitor.follow(page.locator("form.round-form button.btn-primary"))
    page.wait_for_url("**/rules")
    # What is left of work whose server and process were killed some time ago.
    server.change(
        "UPDATE frame_job SET state = 'running', ended_at = NULL, outcome = NULL,"
        " seen_at = datetime(seen_at, :silent) WHERE kind = 'read'",
        silent=f"-{LOST_AFTER.seconds + 1} seconds",
    )
    # The picture of the tab may be asked for just now, or be on its way.
    visitor.allow("ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
    server.kill()
    server.start()

    visitor.go(page.url.replace("/rules", "/job").removeprefix(server.address))
    expect(page.locator("#stopped")).to_be_visible()
    visitor.follow(page.locator("main .actions button"))
    page.wait_for_url("**/rules")

    assert server.one("SELECT count(*) FROM frame_job WHERE kind = 'read' AND state = 'done'") == 1
