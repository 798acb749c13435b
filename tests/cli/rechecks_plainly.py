"""The figures of re-checks computed once more: from the rows, with loops and scipy's own tests.

Nothing of the project is used. Only the keys that have an independent source are here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from math import sqrt
from typing import Any

from scipy import stats

Row = dict[str, str]
Pair = tuple[int, int]
"""The level of the interview and that of the re-check."""
Figures = dict[str, Any]
LEVELS = range(1, 6)


def compared(originals: Sequence[Row], rechecks: Sequence[Row], *, items: Sequence[str]) -> Figures:
    """The part of the document that the command writes; rows without selection are random."""
    first = {row["response_uuid"].lower(): row for row in originals}
    drawn = [row for row in rechecks if row.get("selection", "") != "risk"]
    reached = [row for row in drawn if row["contacted"] == "1"]
    checks = [name for name in rechecks[0] if name.endswith("_ok")]
    pairs = {
        row["response_uuid"]: {
            item: (int(first[row["response_uuid"].lower()][item]), int(row[item]))
            for item in items
            if is_level(first[row["response_uuid"].lower()][item]) and is_level(row[item])
        }
        for row in reached
    }
    true = {
        row["response_uuid"]: pairs[row["response_uuid"]]
        for row in reached
        if row["interview_happened"] == "1"
    }
    return {
        "contact": {
            "drawn": len(drawn),
            "reached": len(reached),
            "rate": len(reached) / len(drawn),
        },
        "type1": {
            "overall": rate(sum(is_defective(row) for row in reached), len(reached)),
            "by_variable": {
                name: rate(
                    sum(row[name] == "0" for row in reached),
                    sum(row[name] != "" for row in reached),
                )
                for name in ("interview_happened", *checks)
            },
        },
        "by_enumerator": enumerators(drawn, pairs),
        "items": {item: of_item(column(pairs, item)) for item in items},
        "items_without_false": {item: of_item(column(true, item)) for item in items},
        "pooled": pooled(pairs),
        "pooled_without_false": pooled(true),
    }


def is_level(cell: str) -> bool:
    return cell in {"1", "2", "3", "4", "5"}


def is_defective(row: Row) -> bool:
    checks = [cell for name, cell in row.items() if name.endswith("_ok")]
    return row["interview_happened"] == "0" or "0" in checks


def column(pairs: dict[str, dict[str, Pair]], item: str) -> list[Pair]:
    return [answers[item] for answers in pairs.values() if item in answers]


def rate(count: int, of: int) -> Figures:
    row: Figures = {"defective": count, "reached": of}
    if not of:
        return {**row, "rate": None, "ci_low": None, "ci_high": None}
    interval = stats.binomtest(count, of).proportion_ci(0.95, method="exact")
    return {**row, "rate": count / of, "ci_low": interval.low, "ci_high": interval.high}


def enumerators(drawn: Sequence[Row], pairs: dict[str, dict[str, Pair]]) -> Figures:
    rows = defaultdict(list)
    for row in drawn:
        rows[row["enumerator"]].append(row)
    found = {}
    for name, own in rows.items():
        reached = [row for row in own if row["contacted"] == "1"]
        opinions = pooled({row["response_uuid"]: pairs[row["response_uuid"]] for row in reached})
        found[name] = {
            "drawn": len(own),
            "not_happened": sum(row["interview_happened"] == "0" for row in reached),
            **rate(sum(is_defective(row) for row in reached), len(reached)),
            "opinion_gdr": opinions["gdr"],
            "opinion_gdr_se": opinions["gdr_se_clustered"],
        }
    shrink(found)
    stand_out(found)
    return found


def shrink(found: Figures) -> None:
    known = [row for row in found.values() if row["reached"]]
    whole = sum(row["reached"] for row in known)
    mu = sum(row["defective"] for row in known) / whole
    spread = sum(row["reached"] * (row["rate"] - mu) ** 2 for row in known)
    scale = sum((1 - row["reached"] / whole) * (row["reached"] - 1) for row in known)
    tau2 = max(0, (spread - (len(known) - 1) * mu * (1 - mu)) / scale)
    for row in found.values():
        row["eb_rate"] = row["eb_prob_rate_gt_10pct"] = None
        if row["reached"] and tau2 > 0:
            both = mu * (1 - mu) / tau2 - 1
            a, b = mu * both, (1 - mu) * both
            row["eb_rate"] = (a + row["defective"]) / (both + row["reached"])
            row["eb_prob_rate_gt_10pct"] = 1 - stats.beta.cdf(
                0.10, a + row["defective"], b + row["reached"] - row["defective"]
            )
        elif row["reached"]:
            row["eb_rate"], row["eb_prob_rate_gt_10pct"] = mu, float(mu > 0.1)


def stand_out(found: Figures) -> None:
    known = [row for row in found.values() if row["reached"]]
    chances = []
    for row in known:
        others = [one for one in known if one is not row]
        table = [
            [row["defective"], row["reached"] - row["defective"]],
            [
                sum(one["defective"] for one in others),
                sum(one["reached"] - one["defective"] for one in others),
            ],
        ]
        chances.append(stats.fisher_exact(table, alternative="greater").pvalue)
    for row in found.values():
        row["p_fisher_bh"] = None
    for row, chance in zip(known, stats.false_discovery_control(chances), strict=True):
        row["p_fisher_bh"] = chance


def of_item(pairs: Sequence[Pair]) -> Figures:
    n = len(pairs)
    two = [(k >= 4, m >= 4) for k, m in pairs]
    if not n:
        names = ("gdr", "gdr_ci", "ndr", "ndr_se", "mcnemar_exact_p", "index_of_inconsistency")
        more = ("kappa", "ac1_2cat", "ac2_quadratic", "kappa5_quadratic", "exact5", "within1")
        return {"n": 0, **dict.fromkeys((*names, *more))}
    b, c = two.count((True, False)), two.count((False, True))
    interval = stats.binomtest(b + c, n).proportion_ci(0.95, method="exact")
    squares = {(k, m): 1 - (k - m) ** 2 / 16 for k, m in product(LEVELS, LEVELS)}
    same = {(k, m): float(k == m) for k, m in product((True, False), repeat=2)}
    return {
        "n": n,
        "gdr": (b + c) / n,
        "gdr_ci": [interval.low, interval.high],
        "ndr": sum(k for k, _ in two) / n - sum(m for _, m in two) / n,
        "ndr_se": sqrt((b + c) - (b - c) ** 2 / n) / n,
        "mcnemar_exact_p": stats.binomtest(b, b + c).pvalue if b + c else 1.0,
        "index_of_inconsistency": inconsistency(two, people=smallest([[pair] for pair in two])),
        "kappa": cohen(two, same),
        "ac1_2cat": gwet(two, same, categories=(True, False)),
        "ac2_quadratic": gwet(pairs, squares, categories=LEVELS),
        "kappa5_quadratic": cohen(pairs, squares),
        "exact5": sum(k == m for k, m in pairs) / n,
        "within1": sum(abs(k - m) <= 1 for k, m in pairs) / n,
    }


def cohen(pairs: Sequence[Pair], weights: dict[Pair, float]) -> float | None:
    """By chance: everybody's first answer beside everybody's second."""
    observed = sum(weights[pair] for pair in pairs) / len(pairs)
    firsts, seconds = zip(*pairs, strict=True)
    expected = sum(weights[pair] for pair in product(firsts, seconds)) / len(pairs) ** 2
    if len({*firsts, *seconds}) == 1:
        return None
    return (observed - expected) / (1 - expected)


def gwet(pairs: Sequence[Pair], weights: dict[Pair, float], *, categories: Iterable[int]) -> float:
    observed = sum(weights[pair] for pair in pairs) / len(pairs)
    answers = [answer for pair in pairs for answer in pair]
    names = list(categories)
    shares = [answers.count(name) / len(answers) for name in names]
    spread = sum(share * (1 - share) for share in shares)
    expected = sum(weights.values()) / (len(names) * (len(names) - 1)) * spread
    return (observed - expected) / (1 - expected)


def smallest(people: Sequence[Sequence[tuple[bool, bool]]]) -> int:
    """People in the smallest category at either time."""
    return min(
        sum(any(pair[time] is satisfied for pair in own) for own in people)
        for time in (0, 1)
        for satisfied in (True, False)
    )


def inconsistency(two: Sequence[tuple[bool, bool]], *, people: int) -> float | None:
    if people < 10:
        return None
    p1, p2 = (sum(pair[time] for pair in two) / len(two) for time in (0, 1))
    changed = sum(k is not m for k, m in two) / len(two)
    return 100 * changed / (p1 * (1 - p2) + p2 * (1 - p1))


def pooled(pairs: dict[str, dict[str, Pair]]) -> Figures:
    people = [[(k >= 4, m >= 4) for k, m in own.values()] for own in pairs.values() if own]
    two = [pair for own in people for pair in own]
    changed = [[k is not m for k, m in own] for own in people]
    net = [[int(k) - int(m) for k, m in own] for own in people]
    return {
        "interviews": len(people),
        "answers": len(two),
        **mean("gdr", changed),
        **mean("ndr", net),
        "index_of_inconsistency": inconsistency(two, people=smallest(people)) if people else None,
    }


def mean(name: str, people: Sequence[Sequence[int]]) -> Figures:
    n, size = len(people), sum(map(len, people))
    if not size:
        return {name: None, f"{name}_se_clustered": None}
    centre = sum(map(sum, people)) / size
    if n == 1:
        return {name: centre, f"{name}_se_clustered": None}
    scores = [sum(value - centre for value in own) for own in people]
    variance = n / (n - 1) * sum(score**2 for score in scores) / size**2
    return {name: centre, f"{name}_se_clustered": sqrt(variance)}
