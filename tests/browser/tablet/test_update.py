"""A new version of the app: it waits for the work, and drafts are finished in their own version."""

import shutil

import pytest
from playwright.sync_api import expect

PARTS = ("survey_app", "field_export", "scoring", "questionnaires")


@pytest.fixture
def renew(server, tmp_path):
    """Puts the next version of the app onto the server: one file of it has changed."""

    def install(*, without: str | None = None) -> None:
        code = tmp_path / "next version"
        for part in PARTS:
            shutil.copytree(server.code / part, code / part)
        timings = code / "survey_app/web/static/tablet/timings.js"
        timings.write_text(timings.read_text() + "// second version\n")
        if without is not None:
            missing = f'if found is None or filename == "{without}":'
            change(code / "survey_app/web/tablet.py", "if found is None:", missing)
        server.kill()
        server.code = code
        server.start()

    return install


def change(file, old, new):
    """Changes the code of a program that is not running yet."""
    before = file.read_text()
    assert before.count(old) == 1
    file.write_text(before.replace(old, new))


def look_for_update(enumerator):
    """What the browser does by itself at each start, and the app every hour."""
    enumerator.page.evaluate(
        "async () => { await (await navigator.serviceWorker.getRegistration('/tablet/')).update() }"
    )


def wait_until(enumerator, condition):
    """Waits for something that the page can only ask for."""
    enumerator.page.evaluate(
        f"""async () => {{
            const registered = () => navigator.serviceWorker.getRegistration("/tablet/");
            while (!({condition})) await new Promise((resolve) => setTimeout(resolve, 20));
        }}"""
    )


def wait_until_waiting(enumerator):
    """Waits until a new version is complete and waits."""
    wait_until(enumerator, "(await registered()).waiting")


def wait_until_tidy(enumerator):
    """Waits until one version is left."""
    wait_until(enumerator, "(await caches.keys()).length === 1")


def wait_for_version_after(enumerator, old):
    """Waits until another version of the app stands on the screen."""
    expect(enumerator.page.locator("html")).not_to_have_attribute("data-version", old)
    enumerator.page.locator("main h1").wait_for()


def test_update__nothing_open_and_nothing_unsent__takes_over(enumerator, renew):
    enumerator.begin()
    old = enumerator.version()
    enumerator.lock()

    renew()
    look_for_update(enumerator)
    wait_for_version_after(enumerator, old)

    wait_until_tidy(enumerator)
    assert enumerator.cached() == [enumerator.version()]
    enumerator.enter()
    expect(enumerator.names()).to_have_count(6)


def test_update__interview_open__waits_until_nobody_works(enumerator, server, renew, full):
    enumerator.begin()
    old = enumerator.version()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")

    renew()
    look_for_update(enumerator)
    wait_until_waiting(enumerator)
    enumerator.visitor.fill(full)
    assert enumerator.version() == old
    enumerator.finish()
    enumerator.look_at_outbox()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    expect(enumerator.place("update")).to_be_visible()
    assert enumerator.version() == old
    enumerator.lock()
    wait_for_version_after(enumerator, old)

    assert enumerator.outbox() == {uuid: "sent"}


def test_update__something_unsent__waits_until_it_was_sent(enumerator, server, renew, full):
    enumerator.begin()
    old = enumerator.version()
    server.change("UPDATE account SET session_mark = 'another mark of the same'")
    uuid = enumerator.interview(full)
    enumerator.look_at_outbox()
    expect(enumerator.place("problem")).to_be_visible()

    renew()
    look_for_update(enumerator)
    wait_until_waiting(enumerator)
    enumerator.send()
    expect(enumerator.place("update")).to_be_visible()
    enumerator.lock()
    assert enumerator.version() == old
    enumerator.enrol(server.enrolment_code())
    wait_for_version_after(enumerator, old)

    assert enumerator.outbox() == {uuid: "sent"}


def test_update__draft_of_the_old_version__is_finished_in_it_without_network(
    enumerator, server, renew, full
):
    enumerator.begin()
    old = enumerator.version()
    uuid = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    enumerator.lock()
    renew()
    look_for_update(enumerator)
    wait_for_version_after(enumerator, old)
    new = enumerator.version()
    server.kill()

    enumerator.enter()
    enumerator.page.locator("[data-next-case] [data-open]").click()
    enumerator.enter()
    assert enumerator.wait_for_form() == uuid
    assert enumerator.version() == old
    expect(enumerator.visitor.input("q11", 5)).to_be_checked()
    assert set(enumerator.cached()) == {old, new}
    enumerator.visitor.fill(full)
    enumerator.page.locator("[data-send]").click()
    enumerator.page.locator(".people").wait_for()

    assert enumerator.version() == new
    expect(enumerator.place("notice")).to_contain_text("✓")
    assert enumerator.outbox() == {uuid: "waiting"}
    wait_until_tidy(enumerator)
    assert enumerator.cached() == [new]
    server.start()
    enumerator.enter()
    enumerator.look_at_outbox()
    enumerator.send()
    expect(enumerator.place("items").locator(".is-sent")).to_have_count(1)
    assert server.stored(uuid)["app_version"] == old


def test_update__one_of_its_files_missing__leaves_the_old_version_whole(enumerator, renew):
    enumerator.visitor.allow("404")
    enumerator.begin()
    old = enumerator.version()
    enumerator.lock()
    renew(without="tablet/stopwatch.js")

    look_for_update(enumerator)
    wait_until(enumerator, "!(await registered()).installing")
    enumerator.page.reload()
    enumerator.enter()

    assert enumerator.version() == old
    assert enumerator.cached() == [old]
    expect(enumerator.names()).to_have_count(6)


def test_update__somebody_works_in_another_window__waits_for_both(
    enumerator, enumerators, server, renew
):
    enumerator.begin()
    old = enumerator.version()
    second = enumerators(server.address, page=enumerator.page.context.new_page())
    second.go()
    second.enter()
    enumerator.lock()

    renew()
    look_for_update(enumerator)
    wait_until_waiting(enumerator)
    enumerator.page.reload()
    enumerator.page.locator(".people").wait_for()
    enumerator.look_at_outbox()
    expect(enumerator.place("update")).to_be_visible()
    assert second.version() == old
    expect(second.names()).to_have_count(6)
    second.lock()
    wait_for_version_after(second, old)
    wait_for_version_after(enumerator, old)

    wait_until_tidy(enumerator)
    assert enumerator.cached() == [enumerator.version()]


def test_update__tablet_restarted_with_work_unsent__sends_it_and_finishes_the_draft_in_its_own(
    tablet, server, renew, full
):
    enumerator = tablet.switch_on()
    enumerator.begin()
    old = enumerator.version()
    server.change("UPDATE account SET session_mark = 'another mark of the same'")
    unsent = enumerator.interview(full)
    begun = enumerator.open_next()
    enumerator.visitor.walk(full, until="F2")
    enumerator.leave()
    renew()
    look_for_update(enumerator)
    wait_until_waiting(enumerator)
    assert enumerator.version() == old
    assert enumerator.outbox() == {unsent: "waiting"}

    tablet.switch_off()
    enumerator = tablet.switch_on()
    enumerator.go()
    wait_for_version_after(enumerator, old)
    new = enumerator.version()

    assert enumerator.outbox() == {unsent: "waiting"}
    enumerator.enter()
    enumerator.page.locator("[data-next-case] [data-open]").click()
    enumerator.enter()
    assert enumerator.wait_for_form() == begun
    assert enumerator.version() == old
    expect(enumerator.visitor.input("q11", 5)).to_be_checked()
    enumerator.visitor.fill(full)
    enumerator.page.locator("[data-send]").click()
    enumerator.page.locator(".people").wait_for()
    assert enumerator.version() == new
    enumerator.enrol(server.enrolment_code())
    enumerator.page.locator(".people").wait_for()
    expect(enumerator.page.locator("[data-state]")).to_have_text("✓ Đã gửi hết")
    assert enumerator.outbox() == {unsent: "sent", begun: "sent"}
    assert {server.stored(uuid)["app_version"] for uuid in (unsent, begun)} == {old}
