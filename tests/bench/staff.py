"""A browser of somebody at a desk, in this process: what it asks is the whole request."""

from flask.testing import FlaskClient
from sqlalchemy import Engine, text

from survey_app.settings import Settings
from survey_app.web.app import create_app


def browser_of(engine: Engine, role: str) -> FlaskClient:
    """A client that is signed in; the first account of the province gets this role."""
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE account SET role = :role WHERE session_mark = 'mark-0'"), {"role": role}
        )
        number = connection.execute(
            text("SELECT id FROM account WHERE session_mark = 'mark-0'")
        ).scalar_one()
    app = create_app(Settings(secret_key="b" * 40, secure_cookies=False), engine=engine)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{number}.mark-0"
        cookie["_fresh"] = True
    return client
