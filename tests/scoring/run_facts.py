"""Documents of runs from interviews given as a frame, without a database."""

from dataclasses import replace

import pandas as pd

from scoring.composition import Composition
from scoring.excluded import Excluded
from scoring.frame_tally import tally_frame
from scoring.groups import score_groups
from scoring.plans.fitting import indicator_by
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import points_plan, scoring_plan
from scoring.points import points_of_units
from scoring.publication import run_document
from scoring.published_json import ByPlan
from scoring.run_facts import RunFacts, UnitInRun
from scoring.scored_tally import score_tally
from scoring.unit_inputs import inputs_of
from scoring.weights import Weighting, weighted_sample
from tests.scoring.conftest import RULE

USUAL, POINTS = scoring_plan("ha-nam-2022"), points_plan("ha-nam-2022")


def plan_with(**changes):
    """The usual scoring plan but for these."""
    return ScoringPlan.model_validate({**USUAL.model_dump(mode="json"), **changes})


def document_of(
    counted,
    voided=None,
    *,
    group_of=None,
    plan=USUAL,
    points=POINTS,
    sizes=None,
    kind="voided",
    rechecks=None,
):
    """The document of these interviews and of those that were voided.

    kind: as what those do not count. group_of: by unit; left out: all in G. sizes: people
    by unit and stratum, where they are known. rechecks: None where none were promised.
    """
    both = counted if voided is None else pd.concat([counted, voided], ignore_index=True)
    group_of = group_of or dict.fromkeys(sorted(both["unit_code"].unique()), "G")
    indicator, weighting = indicator_by(plan), Weighting(plan.weights)
    rule = replace(RULE, by_item=plan.estimator == "mean_of_items")

    def scored(frame):
        sample = weighted_sample(
            tally_frame(frame, rule=rule), sizes=sizes or {}, weighting=weighting
        )
        table = score_tally(
            sample.tally, population=sample.population, indicator=indicator, limits=plan.limits
        )
        groups = score_groups(
            sample.tally, population=sample.population, group_of=group_of, like=table
        )
        return table, groups

    table, groups = scored(counted)
    table_of_both, groups_of_both = scored(both)
    inputs = {code: inputs_of(row, group=group_of[code]) for code, row in table.units.items()}
    return run_document(
        RunFacts(
            about={"code_version": "x"},
            table=table,
            groups=groups,
            units={
                code: UnitInRun(name=f"Unit {code}", group=group)
                for code, group in group_of.items()
            },
            by=ByPlan(
                scoring_plan=plan, points_plan=points, points=points_of_units(points, inputs)
            ),
            compositions={code: Composition(modes={}, origins={}) for code in table.units},
            with_excluded=table_of_both,
            groups_with_excluded=groups_of_both,
            excluded=_excluded(voided, kind=kind),
            rechecks=rechecks,
        )
    )


def _excluded(voided, *, kind):
    if voided is None:
        return {}
    counts = voided["unit_code"].value_counts().to_dict()
    return {code: Excluded(**{kind: number}) for code, number in counts.items()}
