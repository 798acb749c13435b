"""The rules that say whether a score is shown and ranked."""

from dataclasses import replace

import pytest

from scoring.publishing import Evidence, Flag, Verdict, verdict_of

GOOD = Evidence(
    people=100,
    df=99,
    width=0.06,
    is_census=False,
    missing=0.02,
    factors=5,
    all_factors=5,
    lonely=0,
)


@pytest.mark.parametrize(
    ("evidence", "flag", "reason"),
    [
        (GOOD, Flag.OK, None),
        (replace(GOOD, people=30), Flag.OK, None),
        (replace(GOOD, people=29), Flag.INDICATIVE, "n_valid < 30"),
        (replace(GOOD, people=10), Flag.INDICATIVE, "n_valid < 30"),
        (replace(GOOD, people=9), Flag.SUPPRESSED, "n_valid < 10"),
        (replace(GOOD, people=0, df=0, width=None), Flag.SUPPRESSED, None),
        (replace(GOOD, width=0.201), Flag.INDICATIVE, "ci wider than 2.0 points"),
        (replace(GOOD, width=0.2), Flag.OK, None),
        (replace(GOOD, df=7), Flag.INDICATIVE, "df < 8"),
        (replace(GOOD, df=8), Flag.OK, None),
        (replace(GOOD, width=None), Flag.INDICATIVE, "no interval"),
        (replace(GOOD, factors=4), Flag.INDICATIVE, "n_factors < 5"),
        (replace(GOOD, missing=0.11), Flag.OK, "blanks > 10 %"),
        (replace(GOOD, lonely=2), Flag.OK, "strata with a single primary unit: 2"),
        (replace(GOOD, is_census=True, people=12, df=0, width=0.0), Flag.CENSUS, None),
        (replace(GOOD, is_census=True, people=9), Flag.SUPPRESSED, "n_valid < 10"),
        (replace(GOOD, is_census=True, factors=4), Flag.INDICATIVE, "n_factors < 5"),
        (
            replace(GOOD, people=15, df=3, width=0.5, missing=0.3),
            Flag.INDICATIVE,
            "n_valid < 30; df < 8; ci wider than 2.0 points; blanks > 10 %",
        ),
    ],
)
def test_verdict_of__evidence__flag_and_every_reason(
    evidence: Evidence, flag: Flag, reason: str | None
) -> None:
    verdict = verdict_of(evidence)

    if evidence.people:
        assert verdict == Verdict(flag=flag, reason=reason)
    else:
        assert verdict.flag is flag


@pytest.mark.parametrize(
    ("flag", "ranked"),
    [
        (Flag.OK, True),
        (Flag.CENSUS, True),
        (Flag.INDICATIVE, False),
        (Flag.SUPPRESSED, False),
    ],
)
def test_flag__takes_part_in_the_ranking__only_sound_scores(flag: Flag, ranked: bool) -> None:  # noqa: FBT001 -- a parameter of the table above
    assert flag.is_ranked is ranked
