"""Texts around the questions: introduction, consent, and when a question is asked."""

import json

from flask_babel import gettext as _

from questionnaires import Definition, Rule, rule_json
from questionnaires.rules import Compare, OneOf, Operator
from survey_app.db.rounds import RoundRecord
from survey_app.web.language import current_language
from survey_app.web.numbers import day


def introduction_text(definition: Definition, *, of_round: RoundRecord, agency: str) -> str:
    """Why the respondent is asked, with the office and the period filled in."""
    filled = definition.introduction.filled(
        agency=agency,
        from_date=day(of_round.period_start),
        to_date=day(of_round.period_end),
        year=str(of_round.year),
    )
    return filled.in_language(current_language())


def consent_text(definition: Definition, *, of_round: RoundRecord) -> str:
    """What happens to the answers, by whom, and for how long."""
    filled = definition.consent.text.filled(
        controller=of_round.controller,
        erase_days=str(of_round.erase_days),
        contact=of_round.contact,
    )
    return filled.in_language(current_language())


def rule_of(rule: Rule | None) -> str | None:
    """The rule as JSON for the evaluator in the page; None when always visible."""
    return None if rule is None else json.dumps(rule_json(rule), separators=(",", ":"))


def rule_note(definition: Definition, rule: Rule) -> str:
    """For a page without JavaScript, where every question stands: when this one is meant."""
    if isinstance(rule, Compare) and rule.operator is Operator.EQUALS:
        return _note(definition, rule.item, codes=(rule.value,))
    if isinstance(rule, OneOf):
        return _note(definition, rule.item, codes=rule.values)
    note: str = _("Asked only after certain earlier answers.")
    return note


def _note(definition: Definition, code: str, *, codes: tuple[int | str, ...]) -> str:
    item = definition.item(code)
    language = current_language()
    chosen = [
        option.text.in_language(language)
        for option in definition.options_of(item)
        if option.code in codes
    ]
    note: str = _(
        "Only if the answer to “%(question)s” is: %(answers)s.",
        question=item.text.in_language(language),
        answers=", ".join(chosen),
    )
    return note


def endings_of(definition: Definition) -> str:
    """The endings as JSON for the page: when, and what is said then."""
    return json.dumps(
        [
            {
                "when": rule_json(ending.when),
                "text": ending.text.in_language(current_language()),
            }
            for ending in definition.endings
        ],
        separators=(",", ":"),
        ensure_ascii=False,
    )
