"""The seed, its commitment, and the keys it gives to cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.draw_seed import (
    commitment_of,
    is_seed,
    keeps_commitment,
    order_key,
    random_start,
    seed_text,
)

SEED = "000102030405060708090a0b0c0d0e0f"
SEEDS = st.binary(min_size=16, max_size=16).map(seed_text)


def test_seed_text__sixteen_bytes__are_32_hexadecimal_digits():
    assert seed_text(bytes(range(16))) == SEED
    assert is_seed(SEED)


@pytest.mark.parametrize("length", [0, 15, 17, 32])
def test_seed_text__other_number_of_bytes__is_refused(length):
    with pytest.raises(ValueError, match="16 bytes"):
        seed_text(bytes(length))


@pytest.mark.parametrize(
    "text", ["", SEED[:-1], SEED + "0", SEED.upper(), f" {SEED}", f"{SEED}\n", "g" * 32, "٠" * 32]
)
def test_is_seed__anything_else__is_none(text):
    assert not is_seed(text)


def test_commitment__known_seed__is_what_sha256sum_says():
    """printf %s 000102030405060708090a0b0c0d0e0f | sha256sum"""
    assert commitment_of(SEED) == "d65df89f702eec58ca3c7bf2001c9ffc7cd80553ae01d42a799ba26756142d96"


def test_order_key__known_case__is_what_sha256sum_says():
    """printf %s '000102030405060708090a0b0c0d0e0f|thu-2022|hồ-sơ-1' | sha256sum"""
    assert (
        order_key(SEED, list_name="thu-2022", case_id="hồ-sơ-1")
        == "b78e9cfcdc8c4c7db3ef16a20de14774acdc6fbacd2179557ef2ffbe07974352"
    )


@given(SEEDS, SEEDS)
def test_commitment__another_seed__does_not_keep_it(seed, other):
    assert keeps_commitment(seed, commitment=commitment_of(seed))
    assert keeps_commitment(other, commitment=commitment_of(seed)) == (seed == other)


def test_random_start__known_hash__is_the_share_of_its_first_eight_digits():
    """printf %s '000102030405060708090a0b0c0d0e0f|thu-2022|start|A' | sha256sum"""
    first = "7490c0ba"

    for below in (1, 1000, 10**12):
        start = random_start(SEED, list_name="thu-2022", part="start", stratum="A", below=below)
        assert start == int(first, 16) * below // 4294967296


@given(SEEDS, st.integers(1, 10**6))
def test_random_start__any_seed__lies_in_the_list(seed, below):
    for part in ("start", "reserve-start"):
        start = random_start(seed, list_name="x", part=part, stratum="A", below=below)
        assert 0 <= start < below
