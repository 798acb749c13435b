"""A published round that is looked at many times, and programs that look."""

import pytest

from tests.survey_app.api.reading.programs import ALL, Program, program
from tests.survey_app.web.published_round import publish_index, two_units_public, type_points


@pytest.fixture(scope="module")
def public_world(still_world):
    """The small province with public scores of two units, and their index; one unit is exempt."""
    two_units_public(still_world)
    publish_index(still_world)
    return still_world


@pytest.fixture(scope="module")
def reader(public_world) -> Program:
    """May read what is public."""
    return program(public_world)


@pytest.fixture(scope="module")
def insider(public_world) -> Program:
    """May read what is not public, too."""
    return program(public_world, *ALL)


@pytest.fixture(scope="module")
def stranger(public_world) -> Program:
    """Has no token."""
    return Program(public_world)


@pytest.fixture
def public(begin, world):
    """Scores of two units are public; appraised points of the third one were typed."""
    begin(_two_units_and_typed_points, world)


def _two_units_and_typed_points(world):
    two_units_public(world)
    type_points(world, "58,00")
