"""Makes agreement.json, what other programs say of two answers: `python make_agreement.py`.

Needs statsmodels and irrCAC, which the project does not use itself. Tables are of chance, from many
satisfied people to few, some with levels that nobody chose.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from irrCAC.raw import CAC
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

SEED = 20260521
LEVELS = [1, 2, 3, 4, 5]
MOODS = [0.2, 0.6, 1.0, 1.4, 1.8]


def pairs_of(random: np.random.Generator, *, people: int, mood: float) -> np.ndarray:
    """(people, 2) levels, more alike than by chance."""
    lasting = random.normal(mood, 0.8, size=(people, 1))
    return np.clip(np.round(3 + lasting + random.normal(0, 0.5, size=(people, 2))), 1, 5).astype(
        int
    )


def judged(pairs: np.ndarray) -> dict[str, object]:
    """The figures of one table of five levels, and of satisfied (4, 5) against not."""
    table = np.zeros((5, 5), dtype=int)
    np.add.at(table, tuple((pairs - 1).T), 1)
    satisfied = (pairs >= 4).astype(int)
    two = np.zeros((2, 2), dtype=int)
    np.add.at(two, tuple(1 - satisfied.T), 1)
    changed = int(two[0, 1] + two[1, 0])
    by_level = CAC(pd.DataFrame(pairs), weights="quadratic", categories=LEVELS)
    by_two = CAC(pd.DataFrame(satisfied), weights="identity", categories=[0, 1])
    return {
        "table": table.tolist(),
        "gdr_ci": list(proportion_confint(changed, len(pairs), method="beta")),
        "mcnemar_exact_p": float(mcnemar(two, exact=True).pvalue),
        "kappa": known(cohens_kappa(two).kappa),
        "kappa5_quadratic": known(cohens_kappa(table, wt="quadratic").kappa),
        # Rounded to five digits by the package.
        "ac1_2cat": float(by_two.gwet()["est"]["coefficient_value"]),
        "ac2_quadratic": float(by_level.gwet()["est"]["coefficient_value"]),
    }


def known(value: float) -> float | None:
    """A number; what is none has no place in JSON."""
    return None if np.isnan(value) else float(value)


def clustered(random: np.random.Generator, *, people: int) -> dict[str, object]:
    """Mean of answers with the error between people: least squares on a constant."""
    sizes = random.integers(1, 9, size=people)
    parts = random.binomial(sizes, random.beta(1, 6, size=people))
    person = np.repeat(np.arange(people), sizes)
    differs = np.concatenate(
        [np.arange(size) < part for size, part in zip(sizes, parts, strict=True)]
    ).astype(float)
    fit = sm.OLS(differs, np.ones_like(differs)).fit(
        cov_type="cluster", cov_kwds={"groups": person}
    )
    return {
        "parts": parts.tolist(),
        "sizes": sizes.tolist(),
        "est": float(fit.params[0]),
        "se": float(fit.bse[0]),
    }


def written(document: dict[str, object]) -> str:
    """JSON with a table on a line."""
    parts = []
    for name, part in document.items():
        if isinstance(part, list):
            lines = ",\n  ".join(json.dumps(one, allow_nan=False) for one in part)
            parts.append(f'"{name}": [\n  {lines}\n ]')
        else:
            parts.append(f'"{name}": {json.dumps(part, allow_nan=False)}')
    return "{" + ",\n ".join(parts) + "}"


def main() -> None:
    random = np.random.default_rng(SEED)
    chances = np.round(random.random(12) ** 3, 6)
    chances[4] = chances[7]
    document = {
        "provenance": {
            name: version(name) for name in ("statsmodels", "irrCAC", "scipy", "numpy", "pandas")
        }
        | {"seed": SEED},
        "tables": [
            judged(pairs_of(random, people=people, mood=mood))
            for mood in MOODS
            for people in (8, 72, 400)
        ],
        "clusters": [clustered(random, people=people) for people in (2, 10, 180)],
        "multiplicity": {
            "p": chances.tolist(),
            "fdr_bh": multipletests(chances, method="fdr_bh")[1].tolist(),
        },
    }
    path = Path(__file__).with_name("agreement.json")
    path.write_text(written(document) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
