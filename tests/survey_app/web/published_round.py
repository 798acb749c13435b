"""A round of two units, with scores that are closed, published and withdrawn through the pages."""

from scoring.plans.canonical import canonical_plan
from scoring.plans.scoring_plan import ScoringPlan
from survey_app.db import plans, publications, round_writes
from survey_app.db.engine import transaction
from survey_app.db.index_publications import current_index
from tests.survey_app.conftest import START, Page
from tests.survey_app.people_by_chance import SLOTS, answered

PUBLICATION = "/results/rounds/thu-2022/publication"
INDEX = "/results/rounds/thu-2022/index"
SXD, STP = 1, 2


def levels(usual, **others):
    return [others.get(code, usual) for code in SLOTS]


OF_SXD = [levels(4, q11=1)] * 60
OF_STP = [levels(5, q12=1)] * 35 + [levels(5)] * 35
"""Nobody of Xây dựng is satisfied with q11, half of Tư pháp with q12, and all with all else."""


def store(world, *answers, unit=SXD):
    """Stores one interview with each of these answers; gives them."""
    return answered(world, *answers, unit=unit)


def close(world):
    with transaction(world.engine) as session:
        round_writes.move_round(session, 1, start="open", end="closed")


def score_by(world, **said):
    """Lets the round go by a scoring plan that says this."""
    usual = {"blanks": "left_out", "weights": "none", "id": "p", "source": "x"}
    plan = ScoringPlan.model_validate({"kind": "scoring", **usual, **said})
    with transaction(world.engine) as session:
        number = plans.keep_plan(session, kind="scoring", content=canonical_plan(plan), at=START)
        plans.set_plans(session, 1, {"scoring": number})


def standing(world):
    with transaction(world.engine, writes=False) as session:
        return publications.current_publication(session, 1)


def publish(world, *, reason=""):
    """Through the page of Home Affairs."""
    stands = standing(world)
    seen = "" if stands is None else str(stands.id)
    fields = {"confirmed": "1", "seen": seen, "reason": reason}
    assert world.client("noivu").post(PUBLICATION, fields).status_code == 303


def two_units_public(world):
    """Sixty people of Xây dựng and seventy of Tư pháp, closed and published; gives the province."""
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    return world


def withdraw(world, *, reason):
    fields = {"confirmed": "1", "seen": str(standing(world).id), "reason": reason}
    assert world.client("noivu").post(f"{PUBLICATION}/withdraw", fields).status_code == 303


def standing_index(world):
    with transaction(world.engine, writes=False) as session:
        return current_index(session, 1)


def publish_index(world, *, number="2500/QĐ-UBND", reason=""):
    """By a decision, through the page of Home Affairs."""
    stands = standing_index(world)
    seen = "" if stands is None else str(stands.id)
    fields = {"number": number, "issued_on": "03/10/2022", "reason": reason, "seen": seen}
    assert world.client("noivu").post(f"{INDEX}/publication", fields).status_code == 303


def withdraw_index(world, *, reason):
    fields = {"seen": str(standing_index(world).id), "reason": reason}
    answer = world.client("noivu").post(f"{INDEX}/publication/withdraw", fields)
    assert answer.status_code == 303


def type_points(world, points, *, unit="TTRA", reason="Phúc tra"):
    """The appraised points of a unit, all areas together, with a document of their own."""
    address = f"{INDEX}/points/appraised/{unit}"
    [seen] = Page(world.client("noivu").get(address).text).named("seen")
    fields = {
        "points/total": points,
        "number": "7/BC-HĐ",
        "issued_on": "03/10/2022",
        "reason": reason,
        "seen": seen["value"],
    }
    assert world.client("noivu").post(address, fields).status_code == 303
