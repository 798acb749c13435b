"""Sealing: what a tablet writes with the public key of a round, only the server reads.

Compact JWE (RFC 7516) with ECDH-ES on P-256 and A256GCM (RFC 7518), nothing else: a header that
asks for another algorithm, for compression or for anything more is refused before any key is used.
Pure: keys and texts come in, keys and texts go out.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OctKey
from joserfc.util import json_b64decode
from pydantic import BaseModel, ConfigDict, Field

PrivateKey = ECKey

CURVE = "P-256"
COORDINATE = r"^[A-Za-z0-9_-]{43}$"
LONGEST_HEADER = 1024
LONGEST_SEALED = 1_400_000
"""Characters of a sealed text: room for a document of one megabyte."""
WRAPPING_PURPOSE = b"hailong round key 1"


class Why(StrEnum):
    """Why a sealed text stays closed."""

    UNKNOWN_KEY = "unknown key"
    DAMAGED = "damaged"


class StaysClosed(Exception):  # noqa: N818 -- it is an outcome with a reason
    """The text was sealed to a key that is not here, or is not what was once written."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


class PublicPoint(BaseModel):
    """The key that the tablet made for one document."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str = Field(pattern=COORDINATE)
    y: str = Field(pattern=COORDINATE)


class SealedHeader(BaseModel):
    """The one header that is accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    alg: Literal["ECDH-ES"]
    enc: Literal["A256GCM"]
    kid: str = Field(min_length=1, max_length=64)
    epk: PublicPoint


class _Registry(jwe.JWERegistry):
    """The library's rules, with room for a whole document."""

    max_ciphertext_length = LONGEST_SEALED


SEALED = _Registry(algorithms=("ECDH-ES", "A256GCM"))
WRAPPED = _Registry(algorithms=("dir", "A256GCM"))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A new key of a round. `kid` is the SHA-256 of its public half (RFC 7638)."""

    kid: str
    public_jwk: Mapping[str, str]
    private: PrivateKey


def make_key_pair() -> KeyPair:
    """A new random key on P-256."""
    private = ECKey.generate_key(CURVE)
    kid = private.thumbprint()
    known = private.as_dict(private=False)
    public = {name: str(known[name]) for name in ("kty", "crv", "x", "y")}
    return KeyPair(kid=kid, public_jwk={"kid": kid, **public}, private=private)


def kid_of(sealed: str) -> str:
    """The key a text was sealed to; a header that is not exactly ours raises StaysClosed."""
    head, _, _ = sealed[: LONGEST_HEADER + 1].partition(".")
    try:
        return SealedHeader.model_validate(json_b64decode(head.encode("ascii"))).kid
    except (ValueError, RecursionError) as unreadable:
        raise StaysClosed(Why.DAMAGED) from unreadable


def open_sealed(sealed: str, keys: Mapping[str, PrivateKey]) -> bytes:
    """What was sealed; raises StaysClosed when it cannot be read, or not with these keys."""
    kid = kid_of(sealed)
    if len(sealed) > LONGEST_SEALED or _second_part(sealed):
        raise StaysClosed(Why.DAMAGED)  # a key agreed on directly leaves no key to send along
    key = keys.get(kid)
    if key is None:
        raise StaysClosed(Why.UNKNOWN_KEY)
    return _decrypted(sealed, key, SEALED)


def _second_part(sealed: str) -> str:
    return sealed.partition(".")[2].partition(".")[0]


def _decrypted(text: str, key: ECKey | OctKey, registry: jwe.JWERegistry) -> bytes:
    try:
        opened = jwe.decrypt_compact(text, key, registry=registry).plaintext
    except (JoseError, ValueError) as damaged:
        raise StaysClosed(Why.DAMAGED) from damaged
    if opened is None:
        raise StaysClosed(Why.DAMAGED)
    return opened


def wrap_private_key(pair: KeyPair, *, secret_key: str) -> str:
    """The private half as it is stored: readable only with the secret of the installation."""
    return wrap_secret(pair.private.as_pem(private=True), kid=pair.kid, secret_key=secret_key)


def unwrap_private_key(wrapped: str, *, secret_key: str) -> PrivateKey:
    """The private half of a stored key; another secret raises StaysClosed."""
    return ECKey.import_key(unwrap_secret(wrapped, secret_key=secret_key))


def wrap_secret(secret: bytes, *, kid: str, secret_key: str) -> str:
    """A secret as it is stored, under a name that says which; `unwrap_secret` opens it."""
    protected = {"alg": "dir", "enc": "A256GCM", "kid": kid}
    return jwe.encrypt_compact(protected, secret, _wrapping_key(secret_key), registry=WRAPPED)


def unwrap_secret(wrapped: str, *, secret_key: str) -> bytes:
    """What `wrap_secret` stored; another secret of the installation raises StaysClosed."""
    return _decrypted(wrapped, _wrapping_key(secret_key), WRAPPED)


def _wrapping_key(secret_key: str) -> OctKey:
    """A key for wrapping alone, made from the secret of the installation."""
    key = hmac.new(secret_key.encode(), WRAPPING_PURPOSE, hashlib.sha256).digest()
    return OctKey.import_key(key)
