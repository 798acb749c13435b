"""The interviews of a run as one JSON document, of which every interview is a line.

A program that reads lines need not hold the document: all lines between `"responses": [` and `]`
are objects, each but the last with a comma behind it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
from pydantic import JsonValue

from field_export.response_table import (
    Missing,
    ResponseBlock,
    ResponseTable,
    Variable,
    in_parts,
    moment_of,
)
from field_export.written import time_for_programs

DOCUMENT = "hailong responses 1"


def json_parts(
    table: ResponseTable, blocks: Iterable[ResponseBlock], *, about: Mapping[str, JsonValue]
) -> Iterator[str]:
    """The file in parts. about: what stands in front, beside what the codes mean."""
    head: dict[str, JsonValue] = {
        "document": DOCUMENT,
        **about,
        "missing": {one.name.lower(): int(one) for one in Missing},
        "variables": [_variable(one) for one in table.variables],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)
    yield text.removesuffix("\n}") + ',\n "responses": [\n'
    separator = ""
    for block in in_parts(blocks):
        yield separator + ",\n".join(_rows(table, block))
        separator = ",\n"
    yield "\n ]\n}\n"


def _variable(one: Variable) -> JsonValue:
    return {
        "code": one.code,
        "label": one.label,
        "in_index": one.is_item,
        "not_applicable": one.not_applicable,
        "answers": {str(code): words for code, words in one.answers.items()},
    }


def _rows(table: ResponseTable, block: ResponseBlock) -> Iterator[str]:
    """Numbers are themselves, so that only few texts have to be written as JSON."""
    codes = [one.code for one in table.variables]
    pattern = ", ".join(f'"{code}": %d' for code in codes)
    head = _heads(table, block)
    for front, row in zip(head, block.codes.tolist(), strict=True):
        yield f"{front}{pattern % tuple(row)}}}"


def _heads(table: ResponseTable, block: ResponseBlock) -> Iterator[str]:
    unit = json.dumps(block.unit_code, ensure_ascii=False)
    columns: list[list[str]] = [
        _texts(block.strata, block.stratum),
        _numbers(block.weights),
        _numbers(block.sizes),
        _texts(table.modes, block.modes),
        _texts(table.origins, block.origins),
    ]
    names = ["stratum", "weight", "pop_size", "mode", "origin"]
    if table.is_full and block.enumerator is not None:
        columns.append(_texts(block.enumerators, block.enumerator))
        names.append("enumerator")
        for name, seconds in (("started_at", block.started), ("finished_at", block.finished)):
            columns.append(_times(seconds))
            names.append(name)
    for uuid, *cells in zip(block.uuids(), *columns, strict=True):
        beside = "".join(f'"{name}": {cell}, ' for name, cell in zip(names, cells, strict=True))
        yield f'{{"response_uuid": "{uuid}", "unit_code": {unit}, {beside}'


def _texts(names: tuple[str, ...], places: npt.NDArray[np.integer]) -> list[str]:
    """-1 is the last one: nothing."""
    written = [json.dumps(name, ensure_ascii=False) if name else "null" for name in names]
    found: list[str] = np.array([*written, "null"], dtype=object)[places].tolist()
    return found


def _numbers(values: npt.NDArray[np.float64]) -> list[str]:
    return ["null" if one != one else repr(one) for one in values.tolist()]


def _times(seconds: npt.NDArray[np.int64] | None) -> list[str]:
    if seconds is None:
        return []
    return [f'"{time_for_programs(moment_of(one))}"' for one in seconds.tolist()]
