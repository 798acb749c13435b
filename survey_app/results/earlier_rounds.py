"""Which rounds a round can be compared with: those of an earlier period that have scores."""

from collections.abc import Iterable

from survey_app.db.rounds import RoundRecord


def earlier_rounds(
    later: RoundRecord, *, among: Iterable[RoundRecord], with_scores: frozenset[int]
) -> tuple[RoundRecord, ...]:
    """The latest first. A period is earlier when it begins and ends before the other one does."""
    found = [one for one in among if one.id in with_scores and is_earlier(one, than=later)]
    return tuple(
        sorted(found, key=lambda one: (one.period_end, one.period_start, one.code), reverse=True)
    )


def is_earlier(one: RoundRecord, *, than: RoundRecord) -> bool:
    """Whether the period of one round begins and ends before that of the other."""
    return one.period_start < than.period_start and one.period_end < than.period_end


def do_overlap(later: RoundRecord, earlier: RoundRecord) -> bool:
    """Whether both asked about procedures of the same days."""
    return earlier.period_end >= later.period_start
