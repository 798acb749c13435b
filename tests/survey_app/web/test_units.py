"""The pages where units are renamed and merged, and types of unit end."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LIST = "/admin/units/"


def test_list__both_offices__see_units_and_types(world, read):
    for who in ("noivu", "quanly"):
        page = read(world.client(who).get(LIST))

        assert page.row("Sở Tư pháp")[1:4] == ["STP", "–", "–"]
        assert page.row("Sở, ban, ngành")[1:3] == ["–", "–"]
    assert f"{LIST}SXD" not in page.links


@pytest.mark.parametrize("who", ["an", "giamsat", "donvi", "quantri"])
@pytest.mark.parametrize("address", [LIST, f"{LIST}SXD", f"{LIST}groups/department"])
def test_units__other_roles__are_denied(world, who, address):
    assert world.client(who).get(address).status_code == 403


def test_units__field_manager__changes_nothing(world):
    client = world.client("quanly")
    sent = {"name": "X", "into": "STP", "ended_on": "30/06/2025", "valid_until": "30/06/2025"}

    for address in ("SXD/name", "SXD/merge", "SXD/restore", "groups/department"):
        assert client.post(f"{LIST}{address}", sent).status_code == 403

    assert world.one("SELECT count(*) FROM unit WHERE name = 'X' OR ended_on IS NOT NULL") == 0
    assert world.one("SELECT valid_until FROM unit_group") is None


@pytest.mark.parametrize("address", ["KHONG", "groups/khong", "%00"])
def test_unit__unknown__does_not_exist(noivu, address):
    assert noivu.get(f"{LIST}{address}").status_code == 404


@pytest.mark.parametrize("address", ["KHONG/name", "KHONG/merge", "KHONG/restore", "groups/khong"])
def test_unit__unknown__cannot_be_changed(noivu, address):
    assert noivu.post(f"{LIST}{address}", {"name": "X"}).status_code == 404


def test_rename__unit__is_called_so_here_and_not_in_its_open_round(world, read, noivu):
    answer = noivu.post(f"{LIST}SXD/name", {"name": " Sở Xây dựng và Giao thông "})

    assert answer.status_code == 303
    assert read(noivu.get(LIST)).row("Sở Xây dựng và Giao thông")[1] == "SXD"
    assert read(noivu.get("/field/rounds/thu-2022")).row("Sở Xây dựng")[0] == "Sở Xây dựng"
    assert "unit.renamed" in world.actions()


def test_merge__unit__shows_where_it_went(world, read, noivu):
    sent = {"into": "SXD", "ended_on": "30/06/2025"}

    answer = noivu.post(f"{LIST}STP/merge", sent)
    again = noivu.post(f"{LIST}STP/merge", sent)

    assert (answer.status_code, again.status_code) == (303, 422)
    assert read(noivu.get(LIST)).row("Sở Tư pháp")[2:4] == ["30/06/2025", "Sở Xây dựng"]
    assert not read(noivu.get(f"{LIST}STP")).named("into")
    assert world.actions().count("unit.merged") == 1


def test_restore__merger_by_mistake__lets_the_unit_go_on(world, read, noivu):
    noivu.post(f"{LIST}STP/merge", {"into": "SXD", "ended_on": "30/06/2025"})
    assert f"{LIST}STP/restore" in read(noivu.get(f"{LIST}STP")).links

    answers = [noivu.post(f"{LIST}STP/restore") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert read(noivu.get(LIST)).row("Sở Tư pháp")[2:4] == ["–", "–"]
    assert world.actions().count("unit.restored") == 1


@pytest.mark.parametrize(
    ("address", "sent", "faults"),
    [
        ("SXD/name", {"name": " "}, 1),
        ("SXD/name", {"name": "x" * 301}, 1),
        ("SXD/merge", {"into": "SXD", "ended_on": "31/02/2025"}, 2),
        ("SXD/merge", {}, 2),
        ("groups/department", {"valid_from": "x", "valid_until": "32/01/2025"}, 2),
        ("groups/department", {"valid_from": "01/07/2025", "valid_until": "30/06/2025"}, 1),
    ],
)
def test_units__faults__are_all_said_and_nothing_is_written(world, noivu, address, sent, faults):
    tables = ("SELECT * FROM unit", "SELECT * FROM unit_group", "SELECT * FROM round_unit")
    before = [world.rows(table) for table in tables]

    answer = noivu.post(f"{LIST}{address}", sent)

    listed = answer.text.split('class="faults"')[1].split("</ul>")[0]
    assert (answer.status_code, listed.count("<li>")) == (422, faults)
    assert [world.rows(table) for table in tables] == before


def test_type__that_ended__hinders_rounds_of_later_years(world, read, noivu):
    noivu.post(f"{LIST}groups/department", {"valid_from": "", "valid_until": "30/06/2025"})
    noivu.post("/admin/rounds/thu-2022/copy", {"code": "thu-2025", "year": "2025"})
    noivu.post("/admin/rounds/thu-2022/copy", {"code": "thu-2026", "year": "2026"})

    pages = [read(noivu.get(f"/admin/rounds/thu-{year}")) for year in (2025, 2026)]

    assert world.one("SELECT valid_until FROM unit_group") == "2025-06-30"
    offered = [f"/admin/rounds/thu-{year}/steps/open" for year in (2025, 2026)]
    assert [address in page.links for address, page in zip(offered, pages, strict=True)] == [
        True,
        False,
    ]
