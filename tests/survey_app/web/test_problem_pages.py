"""Every refusal in one shape: a page for people, one body for programs."""

import json

import pytest

from survey_app.web.declare import declares, verb_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.mark.parametrize("who", ["an", "noivu", None])
def test_problem__unknown_address__is_a_page_with_a_way_home(world, who):
    answer = world.client(who).get("/khong-co")

    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert 'href="/"' in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "(404)" in answer.text


def test_problem__wrong_method__names_the_right_one(world):
    answer = world.client().http.put("/sign-in")

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_problem__address_with_markup__is_not_repeated_raw(world):
    answer = world.client("noivu").get("/results/rounds/<script>alert(1)</script>")

    assert answer.status_code == 404
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("path", ["/api/v1/khong-co", "/healthz/x"])
def test_problem__program__gets_the_one_error_body(world, path):
    answer = world.client().get(path)

    body = json.loads(answer.text)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert set(body) == {"type", "title", "status", "code", "errors", "request_id"}
    assert (body["status"], body["code"]) == (404, "not_found")
    assert set(body["errors"][0]) == {"where", "code", "message", "repair"}
    assert body["request_id"] == answer.headers["X-Request-ID"]


@pytest.mark.parametrize("who", ["an", "noivu"])
def test_problem__program_error__says_nothing_of_its_inside(world, who):
    def broken():
        raise RuntimeError("a secret of the program")

    world.app.view_functions["home.page"] = _declared_like(world, "home.page", broken)

    answer = world.client(who).get("/")

    assert answer.status_code == 500
    assert "a secret of the program" not in answer.text
    assert "RuntimeError" not in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def _declared_like(world, endpoint, view):
    verb = verb_of(world.app, endpoint)
    assert verb is not None
    return declares(verb)(view)


@pytest.mark.parametrize("address", ["/interviews/", "/static/field.css"])
def test_problem__lost_database__is_said_on_a_page_with_its_headers(world, address):
    client = world.client("an")
    world.change("ALTER TABLE account RENAME TO lost")

    answer = client.get(address)

    assert answer.status_code == (200 if "static" in address else 500)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_problem__failure_in_the_middle__leaves_nothing_half_written(world, complete):
    an = world.client("an")
    form = world.begin(an)
    world.change("ALTER TABLE answer RENAME TO lost")

    answer = an.post(form, complete)

    assert answer.status_code == 500
    assert world.one("SELECT count(*) FROM interview") == 0
    assert "interview.received" not in world.actions()


def test_problem__after_a_failure__the_next_request_works(world, complete):
    an = world.client("an")
    form = world.begin(an)
    world.change("ALTER TABLE answer RENAME TO lost")
    an.post(form, complete)
    world.change("ALTER TABLE lost RENAME TO answer")

    answer = an.post(form, complete)

    assert answer.status_code == 303


def test_problem__page_of_the_failure_fails_too__nothing_is_stored_or_locked(world, complete):
    an = world.client("an")
    form = world.begin(an)
    world.change("ALTER TABLE answer RENAME TO lost")
    world.app.jinja_env.globals["language"] = None

    with pytest.raises(TypeError):
        an.post(form, complete)

    world.change("ALTER TABLE lost RENAME TO answer")
    assert world.one("SELECT count(*) FROM interview") == 0


def test_problem__too_large__is_refused_with_what_to_do(world):
    answer = world.client("an").post("/interviews/", {"unit": "x" * 2_000_000})

    assert answer.status_code == 413
    assert "(413)" in answer.text
