"""What a series shows over time: control limits, trend, streak, extreme, levelling (rule book, section 8).

Only discrete figures since the last series break are looked at: the months of rolling totals overlap.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.chance import comparable, is_material, materiality, rule, tested
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.statistics import control, trends
from report_builder.model import Fact, Indicator, Kind, Seasonal, Status, Unit
from report_builder.wording import rounded

_YEAR = 12
_UNSURE = (Status.ESTIMATED.value, Status.PROVISIONAL.value, Status.UNRELIABLE.value)
_TRIAL_FROM = 6
_LEVEL_FOR = 3
_ROSE_FOR = 4


@measure("patterns", order=7)
def patterns(workings: Workings) -> Found:
    """`signal`, `trend`, `streak`, `extreme`, `levelled` and `stable`, each only where its rule holds."""
    latest = workings.role("latest")
    if latest is None:
        return Found()
    points = comparable(workings, latest)
    if not points:
        return Found()
    roles: dict[str, Fact] = {}
    for name, find in _FINDERS.items():
        if found := find(points, workings):
            roles[name] = found
    if signal := roles.get("signal"):
        roles |= _around(signal, points, workings)
    if trend := roles.get("trend"):
        roles["trend.since"] = _since(trend.parts[1], "trend")
    if _is_stable(points, roles, workings):
        season = {"season": "yes" if _is_seasonal(workings.indicator) else "no"}
        known = _known(points)
        roles["stable"] = derived(
            "stable", "stable", Unit.TEXT, (known[-1], *known[:-1]), named="stable", tags=season
        )
        roles["stable.since"] = _since(_known(points)[0], "stable")
    return Found(roles)


def _known(points: Sequence[Fact]) -> list[Fact]:
    return [each for each in points if each.known]


def _unbroken(points: Sequence[Fact]) -> list[Fact]:
    """The figures since the last gap, which end with the latest."""
    kept: list[Fact] = []
    for each in reversed(points):
        if not each.known:
            break
        kept.append(each)
    return kept[::-1]


def _since(first: Fact, what: str) -> Fact:
    """The period that something has been so since."""
    return derived("named", str(first.period), Unit.PERIOD, (first,), named=f"{what} since")


def _shown(fact: Fact) -> float:
    return rounded(number(fact), fact.decimals)


# ---------------------------------------------------------------------------- control limits


def _signal(points: Sequence[Fact], workings: Workings) -> Fact | None:
    """The rule of a control chart that the latest figure breaks; its tags say which, and which way."""
    found = _control(points, workings)
    if found is None:
        return None
    known, limits, is_trial = found
    run = int(workings.rules.control_run)
    name, way = control.signal([number(each) for each in known], limits, run, run)
    if not name or (is_trial and name != "outside"):
        return None
    tags = {"rule": name, "way": way, "trial": "yes" if is_trial else "no"}
    limit_rules = (rule(workings.rules, "control_spread"), rule(workings.rules, "control_run"))
    parts = (known[-1], *known[:-1], *limit_rules)
    return derived("control chart", name, Unit.TEXT, parts, named="signal", tags=tags)


def _control(points: Sequence[Fact], workings: Workings) -> tuple[list[Fact], control.Limits, bool] | None:
    """The figures, their limits, and whether these are trial limits; None where there may be none.

    None for small counts, and for months whose season is not ruled out: a season is then a run.
    """
    known, rules = _known(points), workings.rules
    has_season = workings.indicator.months == 1 and workings.indicator.seasonal is not Seasonal.NO
    if len(known) < _TRIAL_FROM or has_season:
        return None
    values = [number(each) for each in known]
    if (
        workings.indicator.kind is Kind.COUNT
        and math.fsum(values) / len(values) < rules.control_smallest_mean
    ):
        return None
    limits = control.limits(values, rules.control_spread)
    return known, limits, len(known) < rules.control_from_figures


def _around(signal: Fact, points: Sequence[Fact], workings: Workings) -> dict[str, Fact]:
    """What a signal is told with: the limits; for a shift the mean before it, and how long it has lasted."""
    found = _control(points, workings)
    assert found is not None  # noqa: S101  there was a signal
    known, limits, _ = found
    ends = {"low": limits.low, "high": limits.high, "centre": limits.centre}
    kept = _unit_of(workings.indicator)
    roles = {
        f"signal.{name}": derived(
            "control limit",
            max(value, 0.0) if not workings.indicator.can_be_negative else value,
            kept,
            (known[-1], *known[:-1]),
            named=f"control {name}",
            decimals=known[-1].decimals if workings.indicator.kind is not Kind.COUNT else 0,
            tags={"limit": name},
        )
        for name, value in ends.items()
    }
    if signal.tags["rule"] == "shift":
        roles |= _run_of(signal, known, limits)
    roles["signal.since"] = _since(known[0], "signal")
    return roles


def _run_of(signal: Fact, known: Sequence[Fact], limits: control.Limits) -> dict[str, Fact]:
    sign = 1 if signal.tags["way"] == "up" else -1
    length = 0
    for each in reversed(known):
        if sign * (number(each) - limits.centre) <= 0:
            break
        length += 1
    run, before = known[-length:], known[:-length]
    if not before:
        return {}
    mean = math.fsum(map(number, before)) / len(before)
    return {
        "run": derived("number of figures", length, Unit.COUNT, run[::-1], named="run", decimals=0),
        "run.mean": derived(
            "mean", mean, known[-1].unit, before, named="mean before the run", decimals=known[-1].decimals
        ),
        "run.from": before[0],
        "run.to": before[-1],
    }


def _unit_of(indicator: Indicator) -> Unit:
    return Unit.PERCENT if indicator.is_percentage else Unit.NUMBER


# ------------------------------------------------------------------------------------- trend


def _trend(points: Sequence[Fact], workings: Workings) -> Fact | None:
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
        "season": "yes" if _is_seasonal(workings.indicator) else "no",
    }
    unit = Unit.POINTS if workings.indicator.is_percentage else Unit.NUMBER
    decimals = known[-1].decimals if abs(slope) >= 1 or known[-1].decimals else 1
    decimals += 1 if workings.indicator.is_percentage and abs(slope) < 10.0**-decimals else 0
    parts = (known[-1], *known[:-1], rule(workings.rules, "trend_below_percent"))
    return derived("trend", slope, unit, parts, named="trend", decimals=decimals, tags=tags)


def _is_turning(known: Sequence[Fact], slope: float, workings: Workings) -> bool:
    """Whether the newest figures run against a trend: two steps in a row, or a change that is seen."""
    steps = [number(b) - number(a) for a, b in pairwise(known[-_LEVEL_FOR:])]
    change, test = workings.role("base.change"), workings.role("base.test")
    way = "up" if slope > 0 else "down"
    is_seen = change and test and change.tags["way"] != way and test.tags["claim"] == "moved"
    return bool(is_seen) or all(step * slope < 0 for step in steps)


def _slope(points: Sequence[Fact], workings: Workings) -> tuple[list[Fact], float, float] | None:
    known, rules, indicator = _known(points), workings.rules, workings.indicator
    if not known or any(each.tags.get("status") == Status.ESTIMATED for each in known):
        return None
    placed = [(each.period.last, number(each)) for each in known if each.period]
    if _is_seasonal(indicator):
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
    least_change = number(materiality(indicator, rules))
    if materiality(indicator, rules).unit is Unit.PERCENT:
        moved = 100 * moved / abs(middle) if middle else 0.0
    if 100 * probability >= rules.trend_below_percent or not slope or moved < least_change:
        return None
    return known, slope, probability


def _is_seasonal(indicator: Indicator) -> bool:
    return indicator.months < _YEAR and indicator.seasonal is not Seasonal.NO


# ------------------------------------------------------------------------- streaks and extremes


def _streak(points: Sequence[Fact], workings: Workings) -> Fact | None:
    """How many changes in a row went the same way, each seen in the printed figures."""
    known = _unbroken(points)
    if _is_seasonal(workings.indicator):
        return None
    steps = [(a, b, _shown(b) - _shown(a)) for a, b in pairwise(known)]
    run = []
    for a, b, step in reversed(steps):
        if not step or step * steps[-1][2] < 0:
            break
        run.append((a, b))
    if len(run) < workings.rules.streak_from_changes or len(run) < 2:
        return None
    parts = (known[-1], *[each[0] for each in run], rule(workings.rules, "streak_from_changes"))
    way = "up" if steps[-1][2] > 0 else "down"
    lead = workings.role("base.change")
    if lead and lead.tags["way"] != way:
        return None  # "a 14% increase on last year: the third fall" is two things at once
    return derived("streak", len(run), Unit.ORDINAL, parts, named="streak", decimals=0, tags={"way": way})


def _extreme(points: Sequence[Fact], workings: Workings) -> Fact | None:
    """The earlier figure that the latest is the lowest or highest since: it is as far out, or farther.

    Where none is, the first of the series. Printed figures are compared, so that ties are ties. Nothing
    where a figure in between is hidden or missing, or where the latest may still be revised.
    """
    latest = points[-1]
    if latest.tags.get("status") in _UNSURE or not latest.known:
        return None
    alike = [each for each in points if _are_alike(each, latest, workings.indicator)]
    per_year = _YEAR // workings.indicator.months
    wanted = workings.rules.extreme_from_figures
    if _is_seasonal(workings.indicator):
        wanted = max(4, wanted // 2)
    if per_year == 1:
        wanted = workings.rules.stable_from_years
    earlier = _unbroken(alike)[:-1]
    is_whole = len(earlier) == len(alike) - 1
    for side, sign in (("lowest", 1), ("highest", -1)):
        since = next(
            (i for i, each in enumerate(reversed(earlier)) if sign * _shown(each) <= sign * _shown(latest)),
            None,
        )
        looked_back = len(earlier) if since is None else since + 1
        if looked_back < wanted or (since is None and not is_whole):
            continue
        other = earlier[0] if since is None else earlier[-1 - since]
        how = "ever" if since is None else "tie" if _shown(other) == _shown(latest) else "since"
        tags = {
            "side": side,
            "extent": how,
            "season": "yes" if _is_seasonal(workings.indicator) else "no",
        }
        parts = (latest, other, rule(workings.rules, "extreme_from_figures"))
        found = derived("extreme", number(latest), latest.unit, parts, named=f"{side} since", tags=tags)
        return replace(found, period=other.period)
    return None


def _are_alike(each: Fact, latest: Fact, indicator: Indicator) -> bool:
    """Whether a figure may be set beside the latest: where there is a season, of the same part of it."""
    if not _is_seasonal(indicator) or each.period is None or latest.period is None:
        return True
    return (latest.period.last - each.period.last) % _YEAR == 0


# ------------------------------------------------------------------------- levelling and stability


def _levelled(points: Sequence[Fact], workings: Workings) -> Fact | None:
    """The first of at least three figures close to the year before, after a year of clear change.

    The value is the earlier figure's; the tag `way` says which way it had been moving.
    """
    months = workings.indicator.months
    if months == _YEAR:
        return None
    by_period = {each.period: each for each in points if each.known}
    moves = []
    for each in reversed(points):
        before = by_period.get(each.period.year_before()) if each.period else None
        if not each.known or before is None:
            break
        moves.append((each, before))
    least = number(materiality(workings.indicator, workings.rules))
    level = 0
    while level < len(moves) and _is_level(*moves[level], workings, least):
        level += 1
    rose = moves[level : level + _ROSE_FOR]
    if level < _LEVEL_FOR or len(rose) < _ROSE_FOR:
        return None
    steps = [number(each) - number(before) for each, before in rose]
    same_way = all(step > 0 for step in steps) or all(step < 0 for step in steps)
    if not same_way or tested(*rose[0], workings).tags["strength"] != "clear":
        return None
    first = moves[level - 1][0]
    tags = {"way": "up" if steps[0] > 0 else "down"}
    parts = (first, *[each for pair in moves[: level + _ROSE_FOR] for each in pair])
    return derived("levelling", number(first), first.unit, parts, named="levelled off", tags=tags)


def _is_level(each: Fact, before: Fact, workings: Workings, least: float) -> bool:
    if is_material(each, before, workings.indicator, least):
        return False
    return tested(each, before, workings).tags["strength"] in ("none", "untested")


def _is_stable(points: Sequence[Fact], roles: dict[str, Fact], workings: Workings) -> bool:
    """Enough comparable figures, no signal in the last ones, no trend, and no change that matters."""
    rules, indicator = workings.rules, workings.indicator
    known = _known(points)
    is_annual = indicator.months == _YEAR
    if len(known) < (rules.stable_from_years if is_annual else rules.stable_from_figures):
        return False
    if "trend" in roles or not points[-1].known:
        return False
    base = workings.role("previous.test" if is_annual else "year_ago.test")
    lead = workings.role("base.test")
    for test in (base, lead):
        if test is None or test.tags["material"] == "yes" or test.tags["strength"] in ("likely", "clear"):
            return False
    values = [number(each) for each in known]
    limits = control.limits(values, rules.control_spread)
    run = int(rules.control_run)
    last = range(max(2, len(values) - run + 1), len(values) + 1)
    return not any(control.signal(values[:end], limits, run, run)[0] for end in last)


_FINDERS: dict[str, Callable[[Sequence[Fact], Workings], Fact | None]] = {
    "signal": _signal,
    "trend": _trend,
    "streak": _streak,
    "extreme": _extreme,
    "levelled": _levelled,
}
