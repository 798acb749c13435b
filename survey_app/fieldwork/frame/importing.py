"""Makes cases of a round from a list that was read without a fault: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app.clock import ZONE
from survey_app.db import audit, frames, rounds, samples
from survey_app.fieldwork.frame.fields import FrameUnit
from survey_app.fieldwork.frame.judging import Judgement, judge
from survey_app.fieldwork.frame.reading import FrameReading
from survey_app.fieldwork.frame.rules import FrameRules
from survey_app.fieldwork.frame.summary import FrameSummary, summarise
from survey_app.problems import Code, Problem

TAKES_FRAMES = ("draft", "open")
MOST_NAMED = 10
"""Units that a refusal names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRound:
    """A round as a list is judged for it."""

    round: rounds.RoundRecord
    units: tuple[rounds.RoundUnitRecord, ...]

    @property
    def frame_units(self) -> tuple[FrameUnit, ...]:
        """The units as the reader knows them."""
        return tuple(
            FrameUnit(code=one.unit_code, name=one.unit_name, is_exempt=one.is_exempt)
            for one in self.units
        )

    @property
    def exempt(self) -> frozenset[str]:
        """Codes of the units that are not surveyed."""
        return frozenset(one.unit_code for one in self.units if one.is_exempt)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFrame:
    """A list with the judgement of each row.

    overlapping: numbers of the imports that have a unit of this list. It was judged as if their
    cases were not there, because it can only take their place. Where only the outcome was kept,
    there are neither rows nor judgements: it can be looked at, not stored.
    """

    file_name: str
    reading: FrameReading
    rules: FrameRules
    judgements: tuple[Judgement, ...]
    summary: FrameSummary
    overlapping: tuple[int, ...]


def round_for_frame(session: Session, code: str) -> FrameRound:
    """The round and its units. Raises Problem when it is not there, or takes no list."""
    found = rounds.round_coded(session, code)
    if found is None:
        known = ", ".join(one.code for one in rounds.all_rounds(session))
        raise Problem(Code.ROUND_UNKNOWN, {"round": code, "known": known})
    _require_state(found.state, code)
    return FrameRound(round=found, units=rounds.units_of_round(session, found.id))


def _require_state(state: str, code: str) -> None:
    if state not in TAKES_FRAMES:
        raise Problem(Code.ROUND_TAKES_NO_FRAME, {"round": code})


def judge_for_round(
    session: Session,
    reading: FrameReading,
    *,
    file_name: str,
    frame_round: FrameRound,
    rules: FrameRules,
) -> JudgedFrame:
    """Judges the rows beside the cases that the round has; says nothing of whether it may be
    imported: see `require_importable`.
    """
    codes = frozenset(row.unit_code for row in reading.rows) - frame_round.exempt
    found = _overlapping(session, codes, sha256=reading.sha256, frame_round=frame_round)
    overlapping = tuple(one.id for one in found)
    listed = frames.listed_files(session, frame_round.round.id, apart_from=overlapping)
    judgements = judge(reading.rows, rules=rules, exempt=frame_round.exempt, listed=listed)
    return JudgedFrame(
        file_name=file_name,
        reading=reading,
        rules=rules,
        judgements=judgements,
        summary=summarise(reading.rows, judgements, rules=rules),
        overlapping=overlapping,
    )


def _overlapping(
    session: Session, units: frozenset[str], *, sha256: str, frame_round: FrameRound
) -> tuple[frames.FrameImportRecord, ...]:
    """The imports that have a unit of this list, the oldest first."""
    imports = frames.imports_of_round(session, frame_round.round.id)
    return tuple(
        one
        for one in reversed(imports)
        if one.state == frames.CURRENT and (one.unit_codes & units or one.sha256 == sha256)
    )


def require_importable(
    session: Session, judged: JudgedFrame, *, frame_round: FrameRound, replaces: bool
) -> None:
    """Raises Problem when the list may not become cases of the round, as it is now."""
    if not judged.summary.cases:
        raise Problem(Code.FRAME_WITHOUT_CASES, {"files": str(judged.summary.files)})
    units = surveyed_units(judged, frame_round)
    _refuse_drawn(session, units, round_id=frame_round.round.id)
    sha256 = judged.reading.sha256
    overlapping = _overlapping(session, units, sha256=sha256, frame_round=frame_round)
    _refuse_same(overlapping, judged, replaces=replaces)
    if overlapping:
        _require_replaceable(session, judged, overlapping, frame_round, replaces=replaces)
    if tuple(one.id for one in overlapping) != judged.overlapping:
        raise Problem(Code.FRAME_CHANGED_MEANWHILE)


def _require_replaceable(
    session: Session,
    judged: JudgedFrame,
    overlapping: Sequence[frames.FrameImportRecord],
    frame_round: FrameRound,
    *,
    replaces: bool,
) -> None:
    units = surveyed_units(judged, frame_round)
    theirs = frozenset[str]().union(*(one.unit_codes for one in overlapping))
    named = ", ".join(str(one.id) for one in overlapping)
    if not replaces:
        raise Problem(Code.FRAME_OVERLAPS, {"units": _named(theirs & units), "numbers": named})
    if theirs - units:
        raise Problem(Code.FRAME_LACKS_UNITS, {"units": _named(theirs - units), "numbers": named})
    if frames.cases_in_use(session, [one.id for one in overlapping]):
        raise Problem(Code.FRAME_IN_USE, {"numbers": named})


def _refuse_drawn(session: Session, units: frozenset[str], *, round_id: int) -> None:
    """A list that was drawn from stays: who was drawn follows from it."""
    drawn = frozenset(
        code for one in samples.draws_of_round(session, round_id) for code in one.unit_codes
    )
    if drawn & units:
        raise Problem(Code.FRAME_UNITS_DRAWN, {"units": _named(drawn & units)})


def surveyed_units(judged: JudgedFrame, frame_round: FrameRound) -> frozenset[str]:
    """Codes of the units in the list, without those that the round does not survey."""
    return frozenset(judged.summary.units) - frame_round.exempt


def _refuse_same(
    current: Sequence[frames.FrameImportRecord], judged: JudgedFrame, *, replaces: bool
) -> None:
    """The same file again makes sense only to replace it, judged by something else."""
    mapping = _mapping_document(judged.reading)
    for one in current:
        if one.sha256 != judged.reading.sha256:
            continue
        is_judged_alike = one.rules == judged.rules.as_document() and one.mapping == mapping
        if is_judged_alike or not replaces:
            at = one.imported_at.astimezone(ZONE).strftime("%d/%m/%Y")
            raise Problem(Code.FRAME_ALREADY_IMPORTED, {"number": str(one.id), "at": at})


def _mapping_document(reading: FrameReading) -> dict[str, object]:
    return {} if reading.mapping is None else reading.mapping.as_document()


def _named(units: frozenset[str]) -> str:
    first = sorted(units)[:MOST_NAMED]
    return ", ".join(first) + ("…" if len(units) > len(first) else "")


def store_frame(
    session: Session,
    judged: JudgedFrame,
    cases: frames.PreparedCases,
    *,
    frame_round: FrameRound,
    replaces: bool,
    by: int | None,
    at: datetime,
) -> int:
    """Stores the cases in the transaction of the session; gives the number of the import.

    Raises Problem when what the list was judged beside has changed, or nothing is eligible.
    """
    found = frame_round.round
    _require_state(rounds.locked_round(session, found.id).state, found.code)
    require_importable(session, judged, frame_round=frame_round, replaces=replaces)
    _remove(session, judged.overlapping, at=at)
    number = _add(session, judged, cases, frame_round=frame_round, by=by, at=at)
    audit.record(
        session,
        action="frame.imported",
        object_kind="frame_import",
        object_id=str(number),
        account_id=by,
        at=at,
        details={
            "round": found.code,
            "sha256": judged.reading.sha256,
            "files": str(judged.summary.files),
            "cases": str(judged.summary.cases),
            "replaced": ", ".join(map(str, judged.overlapping)),
        },
    )
    return number


def _remove(session: Session, replaced: Sequence[int], *, at: datetime) -> None:
    if not replaced:
        return
    try:
        with session.begin_nested():
            frames.remove_cases(session, replaced, at=at)
    except IntegrityError as refused:
        named = ", ".join(map(str, replaced))
        raise Problem(Code.FRAME_IN_USE, {"numbers": named}) from refused


def _add(
    session: Session,
    judged: JudgedFrame,
    cases: frames.PreparedCases,
    *,
    frame_round: FrameRound,
    by: int | None,
    at: datetime,
) -> int:
    new = frames.NewFrameImport(
        round_id=frame_round.round.id,
        file_name=judged.file_name,
        sha256=judged.reading.sha256,
        mapping=_mapping_document(judged.reading),
        rules=judged.rules.as_document(),
        counts=judged.summary.as_document(),
        unit_codes=sorted(surveyed_units(judged, frame_round)),
        files=judged.summary.files,
        cases=judged.summary.cases,
        imported_by=by,
        imported_at=at,
    )
    number = frames.add_import(session, new)
    try:
        frames.add_listed_cases(session, cases, import_id=number)
    except IntegrityError as refused:
        raise Problem(Code.FRAME_CHANGED_MEANWHILE) from refused
    return number
