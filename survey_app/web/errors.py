"""Every refusal in one shape: a page for people, one JSON body for programs."""

from flask import Flask, Response, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from questionnaires import Fault
from survey_app.db.engine import is_passing
from survey_app.problems import Code, Problem
from survey_app.web.logs import log, request_id
from survey_app.web.signed_in import forget_person
from survey_app.web.translate import message_of, program_repair_of, repair_of

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


def answer(problem: Problem, *faults: Fault) -> Response:
    """A refusal as whoever asked reads it. faults: all that is wrong, for programs."""
    status = problem.code.value.status
    if problem.code in {Code.BROKEN, Code.BUSY}:
        forget_person()
    if request.path.startswith(PROGRAM_PATHS):
        response = jsonify(body_of(problem, *faults))
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


def body_of(problem: Problem, *faults: Fault) -> dict[str, object]:
    """The error body that all programs get (RFC 9457 with a list of faults).

    faults: all that is wrong; without any, the problem itself is the one fault.
    """
    code = problem.code.name.lower()
    errors = [_error(fault.where, fault.code, fault) for fault in faults]
    return {
        "type": f"urn:hailong:problem:{code}",
        "title": problem.message,
        "status": problem.code.value.status,
        "code": code,
        "errors": errors or [_error(request.path, code, problem)],
        "request_id": request_id(),
    }


def _error(where: str, code: str, found: Problem | Fault) -> dict[str, str]:
    return {
        "where": where,
        "code": code,
        "message": message_of(found),
        "repair": program_repair_of(found),
    }


def _problem(problem: Problem) -> Response:
    return answer(problem)


def _bad_token(_error: CSRFError) -> Response:
    return answer(Problem(Code.BAD_FORM_TOKEN))


def _http(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _broken(error.original_exception)  # it failed after the view, while committing
    code = BY_STATUS.get(error.code or 500, Code.BROKEN)
    found = answer(Problem(code))
    found.headers.extend(
        (name, value) for name, value in error.get_headers() if name in {"Allow", "Retry-After"}
    )
    if error.code is not None and code is Code.BROKEN:
        found.status_code = error.code
    return found


def _broken(error: BaseException) -> Response:
    log.error("broken", request_id=request_id(), exc_info=error)
    if isinstance(error, OperationalError) and is_passing(error):
        found = answer(Problem(Code.BUSY))
        found.headers["Retry-After"] = RETRY_AFTER_S
        return found
    return answer(Problem(Code.BROKEN))
