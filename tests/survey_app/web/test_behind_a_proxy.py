"""Behind a proxy: whose address counts, and how addresses are written."""

import pytest

from survey_app.settings import Settings
from survey_app.web.app import create_app

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "khaosat.example.vn"}


def _client(world, proxies):
    settings = Settings(secret_key="s" * 40, proxies=proxies)
    return create_app(settings, now=world.clock, engine=world.engine).test_client()


@pytest.mark.parametrize(("proxies", "is_secure"), [(1, True), (0, False)])
def test_proxy__its_headers__count_only_when_it_is_trusted(world, proxies, is_secure):
    answer = _client(world, proxies).get("/sign-in", headers=FORWARDED)

    assert ("Strict-Transport-Security" in answer.headers) is is_secure
