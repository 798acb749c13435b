"""Which form a re-check has: its facts, and the criteria that chance asks again of it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from questionnaires import Definition, Text
from questionnaires.recheck_form import Offered, RecheckForm, facts_form, recheck_form
from questionnaires.recheck_questions import ChoicesFrom, claim_questions, recheck_questions
from questionnaires.text import nfc
from scoring.recheck.reasked_items import reasked_items
from scoring.recheck.recheck_plan import RecheckPlan
from scoring.rule import rule_of
from survey_app.db.recheck_asked import AskedTask

FIRST_CODE, CODES = 100, 9900
"""Fields have codes from 100 to 9999, which their names decide: a longer list moves none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The form of a re-check with the plan that it was promised in."""

    form: RecheckForm
    plan: RecheckPlan


def asked(task: AskedTask, *, definition: Definition) -> Asked:
    """The form of this task. The same task has the same one, for whoever holds it."""
    plan = RecheckPlan.model_validate_json(task.plan_content)
    if task.is_claim:
        return Asked(
            form=facts_form(definition, questions=claim_questions(), agency=task.unit_name),
            plan=plan,
        )
    factors = rule_of(definition).factors
    criteria = sum(len(factor.items) for factor in factors)
    count = min(plan.opinion_items, criteria)
    form = recheck_form(
        definition,
        questions=recheck_questions(),
        items=reasked_items(str(task.interview_uuid), factors=factors, count=count),
        offered={
            ChoicesFrom.FIELDS: field_choices(task.fields, own=task.field),
            ChoicesFrom.MONTHS: month_choices(task.period_start, task.period_end),
        },
        agency=task.unit_name,
    )
    return Asked(form=form, plan=plan)


def field_choices(fields: Iterable[str], *, own: str | None) -> tuple[Offered, ...]:
    """The fields by name; that of the case is among them, however rare it is."""
    by_code: dict[int, str] = {} if own is None else {_code_of(own): own}
    for name in sorted(fields):
        by_code.setdefault(_code_of(name), name)
    return tuple(
        Offered(code=code, word=nfc(name), text=Text.model_construct(vi=name, en=name))
        for code, name in sorted(by_code.items(), key=lambda pair: pair[1])
    )


def month_choices(first: date, last: date) -> tuple[Offered, ...]:
    """The months from one day to another: code YYMM, word 2022-10."""
    return tuple(
        Offered(
            code=year % 100 * 100 + month,
            word=f"{year:04d}-{month:02d}",
            text=Text(vi=f"Tháng {month}/{year}", en=f"{month}/{year}"),
        )
        for year, month in _months(first, last)
    )


def _months(first: date, last: date) -> Iterator[tuple[int, int]]:
    for month in range(12 * first.year + first.month - 1, 12 * last.year + last.month):
        yield month // 12, month % 12 + 1


def _code_of(name: str) -> int:
    digits = hashlib.sha256(nfc(name).encode()).hexdigest()[:8]
    return FIRST_CODE + int(digits, 16) % CODES
