"""The demo that a server runs, with its database open to the test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, text

from survey_app.access import people
from survey_app.access.devices import make_code
from survey_app.access.first_sign_in import new_code
from survey_app.clock import system_clock
from survey_app.db.engine import transaction
from survey_app.demo.accounts import DEMO_ACCOUNTS

HOST = "127.0.0.1"
SECRET = "only-for-tests-only-for-tests-only-for-tests"
PASSWORDS = {account.username: account.password for account in DEMO_ACCOUNTS}


@dataclass(kw_only=True)
class RunningDemo:
    """What the database behind a server holds, read and changed past the application."""

    engine: Engine

    def one(self, statement: str, **values: object) -> Any:
        """One value."""
        with self.engine.execution_options(writes=False).connect() as connection:
            return connection.execute(text(statement), values).scalar_one()

    def rows(self, statement: str, **values: object) -> list[Mapping[str, Any]]:
        """All rows of an answer."""
        with self.engine.execution_options(writes=False).connect() as connection:
            return [dict(row) for row in connection.execute(text(statement), values).mappings()]

    def interviews(self) -> int:
        """How many interviews are stored."""
        return int(self.one("SELECT count(*) FROM interview"))

    def stored(self, uuid: str) -> Mapping[str, Any]:
        """An interview as it was sent."""
        bare = uuid.replace("-", "")  # as SQLite keeps it
        content = self.one("SELECT content FROM interview WHERE uuid = :uuid", uuid=bare)
        document: Mapping[str, Any] = json.loads(content)
        return document

    def answers_of(self, uuid: str) -> Mapping[str, Any]:
        """The stored answers of an interview."""
        answers: Mapping[str, Any] = self.stored(uuid)["answers"]
        return answers

    def change(self, statement: str, **values: object) -> None:
        """Changes a row, as somebody else's work would."""
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def first_code(self, username: str) -> str:
        """Takes the password of an account away and gives the code of its first sign-in."""
        nobody = "UPDATE account SET password_hash = NULL WHERE username = :username"
        self.change(nobody, username=username)
        with transaction(self.engine) as session:
            by = people.person_named(session, "quantri")
            return new_code(session, username=username, by=by, at=system_clock()).code

    def enrolment_code(self) -> str:
        """A code for one tablet, as the field manager gets it."""
        at = system_clock()
        with transaction(self.engine) as session:
            manager = people.sign_in(
                session, username="buudien", password=PASSWORDS["buudien"], at=at
            )
            return make_code(session, manager, device_name="Máy 07", at=at)
