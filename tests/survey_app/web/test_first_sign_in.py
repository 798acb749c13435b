"""The first sign-in: user name and one-time code, then a password."""

import pytest

from survey_app.access.first_sign_in import CODE_LIFE, new_code
from survey_app.access.people import disable_account, person_named
from survey_app.db.engine import transaction
from survey_app.settings import Settings
from survey_app.web.app import create_app

PASSWORD = "mot-mat-khau-moi"
DOOR, CHOOSE = "/sign-in/code/", "/sign-in/code/password"
WRONG = "AAAA-BBBB-CCCC"
WITHOUT = "SELECT count(*) FROM account WHERE password_hash IS NULL"
ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def code(world):
    """The code of Bình, who has no password yet."""
    world.change("UPDATE account SET password_hash = NULL WHERE username = 'binh'")
    with transaction(world.engine) as session:
        by = person_named(session, "quantri")
        return new_code(session, username="binh", by=by, at=world.clock.now).code


def _fields(code, password=PASSWORD, again=None, **others):
    typed = password if again is None else again
    return {"username": "binh", "code": code, "password": password, "again": typed, **others}


def test_first_sign_in__both_steps__end_signed_in_with_a_password(world, code, read):
    client = world.client()
    step = client.post(DOOR, {"username": " Binh ", "code": code.lower(), "next": "/tablet/"})
    page = read(step)
    carried = {name: page.named(name)[-1]["value"] for name in ("username", "code", "next")}

    answer = client.post(CHOOSE, {**carried, "password": PASSWORD, "again": PASSWORD})

    assert step.status_code == 200
    assert (answer.status_code, answer.location) == (303, "/tablet/")
    assert client.get("/").location == "/interviews/"
    assert world.client().sign_in("binh", PASSWORD).status_code == 303
    assert "account.password_chosen" in world.actions()


def test_first_sign_in__code_used__is_refused_and_the_password_stays(world, code):
    world.client().post(CHOOSE, _fields(code))

    again = [world.client().post(path, _fields(code, "mot-cai-khac")) for path in (DOOR, CHOOSE)]

    assert [answer.status_code for answer in again] == [401, 401]
    assert world.client().sign_in("binh", PASSWORD).status_code == 303
    assert world.actions().count("account.code_refused") == 2


def _said(page):
    start = page.text.index('id="refused"')
    return page.status_code, page.text[start : page.text.index("</p>", start)]


@ON_SQLITE
def test_first_sign_in__wrong_used_old_and_unknown__are_told_in_the_same_words(world, code):
    said = set()
    for path in (DOOR, CHOOSE):
        for fields in (
            _fields(WRONG),
            _fields(code, username="khong-co"),
            _fields(""),
            _fields("A" * 65),
            _fields(code, username="bi\0nh"),
            _fields(WRONG, "ngan"),
        ):
            said.add(_said(world.client().post(path, fields)))
    world.clock.move(CODE_LIFE)
    said.add(_said(world.client().post(DOOR, _fields(code))))
    with transaction(world.engine) as session:
        disable_account(session, username="binh", by=None, at=world.clock.now)
    said.add(_said(world.client().post(DOOR, _fields(code))))

    assert len(said) == 1
    assert {status for status, _ in said} == {401}
    assert world.one(WITHOUT) == 1


@pytest.mark.parametrize(
    ("password", "again", "faults"),
    [
        ("ngan", "ngan", 1),
        ("x" * 201, "x" * 201, 1),
        (PASSWORD, "mot-mat-khau-khac", 1),
        ("ngan", "khac", 2),
        ("", "", 1),
    ],
)
@ON_SQLITE
def test_password__that_cannot_be_taken__is_told_with_every_reason(
    world, code, password, again, faults
):
    client = world.client()

    answer = client.post(CHOOSE, _fields(code, password, again))

    assert answer.status_code == 422
    assert answer.text.count("<li>") == faults
    assert not password or f'"{password}"' not in answer.text
    assert client.post(CHOOSE, _fields(code)).status_code == 303


@ON_SQLITE
def test_password__typed_in_parts_and_whole__is_the_same(world, code):
    answer = world.client().post(CHOOSE, _fields(code, "mật khẩu", again="mâ\u0323t khâ\u0309u"))

    assert answer.status_code == 303
    assert world.client().sign_in("binh", "mật khẩu").status_code == 303


@ON_SQLITE
def test_code__typed__stands_on_no_page_that_refuses(world, code):
    page = world.client().post(DOOR, _fields(code, username="an")).text

    assert code not in page


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", ""],
)
@ON_SQLITE
def test_next__on_another_site__stays_on_this_one(world, code, read, elsewhere):
    client = world.client()

    page = read(client.get(f"{DOOR}?next={elsewhere}"))
    answer = client.post(CHOOSE, _fields(code, next=elsewhere))

    assert page.named("next")[-1]["value"] == "/"
    assert answer.location == "/"


@ON_SQLITE
def test_door__from_the_sign_in__keeps_where_it_leads(world, read):
    sign_in = read(world.client().get("/sign-in?next=/tablet/"))
    door = read(world.client().get("/sign-in/code/?next=/tablet/"))

    assert "/sign-in/code/?next=/tablet/" in sign_in.links
    assert "/sign-in?next=/tablet/" in door.links
    assert door.named("next")[-1]["value"] == "/tablet/"


@ON_SQLITE
def test_door__somebody_signed_in__goes_home(world):
    assert world.client("noivu").get(DOOR).location == "/"


@ON_SQLITE
def test_first_sign_in__in_the_browser_of_somebody_else__ends_that_session(world, code):
    client = world.client("noivu")
    client.token()
    client.post(CHOOSE, _fields(code))

    assert client.get("/").location == "/interviews/"
    assert client.get("/results/").status_code == 403


@pytest.mark.parametrize("path", [DOOR, CHOOSE])
@ON_SQLITE
def test_codes__too_many_attempts__are_slowed_down_for_that_name_only(world, code, path):
    settings = Settings(secret_key="s" * 40, secure_cookies=False, sign_in_limit="2 per minute")
    app = create_app(settings, now=world.clock, engine=world.engine)
    browser = type(world.client())(app.test_client())

    answers = [browser.post(path, _fields(one)).status_code for one in (WRONG, WRONG, code)]

    assert answers == [401, 401, 429]
    assert browser.post(path, _fields(WRONG, username="an")).status_code == 401


@pytest.mark.parametrize("path", [DOOR, CHOOSE])
@ON_SQLITE
def test_forms__without_their_token__change_nothing(world, code, path):
    answer = world.client().http.post(path, data=_fields(code))

    assert answer.status_code == 400
    assert world.one(WITHOUT) == 1


@ON_SQLITE
def test_pages__in_english__are_english(world, code):
    client = world.client()
    client.post("/language", {"language": "en"})

    assert "One-time code" in client.get(DOOR).text
    assert "Choose your password" in client.post(DOOR, _fields(code)).text


@ON_SQLITE
def test_log__of_both_steps__has_neither_code_nor_password(world, code, capsys):
    client = world.client()
    client.post(DOOR, _fields(code))
    client.post(CHOOSE, _fields(code))

    logged = capsys.readouterr().err

    assert CHOOSE in logged
    for secret in (code, code.replace("-", ""), PASSWORD, "binh"):
        assert secret not in logged
