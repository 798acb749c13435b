"""The addresses that programs read, under one prefix: checked alike before every view."""

from flask import Blueprint

from survey_app.api.reading.answering import check_request
from survey_app.api.reading.readers import find_reader, say_limits

PREFIX = "/api/v1"

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
blueprint.before_request(find_reader)
blueprint.before_request(check_request)
blueprint.after_request(say_limits)
