"""Why a subgroup has no score, or none with an interval: a sentence for each reason."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.hidden_subgroups import NotShown

SENTENCES: Mapping[str, str] = {
    str(NotShown.SUPPRESSED): N_("not shown: too few people, or protects a smaller subgroup"),
    str(NotShown.TELLS_OF_UNIT): N_(
        "not shown: the score of a unit with too few people could be computed from it"
    ),
    str(NotShown.NO_ANSWERS): N_("nobody gave a valid answer"),
    str(NotShown.NO_INTERVAL): N_("no interval can be given"),
}
"""By the word of the reason."""
