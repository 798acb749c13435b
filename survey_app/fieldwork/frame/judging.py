"""Decides of every file of a list whether it is a case that may be drawn, and if not, why.

Pure: the same rows and rules give the same judgements, in whatever order the rows come.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from survey_app.fieldwork.frame.fields import FrameRow, plain
from survey_app.fieldwork.frame.rules import Cap, FrameRules, ProcedureNames, named_procedures


class Judgement(StrEnum):
    """What a file is to the round, in the order of asking: the first that applies stands."""

    EXEMPT_UNIT = "exempt_unit"
    DUPLICATE_FILE = "duplicate_file"
    NO_RESULT = "no_result"
    OUTSIDE_PERIOD = "outside_period"
    EXCLUDED_ORGANISATION = "excluded_organisation"
    EXCLUDED_PROCEDURE = "excluded_procedure"
    DUPLICATE_PERSON = "duplicate_person"
    OVER_CAP = "over_cap"
    ELIGIBLE = "eligible"


FileKey = tuple[str, str]
"""Code of the unit and code of the file."""


def judge(
    rows: Sequence[FrameRow],
    *,
    rules: FrameRules,
    exempt: Collection[str] = (),
    listed: Collection[FileKey] = (),
) -> tuple[Judgement, ...]:
    """The judgement of each row, in the order of the rows.

    Of rows with the same unit and file code, and of rows of the same person, the one whose result
    was returned last is kept. exempt: codes of units that are not surveyed. listed: files that are
    cases of the round already and stay.
    """
    judgements = [_alone(row, rules=rules, exempt=exempt, listed=listed) for row in rows]
    for place in _repeated_files(rows, judgements):
        judgements[place] = Judgement.DUPLICATE_FILE
    _judge_procedures(rows, judgements, rules)
    for place in _repeated_people(rows, judgements, rules):
        judgements[place] = Judgement.DUPLICATE_PERSON
    for place in _over_caps(rows, judgements, rules):
        judgements[place] = Judgement.OVER_CAP
    return tuple(judgements)


def _alone(
    row: FrameRow,
    *,
    rules: FrameRules,
    exempt: Collection[str],
    listed: Collection[FileKey],
) -> Judgement:
    """What can be said of a row without looking at the others."""
    if row.unit_code in exempt:
        return Judgement.EXEMPT_UNIT
    if (row.unit_code, row.file_code) in listed:
        return Judgement.DUPLICATE_FILE
    if row.returned_on is None:
        return Judgement.NO_RESULT
    if not rules.period_from <= row.returned_on <= rules.period_to:
        return Judgement.OUTSIDE_PERIOD
    if rules.excludes_organisations and row.applicant_kind == "organisation":
        return Judgement.EXCLUDED_ORGANISATION
    return Judgement.ELIGIBLE


def precedence(row: FrameRow) -> tuple[object, ...]:
    """Of rows that say the same, the greatest is kept: returned last, then received last.

    What else the row says only keeps the choice the same in every order of the rows.
    """
    return (
        row.returned_on or date.min,
        row.received_on or date.min,
        row.file_code,
        row.procedure,
        row.applicant,
        row.phone,
        row.address,
        row.field,
        row.district,
        row.channel or "",
        row.keyed_by or "",
        row.applicant_kind,
        row.due_on or date.min,
        -row.number,
    )


def _repeated_files(rows: Sequence[FrameRow], judgements: Sequence[Judgement]) -> Iterator[int]:
    """Places of rows whose file stands in another row that is kept."""
    kept: dict[FileKey, int] = {}
    for place, row in enumerate(rows):
        if judgements[place] in {Judgement.EXEMPT_UNIT, Judgement.DUPLICATE_FILE}:
            continue
        key = row.unit_code, row.file_code
        other = kept.setdefault(key, place)
        if other != place:
            later = max(other, place, key=lambda one: precedence(rows[one]))
            kept[key] = later
            yield other if later == place else place


def _judge_procedures(
    rows: Sequence[FrameRow], judgements: list[Judgement], rules: FrameRules
) -> None:
    names = named_procedures(rules.excluded_procedures)
    is_excluded: dict[str, bool] = {}
    if not rules.excluded_procedures:
        return
    for place in _eligible(judgements):
        procedure = rows[place].procedure
        if procedure not in is_excluded:
            is_excluded[procedure] = names.place_of(plain(procedure)) is not None
        if is_excluded[procedure]:
            judgements[place] = Judgement.EXCLUDED_PROCEDURE


def _eligible(judgements: Sequence[Judgement]) -> list[int]:
    return [place for place, one in enumerate(judgements) if one is Judgement.ELIGIBLE]


def _repeated_people(
    rows: Sequence[FrameRow], judgements: Sequence[Judgement], rules: FrameRules
) -> Iterator[int]:
    """Places of rows whose person has another case that is kept.

    Who shares a number with a second and an address with a third is one person with both.
    """
    people = _People(_eligible(judgements))
    offices = shared_phones(rows, people.places, least=rules.shared_phone_from)
    first: dict[tuple[str, str], int] = {}
    for place in people.places:
        for key in _marks(rows[place]):
            if key not in offices:
                people.join(place, first.setdefault(key, place))
    for group in people.groups():
        kept = max(group, key=lambda one: precedence(rows[one]))
        yield from (place for place in group if place != kept)


def _marks(row: FrameRow) -> Iterator[tuple[str, str]]:
    """What makes two rows of a unit the same person: the number, or name and address."""
    if row.phone:
        yield row.unit_code, row.phone
    if row.address:
        yield row.unit_code, f"{plain(row.applicant)}\n{plain(row.address)}"


def shared_phones(
    rows: Sequence[FrameRow], places: Iterable[int], *, least: int | None
) -> dict[tuple[str, str], int]:
    """Numbers that stand for at least so many names in a unit, with how many."""
    if least is None:
        return {}
    names: dict[tuple[str, str], set[str]] = defaultdict(set)
    for place in places:
        row = rows[place]
        if row.phone:
            names[row.unit_code, row.phone].add(row.applicant)
    plain_names = {
        key: len({plain(name) for name in found})
        for key, found in names.items()
        if len(found) >= least
    }
    return {key: count for key, count in plain_names.items() if count >= least}


class _People:
    """Groups of rows that are the same person (union-find)."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = places
        self._other: dict[int, int] = {}

    def _root(self, place: int) -> int:
        root = place
        while root in self._other:
            root = self._other[root]
        while place != root:
            self._other[place], place = root, self._other[place]
        return root

    def join(self, one: int, other: int) -> None:
        """Both are the same person."""
        first, second = sorted((self._root(one), self._root(other)))
        if first != second:
            self._other[second] = first

    def groups(self) -> Iterator[list[int]]:
        """The groups of more than one row."""
        found: dict[int, list[int]] = defaultdict(list)
        for place in self._other:
            found[self._root(place)].append(place)
        for root, others in found.items():
            yield [root, *others]


def _over_caps(
    rows: Sequence[FrameRow], judgements: Sequence[Judgement], rules: FrameRules
) -> Iterator[int]:
    """Places of rows that chance leaves out: those of the greatest hashes under the seed.

    Neither the order of the file nor anything that the office can arrange decides.
    """
    if not rules.caps:
        return
    if rules.seed is None:
        raise ValueError("caps need a seed")
    capped: dict[tuple[str, int], list[int]] = defaultdict(list)
    known: dict[str, tuple[tuple[Cap, ...], ProcedureNames]] = {}
    place_of: dict[tuple[str, str], int | None] = {}
    for place in _eligible(judgements):
        unit, procedure = rows[place].unit_code, rows[place].procedure
        if (unit, procedure) not in place_of:
            _, names = known.setdefault(unit, _caps_of(unit, rules.caps))
            place_of[unit, procedure] = names.place_of(plain(procedure))
        rule = place_of[unit, procedure]
        if rule is not None:
            capped[unit, rule].append(place)
    for (unit, rule), places in capped.items():
        at_most = known[unit][0][rule].at_most
        if len(places) > at_most:
            yield from sorted(places, key=lambda one: lot_of(rows[one], rules.seed))[at_most:]


def _caps_of(unit: str, caps: Sequence[Cap]) -> tuple[tuple[Cap, ...], ProcedureNames]:
    """The caps of a unit, those that name it before those of all."""
    own = tuple(cap for cap in caps if cap.unit == unit)
    of_all = tuple(cap for cap in caps if cap.unit is None)
    return own + of_all, named_procedures(tuple(cap.procedure for cap in own + of_all))


def lot_of(row: FrameRow, seed: str | None) -> bytes:
    """SHA-256 of seed, unit and file code, one a line: the number that a file draws."""
    return hashlib.sha256(f"{seed}\n{row.unit_code}\n{row.file_code}".encode()).digest()


def judgement_cells(
    rows: Iterable[FrameRow], judgements: Iterable[Judgement]
) -> Iterator[tuple[str, ...]]:
    """What became of each row, as the cells of a table with its header."""
    yield "row", "unit_code", "file_code", "judgement"
    for row, one in zip(rows, judgements, strict=True):
        yield str(row.number), row.unit_code, row.file_code, one.value
