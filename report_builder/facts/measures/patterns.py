"""What a series shows over time: control limits, trend, streak, extreme, levelling (rule book, section 8).

Only discrete figures since the last series break are looked at: the months of rolling totals overlap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.chance import is_material, materiality, rule, tested
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.regimes import comparable
from report_builder.facts.signals import around, known_of, signal_of, since
from report_builder.facts.statistics import control
from report_builder.facts.trend import trend_of
from report_builder.model import Fact, Indicator, Status, Unit
from report_builder.wording import rounded

_YEAR = 12
_UNSURE = (Status.ESTIMATED.value, Status.PROVISIONAL.value, Status.UNRELIABLE.value)
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
        roles |= around(signal, points, workings)
    if trend := roles.get("trend"):
        roles["trend.since"] = since(trend.parts[1], "trend")
    if _is_stable(points, roles, workings):
        season = {"season": "yes" if workings.indicator.may_be_seasonal else "no"}
        known = known_of(points)
        roles["stable"] = derived(
            "stable", "stable", Unit.TEXT, (known[-1], *known[:-1]), named="stable", tags=season
        )
        roles["stable.since"] = since(known[0], "stable")
    return Found(roles)


def _unbroken(points: Sequence[Fact]) -> list[Fact]:
    """The figures since the last gap, which end with the latest."""
    kept: list[Fact] = []
    for each in reversed(points):
        if not each.known:
            break
        kept.append(each)
    return kept[::-1]


def _shown(fact: Fact) -> float:
    return rounded(number(fact), fact.decimals)


# ------------------------------------------------------------------------- streaks and extremes


def _streak(points: Sequence[Fact], workings: Workings) -> Fact | None:
    """How many changes in a row went the same way, each seen in the printed figures."""
    known = _unbroken(points)
    if workings.indicator.may_be_seasonal:
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
    if workings.indicator.may_be_seasonal:
        wanted = max(4, wanted // 2)
    if per_year == 1:
        wanted = workings.rules.stable_from_years
    earlier = _unbroken(alike)[:-1]
    is_whole = len(earlier) == len(alike) - 1
    for side, sign in (("lowest", 1), ("highest", -1)):
        steps = next(
            (i for i, each in enumerate(reversed(earlier)) if sign * _shown(each) <= sign * _shown(latest)),
            None,
        )
        looked_back = len(earlier) if steps is None else steps + 1
        if looked_back < wanted or (steps is None and not is_whole):
            continue
        other = earlier[0] if steps is None else earlier[-1 - steps]
        how = "ever" if steps is None else "tie" if _shown(other) == _shown(latest) else "since"
        tags = {
            "side": side,
            "extent": how,
            "season": "yes" if workings.indicator.may_be_seasonal else "no",
        }
        parts = (latest, other, rule(workings.rules, "extreme_from_figures"))
        found = derived("extreme", number(latest), latest.unit, parts, named=f"{side} since", tags=tags)
        return replace(found, period=other.period)
    return None


def _are_alike(each: Fact, latest: Fact, indicator: Indicator) -> bool:
    """Whether a figure may be set beside the latest: where there is a season, of the same part of it."""
    if not indicator.may_be_seasonal or each.period is None or latest.period is None:
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
    known = known_of(points)
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
    "signal": signal_of,
    "trend": trend_of,
    "streak": _streak,
    "extreme": _extreme,
    "levelled": _levelled,
}
