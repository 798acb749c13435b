"""Passwords are kept as argon2id hashes."""

import pytest

from survey_app.access.passwords import MINIMUM_LENGTH, hash_password, password_matches
from survey_app.problems import Code, Problem


@pytest.fixture(autouse=True)
def quick_passwords():
    """No less work than in earnest."""


def test_hash__password__is_argon2id_and_salted():
    first, second = hash_password("mot-mat-khau-dai"), hash_password("mot-mat-khau-dai")

    assert first.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert first != second
    assert "mot-mat-khau-dai" not in first


def test_matches__right_and_wrong_password__are_told_apart():
    stored = hash_password("mật khẩu dài")

    assert password_matches("mật khẩu dài", stored)
    assert not password_matches("mật khẩu dai", stored)
    assert not password_matches("", stored)


def test_matches__no_account__does_the_same_work(monkeypatch):
    import survey_app.access.passwords as module

    usual, verified = module._hasher, []

    class Watching:
        def verify(self, stored, password):
            verified.append(stored)
            return module.PasswordHasher().verify(stored, password)

    monkeypatch.setattr(module, "_hasher", Watching())

    matched = password_matches("no account has this password", None)

    assert not matched
    assert [stored.startswith("$argon2id$") for stored in verified] == [True]
    assert not usual.check_needs_rehash(verified[0])


@pytest.mark.parametrize("stored", ["!", "", "plain", "$argon2id$v=19$broken"])
def test_matches__unusable_hash__is_never_a_match(stored):
    assert not password_matches("mot-mat-khau-dai", stored)


@pytest.mark.parametrize("password", ["", "x" * (MINIMUM_LENGTH - 1)])
def test_hash__short_password__is_refused_with_the_minimum(password):
    with pytest.raises(Problem) as refused:
        hash_password(password)

    assert refused.value.code is Code.PASSWORD_TOO_SHORT
    assert str(MINIMUM_LENGTH) in refused.value.message
