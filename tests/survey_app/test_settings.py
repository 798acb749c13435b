"""Settings: read once, checked at the start."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.problems import Code, Problem
from survey_app.settings import Settings, database_url, read_settings

SECRET = "s" * 32


def _read(**environ):
    return read_settings({"HAILONG_SECRET_KEY": SECRET, **environ})


def test_settings__only_the_secret__has_safe_defaults():
    assert _read() == Settings(
        secret_key=SECRET,
        database_url="sqlite:///hailong.sqlite3",
        secure_cookies=True,
        sign_in_limit="10 per minute",
        session_hours=12,
        proxies=0,
        durable=True,
    )


def test_settings__all_given__are_taken():
    found = _read(
        DATABASE_URL="postgresql://u:p@h:5433/d",
        HAILONG_SECURE_COOKIES="No",
        HAILONG_SIGN_IN_LIMIT="5 per hour",
        HAILONG_SESSION_HOURS="8",
        HAILONG_PROXIES="2",
    )

    assert found.database_url == "postgresql+psycopg://u:p@h:5433/d"
    assert (found.secure_cookies, found.sign_in_limit) == (False, "5 per hour")
    assert (found.session_hours, found.proxies) == (8, 2)


@pytest.mark.parametrize("environ", [{}, {"HAILONG_SECRET_KEY": ""}])
def test_settings__no_secret__are_refused(environ):
    with pytest.raises(Problem) as refused:
        read_settings(environ)

    assert refused.value.code is Code.SETTING_MISSING
    assert "HAILONG_SECRET_KEY" in str(refused.value)


def test_settings__short_secret__are_refused_without_showing_it():
    with pytest.raises(Problem) as refused:
        read_settings({"HAILONG_SECRET_KEY": "ngan-va-bi-mat"})

    assert refused.value.code is Code.SETTING_WRONG
    assert "ngan-va-bi-mat" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HAILONG_SECURE_COOKIES", "maybe"),
        ("HAILONG_SECURE_COOKIES", "1"),
        ("HAILONG_SECURE_COOKIES", ""),
        ("HAILONG_SIGN_IN_LIMIT", "often"),
        ("HAILONG_SIGN_IN_LIMIT", ""),
        ("HAILONG_SIGN_IN_LIMIT", "0 per minute"),
        ("HAILONG_SESSION_HOURS", "0"),
        ("HAILONG_SESSION_HOURS", "-1"),
        ("HAILONG_SESSION_HOURS", "twelve"),
        ("HAILONG_SESSION_HOURS", "９"),
        ("HAILONG_SESSION_HOURS", "9" * 5000),
        ("HAILONG_PROXIES", "x"),
        ("HAILONG_PROXIES", "1000"),
    ],
)
def test_settings__wrong_value__is_refused_with_its_name(name, value):
    with pytest.raises(Problem) as refused:
        _read(**{name: value})

    assert refused.value.code is Code.SETTING_WRONG
    assert name in str(refused.value)


@pytest.mark.parametrize(
    ("given_url", "used"),
    [
        ("postgres://h/d", "postgresql+psycopg://h/d"),
        ("postgresql://h/d", "postgresql+psycopg://h/d"),
        ("postgresql+psycopg://u:p%40@h/d?sslmode=require", None),
        ("sqlite:////var/lib/hailong.sqlite3", None),
        ("sqlite://", None),
    ],
)
def test_database_url__known_kinds__get_our_driver(given_url, used):
    assert database_url({"DATABASE_URL": given_url}) == (used or given_url)


@given(st.text(max_size=60))
def test_database_url__anything_else__is_refused_or_one_of_ours(typed):
    try:
        found = database_url({"DATABASE_URL": typed})
    except Problem as refused:
        found = refused.code.name

    assert found.startswith(("sqlite:", "postgresql+psycopg:", "SETTING_WRONG"))


def test_database_url__wrong__does_not_repeat_the_password():
    with pytest.raises(Problem) as refused:
        database_url({"DATABASE_URL": "mysql://root:mat-khau-bi-mat@h/d"})

    assert "mat-khau-bi-mat" not in str(refused.value)
