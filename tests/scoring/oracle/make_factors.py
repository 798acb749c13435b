"""Makes factors.json, one factor by maximum likelihood: `python make_factors.py data/units.csv`.

Needs pandas and statsmodels, which the project does not use itself. For the items of each factor of
the questionnaire it takes the people who answered all of them, and writes what statsmodels finds.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels
from statsmodels.multivariate.factor import Factor


def fitted(levels: pd.DataFrame) -> dict[str, object]:
    """Loadings and uniquenesses of the correlations, and omega of the sum of the levels."""
    model = Factor(corr=levels.corr().to_numpy(), n_factor=1, method="ml", nobs=len(levels))
    found = model.fit(maxiter=10_000, tol=1e-14)
    loadings = found.loadings[:, 0] * np.sign(found.loadings[:, 0].sum())
    deviation = levels.std().to_numpy()
    common = (loadings * deviation).sum() ** 2
    return {
        "items": list(levels.columns),
        "people": len(levels),
        "loadings": loadings.tolist(),
        "unique": found.uniqueness.tolist(),
        "omega": common / (common + (found.uniqueness * deviation**2).sum()),
    }


def main(path: Path) -> None:
    answers = pd.read_csv(path, dtype=str)
    factors = {}
    for factor in "12345":
        items = [name for name in answers.columns if name.startswith(f"q{factor}")]
        complete = answers[items].isin(list("12345")).all(axis=1)
        factors[f"F{factor}"] = fitted(answers.loc[complete, items].astype(float))
    document = {
        "provenance": {
            "statsmodels": statsmodels.__version__,
            "made_from": path.name,
            "md5": hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest(),
        },
        "factors": factors,
    }
    Path(__file__).with_name("factors.json").write_text(json.dumps(document, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
