"""Trends: Mann–Kendall with Sen's slope, and the seasonal form.

Sources: Mann (1945), Kendall (1975), Sen (1968); Hirsch, Slack and Smith (1982) for the seasonal form.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from statistics import median

from report_builder.facts.statistics.distributions import two_sided_normal

_EXACT_UP_TO = 50
_Point = tuple[float, float]


def kendall(values: Sequence[float]) -> tuple[int, float]:
    """Mann–Kendall: pairs that rise less pairs that fall, and the two-sided probability of so many.

    Exact where no two values are equal (up to fifty); else normal with Kendall's correction for ties and
    one pair's correction for continuity.
    """
    score = _score(values)
    if len(set(values)) == len(values) <= _EXACT_UP_TO:
        return score, _exact(len(values), score)
    return score, _normal(score, _variance(values))


def seasonal_kendall(seasons: Sequence[Sequence[float]]) -> tuple[int, float]:
    """The same over seasons: only values of the same season are compared, and the scores are added."""
    score = sum(map(_score, seasons))
    return score, _normal(score, math.fsum(map(_variance, seasons)))


def slope(points: Sequence[_Point]) -> float:
    """Sen's slope: the median of the slopes between all pairs of points (time, value). At least two."""
    return median((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2))


def seasonal_slope(seasons: Sequence[Sequence[_Point]]) -> float:
    """Sen's slope between points of the same season only."""
    return median((b[1] - a[1]) / (b[0] - a[0]) for points in seasons for a, b in combinations(points, 2))


def _score(values: Sequence[float]) -> int:
    return sum((b > a) - (b < a) for a, b in combinations(values, 2))


def _variance(values: Sequence[float]) -> float:
    size = len(values)
    tied = [values.count(each) for each in set(values)]
    return (_weight(size) - sum(map(_weight, tied))) / 18


def _weight(size: int) -> float:
    return size * (size - 1) * (2 * size + 5)


def _normal(score: int, variance: float) -> float:
    nearer = abs(score) - 1
    return two_sided_normal(nearer / math.sqrt(variance)) if nearer > 0 and variance > 0 else 1.0


def _exact(size: int, score: int) -> float:
    """The share of all orders of so many values with at least this score, either way."""
    ways = _orders(size)
    pairs = size * (size - 1) // 2
    inversions = (pairs - abs(score)) // 2
    tail = sum(count for swaps, count in ways.items() if swaps <= inversions)
    return min(1.0, 2 * tail / math.factorial(size))


@cache
def _orders(size: int) -> Mapping[int, int]:
    """How many orders of so many values have each number of inversions."""
    if size < 2:
        return {0: 1}
    counted: dict[int, int] = {}
    for swaps, count in _orders(size - 1).items():
        for more in range(size):
            counted[swaps + more] = counted.get(swaps + more, 0) + count
    return counted
