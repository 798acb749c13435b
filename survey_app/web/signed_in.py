"""Who is signed in, for views and templates."""

from datetime import datetime, timedelta

from flask import Flask, g, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from survey_app.access.people import Person, person_of_session
from survey_app.web.unit_of_work import database

TYPED_AT = "typed_at"
FRESH = timedelta(minutes=10)


class SignedIn(UserMixin):  # type: ignore[misc]  # the library ships no types
    """A person in the shape that the sign-in library wants.

    Its id holds the account and the mark of its password, so that a new password ends sessions.
    """

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        """What the session cookie keeps."""
        return f"{self.person.account_id}.{self.person.session_mark}"


def install(app: Flask) -> None:
    """Gives the application its sign-in."""
    # Templates ask for the person by our own name; asked on every page, it would also be asked on
    # the page that says the database is lost.
    manager = LoginManager(app, add_context_processor=False)
    # A tablet changes networks during the day: another address must not end its session.
    manager.session_protection = None
    manager.user_loader(_load)


def _load(user_id: str) -> SignedIn | None:
    number, _, mark = user_id.partition(".")
    if not number.isascii() or not number.isdigit():
        return None
    person = person_of_session(database(), account_id=int(number), mark=mark)
    return None if person is None else SignedIn(person)


def current_person() -> Person | None:
    """The person of this request, or None."""
    if g.get("without_person", False) or not session:
        return None
    return current_user.person if current_user.is_authenticated else None


def forget_person() -> None:
    """From here on this request is nobody's: a page about a lost database must not ask it."""
    g.without_person = True


def person_required() -> Person:
    """The person of a request that passed the access rules."""
    person = current_person()
    if person is None:
        raise RuntimeError("a view that needs a person was reached without one")
    return person


def begin_session(person: Person, *, at: datetime) -> None:
    """Signs this browser in, and keeps when the password was typed.

    Nothing of a former person stays in this browser's session but the language.
    """
    language = session.get("language")
    session.clear()
    if language is not None:
        session["language"] = language
    session.permanent = True
    login_user(SignedIn(person))
    session[TYPED_AT] = at.timestamp()


def password_is_fresh(*, at: datetime) -> bool:
    """Whether the person of this session typed the password a moment ago."""
    typed_at = session.get(TYPED_AT)
    return isinstance(typed_at, float) and 0 <= at.timestamp() - typed_at <= FRESH.total_seconds()


def end_session() -> None:
    """Signs this browser out."""
    logout_user()
