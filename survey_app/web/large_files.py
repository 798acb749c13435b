"""Pages that take a larger file than others do, of people who may bring one."""

from flask import Flask, request

from survey_app.access.policy import Verb, may
from survey_app.web.signed_in import current_person
from survey_app.web.unit_of_work import looking_first


def take_large_files(app: Flask, *, endpoint: str, verb: Verb, most: int) -> None:
    """Lets one page take requests of so many bytes, of people who may do this.

    Is called before the check of the form's token is put in, which already reads the form.
    """

    def allow() -> None:
        if request.endpoint != endpoint:
            return
        with looking_first():
            person = current_person()
        if person is not None and may(person.role, verb):
            request.max_content_length = most
            request.files.to_dict()  # all of it has come before anything is locked

    app.before_request(allow)
