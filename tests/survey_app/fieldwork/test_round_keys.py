"""Every round has a key that this installation can read."""

import pytest

from survey_app.db.engine import transaction
from survey_app.fieldwork.round_keys import ensure_keys, opener_of
from tests.survey_app.conftest import SECRET

OTHER = "another-secret-another-secret-another-secret"


def _ensure(world, secret):
    with transaction(world.engine) as session:
        return ensure_keys(session, secret_key=secret, at=world.clock())


def _kids(world):
    return [row[0] for row in world.rows("SELECT kid FROM round_key ORDER BY created_at")]


def test_ensure_keys__round_with_a_readable_key__changes_nothing(world):
    assert _ensure(world, SECRET) == 0
    assert len(_kids(world)) == 1
    assert world.actions() == []


def test_ensure_keys__round_of_the_version_before__gets_one_and_only_one(world):
    world.change("DELETE FROM round_key")

    assert [_ensure(world, SECRET) for _ in range(2)] == [1, 0]
    assert len(_kids(world)) == 1
    assert world.actions() == ["round.key_added"]


def test_ensure_keys__secret_was_changed__adds_a_key_and_keeps_the_old_one(world):
    (old,) = _kids(world)

    assert _ensure(world, OTHER) == 1
    assert old in _kids(world)
    assert len(_kids(world)) == 2


@pytest.mark.parametrize(("secret", "found"), [(SECRET, True), (OTHER, False)])
def test_opener__only_with_the_secret_it_was_wrapped_with__finds_the_key(world, secret, found):
    (kid,) = _kids(world)

    with transaction(world.engine, writes=False) as session:
        keys = opener_of(session, secret_key=secret)([kid, "unknown"])

    assert set(keys) == ({kid} if found else set())


def test_database__private_halves__are_not_readable(world):
    stored = str(world.rows("SELECT * FROM round_key"))

    assert "PRIVATE KEY" not in stored
    assert '"d"' not in stored
