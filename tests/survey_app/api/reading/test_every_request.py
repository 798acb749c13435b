"""Schemathesis asks every address what the document allows and forbids, and finds nothing."""

import pytest
import schemathesis
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

from tests.survey_app.api.reading.programs import API

SEED = 20221003
DOCUMENT = f"{API}/openapi.json"
CHECKS = {
    # A cursor comes out of an answer: no other text is one, whatever a document can say of texts.
    # Enrolling takes codes that somebody made, and few in a minute.
    "positive_data_acceptance": {"expected-statuses": ["2xx", "401", "403", "404", "422", "429"]},
    # Schemathesis cannot send its second request to an application in the same process; what
    # nobody proves is refused by a test for each address in test_refusals.py.
    "ignored_auth": {"enabled": False},
}
PUBLIC_ROUND = {"path.code": "thu-2022", "path.number": 1, "path.run": 1}
LARGE_TEXTS = "ignore:Generating overly large repr"
"""It sends texts of 32 kB, and hypothesis says that it would rather not print them."""


def _asked(world, *, token=None, proof=None, parameters=None, examples):
    """All that happened while every address was asked."""
    headers = {"Accept-Encoding": "identity"}
    if proof := f"Bearer {token}" if token else proof:
        headers["Authorization"] = proof
    config = schemathesis.Config.from_dict(
        {
            "seed": SEED,
            "headers": headers,
            "parameters": parameters or {},
            "checks": CHECKS,
            "generation": {"deterministic": True, "max-examples": examples, "database": "none"},
            "phases": {"stateful": {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_wsgi(DOCUMENT, world.app, config=config)
    schema.location = None  # it leaves out the address that it has the document from
    return list(from_schema(schema).execute())


def _scenarios(events):
    return [one for one in events if isinstance(one, ScenarioFinished)]


def _found(events):
    """Everything that is wrong, a text for each."""
    broken = [one for one in events if isinstance(one, FatalError | NonFatalError)]
    failed = [
        f"{scenario.recorder.label}: {check.failure_info.failure.title},"
        f" {check.failure_info.failure.message}\n{check.failure_info.code_sample}"
        for scenario in _scenarios(events)
        for checks in scenario.recorder.checks.values()
        for check in checks
        if check.failure_info is not None
    ]
    return [*map(str, broken), *failed]


def _answered(events):
    """What each operation answered at least once, by method and path; OPTIONS is always allowed."""
    found = {}
    for scenario in _scenarios(events):
        of = found.setdefault(scenario.recorder.label, set())
        asked = scenario.recorder.interactions.values()
        of |= {
            one.response.status_code
            for one in asked
            if one.response is not None and one.request.method != "OPTIONS"
        }
    return found


def _statuses(events):
    """What was answered at least once."""
    return set().union(*_answered(events).values())


def _operations(world):
    """Method and path of everything that the document has."""
    paths = world.app.test_client().get(DOCUMENT).json["paths"]
    return {f"{method.upper()} {path}" for path, of in paths.items() for method in of}


def test_document__is_openapi_3_1(reader):
    document = reader.get(DOCUMENT).json

    assert document["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(document).validate()


@pytest.mark.filterwarnings(LARGE_TEXTS)
@pytest.mark.parametrize("parameters", [PUBLIC_ROUND, {}], ids=["a public round", "any round"])
def test_every_request__with_a_token__is_answered_as_documented(public_world, reader, parameters):
    events = _asked(public_world, token=reader.token, parameters=parameters, examples=6)

    answered = _answered(events)
    assert _found(events) == []
    assert {200, 403, 404, 405, 422} <= _statuses(events)
    assert set(answered) == _operations(public_world)  # nothing is left out without a word
    assert [label for label, of in answered.items() if not of] == []
    if parameters:  # of what is there, every address was not only refused
        read = {label for label, of in answered.items() if 200 in of}
        assert {one for one in answered if one.startswith("GET ") and "/sync/" not in one} <= read


@pytest.mark.filterwarnings(LARGE_TEXTS)
def test_every_request__of_what_is_not_public__is_answered_as_documented(public_world, insider):
    events = _asked(public_world, token=insider.token, parameters=PUBLIC_ROUND, examples=8)

    assert _found(events) == []
    assert {200, 404, 405, 422} <= _statuses(events)


@pytest.mark.filterwarnings(LARGE_TEXTS)
def test_every_request__of_nobody__is_refused_as_documented(public_world):
    events = _asked(public_world, examples=5)

    assert _found(events) == []
    assert {200, 401, 405} <= _statuses(events)  # 200: the document itself


@pytest.mark.filterwarnings(LARGE_TEXTS)
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_request__of_a_tablet__is_answered_as_documented(world, tablet):
    events = _asked(world, proof=f"Device {tablet.credential}", examples=10)

    assert _found(events) == []
    assert {200, 400, 401, 405} <= _statuses(events)
