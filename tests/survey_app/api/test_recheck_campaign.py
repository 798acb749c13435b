"""A whole round of re-checks over HTTP: what was made up comes out, and nobody honest is left."""

import pytest

from survey_app.fieldwork.rechecks.lot_board import LotState
from tests.survey_app.api import recheck_campaign
from tests.survey_app.api.recheck_campaign import CARELESS, board, is_false

# A minute of a whole round.
pytestmark = pytest.mark.journey
SEED = 3
ENDS = {LotState.ACCEPTED, LotState.CLEARED, LotState.CONFIRMED}
MEMBERS = "SELECT lot.code, interview_uuid FROM lot_member JOIN lot ON lot.id = lot_id"
COUNTED = "SELECT count(*) FROM interview WHERE is_current"
EXCLUDED = (
    "SELECT lot.code, interview.uuid, interview_exclusion.kind FROM interview_exclusion"
    " JOIN interview ON interview.id = interview_id"
    " JOIN lot_member ON lot_member.interview_uuid = interview.uuid JOIN lot ON lot.id = lot_id"
)


@pytest.fixture
def ended(world, tablet):
    """Everybody was interviewed, drawn, asked again, judged, heard; nothing is left to decide."""
    simulation = recheck_campaign.simulated(world, tablet, seed=SEED)
    recheck_campaign.live(simulation)
    recheck_campaign.close(simulation)
    recheck_campaign.decide_everything(simulation)
    return simulation


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_campaign__of_18_enumerators__ends_with_what_was_made_up_out_of_rejected_lots(world, ended):
    names = {name.lower(): name for name in ended.enumerators}
    members, excluded = by_lot(world, MEMBERS), by_lot(world, EXCLUDED)

    lots = board(ended).lots

    assert {lot.state for lot in lots} == ENDS
    for lot in lots:
        code, who = lot.head.code, names[lot.head.enumerator]
        made_up = members[code] & ended.made_up
        is_rejected = any(one.decision == "rejected" for one in lot.decisions)
        should = LotState.ACCEPTED
        if is_rejected:
            should = LotState.CONFIRMED if made_up else LotState.CLEARED
        assert lot.state is should, code
        assert is_false(who) or not made_up
        assert excluded.get(code, set()) == (made_up if is_rejected else set())
    people = {
        state: {names[lot.head.enumerator] for lot in lots if lot.state is state} for state in ENDS
    }
    assert people[LotState.CONFIRMED] == {name for name in names.values() if is_false(name)}
    assert CARELESS in people[LotState.CLEARED]
    assert world.one(COUNTED) == len(ended.uuids) - sum(map(len, excluded.values()))


def by_lot(world, statement):
    """UUIDs by the code of their lot."""
    found = {}
    for code, uuid, *_ in world.rows(statement):
        found.setdefault(code, set()).add(recheck_campaign.uuid_of(uuid))
    return found
