"""Everybody who has cases of a round or could be given some: load, duties, and the tablet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from survey_app.db import accounts
from survey_app.db.assigning import EnumeratorRecord, active_enumerators
from survey_app.db.holder_status import HolderStatus, RoundStatus, status_of_round
from survey_app.db.packs import NEVER, PackRecord, packs_of
from survey_app.db.rounds import RoundRecord, units_of_round


class TabletState(StrEnum):
    """Whether a person's tablet knows which cases they have."""

    NOTHING_CHANGED = "nothing_changed"
    """They were never given a case."""
    WAITS_FOR_OPENING = "waits_for_opening"
    """The round is a draft: no pack has its cases yet."""
    NOT_SENT = "not_sent"
    """Something changed, and the tablet has not asked since."""
    SENT = "sent"
    """It went out, and no tablet has said yet that it arrived."""
    KEPT = "kept"
    """The tablet asked again and named just this list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One enumerator. tied_units: codes of the units of the round for which they never work."""

    account_id: int
    username: str
    display_name: str
    is_active: bool
    assigned: int
    open: int
    tried: int
    interviewed: int
    ended: int
    waiting: int
    areas: tuple[str, ...]
    tied_units: tuple[str, ...]
    tablet: TabletState
    pack: PackRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLoads:
    """All of them, by user name, and the counts of the round."""

    people: tuple[Load, ...]
    status: RoundStatus


def tablet_state(pack: PackRecord, *, round_state: str, assigned: int) -> TabletState:
    """What is known of a tablet; a pack of before the round opened has nothing of it."""
    if not pack.revision and not assigned:
        return TabletState.NOTHING_CHANGED
    if round_state == "draft":
        return TabletState.WAITS_FOR_OPENING
    if not pack.is_sent:
        return TabletState.NOT_SENT
    return TabletState.KEPT if pack.is_kept else TabletState.SENT


def loads_of(session: Session, found: RoundRecord) -> RoundLoads:
    """Everybody whose account is open, and whoever has cases, in a fixed number of queries."""
    status = status_of_round(session, found.id)
    holders = {one.account_id: one for one in status.holders}
    active = {one.account_id: one for one in active_enumerators(session, found.id)}
    numbers = holders.keys() | active.keys()
    packs = packs_of(session, numbers)
    duties = accounts.all_duties(session)
    codes = {one.unit_id: one.unit_code for one in units_of_round(session, found.id)}
    people = [
        _load(
            number,
            holders.get(number),
            active.get(number),
            duties=duties.get(number, accounts.NO_DUTIES),
            codes=codes,
            pack=packs.get(number, NEVER),
            round_state=found.state,
        )
        for number in numbers
    ]
    return RoundLoads(people=tuple(sorted(people, key=lambda one: one.username)), status=status)


def _load(
    number: int,
    holder: HolderStatus | None,
    active: EnumeratorRecord | None,
    *,
    duties: accounts.Duties,
    codes: Mapping[int, str],
    pack: PackRecord,
    round_state: str,
) -> Load:
    known: HolderStatus | EnumeratorRecord | None = holder or active
    if known is None:
        raise RuntimeError("somebody is there for one of the two reasons")
    assigned = 0 if holder is None else holder.assigned
    return Load(
        account_id=number,
        username=known.username,
        display_name=known.display_name,
        is_active=active is not None,
        assigned=assigned,
        open=0 if holder is None else holder.open,
        tried=0 if holder is None else holder.tried,
        interviewed=0 if holder is None else holder.interviewed,
        ended=0 if holder is None else holder.ended,
        waiting=0 if holder is None else holder.waiting,
        areas=tuple(sorted(duties.areas)),
        tied_units=_codes(duties.tied_unit_ids, codes),
        tablet=tablet_state(pack, round_state=round_state, assigned=assigned),
        pack=pack,
    )


def _codes(unit_ids: frozenset[int], codes: Mapping[int, str]) -> tuple[str, ...]:
    """Ties to units that the round does not ask about do not matter here."""
    return tuple(sorted(codes[one] for one in unit_ids if one in codes))


def behind(people: Sequence[Load]) -> tuple[Load, ...]:
    """Whose tablet has not been sent the last change."""
    return tuple(one for one in people if one.tablet is TabletState.NOT_SENT)
