"""Read by the process whose forks serve: every address and template is compiled before the fork."""

from sqlalchemy import create_engine

from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests import compiled_once  # noqa: F401 -- holds by being imported


def _compile_all() -> None:
    app = create_app(Settings(secret_key="s" * 40), engine=create_engine("sqlite://"))
    for name in app.jinja_env.list_templates(extensions=["html"]):
        app.jinja_env.get_template(name)


_compile_all()
