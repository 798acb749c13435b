"""Sealed texts: written here by hand after the standards, opened by the server's own code."""

import base64
import hashlib
import json
import os
import struct

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from joserfc import jwe
from joserfc.jwk import ECKey

from survey_app.fieldwork.sealing import (
    LONGEST_SEALED,
    StaysClosed,
    Why,
    kid_of,
    make_key_pair,
    open_sealed,
    unwrap_private_key,
    wrap_private_key,
)

SECRET = "a-secret-of-an-installation-for-tests"
TEXT = '{"uuid":"…","answers":{"d2":"Hài lòng"}}'.encode()


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def _point(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    x, y = (_encoded(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def agreed_key(shared: bytes, *, algorithm: str, apu: bytes = b"", apv: bytes = b"", bits: int):
    """Concat KDF of NIST SP 800-56A as RFC 7518, section 4.6.2 uses it, one round of SHA-256."""

    def counted(part: bytes) -> bytes:
        return struct.pack(">I", len(part)) + part

    info = counted(algorithm.encode()) + counted(apu) + counted(apv) + struct.pack(">I", bits)
    return hashlib.sha256(struct.pack(">I", 1) + shared + info).digest()[: bits // 8]


def sealed_by_hand(public, text=TEXT, *, header=None, without=(), tag_bytes=16, key_part="") -> str:
    """A compact JWE made of nothing but a curve, a hash and a cipher."""
    numbers = ec.EllipticCurvePublicNumbers(
        _number(public["x"]), _number(public["y"]), ec.SECP256R1()
    )
    mine = ec.generate_private_key(ec.SECP256R1())
    shared = mine.exchange(ec.ECDH(), numbers.public_key())
    head = {
        "alg": "ECDH-ES",
        "enc": "A256GCM",
        "kid": public["kid"],
        "epk": _point(mine.public_key()),
        **(header or {}),
    }
    head = {name: value for name, value in head.items() if name not in without}
    protected = _encoded(json.dumps(head).encode())
    nonce = os.urandom(12)
    key = agreed_key(shared, algorithm="A256GCM", bits=256)
    locked = AESGCM(key).encrypt(nonce, text, protected.encode())
    parts = (protected, key_part, _encoded(nonce), _encoded(locked[:-16]))
    return ".".join((*parts, _encoded(locked[-16:][:tag_bytes])))


@pytest.fixture(scope="module")
def pair():
    """One key of a round."""
    return make_key_pair()


def test_agreed_key__example_of_rfc_7518_appendix_c__is_the_one_printed_there():
    alice = ec.derive_private_key(
        _number("0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo"), ec.SECP256R1()
    )
    bob = ec.EllipticCurvePublicNumbers(
        _number("weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ"),
        _number("e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"),
        ec.SECP256R1(),
    ).public_key()

    key = agreed_key(
        alice.exchange(ec.ECDH(), bob), algorithm="A128GCM", apu=b"Alice", apv=b"Bob", bits=128
    )

    assert _encoded(key) == "VqqN6vgjbSBcIijNcacQGg"


def test_open__text_sealed_by_hand__is_read(pair):
    sealed = sealed_by_hand(pair.public_jwk)

    assert kid_of(sealed) == pair.kid
    assert open_sealed(sealed, {pair.kid: pair.private}) == TEXT


def test_open__text_sealed_by_the_library__is_read(pair):
    header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": pair.kid}
    public = ECKey.import_key(dict(pair.public_jwk))

    sealed = jwe.encrypt_compact(header, TEXT, public)

    assert open_sealed(sealed, {pair.kid: pair.private}) == TEXT


def test_open__document_of_a_megabyte__is_read(pair):
    text = b"x" * 1_000_000

    sealed = sealed_by_hand(pair.public_jwk, text)

    assert open_sealed(sealed, {pair.kid: pair.private}) == text


def test_open__key_that_is_not_here__is_said(pair):
    with pytest.raises(StaysClosed) as closed:
        open_sealed(sealed_by_hand(pair.public_jwk), {})

    assert closed.value.why is Why.UNKNOWN_KEY


def test_open__other_key_under_the_same_name__is_damaged(pair):
    with pytest.raises(StaysClosed) as closed:
        open_sealed(sealed_by_hand(pair.public_jwk), {pair.kid: make_key_pair().private})

    assert closed.value.why is Why.DAMAGED


OFF_THE_CURVE = {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43}


@pytest.mark.parametrize(
    ("header", "without"),
    [
        ({"alg": "ECDH-ES+A256KW"}, ()),
        ({"alg": "dir"}, ()),
        ({"alg": "none"}, ()),
        ({"alg": "RSA-OAEP"}, ()),
        ({"alg": ["ECDH-ES"]}, ()),
        ({"enc": "A128GCM"}, ()),
        ({"enc": "A256CBC-HS512"}, ()),
        ({"zip": "DEF"}, ()),
        ({"crit": ["exp"], "exp": 1}, ()),
        ({"apu": "QWxpY2U"}, ()),
        ({"jku": "http://127.0.0.1/keys"}, ()),
        ({"kid": ""}, ()),
        ({"kid": 7}, ()),
        ({"epk": None}, ()),
        ({"epk": {**OFF_THE_CURVE}}, ()),
        ({"epk": {**OFF_THE_CURVE, "crv": "P-384"}}, ()),
        ({"epk": {**OFF_THE_CURVE, "d": "A" * 43}}, ()),
        ({"epk": {**OFF_THE_CURVE, "x": "AA"}}, ()),
        ({"epk": {"kty": "OKP", "crv": "X25519", "x": "A" * 43}}, ()),
        ({}, ("alg",)),
        ({}, ("enc",)),
        ({}, ("kid",)),
        ({}, ("epk",)),
    ],
)
def test_open__header_that_asks_for_anything_else__is_refused(pair, header, without):
    sealed = sealed_by_hand(pair.public_jwk, header=header, without=without)

    with pytest.raises(StaysClosed) as closed:
        open_sealed(sealed, {pair.kid: pair.private})

    assert closed.value.why is Why.DAMAGED


@pytest.mark.parametrize("part", [0, 2, 3, 4])
def test_open__one_letter_changed__is_damaged(pair, part):
    parts = sealed_by_hand(pair.public_jwk).split(".")
    first = "B" if parts[part][0] != "B" else "C"
    parts[part] = first + parts[part][1:]

    with pytest.raises(StaysClosed) as closed:
        open_sealed(".".join(parts), {pair.kid: pair.private})

    assert closed.value.why is Why.DAMAGED


@pytest.mark.parametrize("tag_bytes", [0, 4, 12, 15])
def test_open__shortened_tag__is_damaged(pair, tag_bytes):
    sealed = sealed_by_hand(pair.public_jwk, tag_bytes=tag_bytes)

    with pytest.raises(StaysClosed):
        open_sealed(sealed, {pair.kid: pair.private})


def test_open__key_sent_along__is_refused(pair):
    sealed = sealed_by_hand(pair.public_jwk, key_part="AAAA")

    with pytest.raises(StaysClosed):
        open_sealed(sealed, {pair.kid: pair.private})


@pytest.mark.parametrize(
    "text",
    ["", ".", "....", "a.b.c.d.e", "e30....", "W10....", "é....", "\ud800....", "1" * 5000],
)
def test_open__anything_else__is_damaged(pair, text):
    with pytest.raises(StaysClosed) as closed:
        open_sealed(text, {pair.kid: pair.private})

    assert closed.value.why is Why.DAMAGED


def test_open__rest_of_the_text_is_not_ascii__is_damaged(pair):
    with pytest.raises(StaysClosed):
        open_sealed(sealed_by_hand(pair.public_jwk) + "\ud800", {pair.kid: pair.private})


def test_open__longer_than_any_document__is_refused(pair):
    sealed = sealed_by_hand(pair.public_jwk)

    with pytest.raises(StaysClosed):
        open_sealed(sealed + "A" * LONGEST_SEALED, {pair.kid: pair.private})


def test_wrapped_key__same_secret__opens_what_was_sealed(pair):
    wrapped = wrap_private_key(pair, secret_key=SECRET)

    key = unwrap_private_key(wrapped, secret_key=SECRET)

    assert open_sealed(sealed_by_hand(pair.public_jwk), {pair.kid: key}) == TEXT
    assert "PRIVATE" not in wrapped


def test_wrapped_key__other_secret__stays_closed(pair):
    wrapped = wrap_private_key(pair, secret_key=SECRET)

    with pytest.raises(StaysClosed):
        unwrap_private_key(wrapped, secret_key=SECRET + "!")


def test_key_pair__public_half__holds_nothing_private(pair):
    assert set(pair.public_jwk) == {"kid", "kty", "crv", "x", "y"}
    assert pair.kid == pair.public_jwk["kid"] == pair.private.thumbprint()
    assert make_key_pair().kid != pair.kid
