"""Every route: who may, what it answers to others, and the headers of each answer."""

import gzip
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine

from survey_app.access.policy import ROLES_FROM_LISTS, ROLES_OF, Role, Verb, may
from survey_app.settings import Settings
from survey_app.web.app import create_app
from survey_app.web.declare import STATIC_ENDPOINTS, verb_of

COMMANDS = Path(__file__).parents[2] / "survey_app/cli"
PEOPLE = {
    "an": Role.ENUMERATOR,
    "quanly": Role.FIELD_MANAGER,
    "giamsat": Role.SUPERVISOR,
    "noivu": Role.HOME_AFFAIRS,
    "donvi": Role.UNIT,
    "quantri": Role.ADMINISTRATOR,
}
OTHER_UUID = "22222222-2222-4222-8222-222222222222"
VALUES = {
    "code": "thu-2022",
    "unit_code": "SXD",
    "group": "department",
    "interview_uuid": OTHER_UUID,
    "task_uuid": OTHER_UUID,
    "attempt_uuid": OTHER_UUID,
    "filename": "staff.css",
    "number": 1,
    "run": 1,
    "delivery": 1,
    "device_id": OTHER_UUID,
    "version": "0123456789ab",
    "language": "vi",
    "step": "close",
    "group_code": "department",
    "upload_id": OTHER_UUID,
    "table": "units",
    "chart": "days",
    "list_name": "thu-2022-1",
    "file_name": "draw.json",
    "case_id": 1,
    "lot_code": "2022w40-e1-1",
    "username": "binh",
    "figure": "compared",
    "kind": "scoring",
    "what": "withhold",
    "whose": "appraised",
    "file": "csv",
    "item_code": "d2",
}


def _listed() -> tuple[Flask, list[tuple[str, str, str]]]:
    """Endpoint, method and address of every route, each variable filled."""
    app = create_app(Settings(secret_key="s" * 40), engine=create_engine("sqlite://"))
    routes = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            built = rule.build({name: VALUES[name] for name in rule.arguments})
            assert built is not None
            methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
            routes += [(rule.endpoint, method, built[1]) for method in methods]
    return app, sorted(routes)


APP, ROUTES = _listed()
OURS = [route for route in ROUTES if route[0] not in STATIC_ENDPOINTS]
GETS = [address for _, method, address in ROUTES if method == "GET"]
POSTS = [address for _, method, address in ROUTES if method == "POST"]
PROGRAMS = "/api/"
TABLET_APP = "tablet."
"""The files of the tablet app: public, and meant to be kept."""
NAMES_THE_REQUEST = {
    address for address in GETS if "0123456789ab" in address
}  # there is no such version, and the page that says so has a number of its own
FORMS = [address for address in POSTS if not address.startswith(PROGRAMS)]
"""What pages send. Programs prove themselves in another way and get answers in JSON."""


def _verb(endpoint: str) -> Verb:
    verb = verb_of(APP, endpoint)
    assert verb is not None
    return verb


def _send(client, method, address):
    return client.get(address) if method == "GET" else client.post(address)


def test_routes__every_one__declares_its_verb():
    undeclared = [endpoint for endpoint, _, _ in ROUTES if verb_of(APP, endpoint) is None]

    assert undeclared == []


def test_routes__list__is_the_one_the_design_names():
    addresses = {rule.rule for rule in APP.url_map.iter_rules()}

    assert {"/", "/interviews/", "/field/", "/results/", "/admin/", "/recheck/"} <= addresses
    assert {"/healthz", "/readyz"} <= addresses


def test_policy__every_verb__has_its_roles():
    assert set(ROLES_OF) == set(Verb)
    assert all(ROLES_OF.values())


def test_policy__every_verb__is_used_by_a_route_or_a_command():
    by_routes = {verb_of(APP, endpoint) for endpoint, _, _ in ROUTES}
    commands = "".join(file.read_text("utf-8") for file in COMMANDS.glob("*.py"))
    by_commands = {verb for verb in Verb if f"Verb.{verb.name})" in commands}

    assert by_routes | by_commands == set(Verb)


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb is not Verb.PUBLIC])
def test_policy__verb__is_open_to_nobody_else_than_listed(verb):
    allowed = {role for role in Role if may(role, verb)}

    assert allowed == ROLES_OF[verb]


def test_policy__answers_and_accounts__are_for_one_role_each():
    assert ROLES_OF[Verb.INTERVIEW_WRITE] == {Role.ENUMERATOR}
    assert ROLES_OF[Verb.RESULTS_DOWNLOAD] == {Role.HOME_AFFAIRS}
    assert ROLES_OF[Verb.ACCOUNTS_READ] == {Role.ADMINISTRATOR}
    assert ROLES_OF[Verb.ACCOUNTS_WRITE] == {Role.ADMINISTRATOR}


def test_policy__results__are_live_for_home_affairs_and_published_ones_for_units():
    live = {
        Verb.RESULTS_READ,
        Verb.RESULTS_DOWNLOAD,
        Verb.RESULTS_FULL,
        Verb.RESULTS_ADJUST,
        Verb.RESULTS_PUBLISH,
        Verb.COMMENTS_DECIDE,
        Verb.INDEX_WRITE,
    }
    of_results = [(address, _verb(name)) for name, _, address in OURS if "/results/" in address]

    own = {address for address, verb in of_results if verb is Verb.OWN_RESULTS_READ}
    others = {verb for address, verb in of_results if address not in own}

    # Whoever adds a page of results under another verb says here who sees what is not published.
    assert own == {address for address, _ in of_results if address.startswith("/results/own")}
    assert others <= live
    assert {role for verb in live for role in ROLES_OF[verb]} == {Role.HOME_AFFAIRS}
    assert ROLES_OF[Verb.OWN_RESULTS_READ] == {Role.UNIT}


def test_policy__roles_that_a_list_makes__neither_see_results_nor_decide_about_accounts():
    assert {Role.ENUMERATOR, Role.SUPERVISOR, Role.FIELD_MANAGER} == ROLES_FROM_LISTS
    for verb in (Verb.RESULTS_READ, Verb.ACCOUNTS_WRITE, Verb.SAMPLE_SEED):
        assert not ROLES_FROM_LISTS & ROLES_OF[verb]


@pytest.mark.parametrize("who", ["noivu", None])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_undeclared_view__added_to_the_application__stays_closed(world, who):
    world.app.add_url_rule("/forgotten", view_func=lambda: "open to all")

    answer = world.client(who).get("/forgotten")

    assert answer.status_code == 403
    assert "open to all" not in answer.text


# The routes are walked within a test: as a test each, they were a quarter of the suite and took
# more time to be collected and told of than to be asked.


@pytest.fixture(scope="module")
def answers_to(still_world):
    """What somebody is answered by every route, asked once for all that look at it."""

    @cache
    def walk(who):
        return [
            (endpoint, method, address, _send(still_world.client(who), method, address))
            for endpoint, method, address in OURS
        ]

    return walk


@pytest.mark.parametrize("who", list(PEOPLE))
def test_routes__role__is_let_in_only_if_the_policy_says_so(answers_to, who):
    for endpoint, method, address, answer in answers_to(who):
        status = answer.status_code
        at = (method, address, status)
        if endpoint in {"sign_in.submit", "first_sign_in.submit", "first_sign_in.choose"}:
            assert status == 401, at  # the form is open to all, and was empty
        elif may(PEOPLE[who], _verb(endpoint)):
            assert status not in {401, 403, 405}, at
            assert status < 500, at
        else:
            assert status == 403, at


def test_routes__nobody__is_sent_to_the_sign_in_or_refused(still_world):
    for endpoint, method, address in OURS:
        client = still_world.client()

        answer = _send(client, method, address)

        at = (method, address, answer.status_code)
        if _verb(endpoint) is Verb.PUBLIC:
            assert answer.status_code < 500, at
            assert answer.status_code != 403, at
        elif method == "GET" and not address.startswith(PROGRAMS):
            assert answer.status_code == 302, at
            assert answer.location.startswith("/sign-in?next="), at
        else:
            assert answer.status_code == 401, at
            proof = "token_missing" if _verb(endpoint) is Verb.API_READ else "not_signed_in"
            assert not address.startswith(PROGRAMS) or answer.json["code"] == proof, at


def _has_headers(answer, address):
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy, address
    assert "default-src 'self'" in policy, address
    assert "frame-ancestors 'none'" in policy, address
    assert answer.headers["X-Content-Type-Options"] == "nosniff", address
    assert answer.headers["Referrer-Policy"] == "same-origin", address


@pytest.mark.parametrize("who", ["noivu", None])
def test_headers__every_page__forbid_foreign_and_inline_code(still_world, who):
    for address in (*GETS, "/khong-co", "/static/khong-co.js"):
        answer = still_world.client(who).get(address)

        _has_headers(answer, address)


def test_headers__refused_form__are_there_too(still_world):
    for address in POSTS:
        answer = still_world.client("noivu").http.post(address)

        _has_headers(answer, address)


@pytest.mark.parametrize("who", ["an", "noivu", None])
def test_post__without_the_token_of_the_form__is_refused(still_world, who):
    for address in FORMS:
        client = still_world.client(who)

        answer = client.http.post(address, data={"language": "en", "k1": "2"})

        assert answer.status_code == 400, address
        assert answer.mimetype == "text/html", address


def test_post__with_the_token_of_another_session__is_refused(still_world):
    foreign = still_world.client("noivu").token()

    for address in FORMS:
        client = still_world.client("an")
        client.token()

        answer = client.http.post(address, data={"csrf_token": foreign})

        assert answer.status_code == 400, address


@pytest.mark.parametrize("who", list(PEOPLE))
def test_pages__of_signed_in_people__are_kept_by_no_browser(answers_to, who):
    kept = [
        address
        for endpoint, method, address, answer in answers_to(who)
        if method == "GET" and not endpoint.startswith(TABLET_APP)
        if answer.headers["Cache-Control"] != "no-store"
    ]

    assert kept == []


def test_tablet_app__for_anybody__is_the_same(still_world):
    addresses = [address for endpoint, _, address in OURS if endpoint.startswith(TABLET_APP)]

    answers = {
        address: {still_world.client(who).get(address).data for who in (None, "an", "noivu")}
        for address in addresses
    }

    # What browsers keep for everybody may hold nothing of anybody.
    assert {address for address, bodies in answers.items() if len(bodies) > 1} == NAMES_THE_REQUEST


@pytest.mark.parametrize(
    "address", ["/static/staff.css", "/bootstrap/static/css/bootstrap.min.css"]
)
def test_static_file__anybody__may_be_kept_and_asks_the_database_nothing(still_world, address):
    client = still_world.client("noivu")

    with still_world.statements() as sent:
        answer = client.get(address)

    assert answer.status_code == 200
    assert "no-store" not in answer.headers["Cache-Control"]
    assert sent == []


@pytest.mark.parametrize(
    "address", ["/static/field.css", "/bootstrap/static/css/bootstrap.min.css", "/static/icon.svg"]
)
def test_static_file__for_a_browser_that_takes_it__comes_compressed(still_world, address):
    client = still_world.client()
    plain = client.get(address)
    asks = {"Accept-Encoding": "gzip"}

    packed = client.http.get(address, headers=asks, buffered=True)
    known = asks | {"If-None-Match": packed.headers["ETag"]}
    again = client.http.get(address, headers=known, buffered=True)

    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert again.status_code == 304


@pytest.mark.parametrize("who", list(PEOPLE))
def test_pages__of_each_role__hold_no_inline_code_and_no_foreign_address(answers_to, who):
    pages = {
        address: answer.text
        for endpoint, method, address, answer in answers_to(who)
        if method == "GET" and may(PEOPLE[who], _verb(endpoint))
        if answer.mimetype.startswith("text/")  # others are files
    }

    assert pages
    for foreign in (" style=", " onclick=", "<script>", "//cdn", 'src="http'):
        assert [address for address, page in pages.items() if foreign in page] == []


def test_routes__other_verbs_of_http__are_refused(still_world):
    for _endpoint, method, address in OURS:
        client = still_world.client()

        answer = client.http.delete(address)

        assert answer.status_code == 405, address
        assert method in answer.headers["Allow"], address


def test_pages__over_tls__ask_browsers_to_stay_there(still_world):
    answer = still_world.app.test_client().get("/sign-in", base_url="https://localhost")

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_request_number__every_answer__has_its_own(still_world):
    client = still_world.client()

    numbers = {client.get("/sign-in").headers["X-Request-ID"] for _ in range(3)}

    assert len(numbers) == 3
