"""Vietnamese first, English by a switch that the session remembers."""

from flask import Blueprint, Flask, redirect, request, session
from flask.globals import app_ctx
from flask_babel import Babel, get_locale, refresh
from werkzeug.wrappers import Response

from survey_app.access.policy import Verb
from survey_app.clock import ZONE
from survey_app.languages import CATALOGUES, LANGUAGES
from survey_app.web.declare import declares
from survey_app.web.safe_return import safe_return
from survey_app.wording.speech import Speech, catalogue

blueprint = Blueprint("language", __name__)

PROGRAMS, TABLETS = "/api/v1/", ("/api/v1/sync/", "/api/v1/devices/")
"""Programs have no switch: they say what they want with each request. Tablets speak as pages do."""


def install(app: Flask) -> None:
    """Gives the application its languages and its time zone."""
    app.config["BABEL_DEFAULT_LOCALE"] = "vi"
    app.config["BABEL_DEFAULT_TIMEZONE"] = ZONE.key
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, locale_selector=_chosen)
    # Its extension gives it the method, and knows no other place for the two functions.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=gettext, ngettext=_of_number, newstyle=True
    )


def _chosen() -> str:
    language = session.get("language")
    path = request.path
    if language is None and path.startswith(PROGRAMS) and not path.startswith(TABLETS):
        language = request.accept_languages.best_match(LANGUAGES)
    return language if language in LANGUAGES else LANGUAGES[0]


def current_language() -> str:
    """`vi` or `en`: the language of this page.

    A page asks for every figure and every sentence. What flask-babel has found out it keeps with
    the request; looked up there at once, and not by way of `g`, it costs a tenth of asking again.
    """
    try:
        context = app_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 -- every proxy of werkzeug has it
        kept = context.g.get("_flask_babel")
    except RuntimeError:  # no page, as for a command
        return LANGUAGES[0]
    locale = getattr(kept, "babel_locale", None) or get_locale()
    return LANGUAGES[0] if locale is None else str(locale.language)


def gettext(message: str, /, **details: object) -> str:
    """A message in the language of this page, filled; as that of flask-babel, and faster."""
    found: str = catalogue(current_language()).ugettext(message)
    return found % details if details else found


def _of_number(one: str, many: str, number: int) -> str:
    """As `ngettext`, for templates, which fill the message themselves."""
    found: str = catalogue(current_language()).ungettext(one, many, number)
    return found


def ngettext(one: str, many: str, number: int, /, **details: object) -> str:
    """The same of a number, which is `num` in the message."""
    return _of_number(one, many, number) % {"num": number, **details}


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
