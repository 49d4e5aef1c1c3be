"""Tails of the distributions that the tests rest on."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from statistics import NormalDist

_NEGLIGIBLE = 1e-18
_SAME = 1 + 1e-7  # outcomes this close in probability count as equally likely
_STEPS = 10_000
_TINY = 1e-300


def quantile(share: float) -> float:
    """The value below which this share of a standard normal lies, as 1.96 for 0.975."""
    return NormalDist().inv_cdf(share)


def two_sided_normal(z: float) -> float:
    """The probability of a standard normal at least this far from 0."""
    return math.erfc(abs(z) / math.sqrt(2))


def two_sided_t(t: float, freedom: float) -> float:
    """The probability of Student's t at least this far from 0; degrees of freedom need not be whole."""
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz's method)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    log_front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    return math.exp(log_front) / a / _continued(_beta_terms(a, b, x))


def _beta_terms(a: float, b: float, x: float) -> Iterator[float]:
    for m in range(_STEPS):
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        k = m + 1
        yield k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k))


def _continued(terms: Iterator[float]) -> float:
    """1 + t1/(1 + t2/(1 + …))."""
    value = above = 1.0
    below = 0.0
    for term in terms:
        below = 1 / ((1 + term * below) or _TINY)
        above = (1 + term / above) or _TINY
        value *= above * below
        if abs(above * below - 1) < 1e-16:
            break
    return value


# ------------------------------------------------------------------------------ counted outcomes


def two_sided_binomial(count: int, trials: int, share: float) -> float:
    """The probability of a count no likelier than this one, of so many trials with this share.

    The two-sided exact test that adds up every outcome at most as likely as the one observed.
    """
    if not 0 < share < 1 or not 0 <= count <= trials:
        raise ValueError("a share lies between 0 and 1, and a count between 0 and the trials")
    odds = share / (1 - share)
    at = _log_binomial(count, trials, share)
    mode = min(math.floor((trials + 1) * share), trials)
    if at >= _log_binomial(mode, trials, share) - math.log(_SAME):
        return 1.0

    def up(k: int) -> float:
        return (trials - k) / (k + 1) * odds

    def down(k: int) -> float:
        return k / (trials - k + 1) / odds

    def is_as_rare(k: int) -> bool:
        return _log_binomial(k, trials, share) <= at + math.log(_SAME)

    if count < mode:
        other = _first(is_as_rare, mode, trials + 1)
        far = _run(_log_binomial(other, trials, share), other, trials, 1, up) if other <= trials else 0.0
        return min(1.0, _run(at, count, 0, -1, down) + far)
    other = -_first(lambda k: is_as_rare(-k), -mode, 1)
    far = _run(_log_binomial(other, trials, share), other, 0, -1, down) if other >= 0 else 0.0
    return min(1.0, _run(at, count, trials, 1, up) + far)


def _log_binomial(count: int, trials: int, share: float) -> float:
    ways = math.lgamma(trials + 1) - math.lgamma(count + 1) - math.lgamma(trials - count + 1)
    return ways + count * math.log(share) + (trials - count) * math.log1p(-share)


def _first(holds: Callable[[int], bool], start: int, stop: int) -> int:
    """The first whole number from `start` on for which it holds; `stop` where it holds for none."""
    while start < stop:
        middle = (start + stop) // 2
        start, stop = (start, middle) if holds(middle) else (middle + 1, stop)
    return start


def _run(log_first: float, start: int, last: int, step: int, ratio: Callable[[int], float]) -> float:
    """The sum of probabilities from one outcome outwards; each follows from the one before it."""
    if (last - start) * step < 0:
        return 0.0
    term = total = math.exp(log_first)
    for k in range(start, last, step):
        term *= ratio(k)
        total += term
        if term < _NEGLIGIBLE * total:
            break
    return total


def poisson_at_most(count: int, mean: float) -> float:
    """The probability of at most this count where so many are expected."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if count > mean:
        return 1 - poisson_at_least(count + 1, mean)
    term = total = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    for k in range(count, 0, -1):
        term *= k / mean
        total += term
        if term < _NEGLIGIBLE * total:
            break
    return min(1.0, total)


def poisson_at_least(count: int, mean: float) -> float:
    """The probability of at least this count where so many are expected."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return 1 - poisson_at_most(count - 1, mean)
    term = total = math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
    for k in range(count + 1, count + _STEPS * 100):
        term *= mean / k
        total += term
        if term < _NEGLIGIBLE * total:
            break
    return min(1.0, total)


def two_sided_hypergeometric(count: int, drawn: int, marked: int, everything: int) -> float:
    """The probability of a count no likelier than this one, of `marked` among `drawn` of `everything`."""
    low, high = max(0, drawn + marked - everything), min(drawn, marked)
    logs = [_log_ways(marked, k) + _log_ways(everything - marked, drawn - k) for k in range(low, high + 1)]
    whole = _log_ways(everything, drawn)
    at = logs[count - low] + math.log(_SAME)
    return min(1.0, math.fsum(math.exp(each - whole) for each in logs if each <= at))


def _log_ways(of: int, chosen: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(chosen + 1) - math.lgamma(of - chosen + 1)
