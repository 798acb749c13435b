"""The first sign-in: user name and one-time code, then a password of one's own.

The second form carries name and code along, and both are looked at again: between the two steps
the server keeps nothing, and a code that has been used or replaced meanwhile opens nothing.
"""

from collections.abc import Sequence

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from survey_app.access.first_sign_in import choose_password, code_fits
from survey_app.access.passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH, password_problems
from survey_app.access.policy import Verb
from survey_app.problems import Problem
from survey_app.web.attempts import limit_attempts
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.safe_return import safe_return
from survey_app.web.sign_in import whose_attempt
from survey_app.web.signed_in import begin_session, current_person
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("first_sign_in", __name__, url_prefix="/sign-in/code")

REFUSED = 401
UNFIT = 422
Answer = Response | str | tuple[str, int]


class CodeForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """User name and one-time code."""

    username = StringField(_l("User name"), validators=[DataRequired(), Length(max=64)])
    code = StringField(_l("One-time code"), validators=[DataRequired(), Length(max=64)])
    next = HiddenField()


class PasswordForm(CodeForm):
    """The same, carried along, and the password; what fits is decided where passwords are."""

    password = PasswordField(_l("New password"))
    again = PasswordField(_l("The same password again"))


def install(app: Flask, *, limit: str) -> None:
    """Gives both steps the limit of attempts that signing in has."""
    for endpoint in ("first_sign_in.submit", "first_sign_in.choose"):
        limit_attempts(app, endpoint=endpoint, limit=limit, made_by=whose_attempt)


@blueprint.get("/")
@declares(Verb.PUBLIC)
def page() -> Answer:
    """The form for user name and code."""
    if current_person() is not None:
        return redirect(url_for("home.page"))
    form = CodeForm()
    form.next.data = safe_return(request.args.get("next"))
    return _code_page(form)


@blueprint.post("/")
@declares(Verb.PUBLIC)
def submit() -> Answer:
    """On to the password; or the one sentence for codes that are wrong, used or too old."""
    form = CodeForm()
    if not form.validate_on_submit() or not _fits(form):
        return _code_page(form, refused=True)
    return _password_page(PasswordForm())


@blueprint.post("/password")
@declares(Verb.PUBLIC)
def choose() -> Answer:
    """Keeps the password and signs in; says all that speaks against the password."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _code_page(form, refused=True)
    password = form.password.data or ""
    problems = password_problems(password, again=form.again.data or "")
    if problems:
        fits = _fits(form)
        return _password_page(form, problems) if fits else _code_page(form, refused=True)
    person = choose_password(
        database(),
        username=form.username.data or "",
        code=form.code.data or "",
        password=password,
        at=now(),
    )
    keep_work()
    if person is None:
        return _code_page(form, refused=True)
    begin_session(person, at=now())
    return redirect(safe_return(form.next.data), code=303)


def _fits(form: CodeForm) -> bool:
    fits = code_fits(
        database(), username=form.username.data or "", code=form.code.data or "", at=now()
    )
    keep_work()
    return fits


def _code_page(form: CodeForm, *, refused: bool = False) -> Answer:
    leads_to = safe_return(form.next.data)
    page = render_template("first_sign_in.html", form=form, refused=refused, leads_to=leads_to)
    return (page, REFUSED) if refused else page


def _password_page(form: PasswordForm, problems: Sequence[Problem] = ()) -> Answer:
    page = render_template(
        "first_password.html",
        form=form,
        problems=problems,
        least=MINIMUM_LENGTH,
        most=MAXIMUM_LENGTH,
    )
    return (page, UNFIT) if problems else page
