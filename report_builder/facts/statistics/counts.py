"""Two counts compared, and the limits of one.

Sources: Przyborowski and Wilenski (1940) for the exact conditional test; McCullagh and Nelder (1989) for
over-dispersion; von Neumann (1941) for variances from successive differences; Breslow and Day (1987) for
Byar's limits.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from report_builder.facts.statistics.distributions import (
    poisson_at_least,
    poisson_at_most,
    quantile,
    two_sided_binomial,
    two_sided_normal,
    two_sided_t,
)

_EXACT_BELOW = 10
_HALVINGS = 70


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more counts vary than chance alone makes them: variance by mean, above 0.

    `freedom` are its degrees of freedom; infinite where it is taken as known.
    """

    value: float
    freedom: float = math.inf


def exact_conditional(earlier: int, later: int, share: float = 0.5) -> float:
    """The two-sided probability of two counts differing as much when nothing has changed.

    `share` is the later period's part of the whole exposure: of the days, or of the people times days.
    """
    return two_sided_binomial(later, earlier + later, share) if earlier + later else 1.0


def quasi_conditional(earlier: float, later: float, share: float, dispersion: Dispersion) -> float:
    """The same where counts vary more than by chance alone, referred to Student's t.

    The normal is used where the dispersion is taken as known.
    """
    total = earlier + later
    if not total:
        return 1.0
    z = (later - share * total) / math.sqrt(dispersion.value * total * share * (1 - share))
    return two_sided_normal(z) if math.isinf(dispersion.freedom) else two_sided_t(z, dispersion.freedom)


def dispersion_of(pairs: Sequence[tuple[float, float]], apart: int = 1) -> Dispersion:
    """The dispersion in the past: squared differences of pairs of counts, by the sums of the pairs.

    Under chance alone the square of a difference is expected to be the sum of its pair. The mean
    difference is taken off first, so that steady growth is no noise. The pairs are those of a series
    with `apart` steps between them, so neighbouring pairs share a count: scale and degrees of freedom
    follow from that (Satterthwaite's approximation for a mean square successive difference).
    """
    total = math.fsum(a + b for a, b in pairs)
    if not total:
        return Dispersion(0.0, 1.0)
    drift = math.fsum(b - a for a, b in pairs) / len(pairs)
    scale, freedom = _of_successive(len(pairs), apart)
    return Dispersion(math.fsum((b - a - drift) ** 2 for a, b in pairs) / total / scale, freedom)


@cache
def _of_successive(size: int, apart: int) -> tuple[float, float]:
    """What the sum of squares is by chance, in sums of pairs, and its degrees of freedom.

    With C the covariances of the differences (2 on the diagonal, -1 for pairs that share a count) and A
    the matrix that takes off the mean, these are tr(AC)/2n and tr(AC)^2/tr(ACAC).
    """
    held = [
        [2.0 if i == j else -1.0 if abs(i - j) == apart else 0.0 for j in range(size)] for i in range(size)
    ]
    means = [math.fsum(row[j] for row in held) / size for j in range(size)]
    product = [[held[i][j] - means[j] for j in range(size)] for i in range(size)]
    trace = math.fsum(product[i][i] for i in range(size))
    square = math.fsum(product[i][j] * product[j][i] for i in range(size) for j in range(size))
    return trace / (2 * size), trace * trace / square


def rate_limits(count: int, exposure: float, level: float = 0.95) -> tuple[float, float]:
    """The interval of a rate of events per unit of exposure: Byar's, and the exact one below 10 events."""
    if count < _EXACT_BELOW:
        low, high = _exact_limits(count, level)
    else:
        z = quantile(0.5 + level / 2)
        low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3
        above = count + 1
        high = above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3
    return low / exposure, high / exposure


def _exact_limits(count: int, level: float) -> tuple[float, float]:
    tail = (1 - level) / 2
    ceiling = 10.0 * (count + 5)
    low = _solved(lambda mean: poisson_at_least(count, mean) - tail, ceiling) if count else 0.0
    return low, _solved(lambda mean: tail - poisson_at_most(count, mean), ceiling)


def _solved(rising: Callable[[float], float], ceiling: float) -> float:
    """Where a rising function passes 0, between 0 and a ceiling."""
    low, high = 0.0, ceiling
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2
