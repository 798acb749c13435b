"""Why a unit has no points of the survey, or is not in the index: a sentence for each reason."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.points_steps import NoPoints
from survey_app.results.components import HIDDEN
from survey_app.results.round_index import NOT_APPRAISED, OUTSIDE_MAXIMUM

SENTENCES: Mapping[str, str] = {
    str(NoPoints.EXEMPT): N_("No points of the survey: the unit is not surveyed."),
    str(NoPoints.NO_ANSWERS): N_("No points yet: nobody has given a valid answer."),
    str(NoPoints.TOO_FEW_PEOPLE): N_("No points: fewer people than the points plan asks for."),
    str(NoPoints.NOTHING_BELOW): N_("No points: none of the units below has a share."),
    str(NoPoints.NO_REFERENCE): N_("No points: there is no share to compare with."),
    str(NoPoints.ADJUSTMENT_NOT_GIVEN): N_(
        "No points: the points plan adds or takes away points for cases that nobody has counted."
    ),
    str(NoPoints.TELLS_OF_HIDDEN): N_(
        "No points: they are not published, because the share of a smaller unit, or of a factor"
        " that few people answered, could be computed from them."
    ),
    HIDDEN: N_(
        "No points: the score is not shown, because too few people answered here, or in another"
        " unit that it would give away, or because too few lots of re-checks were accepted."
    ),
    NOT_APPRAISED: N_("The appraised points are missing."),
    OUTSIDE_MAXIMUM: N_("Appraised points and survey points do not fit into its maximum."),
}
"""By the word of the reason."""
