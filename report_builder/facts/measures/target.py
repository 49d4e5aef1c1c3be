"""The latest figure against its target, on unrounded values (rule book, 10.1)."""

from __future__ import annotations

from dataclasses import replace

from report_builder.facts.arithmetic import derived, number, shown_decimals, typed
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.regimes import comparable
from report_builder.facts.signals import known_of
from report_builder.facts.statistics import control
from report_builder.model import Basis, Better, Fact, Indicator, Kind, TargetKind, Unit
from report_builder.periods import FINANCIAL_YEAR_START, Span
from report_builder.wording import rounded

_YEAR = 12
_MOST_DECIMALS = 6
_BEATEN_FOR = 4


@measure("target", order=8)
def target(workings: Workings) -> Found:
    """`target`, and `gap` with the tag `target`: met, exactly, near or missed.

    A range has its two ends in place of the one target, a reduction the earlier figure under
    `target.base`, a profile the figure of the period. A figure of part of a year is not held against a
    target for the year, nor an older figure where that of the period is missing. `narrowly` is the latest
    figure with as many decimals as tell it from its target.
    """
    indicator = workings.indicator
    latest = None if workings.role("missing") else workings.role("latest")
    roles = _tolerance(indicator)
    if indicator.target_kind is TargetKind.RANGE:
        return Found(roles | _of_a_range(workings, latest))
    if indicator.target_kind is TargetKind.REDUCTION:
        return Found(roles | _of_a_reduction(workings, latest))
    aim = _profiled(workings, latest) if indicator.target_kind is TargetKind.PROFILE else workings.target
    if aim is None:
        return Found()
    is_profile = indicator.target_kind is TargetKind.PROFILE
    roles |= {} if is_profile else _for_twelve_months(aim, indicator)
    if latest is None or (_is_part_of_a_year(latest) and not is_profile):
        return Found({**roles, "target": aim})
    gap = _gap(latest, aim, indicator)
    more = {**_assurance(workings, latest, aim), "beaten": _is_beaten(workings, latest, aim)}
    gap = replace(gap, tags={**gap.tags, **more})
    roles |= {"target": aim, "gap": gap}
    if gap.tags["target"] in ("near", "missed") and (closer := _told_apart(latest, aim)):
        roles["narrowly"] = closer
    return Found(roles)


def _for_twelve_months(aim: Fact, indicator: Indicator) -> dict[str, Fact]:
    """`rolling.target`: what a target for each period comes to over twelve months, for the rolling total."""
    is_added = indicator.kind is Kind.COUNT and indicator.basis is Basis.DISCRETE
    if not is_added or indicator.months >= _YEAR:
        return {}
    periods = _YEAR // indicator.months
    tags = {"periods": str(periods)}
    value = number(aim) * periods
    return {"rolling.target": derived("target for twelve months", value, aim.unit, (aim,), tags=tags)}


def _tolerance(indicator: Indicator) -> dict[str, Fact]:
    if not indicator.tolerance:
        return {}
    unit = Unit.POINTS if indicator.is_percentage else Unit.NUMBER
    decimals = max(indicator.decimals or 0, shown_decimals(indicator.tolerance))
    cell = indicator.cell("tolerance")
    return {
        "tolerance": typed(indicator, "tolerance", indicator.tolerance, unit, basis=cell, decimals=decimals)
    }


def _is_part_of_a_year(latest: Fact) -> bool:
    period = latest.period
    return period is not None and period.span is Span.TO_DATE and period.months < _YEAR


# ------------------------------------------------------------------------ range and reduction


def _of_a_range(workings: Workings, latest: Fact | None) -> dict[str, Fact]:
    ends = [end for name in ("low", "high") if (end := workings.role(name))]
    if len(ends) < 2 or latest is None or _is_part_of_a_year(latest):
        return {}
    return {"gap": _outside(latest, ends[0], ends[1], workings.indicator)}


def _outside(latest: Fact, low: Fact, high: Fact, indicator: Indicator) -> Fact:
    """How far a figure lies outside a range; 0 within it."""
    value = number(latest)
    end = low if value < number(low) else high
    inside = number(low) <= value <= number(high)
    gap = 0.0 if inside else value - number(end)
    near = abs(gap) <= (indicator.tolerance or 0)
    tags = {
        "target": "met" if inside else "near" if near else "missed",
        "side": "above" if gap > 0 else "below",
    }
    unit = Unit.POINTS if indicator.is_percentage else latest.unit
    return derived("distance from a range", gap, unit, (latest, low, high), named="gap", tags=tags)


def _of_a_reduction(workings: Workings, latest: Fact | None) -> dict[str, Fact]:
    """A reduction on an earlier figure: any, or by so many per cent."""
    indicator = workings.indicator
    if latest is None or latest.period is None:
        return {}
    wanted = indicator.target_period or latest.period.year_before()
    base = workings.subject[indicator.own_period(wanted)]
    if base is None or base.period is None or base.period.months != latest.period.months:
        return {}
    cut = indicator.target or 0.0
    gap = number(latest) - number(base) * (1 - cut / 100)
    is_met = gap <= 0 if cut else gap < 0
    lead = workings.role("base")
    tags = {
        "target": "met" if is_met else "missed",
        "side": "above" if gap > 0 else "below",
        "led": "yes" if lead and lead.period == base.period and not cut else "no",
    }
    roles = {"target.base": base}
    parts: tuple[Fact, ...] = (latest, base)
    if cut:
        cell = indicator.cell("target")
        roles["target.cut"] = typed(
            indicator, "target", cut, Unit.PERCENT, basis=cell, decimals=shown_decimals(cut)
        )
        parts += (roles["target.cut"],)
    unit = Unit.POINTS if indicator.is_percentage else latest.unit
    return {**roles, "gap": derived("gap to a reduction", gap, unit, parts, named="gap", tags=tags)}


# -------------------------------------------------------------------------------------- levels


def _profiled(workings: Workings, latest: Fact | None) -> Fact | None:
    """The figure of the profile for the period: the first is that of the year's first period."""
    indicator = workings.indicator
    if latest is None or latest.period is None or not indicator.profile:
        return None
    step = indicator.frequency.months
    place = (latest.period.last - FINANCIAL_YEAR_START + 1) % _YEAR // step
    if place >= len(indicator.profile):
        return None
    unit = Unit.PERCENT if indicator.is_percentage else latest.unit
    value, cell = indicator.profile[place], indicator.cell("profile")
    return typed(indicator, f"profile {place + 1}", value, unit, basis=cell, decimals=latest.decimals)


def _gap(latest: Fact, aim: Fact, indicator: Indicator) -> Fact:
    gap = number(latest) - number(aim)
    short = gap if is_ceiling(indicator) else -gap
    tolerance = indicator.tolerance or 0
    status = "exactly" if not gap else "met" if short < 0 else "near" if short <= tolerance else "missed"
    unit = Unit.POINTS if indicator.is_percentage else latest.unit
    tags = {"target": status, "side": "above" if gap > 0 else "below"}
    return derived("gap", gap, unit, (latest, aim), tags={**tags, "status": aim.tags["status"]})


def is_ceiling(indicator: Indicator) -> bool:
    """Whether a figure meets its target by being at or below it."""
    if indicator.target_kind in (TargetKind.AT_MOST, TargetKind.AT_LEAST):
        return indicator.target_kind is TargetKind.AT_MOST
    return indicator.better is not Better.HIGHER


def _told_apart(latest: Fact, aim: Fact) -> Fact | None:
    """The latest figure with more decimals, where it is printed like the target that it misses."""
    decimals = max(latest.decimals, aim.decimals)
    if rounded(number(latest), decimals) != rounded(number(aim), decimals):
        return None
    while decimals < _MOST_DECIMALS and rounded(number(latest), decimals) == rounded(number(aim), decimals):
        decimals += 1
    return replace(latest, decimals=decimals)


def _is_beaten(workings: Workings, latest: Fact, aim: Fact) -> str:
    """'yes' where each of the last four periods has a figure that is better than the target."""
    newest = comparable(workings, latest)[-_BEATEN_FOR:]
    sign = -1 if is_ceiling(workings.indicator) else 1
    is_better = all(each.known and sign * (number(each) - number(aim)) > 0 for each in newest)
    return "yes" if len(newest) == _BEATEN_FOR and is_better else "no"


def _assurance(workings: Workings, latest: Fact, aim: Fact) -> dict[str, str]:
    """Whether chance alone may decide if the target is met: by the limits of twelve or more figures."""
    rules, indicator = workings.rules, workings.indicator
    known = known_of(comparable(workings, latest))
    if len(known) < rules.control_from_figures or indicator.basis is not Basis.DISCRETE:
        return {}
    limits = control.limits([number(each) for each in known], rules.control_spread)
    if limits.low <= number(aim) <= limits.high:
        return {"assurance": "by chance"}
    is_above = number(aim) > limits.high
    return {"assurance": "met" if is_above == is_ceiling(indicator) else "missed"}
