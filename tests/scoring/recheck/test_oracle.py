"""Figures of re-checks are those of statsmodels and irrCAC, at 1e-9.

`oracle/make_agreement.py` made them; the file says with which versions. irrCAC rounds to five
digits, hence its coefficients are compared at half a unit of the fifth.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.recheck.item_agreement import item_agreement
from scoring.recheck.ratio_estimate import clustered_ratio
from scoring.recheck.standing_out import benjamini_hochberg

ORACLE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "oracle/agreement.json").read_text(encoding="utf-8")
)
SATISFIED = (False, False, False, True, True)


@pytest.mark.parametrize("theirs", ORACLE["tables"])
def test_item__tables_of_chance__as_others_compute(theirs) -> None:
    ours = item_agreement(theirs["table"], satisfied=SATISFIED)

    assert ours.gdr.bounds is not None
    bounds = [ours.gdr.bounds.low, ours.gdr.bounds.high]
    assert bounds == pytest.approx(theirs["gdr_ci"], rel=1e-9)
    assert ours.mcnemar_p == pytest.approx(theirs["mcnemar_exact_p"], rel=1e-9)
    for name, kappa in (("kappa", ours.kappa), ("kappa5_quadratic", ours.kappa_levels)):
        known = theirs[name]
        assert kappa == (None if known is None else pytest.approx(known, rel=1e-9))
    assert ours.ac1 == pytest.approx(theirs["ac1_2cat"], abs=5.1e-6)
    assert ours.ac2 == pytest.approx(theirs["ac2_quadratic"], abs=5.1e-6)


def test_item__tables_of_chance__with_and_without_kappa_and_index() -> None:
    """What is compared is not all of one kind."""
    found = [item_agreement(one["table"], satisfied=SATISFIED) for one in ORACLE["tables"]]

    assert {one.kappa is None for one in found} == {True, False}
    assert {one.inconsistency is None for one in found} == {True, False}
    for one in found:
        if one.inconsistency is not None and one.kappa is not None:
            assert one.inconsistency == pytest.approx(100 * (1 - one.kappa))


@pytest.mark.parametrize("theirs", ORACLE["clusters"])
def test_ratio__people_with_several_answers__as_least_squares_by_clusters(theirs) -> None:
    ours = clustered_ratio(theirs["parts"], theirs["sizes"])

    assert ours.est == pytest.approx(theirs["est"], rel=1e-9, abs=1e-12)
    assert ours.se == pytest.approx(theirs["se"], rel=1e-9, abs=1e-12)


def test_benjamini_hochberg__with_a_tie__as_multipletests() -> None:
    ours = benjamini_hochberg(ORACLE["multiplicity"]["p"])

    assert ours == pytest.approx(ORACLE["multiplicity"]["fdr_bh"], rel=1e-12)
