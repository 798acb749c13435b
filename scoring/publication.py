"""The document of a run of scores: the same inputs give the same bytes."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

from scoring.hidden_rows import Row
from scoring.publishing import Flag, Verdict
from scoring.run_facts import RunFacts
from scoring.run_rows import GROUP, UNIT, WHOLE, rows_of, run_rows
from scoring.shown_rows import shown_rows
from scoring.suppression import Suppression, suppression_of

DOCUMENT = "hailong score run 2"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDocument:
    """content: the whole document. rows: kind, code and content of each row. suppression: what is
    hidden in them. verdicts: of the units by code, as their rows say them.
    """

    content: Mapping[str, JsonValue]
    suppression: Suppression
    verdicts: Mapping[str, Verdict]

    @property
    def canonical(self) -> str:
        """The bytes that are hashed, as text."""
        return canonical(self.content)

    @property
    def sha256(self) -> str:
        """Of the canonical text in UTF-8."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()

    @property
    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, code and canonical content of every row; the whole has no code."""
        of_kind = {UNIT: "units", GROUP: "groups"}
        found = [
            (kind, code, canonical(row))
            for kind, name in of_kind.items()
            for code, row in sorted(rows_of(self.content[name]).items())
        ]
        return (*found, (WHOLE, "", canonical(self.content["overall"])))


def canonical(content: JsonValue | Mapping[str, JsonValue]) -> str:
    """JSON with sorted keys, no spaces, and numbers as Python writes them: the shortest decimals
    that are read back as the same number.
    """
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def run_document(facts: RunFacts) -> RunDocument:
    """Rows as in the document of `score-file`, with the plans; groups beside units.

    Each row also says what its figure would be with the interviews that were excluded. What too few
    people stand behind is hidden last.
    """
    suppression = suppression_of(
        facts.table,
        groups=facts.groups,
        group_of=facts.group_of,
        with_excluded=facts.with_excluded,
    )
    shown = shown_rows(facts, suppression, rows=run_rows(facts))
    content: dict[str, JsonValue] = {
        "document": DOCUMENT,
        **facts.about,
        "method": shown.method,
        "overall": shown.whole,
        "units": {**shown.units},
        "groups": {**shown.groups},
    }
    return RunDocument(
        content=content,
        suppression=suppression,
        verdicts={code: _verdict(row) for code, row in shown.units.items()},
    )


def _verdict(row: Row) -> Verdict:
    reason = row["flag_reason"]
    return Verdict(flag=Flag(str(row["flag"])), reason=None if reason is None else str(reason))
