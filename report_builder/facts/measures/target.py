"""The latest figure against its target, on unrounded values."""

from __future__ import annotations

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Better, Fact, Indicator, TargetKind, Unit
from report_builder.periods import Span

_YEAR = 12


@measure("target", order=8)
def target(workings: Workings) -> Found:
    """`target`, and `gap` with the tag `target`: met, exactly, near or missed.

    A range has its two ends in place of the one target. A figure of part of a year is not held
    against a target for the year.
    """
    latest, indicator = workings.role("latest"), workings.indicator
    ends = [end for name in ("low", "high") if (end := workings.role(name))]
    if indicator.target_kind is TargetKind.RANGE and len(ends) > 1:
        judged = latest is not None and not _is_part_of_a_year(latest)
        return Found({"gap": _outside(latest, ends[0], ends[1], indicator)} if latest and judged else {})
    aim = workings.target
    if aim is None:
        return Found()
    if latest is None or _is_part_of_a_year(latest):
        return Found({"target": aim})
    return Found({"target": aim, "gap": _gap(latest, aim, indicator)})


def _is_part_of_a_year(latest: Fact) -> bool:
    period = latest.period
    return period is not None and period.span is Span.TO_DATE and period.months < _YEAR


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


def _gap(latest: Fact, aim: Fact, indicator: Indicator) -> Fact:
    gap = number(latest) - number(aim)
    short = gap if _is_ceiling(indicator) else -gap
    tolerance = indicator.tolerance or 0
    status = "exactly" if not gap else "met" if short < 0 else "near" if short <= tolerance else "missed"
    unit = Unit.POINTS if indicator.is_percentage else latest.unit
    tags = {"target": status, "side": "above" if gap > 0 else "below"}
    return derived("gap", gap, unit, (latest, aim), tags={**tags, "status": aim.tags["status"]})


def _is_ceiling(indicator: Indicator) -> bool:
    """Whether a figure meets its target by being at or below it."""
    if indicator.target_kind in (TargetKind.AT_MOST, TargetKind.AT_LEAST):
        return indicator.target_kind is TargetKind.AT_MOST
    return indicator.better is not Better.HIGHER
