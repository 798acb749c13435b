"""Every refusal in one shape: a page for people, one JSON body for programs."""

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from survey_app.db.engine import is_passing
from survey_app.problems import Code, Problem
from survey_app.web.logs import log, request_id
from survey_app.web.signed_in import forget_person
from survey_app.web.translate import message_of, repair_of

BY_STATUS = {
    400: Code.BAD_REQUEST,
    401: Code.NOT_SIGNED_IN,
    403: Code.NOT_ALLOWED,
    404: Code.NOT_FOUND,
    405: Code.WRONG_METHOD,
    413: Code.TOO_LARGE,
    429: Code.TOO_MANY,
}
RETRY_AFTER_S = "5"
PROGRAM_PATHS = ("/api/", "/healthz", "/readyz")


def install(app: Flask) -> None:
    """The one place where failures become answers."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _bad_token)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _answer(problem: Problem) -> Response:
    status = problem.code.value.status
    if problem.code in {Code.BROKEN, Code.BUSY}:
        forget_person()
    if request.path.startswith(PROGRAM_PATHS):
        response = jsonify(body_of(problem))
        response.content_type = "application/problem+json"
    else:
        page = render_template(
            "problem.html",
            message=message_of(problem),
            repair=repair_of(problem),
            status=status,
            request_id=request_id(),
        )
        response = Response(page)
    response.status_code = status
    return response


def body_of(problem: Problem) -> dict[str, object]:
    """The error body that all programs get (RFC 9457 with a list of faults)."""
    code = problem.code.name.lower()
    return {
        "type": f"urn:hailong:problem:{code}",
        "title": problem.message,
        "status": problem.code.value.status,
        "code": code,
        "errors": [
            {
                "where": request.path,
                "code": code,
                "message": message_of(problem),
                "repair": repair_of(problem),
            }
        ],
        "request_id": request_id(),
    }


def _problem(problem: Problem) -> Response:
    return _answer(problem)


def _bad_token(_error: CSRFError) -> Response:
    return _answer(Problem(Code.BAD_FORM_TOKEN))


def _http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _broken(error.original_exception)  # it failed after the view, while committing
    code = BY_STATUS.get(error.code or 500, Code.BROKEN)
    answer = _answer(Problem(code))
    answer.headers.extend(
        (name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}
    )
    if error.code is not None and code is Code.BROKEN:
        answer.status_code = error.code
    return answer


def _broken(error: BaseException) -> Response:
    log.error("broken", request_id=request_id(), exc_info=error)
    if isinstance(error, OperationalError) and is_passing(error):
        answer = _answer(Problem(Code.BUSY))
        answer.headers["Retry-After"] = RETRY_AFTER_S
        return answer
    return _answer(Problem(Code.BROKEN))
