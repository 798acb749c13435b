"""The document of the API (OpenAPI 3.1), made of its routes, what they promise and their models."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version

from flask import Flask
from pydantic import BaseModel, JsonValue
from pydantic.json_schema import JsonSchemaMode, models_json_schema
from werkzeug.routing import Rule

from questionnaires.problems import N_
from survey_app.api.reading.blueprint import PREFIX
from survey_app.api.reading.operations import (
    DEVICE,
    JSON,
    OPEN,
    SESSION,
    TOKEN,
    Operation,
    operation_of,
)
from survey_app.api.reading.queries import LARGEST, parameter_schema
from survey_app.api.reading.shapes import ProblemShape
from survey_app.api.reading.sync_operations import SYNC_OPERATIONS
from survey_app.languages import LANGUAGES

Say = Callable[[str], str]
"""Translates a message."""
Parts = dict[str, JsonValue]
PROBLEM = "application/problem+json"
VARIABLE = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
SCHEMAS = "#/components/schemas/"
WORDS = {
    200: N_("What was asked for"),
    201: N_("Done"),
    304: N_("Nothing has changed since the answer whose ETag was sent"),
    400: N_("The request cannot be read"),
    401: N_("Nothing proves who asks, or it does not hold"),
    403: N_("What is asked for is not allowed"),
    404: N_("It is not there, or not to be seen"),
    406: N_("The header Accept excludes the answer"),
    409: N_("The data of the pages before have changed"),
    410: N_("The publication was withdrawn"),
    413: N_("Too large"),
    422: N_("What was sent has faults; all of them are listed"),
    429: N_("Too often; the header Retry-After says how long to wait"),
    503: N_("The database is too busy at the moment; try again"),
}
ALWAYS = (503,)
RATE_HEADERS = ("RateLimit", "RateLimit-Policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An address of the API: its method and path in the words of OpenAPI, and what it promises."""

    method: str
    path: str
    endpoint: str
    variables: tuple[tuple[str, str], ...]
    operation: Operation


def described(app: Flask) -> tuple[Described, ...]:
    """Every address under the prefix that says what it promises, by path and method."""
    found = [
        Described(
            method=method.lower(),
            path=VARIABLE.sub(r"{\2}", rule.rule),
            endpoint=rule.endpoint,
            variables=_variables(rule),
            operation=operation,
        )
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        if (operation := _promised(app, rule.endpoint)) is not None
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    return tuple(sorted(found, key=lambda one: (one.operation.tag == "tablets", one.path)))


def _promised(app: Flask, endpoint: str) -> Operation | None:
    return SYNC_OPERATIONS.get(endpoint) or operation_of(app, endpoint)


def _variables(rule: Rule) -> tuple[tuple[str, str], ...]:
    """Name and kind of each variable part of a path."""
    return tuple((name, kind or "string") for kind, name in VARIABLE.findall(rule.rule))


def openapi_document(app: Flask, *, say: Say) -> Parts:
    """The whole document, in the language of `say`."""
    addresses = described(app)
    paths: dict[str, JsonValue] = {}
    for one in addresses:
        path = paths.setdefault(one.path, {})
        if isinstance(path, dict):
            path[one.method] = _operation(one, say=say)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hài lòng",
            "version": version("hailong"),
            "description": say(ABOUT),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": name, "description": say(text)} for name, text in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": _schemas(addresses, say=say),
            "securitySchemes": _proofs(say),
        },
    }


ABOUT = N_(
    "Scores of satisfaction with government offices, for programs. Version 1: fields and addresses"
    " are added; none is taken away or changes its meaning before its header Sunset."
)
TAGS = {
    "rounds": N_("Rounds and units"),
    "scores": N_("Scores and components"),
    "index": N_("The index"),
    "publications": N_("Publications"),
    "about": N_("This document"),
    "tablets": N_("Tablets; not for other programs"),
}


def _proofs(say: Say) -> Parts:
    device = N_("“Device ” and the credential that a tablet got when it was enrolled")
    return {
        TOKEN: {
            "type": "http",
            "scheme": "bearer",
            "description": say(N_("A token that Home Affairs made; it holds until a day")),
        },
        SESSION: {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": say(N_("The session of somebody who is signed in")),
        },
        DEVICE: {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": say(device),
        },
    }


def _operation(one: Described, *, say: Say) -> Parts:
    operation = one.operation
    found: Parts = {
        "operationId": one.endpoint.replace(".", "_"),
        "summary": say(operation.summary),
        "tags": [operation.tag],
        "parameters": [*_path_parameters(one), *_query_parameters(operation, say=say)],
        "responses": _responses(operation, say=say),
        "security": [{proof: _scopes(operation, proof)} for proof in operation.proofs],
    }
    if operation.proofs == (OPEN,):
        found["security"] = []
    if operation.description:
        found["description"] = say(operation.description)
    if operation.body is not None:
        schema: Parts = {"$ref": SCHEMAS + operation.body.__name__}
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    if operation.deprecated is not None:
        found["deprecated"] = True
    return found


def _scopes(operation: Operation, proof: str) -> list[JsonValue]:
    return [str(operation.scope)] if proof == TOKEN and operation.scope is not None else []


def _path_parameters(one: Described) -> Iterator[Parts]:
    kinds: Mapping[str, Parts] = {
        "int": {"type": "integer", "minimum": 0, "maximum": LARGEST},
        "uuid": {"type": "string", "format": "uuid"},
        "string": {"type": "string", "minLength": 1},
    }
    of_languages: Parts = {"type": "string", "enum": [*LANGUAGES]}
    for name, kind in one.variables:
        schema = of_languages if name == "language" else kinds[kind]
        yield {"name": name, "in": "path", "required": True, "schema": {**schema}}


def _query_parameters(operation: Operation, *, say: Say) -> Iterator[Parts]:
    for name in operation.query.model_fields:
        schema = parameter_schema(operation.query, name)
        description = schema.pop("description", "")
        yield {
            "name": name,
            "in": "query",
            "required": False,
            "description": say(str(description)),
            "schema": schema,
        }


def _responses(operation: Operation, *, say: Say) -> Parts:
    schema: Parts = {"type": "string"}
    if operation.answer is not None:
        schema = {"$ref": SCHEMAS + operation.answer.__name__}
    elif operation.content_type == JSON:
        schema = {}
    answered: Parts = {
        "description": say(WORDS[operation.status]),
        "content": {operation.content_type: {"schema": schema}},
        "headers": _headers(operation),
    }
    found: Parts = {str(operation.status): answered}
    if operation.is_conditional:
        found["304"] = {"description": say(WORDS[304])}
    problem: Parts = {PROBLEM: {"schema": {"$ref": SCHEMAS + ProblemShape.__name__}}}
    for status in (*operation.refusals, *ALWAYS):
        found[str(status)] = {"description": say(WORDS[status]), "content": problem}
    return found


def _headers(operation: Operation) -> Parts:
    names = ["ETag"] if operation.is_conditional else []
    if TOKEN in operation.proofs:
        names += RATE_HEADERS
    return {name: {"schema": {"type": "string"}} for name in names}


def _schemas(addresses: tuple[Described, ...], *, say: Say) -> Parts:
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ProblemShape, "serialization")]
    for one in addresses:
        if one.operation.answer is not None:
            models.append((one.operation.answer, "serialization"))
        if one.operation.body is not None:
            models.append((one.operation.body, "validation"))
    each_once = list(dict.fromkeys(models))
    _, found = models_json_schema(each_once, ref_template=SCHEMAS + "{model}")
    schemas: Parts = found["$defs"]
    return _said(schemas, say=say)


def _said(schemas: Parts, *, say: Say) -> Parts:
    """With the descriptions of fields in the language of the document."""
    for schema in schemas.values():
        if not isinstance(schema, dict):
            continue
        fields = schema.get("properties")
        for field in (fields if isinstance(fields, dict) else {}).values():
            if isinstance(field, dict) and "description" in field:
                field["description"] = say(str(field["description"]))
    return schemas
