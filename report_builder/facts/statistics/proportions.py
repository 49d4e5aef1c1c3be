"""Proportions: the interval of one, and two of them compared.

Sources: Wilson (1927); Newcombe (1998), method 10; Fisher (1934); Kish (1965) for the design effect.
"""

from __future__ import annotations

import math

from report_builder.facts.statistics.distributions import (
    quantile,
    two_sided_hypergeometric,
    two_sided_normal,
)

_FEWEST_EXPECTED = 5


def wilson(share: float, cases: float, level: float = 0.95) -> tuple[float, float]:
    """The score interval of a proportion. `cases` are effective: respondents by design effect."""
    z = quantile(0.5 + level / 2)
    centre = share + z * z / (2 * cases)
    spread = z * math.sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    whole = 1 + z * z / cases
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def newcombe(
    earlier: float, earlier_cases: float, later: float, later_cases: float, level: float = 0.95
) -> tuple[float, float]:
    """The hybrid score interval of the later proportion less the earlier one."""
    low_1, high_1 = wilson(later, later_cases, level)
    low_2, high_2 = wilson(earlier, earlier_cases, level)
    difference = later - earlier
    return (
        difference - math.hypot(later - low_1, high_2 - earlier),
        difference + math.hypot(high_1 - later, earlier - low_2),
    )


def two_proportions(earlier: float, earlier_cases: float, later: float, later_cases: float) -> float:
    """The two-sided probability of two proportions differing as much when there is no difference.

    The score test, whose variance is that of the pooled proportion; Fisher's exact test where fewer than
    five cases would be expected in a group.
    """
    pooled = (earlier * earlier_cases + later * later_cases) / (earlier_cases + later_cases)
    if is_sparse(pooled, earlier_cases, later_cases):
        return fisher(
            round(earlier * earlier_cases),
            round(earlier_cases),
            round(later * later_cases),
            round(later_cases),
        )
    spread = math.sqrt(pooled * (1 - pooled) * (1 / earlier_cases + 1 / later_cases))
    return two_sided_normal((later - earlier) / spread)


def is_sparse(pooled: float, earlier_cases: float, later_cases: float) -> bool:
    """Whether fewer than five cases are expected in some group, so that the exact test is used."""
    return min(pooled, 1 - pooled) * min(earlier_cases, later_cases) < _FEWEST_EXPECTED


def fisher(earlier: int, earlier_cases: int, later: int, later_cases: int) -> float:
    """Fisher's exact test, two-sided: every table at most as likely as the one observed."""
    return two_sided_hypergeometric(later, later_cases, earlier + later, earlier_cases + later_cases)
