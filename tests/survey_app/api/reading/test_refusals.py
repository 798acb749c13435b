"""What every address answers to whoever may not read, asks wrongly, or asks for what is gone."""

import re
from datetime import timedelta

import pytest

from survey_app.access.api_tokens import revoke_token
from survey_app.access.people import person_named
from survey_app.access.token_scopes import Scope
from survey_app.db.engine import transaction
from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests.survey_app.api.reading.programs import (
    ADDRESSES,
    ALL,
    API,
    OF_ROUND,
    Program,
    program,
    token_of,
)
from tests.survey_app.conftest import SECRET
from tests.survey_app.web.published_round import (
    OF_SXD,
    close,
    levels,
    publish,
    store,
    withdraw,
)

FILES = tuple(address for address in ADDRESSES if address.endswith(".csv"))
GONE = (
    "/scores",
    "/scores?run=1",
    "/scores.csv",
    "/components",
    "/index",
    "/index.csv",
    "/publications/1",
)
NOT_PUBLIC = [
    address for address in ADDRESSES if "publications" not in address and address != "/units"
]


def _body(answer, *, status, code):
    """The one error body."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body = answer.json
    assert set(body) == {"type", "title", "status", "code", "errors", "request_id"}
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"urn:hailong:problem:{code}"
    assert body["request_id"] == answer.headers["X-Request-ID"]
    for error in body["errors"]:
        assert set(error) == {"where", "code", "message", "repair"}
        assert all(error.values())
    return body


def test_addresses__of_this_file__are_all_that_are_read(public_world):
    rules = {
        re.sub(
            r"<int\(max=9223372036854775807\):\w+>", "1", rule.rule.replace("<code>", "thu-2022")
        )
        for rule in public_world.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }

    assert rules == {API + address for address in ADDRESSES}


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading__without_a_token__is_refused(stranger, address):
    answer = stranger.get(address)

    _body(answer, status=401, code="token_missing")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hailong"'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("secret", ["", "hailong_", "hailong_" + "a" * 43, "a" * 9000, "tiếng"])
def test_reading__with_a_token_that_nobody_made__is_refused(public_world, address, secret):
    answer = Program(public_world, secret.encode().decode("latin-1")).get(address)

    _body(answer, status=401, code="token_refused")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="hailong", error="invalid_token"'


def test_reading__with_the_credential_of_a_tablet__is_refused(stranger):
    answer = stranger.get("/rounds", Authorization="Device abc")

    _body(answer, status=401, code="token_missing")


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_reading__signed_in_under_another_role__is_refused(public_world, who):
    answer = public_world.client(who).get(f"{API}/rounds")

    _body(answer, status=403, code="not_allowed")


def test_reading__signed_in_as_home_affairs__leaves_nothing_in_the_browser(public_world):
    answer = public_world.client("noivu").get(f"{API}/rounds/thu-2022/scores?published_only=false")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_not_public__token_without_the_scope__is_refused(reader, address):
    answer = reader.get(f"{address}?published_only=false")

    body = _body(answer, status=403, code="scope_missing")
    assert str(Scope.SCORES_UNPUBLISHED) in body["errors"][0]["message"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_reading__another_method__is_refused(public_world, reader, address, method):
    sent = {"Authorization": f"Bearer {reader.token}"}

    answer = reader.http.open(API + address, method=method, headers=sent)

    [error] = _body(answer, status=405, code="wrong_method")["errors"]
    assert {"GET", "HEAD", "OPTIONS"} == set(answer.headers["Allow"].split(", "))
    assert "Allow" in error["repair"]
    assert "trang" not in error["repair"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_method__another_one__has_words_for_programs_and_others_for_people(world):
    client = world.client()
    client.post("/language", {"language": "en"})

    program = client.http.post(f"{API}/rounds", headers={"Accept-Language": "en"})
    person = client.http.put("/sign-in")

    assert program.json["errors"][0]["repair"] == (
        "Ask with one of the methods that the header Allow names."
    )
    assert "Use the buttons of the pages." in person.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading__answer_of_another_kind_wanted__is_refused(reader, address):
    kind = "text/csv" if address in FILES else "application/json"

    refused = reader.get(address, Accept="image/png, text/html;q=0.9")
    wanted = (kind, "*/*", f"image/png, {kind};q=0.1")
    taken = [reader.get(address, Accept=one) for one in wanted]

    body = _body(refused, status=406, code="not_acceptable")
    assert kind in body["errors"][0]["message"]
    assert [answer.status_code for answer in taken] == [200] * 3


@pytest.mark.parametrize("address", ADDRESSES)
def test_reading__parameter_that_is_not_there__is_refused(reader, address):
    answer = reader.get(f"{address}?publishd_only=false")

    [error] = _body(answer, status=422, code="query_unfit")["errors"]
    assert error["code"] == "unknown_parameter"
    assert error["where"] == "query: publishd_only"


def test_reading__several_faults__are_all_said_at_once(reader):
    asked = "limit=0&cursor=&run=1.5&kind=person&published_only=1&x=1&unit=A&unit=B"

    answer = reader.get(f"/rounds/thu-2022/scores?{asked}")

    errors = _body(answer, status=422, code="query_unfit")["errors"]
    assert {(error["where"].removeprefix("query: "), error["code"]) for error in errors} == {
        ("unit", "repeated_parameter"),
        ("limit", "not_a_number"),
        ("cursor", "text_unfit"),
        ("run", "not_a_number"),
        ("kind", "not_one_of"),
        ("published_only", "not_true_or_false"),
        ("x", "unknown_parameter"),
    }


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("limit=3&cursor=abc&foo=1", {"cursor": "cursor_unfit", "foo": "unknown_parameter"}),
        ("limit=0&cursor=abc", {"cursor": "cursor_unfit", "limit": "not_a_number"}),
        ("limit=1&limit=1&cursor=a.b", {"cursor": "cursor_unfit", "limit": "repeated_parameter"}),
        ("kind=person&cursor=abc", {"cursor": "cursor_unfit", "kind": "not_one_of"}),
        ("kind=person&cursor=%F0%9F%98%80.x", {"cursor": "cursor_unfit", "kind": "not_one_of"}),
        (
            "cursor=abc&cursor=abc&foo=1",
            {"cursor": "repeated_parameter", "foo": "unknown_parameter"},
        ),
        ("cursor=abc", {"cursor": "cursor_unfit"}),
    ],
)
def test_cursor__wrong_beside_other_faults__is_said_with_them(reader, asked, wanted):
    answer = reader.get(f"/rounds/thu-2022/scores?{asked}")

    errors = _body(answer, status=422, code="query_unfit")["errors"]
    assert {one["where"].removeprefix("query: "): one["code"] for one in errors} == wanted
    assert len(errors) == len(wanted)


@pytest.mark.parametrize(
    ("of_list", "fault"),
    [
        ("", "foo=1"),
        ("", "limit=0"),
        ("", "published_only=1"),
        ("&kind=unit", "kind=units"),  # of which list it is depends on the word that is wrong
    ],
)
def test_cursor__good_beside_other_faults__is_not_blamed(reader, of_list, fault):
    following = reader.get(f"/rounds/thu-2022/scores?limit=1{of_list}").json["page"]["next"]
    cursor = following.partition("cursor=")[2].partition("&")[0]

    answer = reader.get(f"/rounds/thu-2022/scores?cursor={cursor}&{fault}")

    [error] = _body(answer, status=422, code="query_unfit")["errors"]
    assert error["where"] == f"query: {fault.partition('=')[0]}"


def test_cursor__of_another_list_beside_a_fault__is_said_with_it(reader):
    units = reader.get("/units?limit=1").json["page"]["next"].partition("cursor=")[2]

    answer = reader.get(f"/rounds/thu-2022/units?cursor={units}&foo=1")

    errors = _body(answer, status=422, code="query_unfit")["errors"]
    assert {one["code"] for one in errors} == {"cursor_unfit", "unknown_parameter"}


@pytest.mark.parametrize("limit", ["", "abc", " 5", "+5", "5.0", "1_0", "٣", "0", "501", "9" * 30])
def test_limit__anything_but_a_number_in_its_bounds__is_refused(reader, limit):
    answer = reader.http.get(
        f"{API}/rounds",
        query_string={"limit": limit},
        headers={"Authorization": f"Bearer {reader.token}"},
    )

    _body(answer, status=422, code="query_unfit")


@pytest.mark.parametrize("end", OF_ROUND)
@pytest.mark.parametrize("code", ["khong-co", "%00", "thu-2022%0A", "%F0%9F%98%80"])
def test_round__that_is_not_there__is_not_found(reader, end, code):
    answer = reader.get(f"/rounds/{code}{end}")

    _body(answer, status=404, code="nothing_public")


@pytest.mark.parametrize("address", ["/rounds/thu-2022/scores", "/rounds/thu-2022/scores.csv"])
def test_run__that_was_never_published__is_not_found(reader, address):
    answer = reader.get(f"{address}?run=99")

    _body(answer, status=404, code="public_run_unknown")


def test_cursor__of_another_list__is_refused(reader):
    units = reader.get("/units?limit=1").json["page"]["next"].partition("cursor=")[2]

    answer = reader.get(f"/rounds/thu-2022/units?cursor={units}")

    [error] = _body(answer, status=422, code="query_unfit")["errors"]
    assert error["code"] == "cursor_unfit"


def test_cursor__changed__is_refused(reader):
    found = reader.get("/units?limit=1").json["page"]["next"].partition("cursor=")[2]

    answer = reader.get(f"/units?cursor={'A' + found[1:]}")

    _body(answer, status=422, code="query_unfit")


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("vi", "mã truy cập"),
        ("en", "token"),
        ("en-GB,en;q=0.9,vi;q=0.5", "token"),
        ("fr", "mã truy cập"),
        ("", "mã truy cập"),
    ],
)
def test_refusal__language_asked_for__is_spoken(stranger, language, says):
    answer = stranger.get("/rounds", Accept_Language=language)

    assert says in answer.json["errors"][0]["message"]


def test_round__not_published__is_there_only_for_whoever_may_see_it(world):
    store(world, *OF_SXD)
    public, insider = program(world), program(world, *ALL)

    hidden = public.get("/rounds/thu-2022/scores")
    shown = insider.get("/rounds/thu-2022/scores?published_only=false")

    _body(hidden, status=404, code="nothing_public")
    assert public.get("/rounds").json["rounds"] == []
    assert shown.json["is_public"] is False
    assert shown.json["publication"] is None


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_round__without_an_interview__has_no_scores_of_now(world):
    answer = program(world, *ALL).get("/rounds/thu-2022/scores?published_only=false")

    _body(answer, status=404, code="nothing_received")


@pytest.mark.parametrize("state", ["draft", "open"])
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_round__without_an_interview__is_read_where_there_is_something(world, state):
    world.change("UPDATE round SET state = :state", state=state)
    insider = program(world, *ALL)

    statuses = {
        address: insider.get(f"{address}?published_only=false").status_code
        for address in NOT_PUBLIC
    }

    scores = {address for address in NOT_PUBLIC if "/scores" in address}
    assert {address for address, status in statuses.items() if status == 404} == scores
    assert set(statuses.values()) == {200, 404}


def test_publication__withdrawn__is_gone_and_says_why(world):
    store(world, *OF_SXD)
    close(world)
    publish(world)
    reads = program(world)
    withdraw(world, reason="Sai danh sách đơn vị")

    gone = [reads.get(f"/rounds/thu-2022{end}") for end in GONE]

    for answer in gone:
        body = _body(answer, status=410, code="publication_withdrawn")
        assert "Sai danh sách đơn vị" in body["errors"][0]["message"]
    told = reads.get("/rounds/thu-2022").json["publication"]
    assert told["state"] == "withdrawn"
    assert told["ended_reason"] == "Sai danh sách đơn vị"
    assert reads.get("/publications?state=withdrawn").json["page"]["total"] == 1


def test_publication__superseded__is_told_with_its_state_to_whoever_names_it(world):
    store(world, *OF_SXD)
    close(world)
    publish(world)
    store(world, levels(1))
    publish(world, reason="Thêm phiếu đến muộn")
    reads = program(world)

    old, new = reads.get("/rounds/thu-2022/scores?run=1"), reads.get("/rounds/thu-2022/scores")

    assert old.json["publication"]["state"] == "superseded"
    assert old.json["publication"]["ended_reason"] == "Thêm phiếu đến muộn"
    assert new.json["publication"]["state"] == "current"
    assert [old.json["scores"][0]["n"], new.json["scores"][0]["n"]] == [60, 61]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_token__too_often__waits_and_others_do_not(world):
    settings = Settings(secret_key=SECRET, secure_cookies=False, api_limit="2 per minute")
    app = create_app(settings, now=world.clock, engine=world.engine)
    often, other = (Program(world, token_of(world)) for _ in range(2))
    often.http = other.http = app.test_client(use_cookies=False)

    answers = [often.get("/units") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    _body(answers[2], status=429, code="too_often")
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 60
    assert answers[0].headers["RateLimit-Policy"] == '"default";q=2;w=60'
    assert answers[0].headers["RateLimit"].startswith('"default";r=1;t=')
    assert answers[2].headers["RateLimit"].startswith('"default";r=0;t=')
    assert other.get("/units").status_code == 200


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_token__too_often__is_counted_at_every_address(world):
    settings = Settings(secret_key=SECRET, secure_cookies=False, api_limit="1 per minute")
    app = create_app(settings, now=world.clock, engine=world.engine)
    free = []

    for address in ADDRESSES:
        reads = Program(world, token_of(world))
        reads.http = app.test_client(use_cookies=False)
        reads.get(address)
        if reads.get(address).status_code != 429:
            free.append(address)

    assert free == []


def test_token__expired_ended_or_of_a_closed_account__is_refused_in_the_same_words(world):
    expired = token_of(world, days=1, ago=timedelta(days=1))
    holding, ended, orphan = (token_of(world) for _ in range(3))
    with transaction(world.engine) as session:
        person = person_named(session, "quantri")
        revoke_token(session, person, number=3, reason="Mất máy", at=world.clock())

    answers = [Program(world, one).get("/units") for one in (expired, ended, "hailong_x")]

    assert Program(world, holding).get("/units").status_code == 200
    bodies = [_body(answer, status=401, code="token_refused") for answer in answers]
    assert len({body["errors"][0]["message"] for body in bodies}) == 1
    world.change("UPDATE account SET is_active = false WHERE username = 'noivu'")
    _body(Program(world, orphan).get("/units"), status=401, code="token_refused")


def test_token__of_somebody_who_may_not_read_any_more__reads_nothing(world):
    secret = token_of(world, *ALL)
    world.change("UPDATE account SET role = 'field_manager' WHERE username = 'noivu'")

    answer = Program(world, secret).get("/units")

    _body(answer, status=403, code="scope_missing")
