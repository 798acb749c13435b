"""The estimates of a domain as plain numbers, with what is not known left out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isnan, sqrt

from scoring.domains import Domain
from scoring.rounding import exact_behind


def known(value: float) -> float | None:
    """The value, None for nan."""
    return None if isnan(value) else value


def percents(values: Iterable[float]) -> list[float | None]:
    """Shares in percent, None for nan."""
    return [None if isnan(value) else value * 100 for value in values]


def known_fraction(share: float) -> Fraction | None:
    """The fraction that an estimated share stands for, None for nan."""
    return None if isnan(share) else exact_behind(100 * share) / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainFigures:
    """Some of the figures of a domain, in the order of `scoring.linearise`.

    estimates: shares 0..1, and the mean score. percent: the same in percent. error: the standard
    errors of these, plain_error as if the population were endless; None where they cannot be told.
    """

    estimates: Sequence[float]
    percent: Sequence[float | None]
    error: Sequence[float | None]
    plain_error: Sequence[float | None]

    @classmethod
    def of(cls, domain: Domain, *, those: slice) -> "PlainFigures":
        """Those of a domain."""
        estimates = domain.estimates[those].tolist()

        def errors(variances: Sequence[float]) -> list[float | None]:
            if not domain.has_variance:
                return [None] * len(estimates)
            return [
                None if isnan(estimate) else sqrt(variance) * 100.0
                for estimate, variance in zip(estimates, variances, strict=True)
            ]

        return cls(
            estimates=estimates,
            percent=percents(estimates),
            error=errors(domain.variances[those].tolist()),
            plain_error=errors(domain.plain[those].tolist()),
        )
