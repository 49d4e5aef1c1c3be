"""The latest figure against its target, on unrounded values."""

from __future__ import annotations

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Better, Fact, Indicator, TargetKind, Unit


@measure("target", order=8)
def target(workings: Workings) -> Found:
    """`target`, and `gap` with the tag `target`: met, exactly, near or missed."""
    aim, latest = workings.target, workings.role("latest")
    if aim is None:
        return Found()
    if latest is None:
        return Found({"target": aim})
    return Found({"target": aim, "gap": _gap(latest, aim, workings.indicator)})


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
