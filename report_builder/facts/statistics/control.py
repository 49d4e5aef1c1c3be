"""Control charts of individual values and moving ranges (XmR), and funnel limits.

Sources: Shewhart (1931) and Wheeler (1993) for the limits; the four rules are those of NHS England's Making
Data Count; Spiegelhalter (2005) for funnel limits and their over-dispersion.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from report_builder.facts.statistics.distributions import poisson_at_least, poisson_at_most, quantile

_OUTER = 2 / 3
_WINSORISED = 0.1


@dataclass(frozen=True, slots=True)
class Limits:
    """The centre of a series and its natural process limits."""

    centre: float
    low: float
    high: float


def limits(values: Sequence[float], scale: float = 2.66) -> Limits:
    """The mean, less and plus `scale` times the mean moving range. At least two values."""
    centre = math.fsum(values) / len(values)
    moving = math.fsum(abs(b - a) for a, b in pairwise(values)) / (len(values) - 1)
    return Limits(centre, centre - scale * moving, centre + scale * moving)


def signal(values: Sequence[float], held: Limits, run: int = 7, rise: int = 7) -> tuple[str, str]:
    """The first rule that the latest value breaks, and which way: ("outside", "up"); ("", "") where none.

    `shift`: a run of `run` values on one side of the centre; `outside` the limits; `trend`: `rise` values,
    each above (below) the one before; `outer third`: two of the last three beyond two thirds of the way to
    a limit, the latest among them.
    """
    for way, sign in (("up", 1), ("down", -1)):
        turned = [sign * (each - held.centre) for each in values]
        reach = sign * ((held.high if sign > 0 else held.low) - held.centre)
        if len(turned) >= run and min(turned[-run:]) > 0:
            return "shift", way
        if turned[-1] > reach:
            return "outside", way
        if len(turned) >= rise and all(b > a for a, b in pairwise(turned[-rise:])):
            return "trend", way
        if turned[-1] > _OUTER * reach and sum(each > _OUTER * reach for each in turned[-3:]) >= 2:
            return "outer third", way
    return "", ""


# --------------------------------------------------------------------------------- funnels


def funnel_tail(count: int, expected: float) -> float:
    """The two-sided probability of a count as far from what is expected: twice the smaller tail."""
    return min(1.0, 2 * min(poisson_at_most(count, expected), poisson_at_least(count, expected)))


def funnel_score(count: float, expected: float) -> float:
    """How many standard errors a count lies from what is expected, on the scale of square roots."""
    return 2 * (math.sqrt(count) - math.sqrt(expected))


def funnel_dispersion(scores: Sequence[float]) -> float:
    """How much more areas differ than by chance alone: the mean square of scores, the outermost drawn in.

    Scores beyond the tenth and ninetieth percentile count as these (winsorised).
    """
    ordered = sorted(scores)
    low, high = _percentile(ordered, _WINSORISED), _percentile(ordered, 1 - _WINSORISED)
    return math.fsum(min(max(each, low), high) ** 2 for each in ordered) / len(ordered)


def _percentile(ordered: Sequence[float], share: float) -> float:
    at = share * (len(ordered) - 1)
    below = math.floor(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def funnel_limits(expected: float, tail: float, dispersion: float = 1.0) -> tuple[float, float]:
    """The least and the greatest count that is no further from what is expected than chance allows.

    Without over-dispersion whole counts, by `funnel_tail`; with it on the scale of square roots.
    """
    spread = quantile(1 - tail / 2) * math.sqrt(max(dispersion, 1.0)) / 2
    centre = math.sqrt(expected)
    low, high = max(0.0, centre - spread) ** 2, (centre + spread) ** 2
    if dispersion > 1:
        return low, high
    return _whole(low, expected, tail, -1), _whole(high, expected, tail, 1)


def _whole(near: float, expected: float, tail: float, outwards: int) -> float:
    """The last count outwards that is within the limits, looked for from one that is near."""
    count = max(0, round(near))
    while funnel_tail(count, expected) < tail:
        count -= outwards
    while count + outwards >= 0 and funnel_tail(count + outwards, expected) >= tail:
        count += outwards
    return float(count)
