"""Files that are the same for everybody: they ask for no person and set no cookie."""

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from survey_app.web.declare import STATIC_ENDPOINTS

TABLET = "tablet"
"""The blueprint of the app, whose pages and files name nobody."""


def is_public_file() -> bool:
    """Whether the request is for one of them."""
    return request.endpoint in STATIC_ENDPOINTS or request.blueprint == TABLET


class SessionOfPages(SecureCookieSessionInterface):
    """The session in a signed cookie, which public files leave alone.

    The sign-in looks at it on every answer; without this each file would renew the cookie, and
    browsers would fetch all files once more after a sign-in.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session; without a cookie an empty one, for which no key has to be made."""
        if self.get_cookie_name(app) not in request.cookies:
            return SecureCookieSession()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keeps the session, except beside a public file."""
        if not is_public_file():
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Lets the application keep its sessions so."""
    app.session_interface = SessionOfPages()
