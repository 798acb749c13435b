"""The document of `recheck compare`; proportions 0..1, unrounded, null with the reason beside."""

from collections.abc import Mapping

from pydantic import JsonValue

from scoring.intervals import CONFIDENCE
from scoring.recheck.comparison import Comparison, EnumeratorFigures
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.interviews import RecheckedInterview
from scoring.recheck.item_agreement import ItemAgreement
from scoring.recheck.one_way_changes import one_way_chances
from scoring.recheck.person_level import PersonLevel
from scoring.recheck.pooled_agreement import PooledAgreement
from scoring.recheck.ratio_estimate import RatioEstimate
from scoring.recheck.shrunken_rates import HIGH_RATE, NOBODY, Prior
from scoring.recheck.standing_out import NO_OTHERS
from scoring.recheck.work_done import WorkDone
from scoring.rule import ScoringRule

METHOD_VERSION = "recheck 1.0.0"
NOBODY_DRAWN = "no interview was selected at random"
NOT_MADE = "the check was made with nobody"
NO_CHANCES = "none: inclusion_prob is not known"
NO_ANSWERS = "nobody answered at both times"
ONE_INTERVIEW = "one interview alone has no spread between interviews"
Row = dict[str, JsonValue]


def comparison_json(
    of: Comparison, *, rule: ScoringRule, sha256: Mapping[str, str] | None = None
) -> Row:
    """`sha256` names the files that were compared by their hashes, for the method block."""
    return {
        "method": _method(of, rule=rule, sha256=sha256 or {}),
        "contact": _contact(of),
        "type1": {
            "overall": _rate_row(of.whole.defective, weighted=of.weighted_defective, why=NOBODY),
            "by_variable": {name: _rate_row(one, why=NOT_MADE) for name, one in of.checks.items()},
        },
        "empirical_bayes": _prior(of.prior),
        "by_enumerator": {name: _enumerator(one) for name, one in of.enumerators.items()},
        "by_unit": {name: _work(one) for name, one in of.units.items()},
        "by_supervisor": {name: _work(one) for name, one in of.supervisors.items()},
        "by_delay": {name: _work(one) for name, one in of.delays.items()},
        "items": _items(of.agreement),
        "items_without_false": _items(of.agreement_without_false),
        "pooled": _pooled(of.pooled),
        "pooled_without_false": _pooled(of.pooled_without_false),
        "person_level": {
            "satisfied_share": _person_level(of.satisfied),
            "mean_level": _person_level(of.levels),
        },
        "defective_interviews": [_interview(one) for one in of.interviews if one.is_defective],
        "risk": _risk(of.risk),
    }


def _method(of: Comparison, *, rule: ScoringRule, sha256: Mapping[str, str]) -> Row:
    return {
        "version": METHOD_VERSION,
        "questionnaire": rule.questionnaire,
        "version_id": rule.version_id,
        "levels": [*rule.levels],
        "satisfied": [*sorted(rule.satisfied)],
        "confidence": CONFIDENCE,
        "random": len(of.interviews),
        "risk": len(of.risk),
        "rates": "Clopper-Pearson; counted, not weighted",
        "se_clustered": "linearised ratio, interviews as clusters, n/(n - 1)",
        "weighted": NO_CHANCES if of.weighted_contact is None else "by 1/inclusion_prob",
        "p_fisher_bh": "one-sided against all others, Benjamini-Hochberg",
        "eb_prob_rate_gt_10pct": f"beta-binomial by moments, above {HIGH_RATE}",
        "sha256": {**sha256},
    }


def _contact(of: Comparison) -> Row:
    drawn = of.whole.drawn
    reached = of.whole.defective.of
    reasons = {} if drawn else {"rate": NOBODY_DRAWN}
    return {
        "drawn": drawn,
        "reached": reached,
        "rate": ExactRate(count=reached, of=drawn).rate,
        "weighted": _weighted({"rate": of.weighted_contact}),
        "reasons": {**reasons},
    }


def _rate_row(of: ExactRate, *, why: str, weighted: RatioEstimate | None = None) -> Row:
    row: Row = {"defective": of.count, "reached": of.of, **_rate(of)}
    if weighted is not None:
        row["weighted"] = _weighted({"rate": weighted})
    return {**row, "reasons": {} if of.of else {"rate": why}}


def _rate(of: ExactRate) -> Row:
    bounds = of.bounds
    return {
        "rate": of.rate,
        "ci_low": None if bounds is None else bounds.low,
        "ci_high": None if bounds is None else bounds.high,
    }


def _weighted(figures: Mapping[str, RatioEstimate | None]) -> Row | None:
    """Estimates and standard errors by name; null where the chances are not known."""
    row: Row = {}
    for name, figure in figures.items():
        if figure is None:
            return None
        row |= {name: figure.est, f"{name}_se": figure.se}
    return row


def _prior(of: Prior) -> Row:
    strength = of.strength if of.reason is None else None
    a = None if strength is None or of.mean is None else of.mean * strength
    return {
        "enumerators": of.enumerators,
        "mean": of.mean,
        "tau2": of.variance,
        "rho": of.rho,
        "a": a,
        "b": None if a is None or strength is None else strength - a,
        "reason": of.reason,
    }


def _work(of: WorkDone) -> Row:
    reasons = {} if of.defective.of else {"rate": NOBODY}
    if of.opinion_gdr.est is None:
        reasons["opinion_gdr"] = NO_ANSWERS
    elif of.opinion_gdr.se is None:
        reasons["opinion_gdr_se"] = ONE_INTERVIEW
    return {
        "drawn": of.drawn,
        "reached": of.defective.of,
        "defective": of.defective.count,
        "not_happened": of.not_happened,
        **_rate(of.defective),
        "opinion_gdr": of.opinion_gdr.est,
        "opinion_gdr_se": of.opinion_gdr.se,
        "opinions_compared": of.compared,
        "opinions_identical": of.identical,
        "reasons": {**reasons},
    }


def _enumerator(of: EnumeratorFigures) -> Row:
    work = _work(of.work)
    reasons = dict(work.pop("reasons"))  # type: ignore[arg-type]  # made as a mapping above
    if of.shrunken.rate is None:
        reasons["eb_rate"] = of.shrunken.reason
    if of.chance is None:
        reasons["p_fisher_bh"] = NO_OTHERS if of.work.defective.of else NOBODY
    return {
        **work,
        "eb_rate": of.shrunken.rate,
        "eb_prob_rate_gt_10pct": of.shrunken.is_high,
        "p_fisher_bh": of.chance,
        "reasons": reasons,
    }


def _items(of: Mapping[str, ItemAgreement]) -> Row:
    chances = one_way_chances(of)
    return {name: _item(one) | {"mcnemar_holm_p": chances.get(name)} for name, one in of.items()}


def _item(of: ItemAgreement) -> Row:
    bounds = of.gdr.bounds
    return {
        "n": of.n,
        "gdr": of.gdr.rate,
        "gdr_ci": None if bounds is None else [bounds.low, bounds.high],
        "ndr": of.ndr,
        "ndr_se": of.ndr_se,
        "mcnemar_exact_p": of.mcnemar_p,
        "index_of_inconsistency": of.inconsistency,
        "kappa": of.kappa,
        "ac1_2cat": of.ac1,
        "ac2_quadratic": of.ac2,
        "kappa5_quadratic": of.kappa_levels,
        "exact5": of.exact,
        "within1": of.within_one,
        "reasons": {**of.reasons},
    }


def _pooled(of: PooledAgreement) -> Row:
    return {
        "interviews": of.interviews,
        "answers": of.answers,
        "gdr": of.gdr.est,
        "gdr_se_clustered": of.gdr.se,
        "ndr": of.ndr.est,
        "ndr_se_clustered": of.ndr.se,
        "index_of_inconsistency": of.inconsistency,
        "weighted": _weighted({"gdr": of.weighted_gdr, "ndr": of.weighted_ndr}),
        "reasons": {**of.reasons},
    }


def _person_level(of: PersonLevel) -> Row:
    return {
        "people": of.people,
        "simple_response_variance": of.response_variance,
        "reliability": of.reliability,
        "icc_2_1": of.icc,
        "reason": of.reason,
    }


def _interview(of: RecheckedInterview) -> Row:
    return {
        "response_uuid": of.key,
        "enumerator": of.enumerator,
        "supervisor": of.supervisor,
        "contacted": of.is_contacted,
        "happened": of.has_happened if of.is_contacted else None,
        "failed_checks": list(of.failed_checks) if of.is_contacted else [],
    }


def _risk(of: tuple[RecheckedInterview, ...]) -> Row:
    return {
        "drawn": len(of),
        "reached": sum(one.is_contacted for one in of),
        "defective": sum(one.is_defective for one in of),
        "not_happened": sum(one.is_false for one in of),
        "interviews": [_interview(one) for one in of],
    }
