"""Vietnamese first, English by a switch."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_language__first_visit__is_vietnamese(world):
    page = world.client().http.get("/sign-in", headers={"Accept-Language": "en"}).text

    assert '<html lang="vi">' in page
    assert 'value="en" lang="en">English</button>' in page


def test_language__switched__stays_on_every_page_and_can_be_switched_back(world):
    client = world.client("noivu")

    answer = client.post("/language", {"language": "en", "next": "/results/"})
    english = client.get("/results/").text
    client.post("/language", {"language": "vi"})

    assert answer.location == "/results/"
    assert '<html lang="en">' in english
    assert "Trial round 2022" in english
    assert '<html lang="vi">' in client.get("/results/").text


@pytest.mark.parametrize("unknown", ["fr", "", "EN", "../../etc", "en\0"])
def test_language__unknown__changes_nothing(world, unknown):
    client = world.client()

    answer = client.post("/language", {"language": unknown})

    assert answer.status_code == 302
    assert '<html lang="vi">' in client.get("/sign-in").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\x", None])
def test_language__next_on_another_site__stays_on_this_one(world, elsewhere):
    fields = {"language": "en"} if elsewhere is None else {"language": "en", "next": elsewhere}

    answer = world.client().post("/language", fields)

    assert answer.location == "/"


def test_language__address_with_arguments__is_kept(world):
    client = world.client("noivu")
    address = "/results/rounds/thu-2022/scores?sort=name&down=1"

    page = client.get(address).text
    answer = client.post("/language", {"language": "en", "next": address})

    assert 'name="next" value="/results/rounds/thu-2022/scores?sort=name&amp;down=1"' in page
    assert answer.location == address


def test_language__of_a_refusal__is_the_chosen_one(world):
    client = world.client("noivu")
    client.post("/language", {"language": "en"})

    page = client.get("/khong-co").text

    assert "There is nothing here, or it is not yours to see." in page


def test_language__another_persons__is_not_inherited(world):
    world.client("an").post("/language", {"language": "en"})

    assert '<html lang="vi">' in world.client("an").get("/interviews/").text
