"""`hailong index ROUND`, and the server's start."""

import importlib

import pytest

from survey_app.db.engine import connect
from survey_app.settings import Settings
from tests.survey_app.people_by_chance import answered, row

serve = importlib.import_module("survey_app.cli.serve")  # the package names its command alike
SECRET = "s" * 40


@pytest.fixture
def here(monkeypatch, world):
    """The small province is the database of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    return world


def test_index__round__prints_its_table(run, here):
    answered(here, *[row(q11=1)] * 10)
    answered(here, *[row()] * 3, unit=2)

    result = run("index", "thu-2022")

    assert result.exit_code == 0, result.output
    assert "Sở Xây dựng" in result.output
    assert "95,19" in result.output or "95.19" in result.output
    [why] = [line for line in result.output.splitlines() if "Sở Tư pháp" in line]
    assert "No points: the score is not shown" in why
    assert "nothing of this round is public" in result.output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index__unknown_round__is_refused_and_names_the_known(run, here, folder):
    result = run("index", "khong-co", "--json", "index.json")

    assert result.exit_code == 1
    assert "khong-co" in result.stderr
    assert "thu-2022" in result.stderr
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_index__place_that_does_not_exist__is_refused(run, here):
    result = run("index", "thu-2022", "--json", "khong/co/index.json")

    assert result.exit_code in {1, 2}
    assert "khong/co" in result.stderr


@pytest.fixture
def served(monkeypatch):
    """What would have been served."""
    calls = []
    monkeypatch.setattr(serve, "run", lambda settings, **where: calls.append((settings, where)))
    return calls


def test_serve__migrated_database__starts_with_the_settings(run, here, served, monkeypatch):
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)

    result = run("serve", "--port", "9000", "--workers", "3")

    assert result.exit_code == 0, result.output
    assert served[0][0].secret_key == SECRET
    assert served[0][1] == {"host": "127.0.0.1", "port": 9000, "workers": 3}


@pytest.mark.parametrize("secret", [None, "short"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_serve__missing_or_short_secret__refuses_to_start(run, here, served, monkeypatch, secret):
    if secret is not None:
        monkeypatch.setenv("HAILONG_SECRET_KEY", secret)

    result = run("serve")

    assert result.exit_code == 1
    assert "HAILONG_SECRET_KEY" in result.stderr
    assert served == []


def test_serve__database_not_migrated__refuses_to_start(run, folder, served, monkeypatch):
    monkeypatch.setenv("HAILONG_SECRET_KEY", SECRET)
    connect(f"sqlite:///{folder}/hailong.sqlite3").dispose()

    result = run("serve")

    assert result.exit_code == 1
    assert "hailong db upgrade" in result.stderr
    assert served == []


def test_server__gunicorn__gets_address_workers_and_the_application(world):
    url = world.engine.url.render_as_string(hide_password=False)
    settings = Settings(secret_key=SECRET, database_url=url)

    server = serve.Server(settings, address="127.0.0.1:9000", workers=3)

    assert (server.cfg.bind, server.cfg.workers) == (["127.0.0.1:9000"], 3)
    client = server.load().test_client()
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("demo",),
        ("serve",),
        ("db",),
        ("db", "upgrade"),
        ("db", "check"),
        ("db", "migration"),
        ("user",),
        ("user", "add"),
        ("user", "passwd"),
        ("user", "disable"),
        ("index",),
        ("index-file",),
        ("score-file",),
        ("questionnaire",),
    ],
)
def test_help__every_command__has_an_example(run, words):
    result = run(*words, "--help")

    assert result.exit_code == 0
    assert "Example:" in result.output
    assert "hailong" in result.output
