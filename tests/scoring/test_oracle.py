"""Scores of small synthetic surveys are those of R's package survey.

The expected figures were made by `oracle/make_oracle.R`; each file says with which versions,
options and data. To make them again, in the folder `oracle`:

    python make_data.py data && Rscript make_oracle.R data expected

R: `svydesign` with strata nested in units, and clusters nested in strata; every unit a domain of
the one design; `svyratio` for shares and the mean score; `svycontrast` on the joint `svyratio` for
the mean of the factors and for unit minus whole; `svyciprop(method = "beta")` for items. All equal
at 1e-9. Where the two differ by definition:

* One primary unit. A stratum with a single one adds 0 to the variance in both (R: lonely.psu
  "certainty"), second stage aside. When no stratum of a unit has two, R says 0 (or the second stage
  alone) and the score says null: what cannot be computed is never 0.
* Interval of an item. Both take the people who answered as the domain: their number n, and df =
  primary units - strata among them. The score keeps the effective size at most n, after NCHS; R has
  no cap, so its own interval is compared where the cap does not bind (`is_svyciprop`), and the
  formula with the cap elsewhere. At 0 and 100 %, where R fails, the effective size is n. In a
  census the interval is the point.
* Degrees of freedom of the index are those of the whole unit, as `degf` of the domain: people
  without any valid answer stay in the design with y = z = 0.
* Not in R's package, hence written out in the script from the formulas over its variances: the
  Wilson interval at the floored effective size, the design effect, rank ranges, and the bounds that
  missing answers leave. What all satisfied guarantee is not written out there: test_guaranteed.py
  finds it by trying all there can be.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from questionnaires import shipped_definition
from scoring.domains import domains_of
from scoring.frame_tally import tally_frame
from scoring.score_json import score_json
from scoring.scored_tally import score_tally
from scoring.survey_design import read_design
from survey_app.results.cluster_file import read_clusters
from survey_app.results.response_file import read_responses

ORACLE = Path(__file__).parent / "oracle"
SURVEYS = sorted(path.stem for path in (ORACLE / "expected").glob("*.json"))
Figures = dict[str, float]

NAMES = {
    *("n", "n_valid", "df", "lonely_strata", "n_factors", "est", "se", "se_nofpc"),
    *("low", "high", "ci_low", "ci_high", "n_eff", "rank", "rank_low", "rank_high"),
}
NOT_OF_ROWS = ("difference", "provenance", "guaranteed")


def agree(ours: Figures, theirs: Figures) -> None:
    """The same figures known, and equal; below 1e-10 percent both are rounding."""
    assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-10)


def expected(survey: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((ORACLE / "expected" / f"{survey}.json").read_text())
    return document


class Scored:
    """One survey read and scored as the command line does it."""

    def __init__(self, survey: str) -> None:
        definition = shipped_definition("sipas-22")
        reading = read_responses(ORACLE / "data" / f"{survey}.csv", definition=definition)
        listed = ORACLE / "data" / f"{survey}.clusters.csv"
        clusters = read_clusters(listed).clusters if listed.exists() else None
        assert reading.frame is not None
        design = read_design(reading.frame, clusters=clusters)
        assert not (*reading.faults, *design.response_faults, *design.cluster_faults)
        tally = tally_frame(reading.frame, rule=reading.rule)
        self.domains = domains_of(tally, population=design.population)
        self.document: dict[str, Any] = dict(
            score_json(score_tally(tally, population=design.population))
        )


def flat(row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, float]]:
    """The known figures of a row by their path, such as `items.q11.se`."""
    for name, value in row.items():
        if isinstance(value, dict) and name not in (*NOT_OF_ROWS, "counts"):
            yield from flat(value, f"{prefix}{name}.")
        elif name in NAMES and value is not None:
            yield f"{prefix}{name}", value


def has_only_lonely_strata(row: Mapping[str, Any]) -> bool:
    return bool(row["df"] == 0 and row["lonely_strata"] > 0)


def of_rows(document: Mapping[str, Any], *, lonely: bool) -> Figures:
    """Figures of the whole and of the units; `lonely` picks those without any df, or the others."""
    rows = {"overall": document["overall"], **document["units"]}
    return {
        f"{code}.{path}": value
        for code, row in rows.items()
        if has_only_lonely_strata(row) is lonely
        for path, value in flat(row)
    }


@pytest.mark.parametrize("survey", SURVEYS)
def test_expected_figures__files_they_were_made_from__are_unchanged(survey: str) -> None:
    made_from = expected(survey)["provenance"]["md5"]

    found = {
        path.name: hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
        for path in (ORACLE / "data").iterdir()
        if path.name.partition(".")[0] == survey
    }

    assert found == made_from


@pytest.mark.parametrize("survey", SURVEYS)
def test_score_tally__survey__every_figure_as_in_r(survey: str) -> None:
    theirs = expected(survey)

    document = Scored(survey).document

    assert set(document["units"]) == set(theirs["units"])
    assert document["method"]["design_effect"] == pytest.approx(theirs["design_effect"], rel=1e-9)
    agree(of_rows(document, lonely=False), of_rows(theirs, lonely=False))


@pytest.mark.parametrize(
    "survey", ["edges", "lonely-people", "lonely-clusters", "lonely-two-stage"]
)
def test_score_tally__unit_with_single_primary_units_only__no_error_where_r_says_0(
    survey: str,
) -> None:
    theirs = of_rows(expected(survey), lonely=True)
    without_errors = {
        path: value for path, value in theirs.items() if path.split(".")[-1][:2] != "se"
    }

    ours = of_rows(Scored(survey).document, lonely=True)

    assert len(theirs) == len(without_errors) + 31
    agree(ours, without_errors)


@pytest.mark.parametrize("survey", SURVEYS)
def test_domains_of__unit_minus_whole__as_the_contrast_in_r(survey: str) -> None:
    theirs = {
        f"{code}.{name}": value
        for code, row in expected(survey)["units"].items()
        for name, value in dict(row["difference"]).items()
    }

    domains = Scored(survey).domains

    ours = {}
    for at, code in enumerate(domains.codes):
        if f"{code}.est" in theirs:
            variance = domains.differences.own[at] + domains.differences.others[at]
            ours[f"{code}.est"] = 100 * float(domains.differences.difference[at])
            ours[f"{code}.se"] = 100 * sqrt(variance)
    agree(ours, theirs)
