"""Signing in and out."""

from datetime import timedelta

import pytest

from survey_app.access.people import change_password, disable_account
from survey_app.db.engine import transaction
from survey_app.settings import Settings
from survey_app.web.app import create_app


@pytest.mark.parametrize(
    ("username", "home"),
    [
        ("an", "/interviews/"),
        ("quanly", "/field/"),
        ("giamsat", "/recheck/"),
        ("noivu", "/today"),
        ("donvi", "/results/own"),
        ("quantri", "/admin/"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_home__each_role__leads_to_its_own_page(world, username, home):
    client = world.client(username)

    answer = client.get("/")

    assert answer.location == home
    assert client.get(home).status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_home__nobody__leads_to_the_sign_in(world):
    answer = world.client().get("/")

    assert answer.location == "/sign-in"


def test_sign_in__right_password__leads_to_the_home_of_the_role(world):
    client = world.client()

    answer = client.sign_in("noivu")

    assert answer.status_code == 303
    assert client.get("/").location == "/today"


@pytest.mark.parametrize("typed", [" NoiVu ", "NOIVU"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__name_typed_with_capitals_or_spaces__is_the_same_name(world, typed):
    answer = world.client().sign_in(typed)

    assert answer.status_code == 303


@pytest.mark.parametrize("username", ["noivu", "khong-co"])
def test_sign_in__wrong_password_or_name__is_refused_alike(world, username):
    client = world.client()

    answer = client.sign_in(username, "sai-mat-khau")

    assert answer.status_code == 401
    assert 'id="refused"' in answer.text
    assert "sai-mat-khau" not in answer.text


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("", ""),
        ("noivu", ""),
        ("n" * 65, "sai-mat-khau"),
        ("noivu", "s" * 201),
        ("noivu", "sai\0mat-khau"),
        ("điều tra viên", "mật khẩu"),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__odd_input__is_refused_like_a_wrong_password(world, username, password):
    answer = world.client().sign_in(username, password)

    assert answer.status_code == 401
    assert 'id="refused"' in answer.text


def test_sign_in__name_that_no_database_takes__is_refused_too(world):
    answer = world.client().sign_in("noi\0vu", "sai-mat-khau")

    assert answer.status_code == 401


def test_sign_in__success_and_failure__are_audited(world):
    client = world.client()
    client.sign_in("noivu", "sai-mat-khau")

    client.sign_in("noivu")

    assert world.actions()[-2:] == ["account.sign_in_refused", "account.signed_in"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__already_signed_in__goes_home(world):
    answer = world.client("noivu").get("/sign-in")

    assert answer.location == "/"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__page_wanted_before__is_opened_afterwards(world):
    client = world.client()
    wanted = "/results/rounds/thu-2022/scores?sort=name&down=1"
    sent_to = client.get(wanted)

    page = client.get(sent_to.location)
    answer = client.sign_in("noivu", leads_to=wanted)

    assert sent_to.status_code == 302
    assert 'value="/results/rounds/thu-2022/scores?sort=name&amp;down=1"' in page.text
    assert answer.location == wanted


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "///evil.example",
        "",
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__next_on_another_site__stays_on_this_one(world, elsewhere):
    answer = world.client().sign_in("noivu", leads_to=elsewhere)

    assert answer.location == "/"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__language_chosen_before__stays(world):
    client = world.client()
    client.post("/language", {"language": "en"})

    client.sign_in("noivu")

    assert '<html lang="en">' in client.get("/results/").text


def _limited(world, limit):
    settings = Settings(
        secret_key="only-for-tests-only-for-tests-only-for-tests",
        secure_cookies=False,
        sign_in_limit=limit,
    )
    return create_app(settings, now=world.clock, engine=world.engine)


@pytest.fixture
def guesses(world):
    """Tries names in one browser at an application that takes three attempts a minute."""
    app = _limited(world, "3 per minute")
    browser = type(world.client())(app.test_client())
    return lambda *names: [browser.sign_in(name, "sai-mat-khau").status_code for name in names]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__too_many_attempts__are_slowed_down_for_that_name_only(guesses):
    assert guesses("noivu", "NoiVu", " noivu", "noivu") == [401, 401, 401, 429]
    assert guesses("an") == [401]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_in__too_many_attempts__page_says_what_to_do(world):
    app = _limited(world, "1 per minute")
    browser = type(world.client())(app.test_client())
    browser.sign_in("noivu", "sai-mat-khau")

    answer = browser.sign_in("noivu")

    assert answer.status_code == 429
    assert "(429)" in answer.text
    assert 'href="/"' in answer.text
    assert browser.get("/sign-in").status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_out__ends_the_session(world):
    client = world.client("noivu")

    answer = client.post("/sign-out")

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert '<p class="notice" role="status">' in client.get("/sign-in").text
    assert client.get("/results/").location == "/sign-in?next=/results/"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_sign_out__by_a_link__is_refused(world):
    client = world.client("noivu")

    answer = client.get("/sign-out")

    assert answer.status_code == 405
    assert client.get("/results/").status_code == 200


def test_session__changed_password__ends(world):
    client = world.client("noivu")
    with transaction(world.engine) as session:
        change_password(
            session, username="noivu", password="mot-mat-khau-moi", by=None, at=world.clock.now
        )

    answer = client.get("/results/")

    assert answer.status_code == 302
    assert client.sign_in("noivu").status_code == 401
    assert client.sign_in("noivu", "mot-mat-khau-moi").status_code == 303


def test_session__disabled_account__ends_and_cannot_begin(world):
    client = world.client("noivu")
    with transaction(world.engine) as session:
        disable_account(session, username="noivu", by=None, at=world.clock.now)

    answer = client.get("/results/")

    assert answer.status_code == 302
    assert client.sign_in("noivu").status_code == 401
    assert world.actions()[-2:] == ["account.disabled", "account.sign_in_refused"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_session__tablet_changes_its_network__stays(world):
    client = world.client("an")
    client.get("/interviews/")

    answer = client.http.get("/interviews/", environ_base={"REMOTE_ADDR": "10.20.30.40"})

    assert answer.status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_session__forged_cookie__is_nobody(world):
    client = world.client("noivu")
    client.http.set_cookie("session", client.cookie[:-4] + "AAAA")

    answer = client.get("/results/")

    assert answer.status_code == 302


@pytest.mark.parametrize(("secure", "marks"), [(True, 1), (False, 0)])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_session__cookie__is_hidden_from_scripts_and_other_sites(world, secure, marks):
    settings = Settings(secret_key="s" * 40, secure_cookies=secure)
    app = create_app(settings, now=world.clock, engine=world.engine)

    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert cookie.count("Secure") == marks


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_session__lasts__as_long_as_the_setting_says(world):
    settings = Settings(secret_key="s" * 40, session_hours=3)

    app = create_app(settings, now=world.clock, engine=world.engine)

    assert app.permanent_session_lifetime == timedelta(hours=3)
