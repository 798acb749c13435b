"""A sheet of paper, as a clerk of the small province types it."""

from collections.abc import Mapping

from tests.survey_app.conftest import COMPLETE, World

KEY = "/paper/rounds/thu-2022/key"
OFFICE = "/field/rounds/thu-2022/paper/"


def account_of(world: World, name: str) -> str:
    """The number of an account."""
    return str(world.one("SELECT id FROM account WHERE username = :name", name=name))


def sheet(world: World, number: str = "0001", **changed: object) -> dict[str, object]:
    """A sheet that An brought, about somebody on no list; None takes a field away."""
    typed: dict[str, object] = {
        **COMPLETE,
        "paper-number": number,
        "paper-unit": "STP",
        "paper-unlisted": "1",
        "paper-enumerator": account_of(world, "an"),
        "paper-day": "02/10/2022",
        "paper-start": "8:30",
        "paper-end": "0845",
    }
    named = {
        name.replace("_", "-") if "paper" in name else name: value
        for name, value in changed.items()
    }
    return {name: value for name, value in {**typed, **named}.items() if value is not None}


def everything_twice(world: World) -> None:
    """All sheets are keyed twice from now on."""
    assert world.client("quanly").post(OFFICE, {"share": "100"}).status_code == 303


def keyed(world: World, number: str = "0001", **changed: object) -> int:
    """Has An key her own sheet, and gives its number here."""
    answer = world.client("an").post(KEY, sheet(world, number, **changed))
    assert answer.status_code == 303, answer.text
    found = world.one("SELECT id FROM paper_form WHERE form_number = :number", number=number)
    assert isinstance(found, int)
    return found


def keyed_again(world: World, number: int, answers: Mapping[str, object]) -> None:
    """Has Bình key it a second time."""
    answer = world.client("binh").post(f"/paper/forms/{number}", {**COMPLETE, **answers})
    assert answer.status_code == 303, answer.text
