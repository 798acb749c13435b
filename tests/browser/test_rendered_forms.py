"""The forms that are handed to servers of tests are those that a server renders by itself."""

from survey_app.languages import LANGUAGES
from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests.browser.running_demo import PASSWORDS, SECRET
from tests.survey_app.conftest import Client


def test_forms__rendered_once__are_those_that_a_signed_in_enumerator_gets(site, forms):
    client = Client(create_app(Settings(secret_key=SECRET), engine=site.engine).test_client())
    client.sign_in("dieutravien", PASSWORDS["dieutravien"])

    got = {
        (one.code, language): client.get(f"/api/v1/sync/forms/{one.code}/{language}").text
        for one, language in forms
    }

    assert {(one.code, language): form for (one, language), form in forms.items()} == got
    assert {language for _, language in got} == set(LANGUAGES)
