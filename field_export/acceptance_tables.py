"""What acceptance plans do to lots of one size, as rows of a file."""

from collections.abc import Iterator, Sequence

from scoring.recheck.acceptance_plan import AcceptancePlan
from scoring.recheck.acceptance_risk import operating_characteristic

RISK_COLUMNS = ("plan", "interviews", "defective", "rejected", "extended", "rechecks")


def risk_rows(plans: Sequence[AcceptancePlan], *, interviews: int) -> Iterator[tuple[str, ...]]:
    """Every number of defective interviews: chances 0..1 to six places, re-checks to four."""
    yield RISK_COLUMNS
    for plan in plans:
        for point in operating_characteristic(plan, interviews=interviews):
            yield (
                plan.id,
                str(interviews),
                str(point.defective),
                f"{float(point.rejected):.6f}",
                f"{float(point.extended):.6f}",
                f"{float(point.checked):.4f}",
            )
