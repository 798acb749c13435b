"""What is to be known of a run before its interviews are read for a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from field_export.response_table import Missing, ResponseTable, Words
from questionnaires.problems import N_
from scoring.published_row import PublishedRow
from survey_app.db import run_answers
from survey_app.db.tables_fieldwork import MODES, ORIGINS
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.responses.coding import OtherCodes
from survey_app.publication.responses.guarding import Guard
from survey_app.publication.responses.variables import Asked, asked_questions
from survey_app.results.run_responses import RunDesign, design_of_run
from survey_app.wording.form_words import MODE_NAMES
from survey_app.wording.speech import Speech

WIDEST = 240
"""Bytes of a text in a file for SPSS or Stata: what is longer is cut there."""
LABELS: Mapping[str, str] = {
    "response_uuid": N_("Identifier of the interview in this publication"),
    "unit_code": N_("Unit code"),
    "stratum": N_("Stratum of the sample"),
    "weight": N_("Weight: for how many people one stands"),
    "pop_size": N_("People of the stratum"),
    "mode": N_("How the interview was made"),
    "origin": N_("Where the respondent came from"),
    "enumerator": N_("Enumerator"),
    "started_at": N_("Begun at"),
    "finished_at": N_("Finished at"),
}
MISSING: Mapping[Missing, str] = {
    Missing.BLANK: N_("left blank"),
    Missing.SKIPPED: N_("not asked, because of a rule"),
    Missing.WITHHELD: N_("withheld"),
}
ORIGIN_NAMES: Mapping[str, str] = {
    "official": N_("drawn, official sample"),
    "reserve": N_("drawn, reserve"),
    "replaced": N_("drawn, but replaced meanwhile"),
    "listed": N_("on the list, not drawn"),
    "unlisted": N_("on no list"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsesOfRun:
    """units: codes by number in the round, in their order. guard: None for the full file. hidden:
    criteria not to be shown, by unit; None: all of it.
    """

    run_id: int
    units: Mapping[int, str]
    table: ResponseTable
    asked: tuple[Asked, ...]
    design: RunDesign
    coded: OtherCodes
    guard: Guard | None
    hidden: Mapping[str, frozenset[str] | None]


def responses_of(
    session: Session, of: ReportedRun, *, key: bytes | None, speech: Speech
) -> ResponsesOfRun:
    """What is to be known before the interviews are read. key: None for the full file."""
    run_id, definition = of.publication.run_id, of.basis.definition
    is_full = key is None
    asked = asked_questions(definition, is_full=is_full, speech=speech)
    about = of.run.about.round
    return ResponsesOfRun(
        run_id=run_id,
        units=of.basis.codes,
        table=ResponseTable(
            title=about.name.en if speech.language == "en" else about.name.vi,
            variables=tuple(one.variable for one in asked),
            words=_words(speech),
            made_at=of.publication.published_at,
            is_full=is_full,
            modes=MODES,
            origins=ORIGINS,
        ),
        asked=asked,
        design=design_of_run(session, of.round, run_id=run_id),
        coded=OtherCodes(definition, others=[one for one in asked if not one.variable.is_item]),
        guard=None
        if key is None
        else Guard(key=key, minimum=of.basis.plans.scoring.limits.minimum_people),
        hidden={code: _hidden(row, of=of) for code, row in of.run.units.items()},
    )


def longest_texts(session: Session, of: ResponsesOfRun) -> Mapping[str, int]:
    """Bytes of the longest text in each column of texts, for files whose columns have a width."""
    strata = run_answers.strata_of_run(session, of.run_id)
    made_by = run_answers.enumerators_of_run(session, of.run_id) if of.table.is_full else {}
    return {
        "unit_code": _most_bytes(of.units.values()),
        "stratum": min(_most_bytes(strata), WIDEST),
        "enumerator": _most_bytes(made_by.values()),
    }


def _most_bytes(texts: Iterable[str]) -> int:
    return max((len(text.encode()) for text in texts), default=1)


def _words(speech: Speech) -> Words:
    _ = speech.gettext
    return Words(
        labels={name: _(words) for name, words in LABELS.items()},
        named={name: _(words) for name, words in {**MODE_NAMES, **ORIGIN_NAMES}.items()},
        missing={one: _(words) for one, words in MISSING.items()},
    )


def _hidden(row: PublishedRow, *, of: ReportedRun) -> frozenset[str] | None:
    if row.is_hidden:
        return None
    of_factors = {
        item
        for factor in of.basis.plans.rule.factors
        if factor.code in row.hidden_factors
        for item in factor.items
    }
    return row.hidden_items | row.uncounted_items | of_factors
