"""The addresses of the tablet app. They name nobody and need no sign-in; data come by the API."""

from flask import Blueprint, Flask, Response, current_app, jsonify
from flask_babel import gettext as _

from survey_app.access.policy import Verb
from survey_app.languages import LANGUAGES
from survey_app.problems import Code, Problem
from survey_app.web.declare import declares
from survey_app.web.packed import PackedFile, sent
from survey_app.web.tablet_app import HOMES, TabletApp

blueprint = Blueprint("tablet", __name__)

KEPT_FOR_EVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))


def install(app: Flask) -> None:
    """Gives the application its tablet app; its files are read when first asked for."""
    app.extensions["hailong_tablet"] = TabletApp()


def _app() -> TabletApp:
    tablet: TabletApp = current_app.extensions["hailong_tablet"]
    return tablet


def _sent(file: PackedFile, *, cache: str) -> Response:
    answer = sent(file)
    answer.headers["Cache-Control"] = cache
    return answer


def _page(language: str, version: str | None = None) -> Response:
    tablet = _app()
    if version not in {None, tablet.version} or language not in LANGUAGES:
        raise Problem(Code.NOT_FOUND)
    answer = _sent(tablet.shells[language], cache=ASK_EACH_TIME)
    # Only here a round may ask for the place of an interview.
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(self)"
    return answer


@blueprint.get("/tablet/")
@declares(Verb.PUBLIC)
def page() -> Response:
    """The app in Vietnamese."""
    return _page("vi")


@blueprint.get("/tablet/en/")
@declares(Verb.PUBLIC)
def page_english() -> Response:
    """The app in English."""
    return _page("en")


@blueprint.get("/tablet/v/<version>/")
@declares(Verb.PUBLIC)
def page_of_version(version: str) -> Response:
    """The page under the address of its version; older ones only the tablets still have."""
    return _page("vi", version)


@blueprint.get("/tablet/v/<version>/en/")
@declares(Verb.PUBLIC)
def page_of_version_english(version: str) -> Response:
    """The same in English."""
    return _page("en", version)


@blueprint.get("/tablet/files/<version>/<path:filename>")
@declares(Verb.PUBLIC)
def file(version: str, filename: str) -> Response:
    """A script, style or picture. Its address holds the version, so it never changes."""
    tablet = _app()
    found = tablet.files.get(filename) if version == tablet.version else None
    if found is None:
        raise Problem(Code.NOT_FOUND)
    return _sent(found, cache=KEPT_FOR_EVER)


@blueprint.get("/sw.js")
@declares(Verb.PUBLIC)
def worker() -> Response:
    """The service worker; browsers look here whether there is a new version."""
    return _sent(_app().worker, cache=ASK_EACH_TIME)


@blueprint.get("/manifest.webmanifest")
@declares(Verb.PUBLIC)
def manifest() -> Response:
    """What makes the app installable."""
    files = f"/tablet/files/{_app().version}/"
    answer = jsonify(
        {
            "id": HOMES["vi"],
            "name": _("Hài lòng: interviews"),
            "short_name": "Hài lòng",
            "lang": LANGUAGES[0],
            "start_url": HOMES["vi"],
            "scope": HOMES["vi"],
            "display": "standalone",
            "background_color": "#f1f4f6",
            "theme_color": "#0a4d7c",
            "icons": [
                {
                    "src": f"{files}tablet/{name}",
                    "sizes": size,
                    "type": "image/png",
                    "purpose": purpose,
                }
                for name, size in ICONS
                for purpose in ("any", "maskable")
            ],
        }
    )
    answer.content_type = "application/manifest+json"
    answer.headers["Cache-Control"] = ASK_EACH_TIME
    return answer
