"""One look at the interviews of a round: read, examined, kept with what it changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from scoring.quality.contacts import ContactCount
from scoring.quality.examination import Examination, examine
from scoring.quality.flags import Flag
from scoring.quality.rules import QualityRules, quality_rules
from scoring.rule import rule_of
from survey_app.access.people import Person
from survey_app.db import audit, quality_runs, rounds
from survey_app.db.case_outcomes import CaseOutcome
from survey_app.db.definitions import definition_of
from survey_app.db.outcome_counts import outcome_counts
from survey_app.db.quality_facts import Standing, account_ids, interview_rows, standing_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.quality.merging import Changes, merged
from survey_app.fieldwork.quality.reading import facts_of

REFUSALS = frozenset({CaseOutcome.REFUSED, CaseOutcome.BROKEN_OFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look came to."""

    examination: Examination
    rules: QualityRules
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of the flags."""

    run_id: int
    new: int
    ended: int
    reopened: int
    holding: int


def look(session: Session, found: RoundRecord) -> Looked:
    """Examines every interview that counts; writes nothing."""
    version_id = found.questionnaire_version_id
    rule = rule_of(definition_of(session, version_id))
    rules = quality_rules()
    standing = standing_of(session, found.id, version_id=version_id)
    rows = interview_rows(session, found.id, version_id=version_id, items=len(rule.items))
    facts = [facts_of(row) for row in rows]
    return Looked(
        examination=examine(facts, contacts=_contacts(session, found), rule=rule, rules=rules),
        rules=rules,
        standing=standing,
    )


def _contacts(session: Session, found: RoundRecord) -> list[ContactCount]:
    """Whom enumerators met; cases that were taken back are nobody's."""
    people = {number: name for name, number in account_ids(session, found.id).items()}
    units = {one.id: one.unit_code for one in rounds.units_of_round(session, found.id)}
    return [
        ContactCount(
            unit=units[one.round_unit_id],
            enumerator=people.get(one.enumerator_id, str(one.enumerator_id)),
            interviewed=one.cases if one.outcome is CaseOutcome.COMPLETED else 0,
            refused=one.cases if one.outcome in REFUSALS else 0,
        )
        for one in outcome_counts(session, found.id)
        if one.enumerator_id is not None
    ]


def store_look(
    session: Session, found: RoundRecord, looked: Looked, *, by: Person | None, at: datetime
) -> Stored:
    """Keeps a look and its flags. Two at the same time wait for each other at the round."""
    rounds.locked_round(session, found.id)
    run_id = quality_runs.add_run(session, _run(found, looked, by=by, at=at))
    changes = merged(
        quality_runs.known_flags(session, found.id),
        _found(session, found, looked.examination.flags),
        rules=looked.rules.review,
    )
    quality_runs.add_flags(session, found.id, changes.new, run_id=run_id)
    renewed = [(one.number, one.found, one.is_open) for one in changes.renewed]
    quality_runs.renew_flags(session, renewed, run_id=run_id)
    quality_runs.end_flags(session, changes.ended)
    stored = _stored(run_id, changes)
    audit.record(
        session,
        action="quality.examined",
        object_kind="quality_run",
        object_id=str(run_id),
        account_id=None if by is None else by.account_id,
        at=at,
        details={
            "round": found.code,
            "rules": looked.rules.id,
            "interviews": str(looked.examination.interviews),
            "new": str(stored.new),
            "ended": str(stored.ended),
            "reopened": str(stored.reopened),
        },
    )
    return stored


def needs_a_look(standing: Standing, run: quality_runs.RunRecord | None) -> bool:
    """Whether interviews came or went since a look, or the rules are others."""
    if run is None:
        return standing.interviews > 0
    seen = Standing(interviews=run.interviews, newest_id=run.newest_interview_id)
    return standing != seen or run.rules_sha256 != quality_rules().sha256


def _run(
    found: RoundRecord, looked: Looked, *, by: Person | None, at: datetime
) -> quality_runs.NewRun:
    examination = looked.examination
    return quality_runs.NewRun(
        round_id=found.id,
        ran_at=at,
        ran_by=None if by is None else by.account_id,
        interviews=looked.standing.interviews,
        newest_interview_id=looked.standing.newest_id,
        rules_id=looked.rules.id,
        rules_sha256=looked.rules.sha256,
        figures=msgspec.to_builtins(
            {
                "enumerators": examination.enumerators,
                "effect": examination.effect,
                "compared_within_units": examination.compared_within_units,
            }
        ),
    )


def _found(
    session: Session, found: RoundRecord, flags: tuple[Flag, ...]
) -> tuple[quality_runs.FoundFlag, ...]:
    accounts = account_ids(session, found.id)
    units = {one.unit_code: one.id for one in rounds.units_of_round(session, found.id)}
    return tuple(
        quality_runs.FoundFlag(
            kind=one.kind.value,
            subject=_subject(one, accounts[one.enumerator]),
            enumerator_id=accounts[one.enumerator],
            round_unit_id=None if one.unit is None else units[one.unit],
            interview_uuid=None if one.interview is None else UUID(one.interview),
            other_uuid=None if one.against is None else UUID(one.against),
            strength=one.strength,
            evidence={**one.evidence, "examples": list(one.examples)},
        )
        for one in flags
    )


def _subject(one: Flag, account_id: int) -> str:
    """What a flag is about, the same at every look."""
    if one.interview is not None:
        return f"interview {one.interview}"
    return f"enumerator {account_id} {one.occasion}".strip()


def _stored(run_id: int, changes: Changes) -> Stored:
    return Stored(
        run_id=run_id,
        new=len(changes.new),
        ended=len(changes.ended),
        reopened=changes.reopened,
        holding=len(changes.new) + len(changes.renewed),
    )
