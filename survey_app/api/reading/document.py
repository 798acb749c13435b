"""The document of the API and its page; both are open to everybody and hold no data."""

from flask import Blueprint, Response, current_app, jsonify, render_template, url_for

from questionnaires.problems import N_
from survey_app.access.policy import Verb
from survey_app.access.token_scopes import Scope
from survey_app.api.reading.openapi import WORDS, described, openapi_document
from survey_app.api.reading.operations import OPEN, Operation, answers
from survey_app.api.reading.queries import LARGEST
from survey_app.web.declare import declares
from survey_app.web.language import gettext

blueprint = Blueprint("api_document", __name__, url_prefix="/api")


@blueprint.get("/v1/openapi.json")
@declares(Verb.PUBLIC)
@answers(
    Operation(
        summary=N_("This document"),
        tag="about",
        refusals=(),
        proofs=(OPEN,),
        scope=None,
        is_conditional=False,
    )
)
def openapi() -> Response:
    """OpenAPI 3.1, in the language of the header Accept-Language."""
    return jsonify(openapi_document(current_app, say=gettext))


@blueprint.get("/docs")
@declares(Verb.PUBLIC)
def page() -> str:
    """The same for people: how to begin, and every address."""
    document = openapi_document(current_app, say=gettext)
    return render_template(
        "api_docs.html",
        addresses=[one for one in described(current_app) if one.operation.tag != "tablets"],
        paths=document["paths"],
        tags=document["tags"],
        words={str(status): gettext(text) for status, text in WORDS.items()},
        scopes=Scope,
        largest=LARGEST,
        server=url_for("home.page", _external=True).rstrip("/"),
    )
