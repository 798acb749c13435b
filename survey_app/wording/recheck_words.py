"""What facts of a re-check and states of lots are called on pages and in reports."""

from collections.abc import Mapping

from questionnaires.problems import N_

FACTS: Mapping[str, str] = {
    "interview_happened": N_("There was an interview"),
    "person_ok": N_("The right person answered"),
    "when_ok": N_("Day of the interview"),
    "place_ok": N_("Place of the interview"),
    "procedure_ok": N_("Field of the procedure"),
    "month_ok": N_("Month of the result"),
    "result_received": N_("The result was received"),
    "answered_by_ok": N_("Who filled in the answers"),
    "duration_ok": N_("How long it took"),
    "official_present": N_("A civil servant was present"),
    "pressure": N_("Somebody prompted or pressed"),
}
"""By the name of the fact; a plan may have others, which are called by their names."""

LOT_STATES: Mapping[str, str] = {
    "to_reject": N_("to be decided: the plan rejects"),
    "to_end": N_("to be decided: all of it is verified"),
    "to_extend": N_("to be decided: the plan asks for more"),
    "to_accept": N_("to be decided: the plan accepts"),
    "to_judge": N_("to be decided: nobody could be reached"),
    "waits": N_("re-checks are under way"),
    "verifying": N_("rejected: all of it is being verified"),
    "accepted": N_("accepted"),
    "cleared": N_("cleared: nothing is left against anybody"),
    "confirmed": N_("confirmed"),
}
"""By the state of a lot on the board."""
