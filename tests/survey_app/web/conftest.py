"""The people of the small province, each with a browser that is signed in."""

import pytest

from tests.survey_app.conftest import Client, World


@pytest.fixture
def quanly(world: World) -> Client:
    """The field manager."""
    return world.client("quanly")


@pytest.fixture
def noivu(world: World) -> Client:
    """Home Affairs."""
    return world.client("noivu")


@pytest.fixture
def quantri(world: World) -> Client:
    """The administrator."""
    return world.client("quantri")
