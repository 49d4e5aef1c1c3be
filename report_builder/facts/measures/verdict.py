"""The direction of an indicator: its leading change set against the direction that is better.

This is arithmetic, and no judgement of whether the change is more than chance.
"""

from __future__ import annotations

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.measures import Found, Workings, measure
from report_builder.model import Better, Fact, Indicator, Unit

DIRECTIONS = ("better", "worse", "same", "changed", "not compared")


@measure("direction", order=9)
def direction(workings: Workings) -> Found:
    """`direction`: better, worse, same, changed (where neither way is better) or not compared."""
    latest, change = workings.role("latest"), workings.role("base.change")
    due = workings.role("missing")
    if due is not None or latest is None or change is None:
        rests_on = tuple(fact for fact in (latest, due) if fact)
        return Found({"direction": _direction("not compared", rests_on)}) if rests_on else Found()
    verdict = _verdict(workings.indicator, change, latest, workings.role("base"))
    return Found({"direction": _direction(verdict, (change,), _within(workings.indicator, latest))})


def _direction(verdict: str, parts: tuple[Fact, ...], tags: dict[str, str] | None = None) -> Fact:
    return derived("direction", verdict, Unit.TEXT, parts, tags={"direction": verdict, **(tags or {})})


def _within(indicator: Indicator, latest: Fact) -> dict[str, str]:
    """Where a figure stands to the range it is expected in, as a tag; none where no range is set."""
    if indicator.better is not Better.RANGE or indicator.low is None or indicator.high is None:
        return {}
    value = number(latest)
    place = "below" if value < indicator.low else "above" if value > indicator.high else "inside"
    return {"within": place}


def _verdict(indicator: Indicator, change: Fact, latest: Fact, base: Fact | None) -> str:
    way = change.tags["way"]
    if way == "same":
        return "same"
    if indicator.better is Better.RANGE and base is not None:
        return _in_range(indicator, number(latest), number(base))
    if indicator.better in (Better.LOWER, Better.HIGHER):
        return "better" if (way == "down") == (indicator.better is Better.LOWER) else "worse"
    return "changed"


def _in_range(indicator: Indicator, now: float, before: float) -> str:
    low = indicator.low if indicator.low is not None else float("-inf")
    high = indicator.high if indicator.high is not None else float("inf")
    inside, was = low <= now <= high, low <= before <= high
    return "changed" if inside == was else "better" if inside else "worse"
