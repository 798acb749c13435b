"""Passwords as argon2id hashes (RFC 9106)."""

import unicodedata
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from survey_app.problems import Code, Problem

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 200
"""What the sign-in page lets through, in characters."""

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)


def _encoded(size: int) -> str:
    return b64encode(bytes(size)).decode("ascii").rstrip("=")


_DECOY = (
    f"$argon2id$v={RFC_9106_LOW_MEMORY.version}$m={RFC_9106_LOW_MEMORY.memory_cost},"
    f"t={RFC_9106_LOW_MEMORY.time_cost},p={RFC_9106_LOW_MEMORY.parallelism}"
    f"${_encoded(RFC_9106_LOW_MEMORY.salt_len)}${_encoded(RFC_9106_LOW_MEMORY.hash_len)}"
)
"""Checked when the user name is unknown, so that the answer takes as long as for a known one.

No password is known that has it. It is written, not computed: every command would spend 0.2 s and
64 MB on that.
"""


def hash_password(password: str) -> str:
    """The hash to store; a password that is too short or too long raises Problem."""
    for problem in password_problems(password):
        raise problem
    return _hasher.hash(_typed(password))


def password_problems(password: str, *, again: str | None = None) -> tuple[Problem, ...]:
    """All that speaks against a password; again: as it was typed a second time, where it was."""
    found = []
    if len(password) < MINIMUM_LENGTH:
        found.append(Problem(Code.PASSWORD_TOO_SHORT, {"minimum": str(MINIMUM_LENGTH)}))
    if len(password) > MAXIMUM_LENGTH:
        found.append(Problem(Code.PASSWORD_TOO_LONG, {"maximum": str(MAXIMUM_LENGTH)}))
    if again is not None and _typed(again) != _typed(password):
        found.append(Problem(Code.PASSWORDS_DIFFER))
    return tuple(found)


def _typed(password: str) -> str:
    """Keyboards compose Vietnamese letters in different ways; the same letters are the same."""
    return unicodedata.normalize("NFC", password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash; without a hash, no, after the same work."""
    try:
        _hasher.verify(password_hash or _DECOY, _typed(password))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
