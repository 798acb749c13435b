"""A tablet that cannot send: its file goes by hand, and what is in it counts, once."""

import pytest
from playwright.sync_api import expect

DECIDING = "SELECT kind, interview_uuid FROM quarantine"


@pytest.fixture
def manager(server, visitors):
    """The field manager at a desk."""
    visitor = visitors(server.address, "desk")
    visitor.sign_in_by_hand("buudien")
    return visitor


def saved_file(enumerator, folder):
    """The file that the tablet saves, carried to another computer."""
    with enumerator.page.expect_download() as download:
        enumerator.place("backup").click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def bring(manager, file):
    """Takes a file in; gives the figures of the page that answers, in their order."""
    manager.go("/field/backups/")
    manager.page.locator("#file").set_input_files(file)
    manager.follow(manager.page.locator("main form button"))
    manager.page.locator("dl.figures").wait_for()
    return [int(figure) for figure in manager.page.locator("dl.figures dd").all_inner_texts()]


def test_file__saved_without_network_and_brought_by_hand__counts_once(
    enumerator, manager, server, least, tmp_path
):
    before = server.interviews()
    enumerator.begin()
    enumerator.page.context.set_offline(True)
    finished = enumerator.interview(least | {"a3": "Đổi giấy phép lái xe"})
    enumerator.open_next()
    enumerator.visitor.walk(least, until="F2")
    enumerator.leave()
    enumerator.look_at_outbox()
    file = saved_file(enumerator, tmp_path)

    figures = bring(manager, file)

    accepted, already, conflict, to_decide = figures
    assert (accepted, already, conflict, to_decide) == (1, 0, 0, 1)  # the unfinished one waits
    assert server.interviews() == before + 1
    assert server.answers_of(finished) == least | {"a3": "Đổi giấy phép lái xe"}
    # Brought again, and sent by the tablet as well: still once.
    assert bring(manager, file)[:3] == [0, 1, 0]
    enumerator.page.context.set_offline(False)
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert enumerator.outbox() == {finished: "sent"}
    assert server.interviews() == before + 1
    assert server.one("SELECT count(*) FROM quarantine") == 1
