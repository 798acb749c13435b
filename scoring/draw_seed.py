"""The seed of a draw: promised by its hash before, shown after, and turned into an order of cases.

Everything is SHA-256 of text (UTF-8), so that the shell, R, SQL or a spreadsheet get the same.
"""

import hashlib
import hmac
import re
from collections.abc import Callable

SEED_BYTES = 16
"""128 bits from the random generator of the operating system."""
_SEED = re.compile(r"[0-9a-f]{32}", re.ASCII)
START_DIGITS = 8
"""Hexadecimal digits of a hash that become a random start: what a spreadsheet computes exactly."""


def seed_text(random_bytes: bytes) -> str:
    """The seed as it is kept and shown: 32 hexadecimal digits in lower case.

    The 16 random bytes are made at the edge, by `secrets.token_bytes(SEED_BYTES)`.
    """
    if len(random_bytes) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes, not {len(random_bytes)}")
    return random_bytes.hex()


def is_seed(text: str) -> bool:
    """Whether this is 32 hexadecimal digits in lower case."""
    return _SEED.fullmatch(text) is not None


def commitment_of(seed: str) -> str:
    """What is published before the draw: SHA-256 of the 32 digits of the seed as text."""
    return hashlib.sha256(seed.encode()).hexdigest()


def keeps_commitment(seed: str, *, commitment: str) -> bool:
    """Whether this is the seed that was promised."""
    return hmac.compare_digest(commitment_of(seed), commitment)


def order_key(seed: str, *, list_name: str, case_id: str) -> str:
    """Where a case stands in the order of the draw: SHA-256 of `seed|list|case`.

    A case's key depends on no other case: what is added to a list later moves nobody before it.
    """
    return order_keys(seed, list_name=list_name)(case_id)


def order_keys(seed: str, *, list_name: str) -> Callable[[str], str]:
    """`order_key` for many cases of one list, with the common beginning hashed once."""
    beginning = hashlib.sha256(f"{seed}|{list_name}|".encode())

    def key(case_id: str) -> str:
        whole = beginning.copy()
        whole.update(case_id.encode())
        return whole.hexdigest()

    return key


def random_start(seed: str, *, list_name: str, part: str, stratum: str, below: int) -> int:
    """A whole number from 0 to below - 1, for a systematic draw.

    h = the first 8 digits of SHA-256 of `seed|list|part|stratum`; start = ⌊h · below / 2³²⌋. Each
    number comes up with probability 1/below but for 2⁻³² at most. part: “start” for the official
    list, “reserve-start” for the reserve.
    """
    digits = order_key(seed, list_name=list_name, case_id=f"{part}|{stratum}")[:START_DIGITS]
    return int(digits, 16) * below >> 4 * START_DIGITS
