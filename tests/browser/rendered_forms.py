"""The forms of a database's rounds, rendered once for the servers of many tests.

By the program, for the rounds as they stand: of a round that a test changed, a server renders its
own.
"""

from collections.abc import Mapping
from pathlib import Path

from survey_app.db import rounds
from survey_app.db.engine import connect
from survey_app.db.rounds import RoundRecord
from survey_app.languages import LANGUAGES
from survey_app.settings import Settings
from survey_app.web import tablet_form
from survey_app.web.app import create_app
from survey_app.web.unit_of_work import database
from tests.browser.running_demo import SECRET

Forms = Mapping[tuple[RoundRecord, str], str]


def rendered(file: Path) -> Forms:
    """The forms of all rounds in this database, by round and language."""
    engine = connect(f"sqlite:///{file}", durable=False)
    app = create_app(Settings(secret_key=SECRET), engine=engine)
    with app.test_request_context():
        forms = {
            (one, language): tablet_form.tablet_form(one, language).content.decode()
            for one in rounds.all_rounds(database())
            for language in LANGUAGES
        }
    engine.dispose()
    return forms


def hand_over(forms: Forms) -> None:
    """Has the applications of this process take these where they fit."""
    render = tablet_form._rendered

    def known(of_round: RoundRecord, language: str) -> str:
        return forms.get((of_round, language)) or render(of_round, language)

    tablet_form._rendered = known
