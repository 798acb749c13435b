"""What fields and events of rounds are called on pages."""

from flask_babel import gettext

from questionnaires.problems import N_
from survey_app.web.language import page_speech
from survey_app.wording.action_words import action_in_words

FIELD_NAMES = {
    "code": N_("Code"),
    "name": N_("Name of the unit"),
    "name_vi": N_("Name in Vietnamese"),
    "name_en": N_("Name in English"),
    "year": N_("Year"),
    "questionnaire": N_("Questionnaire"),
    "index_plan": N_("Index plan"),
    "scoring_plan": N_("Scoring plan"),
    "points_plan": N_("Points plan"),
    "period_start": N_("First day of the period"),
    "period_end": N_("Last day of the period"),
    "fieldwork_end": N_("Last day of fieldwork"),
    "controller": N_("Responsible for the data"),
    "contact": N_("Contact for respondents"),
    "erase_days": N_("Days until identities are erased"),
    "asks_position": N_("Tablets ask where an interview is made"),
    "allows_unlisted": N_("People on no list may be interviewed"),
    "levels_descending": N_("Levels are shown from the best to the worst"),
    "sampling": N_("Sampling plan"),
    "sampling_method": N_("Method of drawing"),
    "sampling_strata": N_("Strata"),
    "sampling_size": N_("Forms of each unit"),
    "sampling_margin_percent": N_("Margin of error (percent)"),
    "sampling_rule": N_("Shared out to the strata"),
    "sampling_minimum": N_("At least so many of each stratum"),
    "sampling_reserve_percent": N_("Reserve list (percent of the official one)"),
    "sampling_source": N_("Document of the sampling plan"),
    "recheck": N_("Re-check plan"),
    "recheck_share_percent": N_("Re-checked interviews (percent)"),
    "recheck_minimum_per_enumerator": N_("At least so many of each enumerator"),
    "recheck_source": N_("Document of the re-check plan"),
    "units": N_("Units"),
    "group": N_("Group"),
    "quota": N_("Quota"),
    "exempt": N_("Not surveyed (no procedures)"),
    "maximum_points": N_("Maximum points"),
    "component_maximum": N_("Points of the survey"),
    "into": N_("Merged into"),
    "ended_on": N_("Last day of the unit"),
    "valid_from": N_("First day"),
    "valid_until": N_("Last day"),
    "reason": N_("Reason"),
    "confirmation": N_("Confirmation"),
}
"""By the name of the field."""

EVENT_NAMES = {
    "round.created": N_("made from a description"),
    "round.copied": N_("copied from another round"),
    "round.changed": N_("settings changed"),
    "round.unit_added": N_("unit added"),
    "round.unit_changed": N_("unit changed"),
    "round.unit_removed": N_("unit removed"),
    "round.key_added": N_("key for tablets made"),
    "round.opened": N_("opened"),
    "round.closed": N_("closed"),
    "round.reopened": N_("opened again"),
    "round.published": N_("published"),
    "round.withdrawn": N_("publication withdrawn"),
    "round.sums_remade": N_("sums of the answers made anew"),
    "round.comments_remade": N_("kept list of comments made anew"),
    "round.cases_counted": N_("cases for points counted"),
    "round.points_recorded": N_("points of a document entered"),
    "round.earlier_table_recorded": N_("index table of an earlier year entered"),
    "round.criteria_chosen": N_("criteria set chosen"),
    "round.index_published": N_("index published"),
    "round.index_withdrawn": N_("index withdrawn"),
    "round.scores_frozen": N_("scores frozen"),
    "round.superseded": N_("other scores published instead"),
    "round.full_file_taken": N_("full file of the interviews taken"),
    "round.archived": N_("archived"),
    "paper.share_changed": N_("share of forms keyed twice changed"),
}

METHODS = {
    "simple": N_("simple random"),
    "stratified": N_("stratified"),
    "systematic": N_("systematic with random start"),
}
SIZES = {
    "quota": N_("the quota of the unit"),
    "margin": N_("by the margin of error"),
}
RULES = {
    "proportional": N_("in proportion to their cases"),
    "equal": N_("in equal parts"),
}
STRATA = {
    "field": N_("field of procedures"),
    "district": N_("district"),
    "channel": N_("channel of submission"),
}


def field_of(where: str) -> str:
    """The field that a fault is about: `unit SXD, quota` and `period, end` name one each."""
    parts = [part for part in where.split(", ") if not part.startswith("unit ")]
    return "_".join(parts)


def field_name(where: str) -> str:
    """The name of a field or of the place of a fault, in the language of the page."""
    known = FIELD_NAMES.get(field_of(where))
    return str(gettext(known)) if known else ""


def event_name(action: str) -> str:
    """What was done, in the language of the page."""
    known = EVENT_NAMES.get(action)
    return str(gettext(known)) if known else action_in_words(action, speech=page_speech())


def word_of(words: dict[str, str], code: str) -> str:
    """A choice in the language of the page."""
    return str(gettext(words[code]))


def plan_words() -> dict[str, dict[str, str]]:
    """The names of what a sampling plan may say, by the name that templates know them by."""
    named = {"methods": METHODS, "sizes": SIZES, "rules": RULES, "strata": STRATA}
    return {name: {code: word_of(words, code) for code in words} for name, words in named.items()}
