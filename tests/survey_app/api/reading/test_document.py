"""The document says all addresses, and addresses that will go say so."""

from datetime import UTC, datetime

import pytest
from flask import jsonify

from survey_app.access.policy import Verb
from survey_app.api.reading.blueprint import PREFIX
from survey_app.api.reading.openapi import VARIABLE
from survey_app.api.reading.operations import OPEN, Deprecated, Operation, answers
from survey_app.web.declare import declares
from tests.survey_app.conftest import Page


def _path(rule):
    return VARIABLE.sub(r"{\2}", rule.rule)


def test_document__every_route_under_the_prefix__is_in_it(public_world, reader):
    paths = reader.get("/openapi.json").json["paths"]

    routes = {
        (_path(rule), method.lower())
        for rule in public_world.app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, of in paths.items() for method in of} == routes
    assert len(routes) >= 20


def test_document__operations__have_numbers_of_their_own_and_a_proof(reader):
    document = reader.get("/openapi.json").json

    operations = [one for of in document["paths"].values() for one in of.values()]

    assert len({one["operationId"] for one in operations}) == len(operations)
    known = set(document["components"]["securitySchemes"])
    assert all(set(proof) <= known for one in operations for proof in one["security"])
    open_to_all = {one["operationId"] for one in operations if not one["security"]}
    assert open_to_all == {"api_document_openapi", "devices_take_code"}


@pytest.mark.parametrize(("language", "says"), [("vi", "Các đợt"), ("en", "Rounds of which")])
def test_document__language_asked_for__is_spoken(reader, language, says):
    document = reader.get("/openapi.json", Accept_Language=language).json

    assert document["paths"]["/api/v1/rounds"]["get"]["summary"].startswith(says)


def test_page__for_people__lists_every_address_that_programs_read(public_world, stranger):
    answer = stranger.get("/api/docs", Accept_Language="en")

    page = Page(answer.text)
    rules = public_world.app.url_map.iter_rules()
    paths = [_path(rule) for rule in rules if rule.endpoint.startswith("api.")]
    assert [path for path in paths if f"GET {path}" not in page.text] == []
    assert "Chương trình đọc số liệu thế nào" in page.text  # as all pages, whatever a browser says
    assert "//" not in answer.text.replace("http://localhost", "").replace("<!DOCTYPE", "")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_address__that_will_go__says_since_when_until_when_and_what_instead(world):
    goes = Deprecated(
        since=datetime(2026, 1, 1, tzinfo=UTC),
        sunset=datetime(2027, 1, 1, tzinfo=UTC),
        successor="/api/v1/rounds",
    )
    operation = Operation(summary="x", tag="rounds", refusals=(), proofs=(OPEN,), deprecated=goes)

    @declares(Verb.PUBLIC)
    @answers(operation)
    def old():
        return jsonify({})

    world.app.add_url_rule("/api/v1/dot", "old", old)
    http = world.app.test_client()

    answer = http.get("/api/v1/dot")
    document = http.get("/api/v1/openapi.json").json

    assert answer.headers["Deprecation"] == "@1767225600"
    assert answer.headers["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert answer.headers["Link"] == '</api/v1/rounds>; rel="successor-version"'
    assert document["paths"]["/api/v1/dot"]["get"]["deprecated"] is True
    assert "Deprecation" not in http.get("/api/v1/openapi.json").headers
