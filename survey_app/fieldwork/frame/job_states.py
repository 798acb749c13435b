"""What can be said of the work on a large list from its row alone: how far, and whether it lives.

Pure; the clock comes in as an argument.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from survey_app.db.frame_jobs import FrameJobRecord

LOST_AFTER = timedelta(minutes=1)
"""Silence after which a process is taken to be gone. One that still lives cannot do harm: what it
wants to store is refused once its row has been ended."""


class JobKind(StrEnum):
    """What a process does with a list, in the order of the steps on the page."""

    OPEN = "open"
    READ = "read"
    JUDGE = "judge"
    IMPORT = "import"


class JobState(StrEnum):
    """How work on a list stands. Whoever looks decides that a silent process is lost."""

    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    FAILED = "failed"
    LOST = "lost"


class Phase(StrEnum):
    """What a process is doing at the moment."""

    START = "start"
    READING = "reading"
    JUDGING = "judging"
    STORING = "storing"


HUNDRED = 100
_BEGINS_AT: dict[JobKind, dict[Phase, int]] = {
    JobKind.OPEN: {Phase.READING: 0},
    JobKind.READ: {Phase.READING: 0},
    JobKind.JUDGE: {Phase.READING: 0, Phase.JUDGING: 80},
    JobKind.IMPORT: {Phase.READING: 0, Phase.JUDGING: 55, Phase.STORING: 70},
}
"""Percent at which a phase begins, by how long each takes with 200,000 rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far work is: the state as it is to be taken now, and the part that is done."""

    state: JobState
    phase: Phase
    percent: int | None
    """None while nobody can know."""


def standing_of(job: FrameJobRecord, *, at: datetime) -> Standing:
    """How the work stands; a running process that has been silent too long is lost."""
    state = JobState(job.state)
    if state is JobState.RUNNING and at - job.seen_at > LOST_AFTER:
        state = JobState.LOST
    return Standing(state=state, phase=Phase(job.phase), percent=_percent(job))


def _percent(job: FrameJobRecord) -> int | None:
    phase = Phase(job.phase)
    begins = _BEGINS_AT[JobKind(job.kind)]
    if phase not in begins:
        return None
    later = [percent for percent in begins.values() if percent > begins[phase]]
    end = min(later, default=HUNDRED)
    if not job.total:
        return begins[phase]
    part = min(job.done, job.total) / job.total
    return begins[phase] + int(part * (end - begins[phase]))
