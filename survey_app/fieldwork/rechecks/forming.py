"""From a lot as it is formed to the record that is kept, drawn from with the seed of the round."""

from collections.abc import Mapping
from uuid import UUID

from scoring.recheck.lot_draw import LotDraw, LotInterview, draw_lot
from scoring.recheck.lot_forming import FormedLot
from survey_app.db.recheck_lots import INTERVIEWS, LotRecord, MemberRecord, StratumRecord


def enumerator_code(account_id: int) -> str:
    """How lots name an enumerator in public: by number."""
    return f"e{account_id}"


def drawn_lot(
    formed: FormedLot,
    *,
    seed: str,
    kind: str = INTERVIEWS,
    units: Mapping[str, int] | None = None,
) -> LotRecord:
    """A lot as it is kept, drawn from with this seed. units: the number of each by its code."""
    interviews = [
        LotInterview(uuid=uuid, stratum=one.name) for one in formed.strata for uuid in one.uuids
    ]
    rules = {one.name: one.rule for one in formed.strata}
    made = draw_lot(interviews, lot_id=formed.code, seed=seed, rule=rules)
    return LotRecord(
        code=formed.code,
        enumerator_id=int(formed.enumerator.removeprefix("e")),
        week=formed.week,
        number=formed.number,
        round_unit_id=units[formed.unit] if units and formed.unit else None,
        is_opening=formed.is_opening,
        list_sha256=made.lot_sha256,
        strata=tuple(
            StratumRecord(
                name=one.name,
                interviews=len(one.uuids),
                share_percent=one.share_percent,
                minimum=one.minimum,
                drawn=one.drawn,
            )
            for one in formed.strata
        ),
        members=_members(made),
        kind=kind,
    )


def _members(made: LotDraw) -> tuple[MemberRecord, ...]:
    return tuple(
        MemberRecord(
            uuid=UUID(one.uuid),
            stratum=one.stratum,
            place=one.place,
            selection="random" if one.is_drawn else None,
        )
        for one in made.placed
    )
