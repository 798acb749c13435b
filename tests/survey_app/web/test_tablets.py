"""Enrolling tablets and ending them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import segno


def _code(page):
    return re.search(r'class="enrolment-code">([^<]+)<', page).group(1)


def _enrol(world, code):
    return world.app.test_client().post("/api/v1/devices/enrol", json={"code": code})


def test_enrolment__fresh_code__gives_a_credential_once(world):
    code = _code(world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text)

    first, second = _enrol(world, code.lower()), _enrol(world, code)

    assert (first.status_code, second.status_code) == (201, 422)
    assert len(first.json["credential"]) >= 40
    assert world.one("SELECT name FROM device") == "Máy 7"
    assert first.json["credential"] not in str(world.rows("SELECT * FROM device"))


def test_enrolment__old_code__is_refused(world):
    code = _code(world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text)
    world.clock.move(timedelta(minutes=31))

    assert _enrol(world, code).status_code == 422


@pytest.mark.parametrize("code", ["", "ABCD EFGH", None, 7, ["x"]])
def test_enrolment__wrong_code__is_refused(world, code):
    answer = _enrol(world, code)

    assert answer.status_code == 422
    assert answer.json["code"] == "enrolment_refused"


def test_tablet__ended__may_not_send_and_stays_in_the_list(world):
    client = world.client("quantri")
    credential = _enrol(world, _code(client.post("/field/tablets/", {"name": "Máy 7"}).text)).json
    client.post(f"/field/tablets/{credential['device_id']}/revoke")

    answer = world.app.test_client().post(
        "/api/v1/sync/interviews",
        json={"documents": []},
        headers={"Authorization": f"Device {credential['credential']}"},
    )

    assert answer.status_code == 401
    assert "Máy 7" in client.get("/field/tablets/").text


def test_tablet__silent_for_a_day__is_marked(world):
    client = world.client("quantri")
    _enrol(world, _code(client.post("/field/tablets/", {"name": "Máy 7"}).text))
    world.clock.move(timedelta(hours=25))

    assert 'class="mark"' in world.client("quanly").get("/field/tablets/").text


def test_tablets__of_all_kinds__stand_in_the_order_of_worry(world, read):
    client = world.client("quantri")
    for name in ("Máy cũ", "Máy im", "Máy lâu", "Máy mới"):
        _enrol(world, _code(client.post("/field/tablets/", {"name": name}).text))
    for name, days in (("Máy cũ", 9), ("Máy im", 2), ("Máy lâu", 3)):
        world.change(
            "UPDATE device SET last_seen_at = :at WHERE name = :name",
            at=str(world.clock() - timedelta(days=days))[:19],
            name=name,
        )
    ended = UUID(str(world.one("SELECT id FROM device WHERE name = 'Máy cũ'")))
    client.post(f"/field/tablets/{ended}/revoke")

    page = read(client.get("/field/tablets/"))

    assert [row[0] for row in page.rows[1:]] == ["Máy lâu", "Máy im", "Máy mới", "Máy cũ"]
    assert page.classes.count("mark") == 2


def test_tablet__silent__shows_on_the_first_page_of_the_field_manager(world, read):
    _enrol(world, _code(world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text))
    manager = world.client("quanly")
    before = read(manager.get("/field/"))

    world.clock.move(timedelta(hours=25))
    after = read(manager.get("/field/"))

    assert ("today" in before.classes, "today" in after.classes) == (False, True)


def test_tablet__that_sent__is_listed_with_who_interviewed_and_its_app(world, read):
    enrolled = _enrol(
        world, _code(world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text)
    ).json
    world.interview({})
    world.change("UPDATE interview SET device_id = (SELECT id FROM device)")
    world.app.test_client().post(
        "/api/v1/sync/interviews",
        json={"documents": []},
        headers={"Authorization": f"Device {enrolled['credential']}", "X-App-Version": "1.4.2"},
    )

    page = read(world.client("quanly").get("/field/tablets/"))

    assert page.row("Máy 7")[2:4] == ["An", "1.4.2"]


def test_code__shown__can_be_scanned_as_the_address_of_the_app_with_the_code(world):
    page = world.client("quantri").post("/field/tablets/", {"name": "Máy 7"}).text

    code = _code(page).replace(" ", "")
    drawn = re.search(r'viewBox="0 0 (\d+) \d+"', page).group(1), _modules(page)
    assert drawn == _expected(f"http://localhost/tablet/#enrol={code}")


def _modules(page):
    """The dark modules of the drawing, from the bars of its path."""
    bars = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", page)
    return {(int(x) + step, int(y)) for x, y, width in bars for step in range(int(width))}


def _expected(content):
    matrix = segno.make_qr(content, error="m", boost_error=False).matrix
    dark = {
        (x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    }
    return str(len(matrix) + 8), dark


def test_end__asked_for__is_confirmed_on_a_page_of_its_own(world, read):
    client = world.client("quantri")
    enrolled = _enrol(world, _code(client.post("/field/tablets/", {"name": "Máy 7"}).text)).json
    path = f"/field/tablets/{enrolled['device_id']}/revoke"
    assert path in read(client.get("/field/tablets/")).links

    page = client.get(path)

    assert "Máy 7" in page.text
    assert world.one("SELECT revoked_at FROM device") is None
    assert client.post(path).status_code == 303
    assert client.get(path).location == "/field/tablets/"


@pytest.mark.parametrize(
    ("who", "shown", "hidden"),
    [
        ("quanly", {"/field/", "/field/quarantine/", "/field/tablets/"}, {"/admin/", "/results/"}),
        ("quantri", {"/admin/", "/field/tablets/"}, {"/field/", "/field/quarantine/"}),
        ("noivu", {"/results/", "/field/"}, {"/field/quarantine/", "/field/tablets/"}),
        ("donvi", set(), {"/field/", "/field/quarantine/", "/field/tablets/"}),
    ],
)
def test_navigation__of_a_role__leads_to_what_it_may_open_only(world, read, who, shown, hidden):
    page = read(world.client(who).http.get("/", follow_redirects=True))

    assert shown <= page.links
    assert not hidden & page.links


def test_navigation__of_the_field_manager__counts_what_waits(world, complete):
    world.interview({})
    form = world.rows("SELECT uuid FROM interview")[0][0]
    world.client("an").post(f"/interviews/{UUID(str(form))}", {**complete, "q11": "1"})

    page = world.client("quanly").get("/field/tablets/").text

    assert re.search(r'href="/field/quarantine/"[^>]*>[^<]*\(1\)<', page)


@pytest.mark.parametrize("name", ["", " ", "x" * 101])
def test_tablet__without_a_fitting_name__is_refused(world, name):
    assert world.client("quantri").post("/field/tablets/", {"name": name}).status_code == 422
