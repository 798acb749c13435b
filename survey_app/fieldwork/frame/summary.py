"""What an import came to: files by unit and judgement, cases by channel, procedures that flood."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import FrameRow, plain
from survey_app.fieldwork.frame.judging import Judgement, shared_phones
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.rules import FrameRules, named_procedures
from survey_app.table_files.problems import MOST_SHOWN

FLOODING_PERCENT = 90
"""A procedure with this share of a unit's cases makes the survey one of that procedure."""
FEWEST_CASES = 20
"""A unit with fewer cases is asked as a whole; shares say nothing there."""
MANY_NAMES = 10
"""Names behind one telephone number from which it is rather an office's than a person's."""
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureShare:
    """The most frequent procedure among the cases of a unit, and how many cases it has in all."""

    unit_code: str
    procedure: str
    cases: int
    of_cases: int

    @property
    def share_percent(self) -> float:
        """Of all cases of the unit."""
        return 100 * self.cases / self.of_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSummary:
    """Counts of one judged list.

    units: by unit, then judgement. channels and applicant_kinds: of the cases. keyed_by: of cases
    that came in online. first_procedures: one a unit that has cases.
    """

    files: int
    cases: int
    units: Mapping[str, Mapping[Judgement, int]]
    channels: Mapping[str, int]
    keyed_by: Mapping[str, int]
    applicant_kinds: Mapping[str, int]
    first_procedures: tuple[ProcedureShare, ...]
    warnings: tuple[Fault, ...]

    @property
    def judgements(self) -> Mapping[Judgement, int]:
        """Files of all units by judgement."""
        totals: Counter[Judgement] = Counter()
        for counts in self.units.values():
            totals.update(counts)
        return totals

    def as_document(self) -> dict[str, object]:
        """As it is stored with the import."""
        return {
            "files": self.files,
            "cases": self.cases,
            "units": {
                unit: {one.value: count for one, count in counts.items()}
                for unit, counts in self.units.items()
            },
            "channels": dict(self.channels),
            "keyed_by": dict(self.keyed_by),
            "applicant_kinds": dict(self.applicant_kinds),
            "first_procedures": share_documents(self.first_procedures),
        }


class _ShareDocument(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: str
    procedure: str
    cases: int
    of_cases: int


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    files: int
    cases: int
    units: dict[str, dict[Judgement, int]]
    channels: dict[str, int]
    keyed_by: dict[str, int]
    applicant_kinds: dict[str, int]
    first_procedures: tuple[_ShareDocument, ...]


def share_documents(shares: Iterable[ProcedureShare]) -> list[object]:
    """As they are stored, and given back to `read_shares`."""
    return [
        {
            "unit": one.unit_code,
            "procedure": one.procedure,
            "cases": one.cases,
            "of_cases": one.of_cases,
        }
        for one in shares
    ]


def read_shares(documents: Iterable[object]) -> tuple[ProcedureShare, ...]:
    """What was stored."""
    return tuple(_share(_ShareDocument.model_validate(one)) for one in documents)


def _share(one: _ShareDocument) -> ProcedureShare:
    return ProcedureShare(
        unit_code=one.unit, procedure=one.procedure, cases=one.cases, of_cases=one.of_cases
    )


def read_summary(
    document: Mapping[str, object], *, warnings: tuple[Fault, ...] | None = None
) -> FrameSummary:
    """The summary that an import was stored with; it warns only of procedures that flood.

    warnings: all of them, where they were kept beside it.
    """
    kept = _Document.model_validate(document)
    shares = tuple(_share(one) for one in kept.first_procedures)
    return FrameSummary(
        files=kept.files,
        cases=kept.cases,
        units=kept.units,
        channels=kept.channels,
        keyed_by=kept.keyed_by,
        applicant_kinds=kept.applicant_kinds,
        first_procedures=shares,
        warnings=tuple(_flooding(shares)) if warnings is None else warnings,
    )


def summarise(
    rows: Sequence[FrameRow], judgements: Sequence[Judgement], *, rules: FrameRules
) -> FrameSummary:
    """Counts what was judged; rows and judgements in the same order."""
    by_unit: dict[str, Counter[Judgement]] = defaultdict(Counter)
    for row, judgement in zip(rows, judgements, strict=True):
        by_unit[row.unit_code][judgement] += 1
    cases = [
        row
        for row, judgement in zip(rows, judgements, strict=True)
        if judgement is Judgement.ELIGIBLE
    ]
    shares = _first_procedures(cases)
    return FrameSummary(
        files=len(rows),
        cases=len(cases),
        units={
            unit: {one: counts[one] for one in Judgement if counts[one]}
            for unit, counts in sorted(by_unit.items())
        },
        channels=_counted(row.channel for row in cases),
        keyed_by=_counted(row.keyed_by for row in cases if row.channel == "online"),
        applicant_kinds=_counted(row.applicant_kind for row in cases),
        first_procedures=shares,
        warnings=(
            *_flooding(shares),
            *_idle_rules(rows, rules),
            *_shared(rows, judgements, rules),
        ),
    )


def _counted(values: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(value or UNKNOWN for value in values).items()))


def _first_procedures(cases: Sequence[FrameRow]) -> tuple[ProcedureShare, ...]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in cases:
        counts[row.unit_code][row.procedure] += 1
    found = []
    for unit, procedures in sorted(counts.items()):
        name, most = min(procedures.items(), key=lambda one: (-one[1], one[0]))
        total = procedures.total()
        found.append(ProcedureShare(unit_code=unit, procedure=name, cases=most, of_cases=total))
    return tuple(found)


def first_procedures_with_result(
    rows: Iterable[FrameRow], *, first: date, last: date, exempt: Collection[str]
) -> tuple[ProcedureShare, ...]:
    """The most frequent procedure of each unit before any rule: of files with a result in time."""
    in_time = [
        row
        for row in rows
        if row.returned_on is not None
        and first <= row.returned_on <= last
        and row.unit_code not in exempt
    ]
    return _first_procedures(in_time)


def is_flooding(one: ProcedureShare) -> bool:
    """Whether the survey of this unit would be one of this procedure."""
    return one.share_percent >= FLOODING_PERCENT and one.of_cases >= FEWEST_CASES


def _flooding(shares: Sequence[ProcedureShare]) -> Iterator[Fault]:
    for one in shares:
        if is_flooding(one):
            yield FrameCode.ONE_PROCEDURE.at(
                f"unit {one.unit_code}",
                share=f"{one.share_percent:.0f}",
                count=str(one.of_cases),
                unit=one.unit_code,
                procedure=one.procedure,
            )


def _idle_rules(rows: Sequence[FrameRow], rules: FrameRules) -> Iterator[Fault]:
    """Rules that name a procedure which no row has, or a unit without it, are likely misspelt."""
    wanted = [
        *(("excluded_procedures", name, None) for name in rules.excluded_procedures),
        *(("caps", cap.procedure, cap.unit) for cap in rules.caps),
    ]
    pairs = {(row.unit_code, row.procedure) for row in rows} if wanted else set()
    for where, name, unit in wanted:
        names = named_procedures((name,))
        found = {plain(procedure) for code, procedure in pairs if unit in {None, code}}
        if not any(names.place_of(procedure) is not None for procedure in found):
            yield FrameCode.RULE_WITHOUT_ROWS.at(where, procedure=name)


def _shared(
    rows: Sequence[FrameRow], judgements: Sequence[Judgement], rules: FrameRules
) -> Iterator[Fault]:
    """Numbers that made many names one person; with the limit set, they no longer do."""
    if rules.shared_phone_from is not None:
        return
    people = {Judgement.ELIGIBLE, Judgement.DUPLICATE_PERSON, Judgement.OVER_CAP}
    places = [place for place, one in enumerate(judgements) if one in people]
    found = shared_phones(rows, places, least=MANY_NAMES)
    first: dict[tuple[str, str], int] = {}
    for place in places:
        key = rows[place].unit_code, rows[place].phone
        if key in found:
            first[key] = min(first.get(key, rows[place].number), rows[place].number)
    for (unit, phone), names in sorted(found.items(), key=lambda one: (-one[1], one[0]))[
        :MOST_SHOWN
    ]:
        yield FrameCode.SHARED_PHONE.at(
            f"unit {unit}", names=str(names), unit=unit, row=str(first[unit, phone])
        )
