"""What stands in the template of a round: its units, its areas, and words about how to fill it."""

from collections.abc import Sequence

from field_export.points_template import TemplateUnit, TemplateWords
from questionnaires.problems import N_
from scoring.plans.criteria_set import TOTAL
from survey_app.fieldwork.appraisal.columns import (
    HEADINGS,
    MAXIMUM,
    UNIT,
    UNIT_GROUP,
    UNIT_NAME,
    heading_of_area,
)
from survey_app.fieldwork.appraisal.recording import AppraisalFacts, PointsKind
from survey_app.wording.speech import Speech

TITLES = {
    PointsKind.SELF: N_("Self-scored points"),
    PointsKind.APPRAISED: N_("Appraised points"),
}
NOTES = (
    N_("Points with one decimal comma or point; 0 where a unit has none."),
    N_("x: the area does not apply to the unit. The total may stay blank."),
    N_("Where areas are not known, the total alone stands for all of them."),
    N_("A unit of which the document says nothing stays blank, and keeps the points that it has."),
)
FIRST = (UNIT, UNIT_NAME, UNIT_GROUP, MAXIMUM)


def template_units(facts: AppraisalFacts, *, language: str) -> tuple[TemplateUnit, ...]:
    """The units of the round in its order."""
    criteria = facts.criteria
    areas = () if criteria is None else criteria.scored_areas
    found = []
    for unit in facts.units:
        scale = None
        if criteria is not None:
            scale = criteria.scale_for(maximum=unit.maximum_points, is_surveyed=not unit.is_exempt)
        applies = tuple(
            scale is not None and scale.maximum_of(area.code) is not None for area in areas
        )
        found.append(
            TemplateUnit(
                unit_code=unit.unit_code,
                unit_name=unit.unit_name,
                unit_group=unit.group_name_vi if language == "vi" else unit.group_name_en,
                maximum=unit.maximum_points,
                applies=applies,
            )
        )
    return tuple(found)


def template_codes(facts: AppraisalFacts) -> Sequence[str]:
    """The columns by their codes, for programs."""
    return (*FIRST, *_areas(facts), TOTAL)


def template_words(facts: AppraisalFacts, *, kind: PointsKind, speech: Speech) -> TemplateWords:
    """Title, headings and notes in a language."""
    place = 0 if speech.language == "vi" else 1
    criteria = facts.criteria
    areas = (
        []
        if criteria is None
        else [heading_of_area(criteria, code, language=speech.language) for code in _areas(facts)]
    )
    name = facts.round.name_vi if speech.language == "vi" else facts.round.name_en
    title = speech.gettext(TITLES[kind])
    return TemplateWords(
        title=f"{title}: {name}",
        sheet=title,
        headings=(
            *(HEADINGS[code][place] for code in FIRST),
            *areas,
            HEADINGS[TOTAL][place],
        ),
        notes=tuple(speech.gettext(note) for note in NOTES),
        author=facts.round.controller,
    )


def _areas(facts: AppraisalFacts) -> list[str]:
    return [] if facts.criteria is None else [one.code for one in facts.criteria.scored_areas]
