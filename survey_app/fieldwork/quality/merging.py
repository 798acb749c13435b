"""What a look changes in the flags that are there: pure, and the same for the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.quality.flags import Weight, has_changed
from scoring.quality.rules import ReviewRules
from survey_app.db.quality_runs import FoundFlag, KnownFlag


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """A flag that was there and holds. is_open: whether somebody is to look at it (again)."""

    number: int
    found: FoundFlag
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """new: not there before. renewed: hold as before, or again. ended: no longer hold."""

    new: tuple[FoundFlag, ...]
    renewed: tuple[Renewed, ...]
    ended: tuple[int, ...]
    reopened: int


def merged(
    known: Sequence[KnownFlag], found: Sequence[FoundFlag], *, rules: ReviewRules
) -> Changes:
    """A flag that was looked at stays so unless its figures have changed; none is forgotten."""
    there: Mapping[tuple[str, str], KnownFlag] = {(one.kind, one.subject): one for one in known}
    now = {(one.kind, one.subject) for one in found}
    renewed = tuple(
        Renewed(number=before.id, found=one, is_open=_is_open(before, one, rules=rules))
        for one in found
        if (before := there.get((one.kind, one.subject))) is not None
    )
    was_open = {one.id for one in known if one.is_open}
    return Changes(
        new=tuple(one for one in found if (one.kind, one.subject) not in there),
        renewed=renewed,
        ended=tuple(one.id for one in known if one.holds and (one.kind, one.subject) not in now),
        reopened=sum(one.is_open and one.number not in was_open for one in renewed),
    )


def _is_open(before: KnownFlag, now: FoundFlag, *, rules: ReviewRules) -> bool:
    if before.is_open or before.seen_strength is None:
        return True
    seen = Weight(strength=before.seen_strength, against=_text(before.seen_other_uuid))
    return has_changed(
        seen, Weight(strength=now.strength, against=_text(now.other_uuid)), rules=rules
    )


def _text(uuid: object) -> str | None:
    return None if uuid is None else str(uuid)
