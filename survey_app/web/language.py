"""Vietnamese first, English by a switch that the session remembers."""

from flask import Blueprint, Flask, redirect, request, session
from flask_babel import Babel, get_locale, refresh
from werkzeug.wrappers import Response

from survey_app.access.policy import Verb
from survey_app.clock import ZONE
from survey_app.languages import CATALOGUES, LANGUAGES
from survey_app.web.declare import declares
from survey_app.web.safe_return import safe_return
from survey_app.wording.speech import Speech

blueprint = Blueprint("language", __name__)


def install(app: Flask) -> None:
    """Gives the application its languages and its time zone."""
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_DEFAULT_TIMEZONE"] = ZONE.key
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, locale_selector=_chosen)


def _chosen() -> str:
    language = session.get("language", LANGUAGES[0])
    return language if language in LANGUAGES else LANGUAGES[0]


def current_language() -> str:
    """`vi` or `en`: the language of this page."""
    locale = get_locale()
    return LANGUAGES[0] if locale is None else str(locale.language)


def page_speech() -> Speech:
    """Says things in the language of this page."""
    return Speech(language=current_language())


def change_language(wanted: str | None) -> bool:
    """Remembers the language, from this very page on; tells whether one was asked for."""
    if wanted not in LANGUAGES:
        return False
    session["language"] = wanted
    refresh()
    return True


@blueprint.post("/language")
@declares(Verb.PUBLIC)
def switch() -> Response:
    """Remembers the language and goes back to the page."""
    change_language(request.form.get("language"))
    return redirect(safe_return(request.form.get("next")))
