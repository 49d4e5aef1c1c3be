"""A trend over a series: Mann–Kendall and Sen's slope, said only while the newest figures go with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.chance import materiality, rule
from report_builder.facts.measures import Workings
from report_builder.facts.signals import known_of
from report_builder.facts.statistics import trends
from report_builder.model import Fact, Status, Unit

_YEAR = 12
_NEWEST = 3


def trend_of(points: Sequence[Fact], workings: Workings) -> Fact | None:
    """Sen's slope a year, where Mann–Kendall finds a trend and the change over the window matters."""
    found = _slope(points, workings)
    if found is None:
        return None
    known, slope, probability = found
    if _is_turning(known, slope, workings):
        return None
    again = _slope(points[:-1], workings)
    is_old = again is not None and (again[1] > 0) == (slope > 0) and again[0][0] is known[0]
    tags = {
        "way": "up" if slope > 0 else "down",
        "again": "yes" if is_old else "no",
        "probability": f"{probability:.4g}",
        "season": "yes" if workings.indicator.may_be_seasonal else "no",
    }
    unit = Unit.POINTS if workings.indicator.is_percentage else Unit.NUMBER
    decimals = known[-1].decimals if abs(slope) >= 1 or known[-1].decimals else 1
    decimals += 1 if workings.indicator.is_percentage and abs(slope) < 10.0**-decimals else 0
    parts = (known[-1], *known[:-1], rule(workings.rules, "trend_below_percent"))
    return derived("trend", slope, unit, parts, named="trend", decimals=decimals, tags=tags)


def _is_turning(known: Sequence[Fact], slope: float, workings: Workings) -> bool:
    """Whether the newest figures run against a trend: two steps in a row, or a change that is seen."""
    steps = [number(b) - number(a) for a, b in pairwise(known[-_NEWEST:])]
    change, test = workings.role("base.change"), workings.role("base.test")
    way = "up" if slope > 0 else "down"
    is_seen = change and test and change.tags["way"] != way and test.tags["claim"] == "moved"
    return bool(is_seen) or all(step * slope < 0 for step in steps)


def _slope(points: Sequence[Fact], workings: Workings) -> tuple[list[Fact], float, float] | None:
    known, rules, indicator = known_of(points), workings.rules, workings.indicator
    if not known or any(each.tags.get("status") == Status.ESTIMATED for each in known):
        return None
    placed = [(each.period.last, number(each)) for each in known if each.period]
    if indicator.may_be_seasonal:
        by_season: dict[int, list[tuple[float, float]]] = {}
        for at, value in placed:
            by_season.setdefault(at % _YEAR, []).append((at / _YEAR, value))
        seasons = list(by_season.values())
        if len(known) < rules.trend_from_seasons * _YEAR / indicator.months:
            return None
        _, probability = trends.seasonal_kendall([[value for _, value in each] for each in seasons])
        slope = trends.seasonal_slope(seasons)
    else:
        least = rules.trend_from_years if indicator.months == _YEAR else rules.trend_from_figures
        if len(known) < max(least, 2):
            return None
        _, probability = trends.kendall([value for _, value in placed])
        slope = trends.slope([(at / _YEAR, value) for at, value in placed])
    window = (placed[-1][0] - placed[0][0]) / _YEAR
    middle = sorted(value for _, value in placed)[len(placed) // 2]
    moved = abs(slope) * window
    least_change = materiality(indicator, rules)
    if least_change.unit is Unit.PERCENT:
        moved = 100 * moved / abs(middle) if middle else 0.0
    if 100 * probability >= rules.trend_below_percent or not slope or moved < number(least_change):
        return None
    return known, slope, probability
