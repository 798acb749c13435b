"""Everything that can go wrong at a door of the application, in one catalogue.

A problem has a stable code for programs, a sentence for people and a repair. Sentences are
English templates in %(name)s form; the web door translates them before filling them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from questionnaires.problems import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of problem: HTTP status, message and repair."""

    status: int
    message: str
    repair: str


class Code(Enum):
    """The catalogue; the lower-case name is the code that programs see."""

    NOT_FOUND = Kind(
        status=404,
        message=N_("There is nothing here, or it is not yours to see."),
        repair=N_("Check the address, or go back to your home page."),
    )
    NOT_ALLOWED = Kind(
        status=403,
        message=N_("Your role may not open this page."),
        repair=N_("Go back to your home page, or sign in with another account."),
    )
    NOT_DECLARED = Kind(
        status=403,
        message=N_("This page has no access rule, so it stays closed."),
        repair=N_("Tell the administrator."),
    )
    NOT_SIGNED_IN = Kind(
        status=401,
        message=N_("You are not signed in."),
        repair=N_("Sign in and try again."),
    )
    BAD_FORM_TOKEN = Kind(
        status=400,
        message=N_("This page was open for too long, or was opened before you signed in."),
        repair=N_("Go back, reload the page and send it again. Nothing was stored."),
    )
    WRONG_METHOD = Kind(
        status=405,
        message=N_("This address does not take that kind of request."),
        repair=N_("Use the buttons of the pages."),
    )
    NO_FONT = Kind(
        status=503,
        message=N_("No font of this server has all the letters of the form (%(letters)s)."),
        repair=N_("Ask the administrator to install one, such as fonts-dejavu-core."),
    )
    SHARE_IMPOSSIBLE = Kind(
        status=422,
        message=N_("The share of forms that are keyed twice must be a number from 0 to 100."),
        repair=N_("Go back and type another share."),
    )
    KEYED_BY_YOURSELF = Kind(
        status=409,
        message=N_("You keyed this form yourself."),
        repair=N_("Somebody else must key it the second time, or decide about its differences."),
    )
    PAPER_SETTLED = Kind(
        status=409,
        message=N_("Somebody else has finished this form meanwhile. What you sent was not stored."),
        repair=N_("Go back to the list and take another form."),
    )
    SELECTION_UNKNOWN = Kind(
        status=400,
        message=N_("There is no mode and no origin of interviews called: %(words)s."),
        repair=N_("Choose among those on the page of scores."),
    )
    BAD_REQUEST = Kind(
        status=400,
        message=N_("The request could not be read."),
        repair=N_("Go back and try again."),
    )
    TOO_LARGE = Kind(
        status=413,
        message=N_("What was sent is larger than this page takes."),
        repair=N_("Shorten the text, or choose a smaller file, and send it again."),
    )
    TOO_MANY = Kind(
        status=429,
        message=N_("Too many attempts in a short time."),
        repair=N_("Wait a minute and try again."),
    )
    BUSY = Kind(
        status=503,
        message=N_("The server is too busy at the moment, or its database cannot be reached."),
        repair=N_("Nothing was changed. Wait a minute and try again."),
    )
    BROKEN = Kind(
        status=500,
        message=N_("Something failed on the server. What was stored before is safe."),
        repair=N_("Try again; if it happens again, tell the administrator the number below."),
    )
    ENROLMENT_REFUSED = Kind(
        status=422,
        message=N_(
            "This code does not enrol a tablet: it is wrong, used or older than half an hour."
        ),
        repair=N_("Ask the administrator for a new code and type it again."),
    )
    DEVICE_REFUSED = Kind(
        status=401,
        message=N_("This tablet is not enrolled, or its enrolment has been ended."),
        repair=N_("Keep working: nothing is lost. Ask the administrator to enrol it again."),
    )
    REASON_MISSING = Kind(
        status=422,
        message=N_("A decision needs a reason of at most 500 characters."),
        repair=N_("Write why, so that others understand it later."),
    )
    ALREADY_DECIDED = Kind(
        status=409,
        message=N_("This document has been decided about in the meantime."),
        repair=N_("Reload the list; the decision stands with its reason."),
    )
    RECEIVED_MEANWHILE = Kind(
        status=409,
        message=N_("This interview has been received in the meantime."),
        repair=N_("Open the document again: its page shows both versions side by side."),
    )
    DEVICE_NAME_MISSING = Kind(
        status=422,
        message=N_("A tablet needs a name of at most 100 characters."),
        repair=N_("Write for example the number on its back."),
    )
    BAD_BATCH = Kind(
        status=400,
        message=N_("The batch cannot be read: %(why)s. It was kept as it came."),
        repair=N_("Send a JSON object with the list “documents”, at most %(most)s of them."),
    )
    TOO_MANY_DOCUMENTS = Kind(
        status=400,
        message=N_("The batch holds %(count)s documents. Nothing was stored."),
        repair=N_("Send them again in several batches of at most %(most)s."),
    )
    PASSWORD_TOO_OLD = Kind(
        status=403,
        message=N_("The password was typed too long ago for this."),
        repair=N_("Sign out, sign in again with the password, and try again within ten minutes."),
    )
    KEY_STAYS_CLOSED = Kind(
        status=422,
        message=N_("What this tablet keeps for a forgotten PIN cannot be opened here."),
        repair=N_("Ask the administrator: the secret key of the installation may have changed."),
    )
    KEY_OF_ANOTHER = Kind(
        status=403,
        message=N_("This storage belongs to another person."),
        repair=N_("Sign in as the person who set the PIN."),
    )
    UNLISTED_NOT_ALLOWED = Kind(
        status=409,
        message=N_("In this round only people on the list are interviewed."),
        repair=N_("Choose a respondent from your list."),
    )
    ROUND_NOT_OPEN = Kind(
        status=409,
        message=N_("The round %(round)s is not open for interviews."),
        repair=N_("Ask the field manager when it opens."),
    )
    ANSWERS_COVERED = Kind(
        status=409,
        message=N_("The respondent answered a part of this interview alone; it stays covered."),
        repair=N_("Open it on the tablet, where that part is covered."),
    )
    UNIT_NOT_SURVEYED = Kind(
        status=409,
        message=N_("%(unit)s is not surveyed in this round."),
        repair=N_("Choose another unit."),
    )
    SETTING_MISSING = Kind(
        status=500,
        message=N_("The setting %(name)s is missing."),
        repair=N_("Set the environment variable %(name)s: %(hint)s."),
    )
    SETTING_WRONG = Kind(
        status=500,
        message=N_("The setting %(name)s is wrong: %(why)s."),
        repair=N_("Set the environment variable %(name)s: %(hint)s."),
    )
    DATABASE_UNREACHABLE = Kind(
        status=503,
        message=N_("The database cannot be reached: %(why)s."),
        repair=N_("Check DATABASE_URL and that the server runs."),
    )
    DATABASE_NOT_MIGRATED = Kind(
        status=503,
        message=N_("The database is not at the version of this program."),
        repair=N_("Run: hailong db upgrade"),
    )
    USERNAME_TAKEN = Kind(
        status=409,
        message=N_("The user name %(username)s is taken."),
        repair=N_("Choose another user name."),
    )
    USERNAME_UNKNOWN = Kind(
        status=404,
        message=N_("There is no account %(username)s."),
        repair=N_("Check the spelling; the administrator's page lists all accounts."),
    )
    ACCOUNT_CLOSED = Kind(
        status=403,
        message=N_("The account %(username)s is closed."),
        repair=N_("Name somebody who works here now."),
    )
    ROLE_MAY_NOT = Kind(
        status=403,
        message=N_("%(username)s does not have the role that decides about this."),
        repair=N_("Name somebody with one of these roles: %(roles)s."),
    )
    PASSWORD_TOO_SHORT = Kind(
        status=422,
        message=N_("The password has fewer than %(minimum)s characters."),
        repair=N_("Choose a longer one."),
    )
    PASSWORD_TOO_LONG = Kind(
        status=422,
        message=N_("The password has more than %(maximum)s characters."),
        repair=N_("Choose a shorter one."),
    )
    PASSWORDS_DIFFER = Kind(
        status=422,
        message=N_("The two passwords are not the same."),
        repair=N_("Type the same password twice."),
    )
    ACCOUNTS_CHANGED_MEANWHILE = Kind(
        status=409,
        message=N_("Accounts have been made while the list was read."),
        repair=N_("Import the list again; nothing was stored."),
    )
    USERNAME_UNFIT = Kind(
        status=422,
        message=N_("A user name has 1 to 64 small letters, digits, dots or hyphens."),
        repair=N_("Choose one without spaces and accents, such as lan.nguyen."),
    )
    NAME_UNFIT = Kind(
        status=422,
        message=N_("Name and organisation have 1 to 200 characters each."),
        repair=N_("Give both, without control characters."),
    )
    UNIT_UNKNOWN = Kind(
        status=404,
        message=N_("There is no unit %(unit)s."),
        repair=N_("Check the code of the unit."),
    )
    ROLE_NEEDS_UNIT = Kind(
        status=422,
        message=N_("An account of the role unit belongs to one unit; the others to none."),
        repair=N_("Give --unit with the role unit, and only with it."),
    )
    FILE_NOT_WRITTEN = Kind(
        status=422,
        message=N_("The file %(file)s cannot be written: %(why)s."),
        repair=N_("Name a file in a folder that exists and that you may write to."),
    )
    ROUND_CODE_TAKEN = Kind(
        status=409,
        message=N_("There is a round %(round)s already."),
        repair=N_("Choose another code."),
    )
    ROUND_UNKNOWN = Kind(
        status=404,
        message=N_("There is no round %(round)s."),
        repair=N_("Rounds in this database: %(known)s."),
    )
    ROUND_TAKES_NO_FRAME = Kind(
        status=409,
        message=N_("The round %(round)s takes no list any more."),
        repair=N_("A list is imported while the round is a draft or open."),
    )
    FRAME_ALREADY_IMPORTED = Kind(
        status=409,
        message=N_("This file is imported already: import %(number)s of %(at)s."),
        repair=N_("To judge it by other rules, import it again with --replace."),
    )
    FRAME_OVERLAPS = Kind(
        status=409,
        message=N_("Cases of %(units)s are there already, from import %(numbers)s."),
        repair=N_("If this file is the corrected one, import it with --replace."),
    )
    FRAME_LACKS_UNITS = Kind(
        status=409,
        message=N_("Import %(numbers)s has files of %(units)s, which this file has not."),
        repair=N_("Put all units of the import that is replaced into one file."),
    )
    FRAME_IN_USE = Kind(
        status=409,
        message=N_("Cases of import %(numbers)s have been drawn or assigned."),
        repair=N_("The list stays as it is; import only units that it does not have."),
    )
    FRAME_WITHOUT_CASES = Kind(
        status=422,
        message=N_("None of the %(files)s files is a case of this round."),
        repair=N_("Check the period and the rules; the summary says why they were left out."),
    )
    FRAME_CHANGED_MEANWHILE = Kind(
        status=409,
        message=N_("The cases of the round have changed while the file was judged."),
        repair=N_("Import the file again; nothing was stored."),
    )
    FRAME_UPLOAD_IMPORTED = Kind(
        status=409,
        message=N_("This list has been imported: import %(number)s came of it."),
        repair=N_("To judge it by other rules, bring the file again."),
    )
    FRAME_JOBS_FULL = Kind(
        status=503,
        message=N_("%(most)s large lists are being worked on at this moment; no more fit."),
        repair=N_("Nothing was changed. Wait a minute and press the button again."),
    )
    FRAME_UNITS_DRAWN = Kind(
        status=409,
        message=N_("A sample has been drawn from %(units)s."),
        repair=N_("Their list stays as it was drawn from; leave them out of the file."),
    )
    SAMPLE_LIST_UNFIT = Kind(
        status=422,
        message=N_("The name of a list has 1 to 64 small letters, digits or hyphens."),
        repair=N_("Choose one such as ha-nam-2022-dot-1."),
    )
    SAMPLE_LIST_TAKEN = Kind(
        status=409,
        message=N_("There is a sample %(list)s in this round already."),
        repair=N_("Choose another name for the list."),
    )
    SAMPLE_UNKNOWN = Kind(
        status=404,
        message=N_("There is no sample %(list)s in the round %(round)s."),
        repair=N_("Samples of this round: %(known)s. A seed is committed first."),
    )
    ROUND_DRAWS_NO_SAMPLE = Kind(
        status=409,
        message=N_("No sample is drawn in the round %(round)s any more."),
        repair=N_("Samples are drawn while the round is a draft or open."),
    )
    ROUND_WITHOUT_SAMPLING_PLAN = Kind(
        status=409,
        message=N_("The round %(round)s has no sampling plan."),
        repair=N_("Give it one in its settings while it is a draft."),
    )
    SAMPLE_ALREADY_DRAWN = Kind(
        status=409,
        message=N_("The sample %(list)s is drawn already."),
        repair=N_("It stays as it is; commit to another seed to draw from further units."),
    )
    SAMPLE_UNITS_DRAWN = Kind(
        status=409,
        message=N_("A sample has been drawn from %(units)s already."),
        repair=N_("Leave them out; what falls out is replaced from their reserve."),
    )
    SAMPLE_NO_UNITS = Kind(
        status=409,
        message=N_("There is no surveyed unit left to draw from."),
        repair=N_("Name units that have no sample yet, or look at the samples of the round."),
    )
    SAMPLE_WITHOUT_CASES = Kind(
        status=409,
        message=N_("The frame has no case of %(units)s."),
        repair=N_("Import their list, or draw from the other units for now."),
    )
    SAMPLE_NOT_ONE_WAITS = Kind(
        status=409,
        message=N_("Not one list of the round %(round)s waits to be drawn from: %(waiting)s."),
        repair=N_("Commit to a seed first, or name one of the lists with --list."),
    )
    SAMPLE_NOT_DRAWN = Kind(
        status=409,
        message=N_("The sample %(list)s is not drawn yet."),
        repair=N_("Draw it first."),
    )
    SAMPLE_STILL_IN_FIELD = Kind(
        status=409,
        message=N_("The seed is shown when the field work is over; the round is not closed."),
        repair=N_("Close the round first."),
    )
    SAMPLE_ALREADY_REVEALED = Kind(
        status=409,
        message=N_("The seed of %(list)s is shown already."),
        repair=N_("Write the files again; they have the seed."),
    )
    SAMPLE_SEED_CLOSED = Kind(
        status=409,
        message=N_("The seed of %(list)s cannot be read with this secret."),
        repair=N_("Set the HAILONG_SECRET_KEY with which the seed was made, and try again."),
    )
    SAMPLE_LIST_CHANGED = Kind(
        status=409,
        message=N_("The cases of %(list)s are not those that were drawn from."),
        repair=N_("Bring back the backup from before the change; no file was written."),
    )
    SAMPLE_WITHOUT_SEED = Kind(
        status=409,
        message=N_("No seed is promised for the units that have no sample yet."),
        repair=N_(
            "Home Affairs promises one on this page, before the lists of files are complete."
        ),
    )
    SAMPLE_OTHER_THAN_SEEN = Kind(
        status=409,
        message=N_(
            "The lists, the quotas or the plan have changed since these numbers were shown."
        ),
        repair=N_("Nothing was drawn. Look at the numbers again, then draw."),
    )
    SAMPLE_NOT_CONFIRMED = Kind(
        status=422,
        message=N_("This cannot be undone, and was not confirmed."),
        repair=N_("Tick the confirmation below the numbers."),
    )
    SAMPLE_NOT_REVEALED = Kind(
        status=409,
        message=N_("The seed of %(list)s is not shown yet."),
        repair=N_("Only draw.json is published before; the other files come with the seed."),
    )
    QUALITY_BY_COMMAND = Kind(
        status=409,
        message=N_("A round of more than %(most)s interviews is not looked at from a page."),
        repair=N_("Have hailong quality run --round %(round)s run, at night for instance."),
    )
    ROUND_ASSIGNS_NO_CASES = Kind(
        status=409,
        message=N_("No case of the round %(round)s is given out, taken back or replaced now."),
        repair=N_("Cases are given out in a draft or an open round, and replaced in an open one."),
    )


class Problem(Exception):  # noqa: N818 -- it is a refusal with a repair, not always an error
    """A refusal to carry out what was asked; `details` fill the templates of its code."""

    def __init__(self, code: Code, details: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details: Mapping[str, str] = details or {}

    @property
    def message(self) -> str:
        """The English sentence, filled."""
        return self.code.value.message % dict(self.details)

    @property
    def repair(self) -> str:
        """The English repair, filled."""
        return self.code.value.repair % dict(self.details)

    def __str__(self) -> str:
        return f"{self.message} {self.repair}"
