"""The texts that the scripts of the tablet app say, in the language of its page."""

from dataclasses import dataclass
from typing import Literal

from flask_babel import gettext as _

from survey_app.fieldwork.dispositions import (
    AWAY,
    BREAK_OFF,
    NEVER_AVAILABLE,
    NON_CONTACT,
    NOT_ELIGIBLE,
    NOT_LOCATED,
    REFUSAL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an attempt may end, as the tablet offers it."""

    code: str
    label: str
    takes_appointment: bool = False
    is_final: bool = False
    """After it the respondent leaves the list."""


def outcomes() -> tuple[Outcome, ...]:
    """What an enumerator can record without an interview, the most frequent first."""
    offered = (
        (NON_CONTACT, _("Not reached")),
        (NEVER_AVAILABLE, _("Appointment: come or call again")),
        (REFUSAL, _("Refused")),
        (NOT_LOCATED, _("Wrong address, cannot be found")),
        (AWAY, _("Moved away")),
        (NOT_ELIGIBLE, _("Not eligible (no result yet, not this person)")),
    )
    return tuple(
        Outcome(
            code=known.code,
            label=label,
            takes_appointment=known is NEVER_AVAILABLE,
            is_final=known.is_final,
        )
        for known, label in offered
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What becomes of an interview that is stopped.

    `stop` sends what was answered and closes the case. `again` and `wrong` lead to recording what
    came of the attempt: the answers stay for the next one, or go. `drop` sends nothing.
    """

    way: Literal["stop", "again", "wrong", "drop"]
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopReason:
    """Why an interview is stopped; who is on no list cannot be met again."""

    label: str
    listed: Leaving
    unlisted: Leaving
    code: str = BREAK_OFF.code


def stop_reasons() -> tuple[StopReason, ...]:
    """Why interviews are stopped, the most frequent first."""
    sent = Leaving(
        way="stop", says=_("What was answered is sent, but does not count as an interview.")
    )
    return (
        StopReason(
            label=_("The respondent does not want to go on"),
            listed=Leaving(
                way="stop", says=_("What was answered is sent; the respondent leaves the list.")
            ),
            unlisted=sent,
        ),
        StopReason(
            label=_("The respondent has no time"),
            listed=Leaving(
                way="again", says=_("You note when to come again; what was answered stays.")
            ),
            unlisted=sent,
        ),
        StopReason(
            label=_("The wrong person, or the wrong procedure"),
            listed=Leaving(
                way="wrong", says=_("You note what came of it; what was answered is removed.")
            ),
            unlisted=sent,
            code=NOT_ELIGIBLE.code,
        ),
        StopReason(
            label=_("Begun by mistake"),
            listed=Leaving(
                way="drop",
                says=_("What was answered is removed; the respondent stays on the list."),
            ),
            unlisted=Leaving(way="drop", says=_("What was answered is removed; nothing is sent.")),
        ),
    )


def texts() -> dict[str, str]:
    """By key; `{name}` is filled in by the scripts."""
    return {
        **_people(),
        **_cases(),
        **_list(),
        **_attempts(),
        **_interview(),
        **_waiting(),
        **_sending(),
        **_sent(),
        **_tablet(),
    }


def _people() -> dict[str, str]:
    """Who works on this tablet: PIN, sign-in, enrolment."""
    return {
        "pin_wrong": _("This PIN does not fit. Try again."),
        "pin_wait": _("Too many wrong PINs. Try again in {seconds} seconds."),
        "pin_short": _("A PIN has 6 to 12 digits."),
        "pin_easy": _("This PIN is too easy to guess. Choose another one."),
        "pin_differs": _("The two PINs differ. Type them again."),
        "forgotten_offline": _(
            "A forgotten PIN can be replaced only with a network. Nothing is lost meanwhile."
        ),
        "forgotten_sign_in": _(
            "Sign in with the password of the person whose PIN was forgotten. Nothing is lost "
            "meanwhile."
        ),
        "forgotten_refused": _(
            "The server does not give the key back. Ask the field manager; do not clear the data "
            "of this browser."
        ),
        "no_round": _("No round is open, so there is nothing to take along yet. Try again later."),
        "sign_in_offline": _("There is no network. Signing in needs one, once."),
        "enrol_offline": _("There is no network. Enrolling needs one, once."),
        "portal": _(
            "Another page answers in the place of the server, as networks with a sign-in do. Open "
            "the browser, sign in to that network, and try again."
        ),
        "not_kept": _(
            "The tablet could not keep this: it may be full. Make room, then do it again."
        ),
        "broken": _("Something went wrong. What was saved is kept. Open the app again."),
    }


def _cases() -> dict[str, str]:
    """What is known of a respondent on the list, and why this one comes next."""
    return {
        "simulated": _("simulated"),
        "call": _("Call {phone}"),
        "interview": _("Interview"),
        "go_on": _("Continue"),
        "unlisted": _("Not on the list"),
        "begun_at": _("begun {at}"),
        "appointment": _("appointment {at}"),
        "attempts": _("Attempts: {n}, the last {at}"),
        "done_interview": _("✓ Interviewed {at}"),
        "done_ended": _("✓ Ended without an interview {at}"),
        "done_stopped": _("✓ Stopped {at}"),
        "done_attempt": _("✓ Recorded {at}"),
        "returned": _("{by} asks: {comment}"),
        "returned_at": _("{by} asks on {at}: {comment}"),
        "open_again": _("Open with the earlier answers"),
        "next_returned": _("It came back to you: look at it again."),
        "next_begun": _("This interview was begun and is not finished."),
        "next_overdue": _("The appointment was at {at}."),
        "next_appointment": _("Appointment at {at}."),
        "next_untried": _("Not tried yet."),
        "next_tried": _("Not reached so far; it has been longest."),
    }


def _list() -> dict[str, str]:
    """The list as a whole: how old it is, why it could not be fetched, how full its units are."""
    return {
        "fetched": _("List of {at}"),
        "fetch_offline": _("There is no network. The list stays as it is."),
        "fetch_portal": _(
            "Another page answers in the place of the server, as networks with a sign-in do."
        ),
        "fetch_server": _("The server has a problem. The list stays as it is; try again later."),
        "fetch_forms": _(
            "The questions could not be fetched completely. What was here before stays. Try again."
        ),
        "drafts_unreadable": _(
            "{n} unfinished interviews cannot be read with this PIN. Do not clear the data of this "
            "browser; tell the field manager."
        ),
        "fetch_sign_in": _(
            "Your sign-in at the server has ended or belongs to somebody else. Interviewing and "
            "sending go on; to fetch a new list, sign in again."
        ),
        "unit_progress": _("{name} ({finished}/{quota})"),
        "unit_full": _("{name} ({finished}/{quota}, quota reached)"),
    }


def _attempts() -> dict[str, str]:
    """A contact attempt without an interview, recorded or taken back."""
    return {
        "outcome_missing": _("Choose what came of the attempt."),
        "appointment_past": _("The appointment lies in the past. Choose a later time."),
        "begun_stays": _(
            "An interview was begun. It stays on the tablet if the respondent can still be met; "
            "otherwise what was answered is sent along."
        ),
        "begun_goes": _("What was answered by the wrong person is removed when you record this."),
        "recorded": _("Recorded."),
        "undo": _("Undo"),
        "undone": _("Taken back."),
        "undo_late": _("It has been sent already. Tell the field manager if it was wrong."),
    }


def _interview() -> dict[str, str]:
    """One interview, from its first answer to where it is put away."""
    return {
        "finish": _("Finish the interview"),
        "draft_begun": _("Saves by itself."),
        "draft_saving": _("Saving…"),
        "draft_saved": _("✓ Saved"),
        "draft_failed": _("NOT saved"),
        "not_saved": _(
            "The tablet could not save the last answer: it may be full. Do not close this page. "
            "Make room, then change any answer; or save a copy as a file."
        ),
        "save_copy": _("Save a copy as a file"),
        "confirm_missing": _(
            "Answer the open questions above, or tick that the respondent does not want to."
        ),
        "stop_stop": _("Stop for good"),
        "stop_again": _("Next"),
        "stop_wrong": _("Next"),
        "stop_drop": _("Remove what was answered"),
        "dropped": _("✓ Removed. Nothing of it is sent."),
        "reason_missing": _("Say why the interview is stopped."),
        "put_away_interview": _("✓ The interview is saved and will be sent by itself."),
        "put_away_ended": _("✓ Recorded. It will be sent by itself."),
        "put_away_stopped": _("✓ Stopped. What was answered is kept and will be sent by itself."),
        "form_missing": _("The questions are not on this tablet yet. Fetch your list once more."),
        "taken": _(
            "Somebody else has begun or finished this interview on this tablet. Ask the field "
            "manager who goes on with it."
        ),
        "handed_done": _("I have finished"),
        "by_phone": _("by telephone"),
        "position_waits": _("Looking for the place…"),
        "position_known": _("✓ The place is recorded."),
        "position_unknown": _("The place cannot be found. The interview goes on without it."),
    }


def _waiting() -> dict[str, str]:
    """How much is not sent yet, and since when."""
    return {
        "head_sending": _("Sending {n}…"),
        "head_waiting": _("Waiting: {n}"),
        "head_attention": _("At the office: {n}"),
        "head_sent": _("✓ All sent"),
        "minutes": _("{n} minutes"),
        "hours": _("{n} hours"),
        "days": _("{n} days"),
        "waits": _("{n} not sent yet. The app sends by itself as soon as there is a network."),
        "all_sent": _("✓ Everything has been sent."),
        "waiting_others": _("{all}, {others} of them of other people"),
        "waits_long": _(
            "Work has waited on this tablet for more than a day. Find a network, or save a copy "
            "under “Sending”."
        ),
    }


def _sending() -> dict[str, str]:
    """Sending goes on, or why it cannot."""
    return {
        "sending_now": _("sending now"),
        "send_offline": _("There is no network, or the server cannot be reached."),
        "send_portal": _(
            "Another page answers in the place of the server, as networks with a sign-in do. "
            "Nothing counts as sent. Open the browser and sign in to that network."
        ),
        "send_sign_in": _(
            "The server does not accept this tablet’s sign-in. Everything is kept. Sign in again, "
            "or have the tablet enrolled."
        ),
        "send_refused": _(
            "The server cannot take a document. Everything is kept. Save a copy and "
            "tell the field manager."
        ),
        "send_closed": _(
            "The server keeps a form that it cannot open, because a key is missing there. It stays "
            "on this tablet too. Tell the field manager."
        ),
        "send_server": _("The server has a problem. Everything is kept; the app tries again."),
        "send_storage": _(
            "The tablet is full: it cannot write down what the server answered. Everything is "
            "kept; make room, and the app tries again."
        ),
    }


def _sent() -> dict[str, str]:
    """One document of the list of what was sent and what waits."""
    return {
        "kind_interview": _("Interview"),
        "kind_stopped": _("Stopped interview"),
        "kind_contact_attempt": _("Attempt"),
        "state_waiting": _("waiting"),
        "state_sent": _("✓ sent"),
        "state_attention": _("with the office: nothing to do for you"),
        "conflict": _("Other answers of this person had been received before; both are kept."),
    }


def _tablet() -> dict[str, str]:
    """This tablet: its copies, its enrolment, its room, its version of the app."""
    return {
        "copy_saved": _("The copy holds {n} documents."),
        "not_enrolled": _("not enrolled"),
        "device_refused": _("{name}: not accepted any more, have it enrolled again"),
        "removed": _("{n} sent more than 7 days before, the last on {at}"),
        "update_unsent": _(
            "A new version is ready. It starts when everything has been sent, or when the app is "
            "closed and opened again. What is unsent stays."
        ),
        "update_work": _("A new version is ready. It starts when the tablet is locked."),
        "storage_kept": _("{used} of {quota} MB; the browser keeps it"),
        "storage_may_go": _(
            "{used} of {quota} MB; the browser may clear it. Install the app (menu, “Add to home "
            "screen”) and send every day."
        ),
    }
