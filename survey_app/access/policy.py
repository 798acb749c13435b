"""The one table of verbs and roles. What is not in it nobody may do."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in this system."""

    ENUMERATOR = "enumerator"
    FIELD_MANAGER = "field_manager"
    SUPERVISOR = "supervisor"
    HOME_AFFAIRS = "home_affairs"
    UNIT = "unit"
    ADMINISTRATOR = "administrator"


class Verb(StrEnum):
    """What a page or an address does. Every route declares exactly one."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    INTERVIEW_WRITE = "interview.write"
    PACK_READ = "pack.read"
    DEVICE_SYNC = "device.sync"
    DEVICES_WRITE = "devices.write"
    QUARANTINE_WRITE = "quarantine.write"
    BACKUP_IMPORT = "backup.import"
    INTERVIEWS_REVIEW = "interviews.review"
    PROGRESS_READ = "progress.read"
    ROUNDS_READ = "rounds.read"
    ROUNDS_WRITE = "rounds.write"
    FRAME_WRITE = "frame.write"
    SAMPLE_READ = "sample.read"
    SAMPLE_DRAW = "sample.draw"
    SAMPLE_SEED = "sample.seed"
    ASSIGNMENT_WRITE = "assignment.write"
    QUALITY_READ = "quality.read"
    QUALITY_RUN = "quality.run"
    QUALITY_REVIEW = "quality.review"
    PAPER_KEY = "paper.key"
    PAPER_DECIDE = "paper.decide"
    RECHECK_SEED = "recheck.seed"
    RECHECK_DRAW = "recheck.draw"
    RECHECK_READ = "recheck.read"
    RECHECK_DECIDE = "recheck.decide"
    RECHECK_EXCLUDE = "recheck.exclude"
    RECHECK_WRITE = "recheck.write"
    RECHECK_SYNC = "recheck.sync"
    RECHECK_ASIDE = "recheck.aside"
    RESULTS_READ = "results.read"
    RESULTS_DOWNLOAD = "results.download"
    RESULTS_FULL = "results.full"
    RESULTS_ADJUST = "results.adjust"
    RESULTS_PUBLISH = "results.publish"
    COMMENTS_DECIDE = "comments.decide"
    INDEX_WRITE = "index.write"
    OWN_RESULTS_READ = "own_results.read"
    ACCOUNTS_READ = "accounts.read"
    ACCOUNTS_WRITE = "accounts.write"
    LOG_READ = "log.read"
    API_READ = "api.read"
    TOKENS_READ = "tokens.read"
    TOKENS_MAKE = "tokens.make"
    TOKENS_END = "tokens.end"
    WEBHOOKS_WRITE = "webhooks.write"


ROLES_OF: dict[Verb, frozenset[Role]] = {
    Verb.PUBLIC: frozenset(Role),
    Verb.SIGNED_IN: frozenset(Role),
    Verb.INTERVIEW_WRITE: frozenset({Role.ENUMERATOR}),
    Verb.PACK_READ: frozenset({Role.ENUMERATOR, Role.SUPERVISOR}),
    Verb.DEVICE_SYNC: frozenset({Role.ENUMERATOR}),  # or an enrolled tablet, nobody signed in
    Verb.DEVICES_WRITE: frozenset({Role.ADMINISTRATOR, Role.FIELD_MANAGER}),
    Verb.QUARANTINE_WRITE: frozenset({Role.FIELD_MANAGER}),
    Verb.BACKUP_IMPORT: frozenset({Role.FIELD_MANAGER}),
    Verb.INTERVIEWS_REVIEW: frozenset({Role.FIELD_MANAGER}),
    Verb.PROGRESS_READ: frozenset({Role.FIELD_MANAGER, Role.HOME_AFFAIRS}),
    Verb.ROUNDS_READ: frozenset({Role.FIELD_MANAGER, Role.HOME_AFFAIRS}),
    Verb.ROUNDS_WRITE: frozenset({Role.HOME_AFFAIRS}),
    Verb.FRAME_WRITE: frozenset({Role.FIELD_MANAGER}),
    Verb.SAMPLE_READ: frozenset({Role.FIELD_MANAGER, Role.HOME_AFFAIRS}),
    Verb.SAMPLE_DRAW: frozenset({Role.FIELD_MANAGER}),
    Verb.SAMPLE_SEED: frozenset({Role.HOME_AFFAIRS}),  # nobody who sends enumerators out
    Verb.ASSIGNMENT_WRITE: frozenset({Role.FIELD_MANAGER}),
    Verb.QUALITY_READ: frozenset({Role.FIELD_MANAGER, Role.HOME_AFFAIRS}),
    Verb.QUALITY_RUN: frozenset({Role.FIELD_MANAGER, Role.HOME_AFFAIRS}),
    Verb.QUALITY_REVIEW: frozenset({Role.FIELD_MANAGER}),
    # Nobody who can see answers of others: the second entry is made without the first.
    Verb.PAPER_KEY: frozenset({Role.ENUMERATOR}),
    Verb.PAPER_DECIDE: frozenset({Role.FIELD_MANAGER}),
    # Nobody who sends enumerators out: they must not learn who is asked again.
    Verb.RECHECK_SEED: frozenset({Role.HOME_AFFAIRS}),
    Verb.RECHECK_DRAW: frozenset({Role.HOME_AFFAIRS}),
    Verb.RECHECK_READ: frozenset({Role.HOME_AFFAIRS}),
    Verb.RECHECK_DECIDE: frozenset({Role.HOME_AFFAIRS}),
    Verb.RECHECK_EXCLUDE: frozenset({Role.HOME_AFFAIRS}),
    Verb.RECHECK_WRITE: frozenset({Role.SUPERVISOR}),
    Verb.RECHECK_SYNC: frozenset({Role.SUPERVISOR}),  # or an enrolled tablet, as of interviews
    Verb.RECHECK_ASIDE: frozenset({Role.HOME_AFFAIRS}),
    Verb.RESULTS_READ: frozenset({Role.HOME_AFFAIRS}),
    Verb.RESULTS_DOWNLOAD: frozenset({Role.HOME_AFFAIRS}),
    # Every interview as it is, with enumerator and times: with a reason, which the log keeps.
    Verb.RESULTS_FULL: frozenset({Role.HOME_AFFAIRS}),
    Verb.RESULTS_ADJUST: frozenset({Role.HOME_AFFAIRS}),
    Verb.RESULTS_PUBLISH: frozenset({Role.HOME_AFFAIRS}),
    # Texts as respondents wrote them: nobody who is judged by them, nor who sends enumerators out.
    Verb.COMMENTS_DECIDE: frozenset({Role.HOME_AFFAIRS}),
    Verb.INDEX_WRITE: frozenset({Role.HOME_AFFAIRS}),
    Verb.OWN_RESULTS_READ: frozenset({Role.UNIT}),
    Verb.ACCOUNTS_READ: frozenset({Role.ADMINISTRATOR}),
    Verb.ACCOUNTS_WRITE: frozenset({Role.ADMINISTRATOR}),
    # Nobody who sends enumerators out: it says who is asked again.
    Verb.LOG_READ: frozenset({Role.ADMINISTRATOR, Role.HOME_AFFAIRS}),
    Verb.API_READ: frozenset({Role.HOME_AFFAIRS}),  # or a token, nobody signed in
    Verb.TOKENS_READ: frozenset({Role.ADMINISTRATOR, Role.HOME_AFFAIRS}),
    # Whoever makes a token can read with it: nobody makes one who may not see scores.
    Verb.TOKENS_MAKE: frozenset({Role.HOME_AFFAIRS}),
    Verb.TOKENS_END: frozenset({Role.ADMINISTRATOR, Role.HOME_AFFAIRS}),
    Verb.WEBHOOKS_WRITE: frozenset({Role.HOME_AFFAIRS}),
}

ROLES_FROM_LISTS = frozenset({Role.ENUMERATOR, Role.SUPERVISOR, Role.FIELD_MANAGER})
"""What a list may make of people; who sees results or decides about accounts is made one by one."""


def may(role: Role, verb: Verb) -> bool:
    """Whether a person of this role may do this."""
    return role in ROLES_OF[verb]
