"""What the steps of the day a round closes are called, and how far they are."""

from collections.abc import Mapping

from flask_babel import gettext as _

from survey_app.publication.closing_day import DayStep, Standing


def step_names() -> Mapping[DayStep, str]:
    """Each step as something to do, in the language of the page."""
    return {
        DayStep.CLOSE: str(_("Close the round")),
        DayStep.DOCUMENTS: str(_("Decide about documents that were put aside")),
        DayStep.SAMPLE_SEEDS: str(_("Reveal the seeds of the samples")),
        DayStep.RECHECK_SEED: str(_("Show the seed of the re-checks")),
        DayStep.LOTS: str(_("Decide about the lots of re-checks")),
        DayStep.CASES: str(_("Count the cases of bonus and penalty")),
        DayStep.SCORES: str(_("Publish the scores")),
        DayStep.POINTS: str(_("Enter the appraised points")),
        DayStep.INDEX: str(_("Publish the index")),
        DayStep.COMMENTS: str(_("Decide about comments")),
        DayStep.FILES: str(_("Hand on the report and the files")),
        DayStep.PROGRAMS: str(_("Look after the programs that are told")),
    }


def standing_names() -> Mapping[Standing, str]:
    """How far a step is; the mark before it is never the only sign."""
    return {
        Standing.DONE: str(_("✓ done")),
        Standing.NOW: str(_("▶ to be done now")),
        Standing.OTHERS: str(_("● waits for the field manager")),
        Standing.LATER: str(_("○ waits for an earlier step")),
        Standing.NOTHING: str(_("– nothing to do")),
        Standing.READY: str(_("▶ ready")),
    }
