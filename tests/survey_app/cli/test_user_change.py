"""`hailong user change` and `hailong user enable`."""

import pytest

AREAS = (
    "SELECT area FROM account_area JOIN account ON id = account_id WHERE username = 'an'"
    " ORDER BY area"
)

TEAMS = "SELECT team FROM account_team JOIN account ON id = account_id WHERE username = 'an'"


@pytest.fixture
def here(monkeypatch, world):
    """The small province is the database of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    return world


def test_change__parts_that_are_given__become_these_and_the_others_stay(run, here):
    words = ("user", "change", "an", "--by", "quantri")
    first = run(*words, "--area", "Phủ Lý", "--area", "Duy Tiên", "--name", "Mô Phỏng An")
    run(*words, "--team", "Đội 1", "--team", "ĐỘI 1", "--team", "Đội 2")

    second = run(*words, "--organisation", "Hội Nông dân", "--no-ties")
    again = run(*words, "--organisation", "Hội Nông dân")

    assert (first.exit_code, second.exit_code, again.exit_code) == (0, 0, 0), first.output
    assert here.rows(AREAS) == [("Duy Tiên",), ("Phủ Lý",)]
    assert {str(team).casefold() for (team,) in here.rows(TEAMS)} == {"đội 1", "đội 2"}
    assert run(*words, "--no-teams").exit_code == 0
    assert here.rows(TEAMS) == []
    kept = "SELECT display_name, organisation, role FROM account WHERE username = 'an'"
    assert here.rows(kept) == [("Mô Phỏng An", "Hội Nông dân", "enumerator")]
    assert "already" in again.output
    assert here.actions()[-4:] == ["account.changed"] * 4


def test_change__tie_to_a_unit_with_open_cases__says_how_to_move_them(run, here):
    result = run("user", "change", "an", "--tied-to", "SXD", "--by", "quantri")

    assert result.exit_code == 0
    assert "hailong assignment move --round thu-2022 --from an --unit SXD" in result.stderr
    assert here.one("SELECT count(*) FROM account_tie") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("an", "--tied-to", "KHONG", "--name", " "), 1),
        (("an", "--role", "supervisor"), 1),
        (("noivu", "--role", "enumerator"), 1),
        (("nobody", "--name", "x"), 1),
        (("an", "--area", "x", "--no-areas"), 2),
        (("an", "--team", "x", "--no-teams"), 2),
        (("an", "--team", "x" * 201), 1),
        (("an", "--role", "administrator"), 2),
    ],
)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_change__that_cannot_be__changes_nothing(run, here, words, code):
    before = here.rows("SELECT * FROM account ORDER BY id")

    result = run("user", "change", *words, "--by", "quantri")

    assert result.exit_code == code, result.output
    assert here.rows("SELECT * FROM account ORDER BY id") == before
    assert "account.changed" not in here.actions()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_enable__closed_account__is_open_again_and_only_then(run, here):
    run("user", "disable", "binh")

    first = run("user", "enable", "binh", "--by", "quantri")
    second = run("user", "enable", "binh", "--by", "quantri")
    other = run("user", "enable", "binh", "--by", "quanly")

    assert (first.exit_code, second.exit_code, other.exit_code) == (0, 1, 1)
    assert here.one("SELECT is_active FROM account WHERE username = 'binh'")
    assert here.actions().count("account.enabled") == 1
