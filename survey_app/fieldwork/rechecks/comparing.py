"""From the re-checks of a round as they are kept to what `scoring.recheck` compares."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from sqlalchemy.orm import Session

from scoring.recheck.comparison import HAPPENED, Comparison, compare_interviews
from scoring.recheck.interviews import RecheckedInterview, Selection
from scoring.recheck.recheck_plan import RecheckPlan
from scoring.rule import BLANK, ScoringRule, rule_of
from survey_app.db.definitions import definition_of
from survey_app.db.recheck_findings import FactRecord, FindingRecord, LockedRecheck, findings_of
from survey_app.db.rounds import RoundRecord
from survey_app.fieldwork.rechecks.promising import promised

ESTIMATED = ("random", "next")
"""By chance, and in the place of somebody whom nobody reached; nothing else is estimated from."""
ENDED = ("locked", "not_reached")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRound:
    """findings: everybody who is asked again, also who waits. interviews: those whose re-check has
    ended, in the same order. items: criteria that were asked again of anybody.
    """

    plan: RecheckPlan
    rule: ScoringRule
    items: tuple[str, ...]
    findings: tuple[FindingRecord, ...]
    interviews: tuple[RecheckedInterview, ...]
    comparison: Comparison


def compared_round(session: Session, found: RoundRecord) -> ComparedRound:
    """Compares all re-checks of a round that have ended. Raises Problem where none are promised.

    Whoever waits is in no figure: that nobody was reached is known when the attempts are over.
    """
    plan = RecheckPlan.model_validate_json(promised(session, found).plan_content)
    rule = rule_of(definition_of(session, found.questionnaire_version_id))
    findings = findings_of(session, found.id, items=len(rule.items))
    return _compared(findings, _rechecked(findings, plan=plan, rule=rule), plan=plan, rule=rule)


def compared_after(
    session: Session, found: RoundRecord, known: ComparedRound, *, lots: Collection[int]
) -> ComparedRound:
    """The same after something changed in these lots of interviews, each of them known before."""
    plan, rule = known.plan, known.rule
    changed = findings_of(session, found.id, items=len(rule.items), lot_ids=lots)
    new = {one.key: one for one in _rechecked(changed, plan=plan, rule=rule)}
    of_lots = {lot: tuple(found) for lot, found in groupby(changed, key=lambda one: one.lot_id)}
    ended = iter(known.interviews)
    findings: list[FindingRecord] = []
    interviews: list[RecheckedInterview] = []
    for lot, before in groupby(known.findings, key=lambda one: one.lot_id):
        own = tuple(before)
        kept = [next(ended) for one in own if one.state in ENDED]
        if lot in lots:
            own = of_lots.get(lot, ())
            kept = [new[str(one.uuid)] for one in own if one.state in ENDED]
        findings += own
        interviews += kept
    return _compared(findings, interviews, plan=plan, rule=rule)


def _rechecked(
    findings: Iterable[FindingRecord], *, plan: RecheckPlan, rule: ScoringRule
) -> list[RecheckedInterview]:
    return [rechecked(one, plan=plan, rule=rule) for one in findings if one.state in ENDED]


def _compared(
    findings: Sequence[FindingRecord],
    interviews: Sequence[RecheckedInterview],
    *,
    plan: RecheckPlan,
    rule: ScoringRule,
) -> ComparedRound:
    ended = (one.locked for one in findings if one.state in ENDED)
    asked = set[str]().union(*(locked.again for locked in ended if locked is not None))
    items = tuple(item for item in rule.items if item in asked)
    return ComparedRound(
        plan=plan,
        rule=rule,
        items=items,
        findings=tuple(findings),
        interviews=tuple(interviews),
        comparison=compare_interviews(interviews, rule=rule, items=items),
    )


def rechecked(of: FindingRecord, *, plan: RecheckPlan, rule: ScoringRule) -> RecheckedInterview:
    """A re-check that has ended, as it is compared: facts as they are after reconciliation."""
    locked = of.locked
    blank = (BLANK,) * len(rule.items)
    return RecheckedInterview(
        key=str(of.uuid),
        enumerator=of.enumerator,
        supervisor=of.supervisor or "",
        is_contacted=locked is not None,
        has_happened=locked is not None and has_happened(locked),
        checks=_checks(() if locked is None else locked.facts, plan=plan),
        first=of.first,
        again=blank if locked is None else _again(locked, rule=rule),
        selection=Selection.RANDOM if of.selection in ESTIMATED else Selection.RISK,
        probability=of.drawn / of.interviews,
        delay=None if locked is None else locked.finished_at - of.first_finished_at,
        unit=of.unit_code,
    )


class AskedAgain(Protocol):
    """An interview that is made again, or a claim that is asked about, as far as it is waited for.

    counts: an interview that was voided does not, nor a claim of a case with an interview.
    """

    @property
    def state(self) -> str | None: ...
    @property
    def counts(self) -> bool: ...


def is_waiting(of: AskedAgain) -> bool:
    """Whether somebody is still to ask; nobody does where it does not count any more."""
    return of.state not in ENDED and of.counts


def has_happened(locked: LockedRecheck) -> bool:
    """Whether there was an interview: as the respondent says, unless it was found out otherwise."""
    return locked.has_happened or any(
        one.fact == HAPPENED and one.who_was_right == "interview" for one in locked.facts
    )


def failing_facts(facts: Iterable[FactRecord], *, plan: RecheckPlan) -> tuple[FactRecord, ...]:
    """Facts of the plan that do not fit, unless the interview was right; what is not yet, or
    cannot be found out counts. Findings beside the plan never do.
    """
    return tuple(
        one
        for one in facts
        if one.fact in plan.facts and one.fits is False and one.who_was_right != "interview"
    )


def _checks(facts: Sequence[FactRecord], *, plan: RecheckPlan) -> dict[str, bool | None]:
    failing = {one.fact for one in failing_facts(facts, plan=plan)}
    made = {one.fact for one in facts if one.fits is not None}
    return {
        name: name not in failing if name in made else None
        for name in plan.facts
        if name != HAPPENED
    }


def _again(locked: LockedRecheck, *, rule: ScoringRule) -> list[int]:
    codes = [locked.again.get(item) for item in rule.items]
    return [BLANK if code is None else code for code in codes]
