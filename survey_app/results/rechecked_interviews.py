"""Joins re-checks with the interviews that they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from questionnaires import Fault
from scoring.recheck.interviews import RecheckedInterview
from survey_app.results.recheck_file import NamedRow, RecheckRow, RechecksReading
from survey_app.results.recheck_problems import RecheckCode
from survey_app.results.response_file import ResponsesReading
from survey_app.results.wanted_rows import FoundRow
from survey_app.table_files.problems import FaultLog, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedReading:
    """Re-checked interviews, none when there is a fault; places are rows of the re-checks."""

    interviews: tuple[RecheckedInterview, ...]
    faults: tuple[Fault, ...]
    total_faults: int
    warnings: tuple[Fault, ...]


def join_rechecks(rechecks: RechecksReading, responses: ResponsesReading) -> JoinedReading:
    """Every re-check with its interview; one without, or of another enumerator, is a fault.

    Nothing is said of a file of responses of which rows could not be read. An enumerator is
    compared where the file of responses names one.
    """
    log = FaultLog()
    interviews: list[RecheckedInterview] = []
    if responses.is_whole:
        for name in rechecks.names:
            _judge(name, responses.found.get(name.key), log=log)
    if not log.total and responses.frame is not None:
        codes = responses.frame[list(responses.rule.items)]
        places = {row: at for at, row in enumerate(codes.index.tolist())}
        levels = codes.to_numpy()
        for one in rechecks.rows:
            found = responses.found[one.name.key]
            first: list[int] = levels[places[found.row]].tolist()
            interviews.append(_interview(one, first=first, found=found))
        _notice_too_early(rechecks.rows, interviews, log=log)
    return JoinedReading(
        interviews=tuple(interviews),
        faults=tuple(log.faults),
        total_faults=log.total,
        warnings=tuple(log.warnings),
    )


def _judge(name: NamedRow, found: FoundRow | None, *, log: FaultLog) -> None:
    if not name.key:
        return
    if found is None:
        where = f"row {name.row}, response_uuid"
        log.note(RecheckCode.NOT_IN_ORIGINAL, where, value=shown(name.key))
    elif found.enumerator and name.enumerator and found.enumerator != name.enumerator:
        log.note(
            RecheckCode.OTHER_ENUMERATOR,
            f"row {name.row}, enumerator",
            value=shown(name.enumerator),
            first=shown(found.enumerator),
            row=str(found.row),
        )


def _delay(one: RecheckRow, found: FoundRow) -> timedelta | None:
    if one.at is None or not found.finished_at:
        return None
    return one.at - datetime.fromisoformat(found.finished_at)


def _interview(one: RecheckRow, *, first: Sequence[int], found: FoundRow) -> RecheckedInterview:
    return RecheckedInterview(
        key=one.name.key,
        enumerator=one.name.enumerator,
        supervisor=one.supervisor,
        is_contacted=one.is_contacted,
        has_happened=one.has_happened,
        checks=one.checks,
        first=first,
        again=one.again,
        selection=one.selection,
        probability=one.probability,
        delay=_delay(one, found),
        unit=found.unit,
    )


def _notice_too_early(
    rows: Sequence[RecheckRow], interviews: Sequence[RecheckedInterview], *, log: FaultLog
) -> None:
    early = [
        row.name.row
        for row, one in zip(rows, interviews, strict=True)
        if one.delay is not None and one.delay < timedelta(0)
    ]
    if early:
        where, count = f"row {early[0]}, recheck_at", str(len(early))
        log.warn(RecheckCode.BEFORE_THE_INTERVIEW, where, count=count)
