"""Home Affairs at work, below pages and commands."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy.orm import Session

from survey_app.access.people import Person, person_named
from survey_app.db.engine import transaction
from tests.survey_app.conftest import World

Office = Callable[[], AbstractContextManager[tuple[Session, Person]]]


@pytest.fixture
def office(world: World) -> Office:
    """Opens a transaction as the person of Home Affairs; gives session and person."""

    @contextmanager
    def at_work() -> Iterator[tuple[Session, Person]]:
        with transaction(world.engine) as session:
            yield session, person_named(session, "noivu")

    return at_work
