"""The list of all problems, and the refusal that carries one of them.

A problem has a stable code for programs, a sentence for people and a repair. Sentences are
English templates in %(name)s form; the web door translates them before filling them.
"""

from collections.abc import Mapping
from enum import Enum, unique

from survey_app.problems import (
    accounts,
    frames,
    installation,
    interviews,
    programs,
    rechecks,
    requests,
    rounds,
    samples,
    tablets,
)


@unique
class Code(Enum):
    """The catalogue; the lower-case name is the code that programs see."""

    NOT_FOUND = requests.NOT_FOUND
    NOT_ALLOWED = requests.NOT_ALLOWED
    NOT_DECLARED = requests.NOT_DECLARED
    NOT_SIGNED_IN = requests.NOT_SIGNED_IN
    BAD_FORM_TOKEN = requests.BAD_FORM_TOKEN
    WRONG_METHOD = requests.WRONG_METHOD
    BAD_REQUEST = requests.BAD_REQUEST
    TOO_LARGE = requests.TOO_LARGE
    TOO_MANY = requests.TOO_MANY
    BUSY = requests.BUSY
    BROKEN = requests.BROKEN

    TOKEN_MISSING = programs.TOKEN_MISSING
    TOKEN_REFUSED = programs.TOKEN_REFUSED
    SCOPE_MISSING = programs.SCOPE_MISSING
    TOO_OFTEN = programs.TOO_OFTEN
    NOT_ACCEPTABLE = programs.NOT_ACCEPTABLE
    QUERY_UNFIT = programs.QUERY_UNFIT
    NOTHING_PUBLIC = programs.NOTHING_PUBLIC
    PUBLIC_RUN_UNKNOWN = programs.PUBLIC_RUN_UNKNOWN
    PUBLICATION_WITHDRAWN = programs.PUBLICATION_WITHDRAWN
    PUBLIC_INDEX_UNKNOWN = programs.PUBLIC_INDEX_UNKNOWN
    INDEX_WITHDRAWN = programs.INDEX_WITHDRAWN
    NOTHING_RECEIVED = programs.NOTHING_RECEIVED
    CURSOR_OUTDATED = programs.CURSOR_OUTDATED

    SETTING_MISSING = installation.SETTING_MISSING
    SETTING_WRONG = installation.SETTING_WRONG
    DATABASE_UNREACHABLE = installation.DATABASE_UNREACHABLE
    DATABASE_NOT_MIGRATED = installation.DATABASE_NOT_MIGRATED
    FILE_NOT_WRITTEN = installation.FILE_NOT_WRITTEN
    NO_FONT = installation.NO_FONT

    USERNAME_TAKEN = accounts.USERNAME_TAKEN
    USERNAME_UNKNOWN = accounts.USERNAME_UNKNOWN
    USERNAME_UNFIT = accounts.USERNAME_UNFIT
    NAME_UNFIT = accounts.NAME_UNFIT
    ACCOUNT_CLOSED = accounts.ACCOUNT_CLOSED
    ROLE_MAY_NOT = accounts.ROLE_MAY_NOT
    ROLE_NEEDS_UNIT = accounts.ROLE_NEEDS_UNIT
    UNIT_UNKNOWN = accounts.UNIT_UNKNOWN
    PASSWORD_TOO_SHORT = accounts.PASSWORD_TOO_SHORT
    PASSWORD_TOO_LONG = accounts.PASSWORD_TOO_LONG
    PASSWORD_TOO_OLD = accounts.PASSWORD_TOO_OLD
    PASSWORDS_DIFFER = accounts.PASSWORDS_DIFFER
    ACCOUNTS_CHANGED_MEANWHILE = accounts.ACCOUNTS_CHANGED_MEANWHILE

    ENROLMENT_REFUSED = tablets.ENROLMENT_REFUSED
    DEVICE_REFUSED = tablets.DEVICE_REFUSED
    DEVICE_NAME_MISSING = tablets.DEVICE_NAME_MISSING
    BAD_BATCH = tablets.BAD_BATCH
    TOO_MANY_DOCUMENTS = tablets.TOO_MANY_DOCUMENTS
    KEY_STAYS_CLOSED = tablets.KEY_STAYS_CLOSED
    KEY_OF_ANOTHER = tablets.KEY_OF_ANOTHER

    UNIT_NOT_SURVEYED = interviews.UNIT_NOT_SURVEYED
    UNLISTED_NOT_ALLOWED = interviews.UNLISTED_NOT_ALLOWED
    ANSWERS_COVERED = interviews.ANSWERS_COVERED
    REASON_MISSING = interviews.REASON_MISSING
    ALREADY_DECIDED = interviews.ALREADY_DECIDED
    RECEIVED_MEANWHILE = interviews.RECEIVED_MEANWHILE
    SHARE_IMPOSSIBLE = interviews.SHARE_IMPOSSIBLE
    KEYED_BY_YOURSELF = interviews.KEYED_BY_YOURSELF
    PAPER_SETTLED = interviews.PAPER_SETTLED
    QUALITY_BY_COMMAND = interviews.QUALITY_BY_COMMAND
    SELECTION_UNKNOWN = interviews.SELECTION_UNKNOWN

    FRAME_ALREADY_IMPORTED = frames.FRAME_ALREADY_IMPORTED
    FRAME_OVERLAPS = frames.FRAME_OVERLAPS
    FRAME_LACKS_UNITS = frames.FRAME_LACKS_UNITS
    FRAME_IN_USE = frames.FRAME_IN_USE
    FRAME_WITHOUT_CASES = frames.FRAME_WITHOUT_CASES
    FRAME_CHANGED_MEANWHILE = frames.FRAME_CHANGED_MEANWHILE
    FRAME_UPLOAD_IMPORTED = frames.FRAME_UPLOAD_IMPORTED
    FRAME_JOBS_FULL = frames.FRAME_JOBS_FULL
    FRAME_UNITS_DRAWN = frames.FRAME_UNITS_DRAWN

    SAMPLE_LIST_UNFIT = samples.SAMPLE_LIST_UNFIT
    SAMPLE_LIST_TAKEN = samples.SAMPLE_LIST_TAKEN
    SAMPLE_UNKNOWN = samples.SAMPLE_UNKNOWN
    SAMPLE_ALREADY_DRAWN = samples.SAMPLE_ALREADY_DRAWN
    SAMPLE_UNITS_DRAWN = samples.SAMPLE_UNITS_DRAWN
    SAMPLE_NO_UNITS = samples.SAMPLE_NO_UNITS
    SAMPLE_WITHOUT_CASES = samples.SAMPLE_WITHOUT_CASES
    SAMPLE_NOT_ONE_WAITS = samples.SAMPLE_NOT_ONE_WAITS
    SAMPLE_NOT_DRAWN = samples.SAMPLE_NOT_DRAWN
    SAMPLE_STILL_IN_FIELD = samples.SAMPLE_STILL_IN_FIELD
    SAMPLE_ALREADY_REVEALED = samples.SAMPLE_ALREADY_REVEALED
    SAMPLE_SEED_CLOSED = samples.SAMPLE_SEED_CLOSED
    SAMPLE_LIST_CHANGED = samples.SAMPLE_LIST_CHANGED
    SAMPLE_WITHOUT_SEED = samples.SAMPLE_WITHOUT_SEED
    SAMPLE_OTHER_THAN_SEEN = samples.SAMPLE_OTHER_THAN_SEEN
    SAMPLE_NOT_CONFIRMED = samples.SAMPLE_NOT_CONFIRMED
    SAMPLE_NOT_REVEALED = samples.SAMPLE_NOT_REVEALED

    RECHECK_ROUND_NOT_OPEN = rechecks.RECHECK_ROUND_NOT_OPEN
    RECHECK_PROMISED = rechecks.RECHECK_PROMISED
    RECHECK_PLAN_NOT_SEEN = rechecks.RECHECK_PLAN_NOT_SEEN
    RECHECK_NOT_PROMISED = rechecks.RECHECK_NOT_PROMISED
    RECHECK_SHARE_ZERO = rechecks.RECHECK_SHARE_ZERO
    RECHECK_OTHER_THAN_ROUND = rechecks.RECHECK_OTHER_THAN_ROUND
    RECHECK_NO_DRAWS = rechecks.RECHECK_NO_DRAWS
    RECHECK_SEED_SHOWN = rechecks.RECHECK_SEED_SHOWN
    RECHECK_SEED_CLOSED = rechecks.RECHECK_SEED_CLOSED
    RECHECK_STILL_IN_FIELD = rechecks.RECHECK_STILL_IN_FIELD
    RECHECK_NOT_DRAWN = rechecks.RECHECK_NOT_DRAWN
    RECHECK_CLAIMS_NOT_DRAWN = rechecks.RECHECK_CLAIMS_NOT_DRAWN
    RECHECK_BELOW_MINIMUM = rechecks.RECHECK_BELOW_MINIMUM
    RECHECK_NONE_DRAWN = rechecks.RECHECK_NONE_DRAWN
    RECHECK_LOT_CHANGED = rechecks.RECHECK_LOT_CHANGED
    RECHECK_TASK_ENDED = rechecks.RECHECK_TASK_ENDED

    ROUND_CODE_TAKEN = rounds.ROUND_CODE_TAKEN
    ROUND_UNKNOWN = rounds.ROUND_UNKNOWN
    ROUND_NOT_OPEN = rounds.ROUND_NOT_OPEN
    ROUND_TAKES_NO_FRAME = rounds.ROUND_TAKES_NO_FRAME
    ROUND_DRAWS_NO_SAMPLE = rounds.ROUND_DRAWS_NO_SAMPLE
    ROUND_WITHOUT_SAMPLING_PLAN = rounds.ROUND_WITHOUT_SAMPLING_PLAN
    ROUND_ASSIGNS_NO_CASES = rounds.ROUND_ASSIGNS_NO_CASES
    ROUND_NOT_EARLIER = rounds.ROUND_NOT_EARLIER
    ROUND_WITHOUT_SCORES = rounds.ROUND_WITHOUT_SCORES
    ROUND_NEVER_PUBLISHED = rounds.ROUND_NEVER_PUBLISHED
    ROUND_WITHDRAWN = rounds.ROUND_WITHDRAWN
    RUN_UNKNOWN = rounds.RUN_UNKNOWN
    NO_SHEET_OF_UNIT = rounds.NO_SHEET_OF_UNIT


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
