"""What groups of units and factors are called, in the language of the page."""

from questionnaires import Definition
from survey_app.db.rounds import RoundUnitRecord
from survey_app.web.language import current_language


def group_name(unit: RoundUnitRecord) -> str:
    """The name of the group that a unit is in."""
    return unit.group_name_en if current_language() == "en" else unit.group_name_vi


def short_factor_names(definition: Definition) -> dict[str, str]:
    """Short names of the factors of a questionnaire, by code."""
    language = current_language()
    return {one.code: one.short_title.in_language(language) for one in definition.factors}
