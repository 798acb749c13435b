"""Programs that read: their tokens, made by Home Affairs, and what they send."""

from datetime import timedelta

from survey_app.access.api_tokens import TokenRequest, make_token
from survey_app.access.people import person_named
from survey_app.access.token_scopes import Scope
from survey_app.db.engine import transaction

API = "/api/v1"


def token_of(world, *scopes, days=30, by="noivu", ago=timedelta()):
    """The secret of a new token; `ago`: how long ago it was made."""
    wanted = TokenRequest(name="Chương trình thử", scopes=tuple(map(str, scopes)), days=days)
    with transaction(world.engine) as session:
        person = person_named(session, by)
        return make_token(session, person, wanted, at=world.clock() - ago).secret


class Program:
    """Sends requests with a token, or with none."""

    def __init__(self, world, token=None):
        self.http = world.app.test_client(use_cookies=False)
        self.token = token

    def get(self, address, **headers):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent = {"Authorization": f"Bearer {self.token}", **sent}
        path = address if address.startswith("/api/") else API + address
        return self.http.get(path, headers=sent, buffered=True)


def program(world, *scopes):
    """A program with a token of these scopes."""
    return Program(world, token_of(world, *scopes))


ALL = (Scope.SCORES, Scope.SCORES_UNPUBLISHED)
OF_ROUND = (
    "",
    "/units",
    "/scores",
    "/scores.csv",
    "/components",
    "/index",
    "/index.csv",
    "/publications",
    "/publications/1",
    "/index/publications",
    "/index/publications/1",
    "/index/publications/1/index.csv",
)
ADDRESSES = (
    "/rounds",
    "/units",
    "/publications",
    "/index/publications",
    *(f"/rounds/thu-2022{end}" for end in OF_ROUND),
)
"""All that programs read, of the round of the small province; a test holds it against routes."""
