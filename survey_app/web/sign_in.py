"""Signing in and out."""

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from survey_app.access.people import sign_in
from survey_app.access.policy import Verb
from survey_app.fieldwork.frame.uploads import remove_expired
from survey_app.web.attempts import limit_attempts
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.safe_return import safe_return
from survey_app.web.signed_in import begin_session, current_person, end_session
from survey_app.web.unit_of_work import database, keep_work

blueprint = Blueprint("sign_in", __name__)


class SignInForm(FlaskForm):  # type: ignore[misc]  # the library ships no types
    """User name and password."""

    username = StringField(_l("User name"), validators=[DataRequired(), Length(max=64)])
    password = PasswordField(_l("Password"), validators=[DataRequired(), Length(max=200)])
    next = HiddenField()


def whose_attempt() -> str:
    """Attempts are counted by address and name: one tablet cannot lock out an office."""
    name = request.form.get("username", "").strip().lower()
    return f"{request.remote_addr} {name}"


def install(app: Flask, *, limit: str) -> None:
    """Gives the sign-in its limit of attempts."""
    limit_attempts(app, endpoint="sign_in.submit", limit=limit, made_by=whose_attempt)


@blueprint.get("/sign-in")
@declares(Verb.PUBLIC)
def page() -> Response | str:
    """The form."""
    if current_person() is not None:
        return redirect(url_for("home.page"))
    form = SignInForm()
    form.next.data = safe_return(request.args.get("next"))
    return _page(form, refused=False)


@blueprint.post("/sign-in")
@declares(Verb.PUBLIC)
def submit() -> Response | str | tuple[str, int]:
    """Signs in, or says that name and password do not fit (never which of the two)."""
    form = SignInForm()
    person = None
    if form.validate_on_submit():
        person = sign_in(
            database(),
            username=form.username.data or "",
            password=form.password.data or "",
            at=now(),
        )
        keep_work()
    if person is None:
        return _page(form, refused=True), 401
    # Every working day begins with somebody who signs in: what was kept for a day goes then.
    remove_expired(database(), at=now())
    begin_session(person, at=now())
    return redirect(safe_return(form.next.data), code=303)


def _page(form: SignInForm, *, refused: bool) -> str:
    leads_to = safe_return(form.next.data)
    return render_template("sign_in.html", form=form, refused=refused, leads_to=leads_to)


@blueprint.post("/sign-out")
@declares(Verb.SIGNED_IN)
def sign_out() -> Response:
    """Signs out."""
    end_session()
    flash(_l("You have signed out."))
    return redirect(url_for("sign_in.page"), code=303)
