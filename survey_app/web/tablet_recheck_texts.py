"""What the tablet app says to supervisors who ask again."""

from flask_babel import gettext as _

from survey_app.web.tablet_texts import Outcome


def recheck_outcomes() -> tuple[Outcome, ...]:
    """What a supervisor can record without a re-check, the most frequent first."""
    return (
        Outcome(code="no_answer", label=_("Nobody answers")),
        Outcome(code="not_there", label=_("The respondent is not there")),
        Outcome(
            code="appointment", label=_("Appointment: come or call again"), takes_appointment=True
        ),
        Outcome(code="refused", label=_("Refused"), is_final=True),
        Outcome(code="moved", label=_("Moved away"), is_final=True),
        Outcome(code="unknown", label=_("Nobody knows this person there"), is_final=True),
        Outcome(code="unable", label=_("Not able to answer (ill, for instance)"), is_final=True),
    )


def recheck_texts() -> dict[str, str]:
    """By key; `{name}` is filled in by the scripts."""
    return {
        "my_rechecks": _("My re-checks"),
        "recheck": _("Re-check"),
        "no_recheck": _("Not reached…"),
        "task": _("Interviewed on {day} · re-check by {at}"),
        "claim": _("Not interviewed · ask why by {at}"),
        "next_due": _("To be made by {at}."),
        "next_late": _("It should have been made by {at}."),
        "done_recheck": _("✓ Re-checked {at}"),
        "finish_recheck": _("Finish the re-check"),
        "put_away_recheck": _(
            "✓ The re-check is saved and will be sent by itself. It cannot be changed any more."
        ),
        "how_missing": _("Say how you tried."),
        "note_missing": _("Write in one sentence what you were told or found."),
        "begun_recheck": _(
            "A re-check was begun. It stays on the tablet if the respondent can still be met; "
            "otherwise what was answered is removed."
        ),
        "task_gone": _(
            "This re-check is not yours any more: it was taken back or given to somebody else. What"
            " you wrote stays here. Have you asked already? Finish it: it is sent, and Home Affairs"
            " decides. Else remove it."
        ),
        "kind_recheck": _("Re-check"),
        "kind_recheck_attempt": _("Attempt at a re-check"),
    }
