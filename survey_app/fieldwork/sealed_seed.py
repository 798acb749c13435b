"""The seed of a draw between its promise and the day it is shown: only the server can read it."""

from collections.abc import Callable
from dataclasses import dataclass

from scoring.draw_seed import SEED_BYTES, commitment_of, seed_text
from survey_app.fieldwork.sealing import unwrap_secret, wrap_secret

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSeed:
    """commitment: what is published before anything is drawn. wrapped: the seed as it is stored."""

    commitment: str
    wrapped: str


def sealed_seed(random_bytes: RandomBytes, *, secret_key: str) -> SealedSeed:
    """A new seed, which nobody has seen."""
    seed = seed_text(random_bytes(SEED_BYTES))
    commitment = commitment_of(seed)
    wrapped = wrap_secret(seed.encode(), kid=commitment, secret_key=secret_key)
    return SealedSeed(commitment=commitment, wrapped=wrapped)


def opened_seed(wrapped: str, *, secret_key: str) -> str:
    """The seed; another secret of the installation raises StaysClosed."""
    return unwrap_secret(wrapped, secret_key=secret_key).decode("ascii")
