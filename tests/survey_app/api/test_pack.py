"""The pack that a tablet takes along."""


def test_pack__own_cases_only__and_nothing_of_others(world):
    an = world.client("an").get("/api/v1/sync/pack").json
    binh = world.client("binh").get("/api/v1/sync/pack").json

    assert [case["uuid"] for case in an["rounds"][0]["cases"]] == [str(world.case_uuid)]
    assert binh["rounds"][0]["cases"] == []


def test_pack__unchanged__is_answered_with_304(world):
    client = world.client("an")
    tag = client.get("/api/v1/sync/pack").headers["ETag"]

    again = client.http.get("/api/v1/sync/pack", headers={"If-None-Match": tag})

    assert again.status_code == 304
    assert again.data == b""


def test_pack__exempt_units__are_not_offered(world):
    pack = world.client("an").get("/api/v1/sync/pack").json

    assert [unit["code"] for unit in pack["rounds"][0]["units"]] == ["SXD", "STP"]


def test_pack__other_role__is_refused(world):
    assert world.client("noivu").get("/api/v1/sync/pack").status_code == 403
