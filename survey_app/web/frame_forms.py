"""What the forms of a list send: which column holds what, and the rules, as documents."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from questionnaires import Fault
from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.mapping import FrameMapping, MappingReading, read_mapping
from survey_app.fieldwork.frame.problems import FrameCode
from survey_app.fieldwork.frame.reading import FramePreview
from survey_app.fieldwork.frame.rules import FrameRules, RulesReading, read_rules
from survey_app.table_files.problems import TableCode, shown
from survey_app.web.round_forms import day_of

Form = MultiDict[str, str]

MOST_WORDS = 50
"""Words that are asked for on one page; of more, the column is likely another one."""
BLANK_CAPS = 3
"""Empty lines for caps, below those that are filled in."""
_WHOLE = re.compile(r"[0-9]{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the file: its cells in the first rows, the field chosen, and its faults."""

    header: str
    cells: tuple[str, ...]
    field: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a column and what it means; "" = nothing yet."""

    field: FrameField
    word: str
    meaning: str


def mapping_from(form: Form) -> MappingReading:
    """The mapping that the form says. A choice for a sheet that is not shown is left out."""
    document: dict[str, object] = {"sheet": form.get("sheet") or None}
    if not is_for_other_sheet(form):
        document |= {
            "columns": chosen_columns(form),
            "unit": form.get("unit") or None,
            "words": _words(form),
        }
    return read_mapping(json.dumps(document).encode())


def is_for_other_sheet(form: Form) -> bool:
    """Whether another sheet was chosen than the one whose columns were shown."""
    return form.get("sheet", "") != form.get("of_sheet", "")


def chosen_columns(form: Form) -> dict[str, str]:
    """The field of each header that has one; none of a sheet that is to be left."""
    columns: dict[str, str] = {}
    if is_for_other_sheet(form):
        return columns
    for place, header in _numbered(form, "header"):
        field = form.get(f"column-{place}", "")
        if field and header:
            columns[header] = field
    return columns


def _words(form: Form) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = {}
    for place, word in _numbered(form, "word"):
        meaning = form.get(f"meaning-{place}", "")
        if meaning:
            words.setdefault(form.get(f"of-{place}", ""), {})[word] = meaning
    return words


def _numbered(form: Form, name: str) -> list[tuple[str, str]]:
    """The fields of this name with their numbers."""
    start = f"{name}-"
    return [
        (key.removeprefix(start), value) for key, value in form.items() if key.startswith(start)
    ]


def columns_of(
    preview: FramePreview, faults: Sequence[Fault], *, chosen: Mapping[str, str] | None = None
) -> list[Column]:
    """Every column that has a header, with what is wrong with it.

    chosen: what the form says, when it is refused and therefore was not used.
    """
    used = {} if preview.mapping is None else preview.mapping.columns
    fields: Mapping[str, str] = chosen or {header: field for field, header in used.items()}
    return [
        Column(
            header=header,
            cells=tuple(row.cells[place] for row in preview.rows if place < len(row.cells)),
            field=fields.get(header),
            faults=tuple(fault for fault in faults if _is_about(fault, header)),
        )
        for place, header in enumerate(preview.headers)
        if header
    ]


def _is_about(fault: Fault, header: str) -> bool:
    if fault.where == f"columns.{header}" or fault.where.endswith(f", {shown(header)}"):
        return True
    if fault.code == FrameCode.COLUMN_TWICE.name.lower():
        return fault.details["column"] == shown(header)
    is_twice = fault.code == FrameCode.FIELD_TWICE.name.lower()
    return is_twice and shown(header) in fault.details["headers"].split(", ")


def words_of(mapping: FrameMapping | None, unknown: Sequence[tuple[FrameField, str]]) -> list[Word]:
    """Words that have been given a meaning, then those that have none yet."""
    given: Mapping[FrameField, Mapping[str, str]] = {} if mapping is None else mapping.words
    settled = [
        Word(field=field, word=word, meaning=meaning)
        for field, words in given.items()
        for word, meaning in words.items()
    ]
    return [*settled, *(Word(field=field, word=word, meaning="") for field, word in unknown)]


def rules_from(form: Form, *, period_from: date, period_to: date) -> RulesReading:
    """The rules that the form says, or all that is wrong with them."""
    faults: list[Fault] = []
    document = {
        "period_from": _day(form, "period_from", faults),
        "period_to": _day(form, "period_to", faults),
        "excludes_organisations": "excludes_organisations" in form,
        "excluded_procedures": _lines(form.get("excluded_procedures", "")),
        "caps": _caps(form, faults),
        "shared_phone_from": _count(form.get("shared_phone_from", ""), "shared_phone_from", faults),
        "seed": form.get("seed", "").strip() or None,
    }
    if faults:
        return RulesReading(rules=None, faults=tuple(faults))
    content = json.dumps(document).encode()
    return read_rules(content, period_from=period_from, period_to=period_to)


def _day(form: Form, name: str, faults: list[Fault]) -> str | None:
    """A day as one writes it here; left empty, it is that of the round."""
    typed = form.get(name, "").strip()
    if not typed:
        return None
    try:
        return date.fromisoformat(day_of(typed)).isoformat()
    except ValueError:
        faults.append(FrameCode.NOT_A_DATE.at(name, value=shown(typed)))
        return None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _count(typed: str, where: str, faults: list[Fault]) -> int | None:
    text = typed.strip()
    if not text:
        return None
    if _WHOLE.fullmatch(text) is None or not int(text):
        faults.append(TableCode.NOT_A_COUNT.at(where, value=shown(text)))
        return None
    return int(text)


def _caps(form: Form, faults: list[Fault]) -> list[dict[str, object]]:
    lines = typed_caps(form)
    caps: list[dict[str, object]] = []
    for number, (procedure, unit, typed) in enumerate(lines, start=1):
        if not procedure and not typed:
            continue
        where = f"cap {number}"
        at_most = _count(typed, where, faults)
        if not procedure or not typed:
            faults.append(TableCode.BLANK_CELL.at(where))
        caps.append({"procedure": procedure, "unit": unit or None, "at_most": at_most or 0})
    return caps


def typed_caps(form: Form) -> list[tuple[str, str, str]]:
    """Procedure, unit and number of each line, as they were typed."""
    columns = (form.getlist(f"cap_{name}") for name in ("procedure", "unit", "at_most"))
    return [
        (procedure.strip(), unit, at_most.strip())
        for procedure, unit, at_most in zip(*columns, strict=False)
    ]


def rules_as_typed(rules: FrameRules) -> Form:
    """The rules as the form would send them, to fill it."""
    form: Form = MultiDict(
        {
            "period_from": rules.period_from.strftime("%d/%m/%Y"),
            "period_to": rules.period_to.strftime("%d/%m/%Y"),
            "excluded_procedures": "\n".join(rules.excluded_procedures),
            "shared_phone_from": ""
            if rules.shared_phone_from is None
            else str(rules.shared_phone_from),
            "seed": rules.seed or "",
        }
    )
    if rules.excludes_organisations:
        form["excludes_organisations"] = "1"
    form.setlist("cap_procedure", [cap.procedure for cap in rules.caps])
    form.setlist("cap_unit", [cap.unit or "" for cap in rules.caps])
    form.setlist("cap_at_most", [str(cap.at_most) for cap in rules.caps])
    return form
