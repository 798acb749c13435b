"""Passwords as argon2id hashes (RFC 9106)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from survey_app.problems import Code, Problem

MINIMUM_LENGTH = 8

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
# Checked when the user name is unknown, so that the answer takes as long as for a known one.
_DECOY = _hasher.hash("no account has this password")


def hash_password(password: str) -> str:
    """The hash to store; a password that is too short raises Problem."""
    if len(password) < MINIMUM_LENGTH:
        raise Problem(Code.PASSWORD_TOO_SHORT, {"minimum": str(MINIMUM_LENGTH)})
    return _hasher.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash; without a hash, no, after the same work."""
    try:
        _hasher.verify(password_hash or _DECOY, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
