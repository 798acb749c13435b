"""The small province by a points plan that takes points away and adds some."""

from scoring.plans.canonical import canonical_plan
from scoring.plans.points_plan import PointsPlan
from survey_app.db import plans
from survey_app.db.engine import transaction
from tests.survey_app.people_by_chance import answered, row

PLAN = PointsPlan.model_validate(
    {
        "kind": "points",
        "id": "thu",
        "source": "Quyết định thử",
        "maximum": 10,
        "rule": {"kind": "linear"},
        "adjustments": [
            {
                "code": "late",
                "name": {"vi": "Danh sách nộp muộn", "en": "Late list"},
                "points": "-0.25",
                "at_most": 4,
            },
            {"code": "prize", "name": {"vi": "Khen thưởng", "en": "Prize"}, "points": "0.5"},
        ],
    }
)


def adjusted(world, plan=PLAN):
    """The round goes by this plan; eleven people answered for each of its two units."""
    with transaction(world.engine) as session:
        number = plans.keep_plan(
            session, kind="points", content=canonical_plan(plan), at=world.clock()
        )
        plans.set_plans(session, 1, {"points": number})
    answered(world, *[row(q11=1)] * 11)
    answered(world, *[row()] * 11, unit=2)
