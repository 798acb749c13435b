"""Interviews as the indicators want them, from what a tablet or a page sent."""

import msgspec

from scoring.quality.interview_table import InterviewFacts
from survey_app.db.quality_facts import InterviewRow

KEYED_LATER = frozenset({"paper", "paper_self"})
"""Modes whose times stand on a sheet, to the minute: somebody wrote them, no clock did."""


class SentPosition(msgspec.Struct, frozen=True):
    """In millionths of a degree, and metres."""

    latitude_e6: int
    longitude_e6: int
    accuracy_m: int


class Sent(msgspec.Struct, frozen=True):
    """What of a document only the tablet knows; a page sends none of it."""

    position: SentPosition | None = None


_DECODER = msgspec.json.Decoder(Sent)
NOTHING = Sent()


def facts_of(row: InterviewRow) -> InterviewFacts:
    """The facts of one interview; a document of another shape has no position."""
    has_times = row.mode not in KEYED_LATER
    sent = _sent(row.content)
    place = sent.position
    return InterviewFacts(
        key=str(row.uuid),
        unit=row.unit_code,
        enumerator=row.enumerator,
        levels=row.levels,
        started_at=row.started_at if has_times else None,
        finished_at=row.finished_at if has_times else None,
        elapsed_s=None if row.elapsed_ms is None or not has_times else row.elapsed_ms / 1000,
        position=(
            None if place is None else (place.latitude_e6, place.longitude_e6, place.accuracy_m)
        ),
    )


def _sent(content: str) -> Sent:
    try:
        return _DECODER.decode(content)
    except (msgspec.DecodeError, UnicodeEncodeError):
        # Documents that a person took in may hold a position that is none.
        return NOTHING
