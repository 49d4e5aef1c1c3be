"""Signals of a control chart (XmR): the rule that the latest figure breaks, and what it is told with."""

from __future__ import annotations

import math
from collections.abc import Sequence

from report_builder.facts.arithmetic import derived, number
from report_builder.facts.chance import rule
from report_builder.facts.measures import Workings
from report_builder.facts.statistics import control
from report_builder.model import Fact, Indicator, Kind, Unit

_TRIAL_FROM = 6


def known_of(points: Sequence[Fact]) -> list[Fact]:
    """The figures of a series without the gaps between them."""
    return [each for each in points if each.known]


def since(first: Fact, what: str) -> Fact:
    """The period that something has been so since."""
    return derived("named", str(first.period), Unit.PERIOD, (first,), named=f"{what} since")


def signal_of(points: Sequence[Fact], workings: Workings) -> Fact | None:
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
    known, rules = known_of(points), workings.rules
    has_season = workings.indicator.months == 1 and workings.indicator.may_be_seasonal
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


def around(signal: Fact, points: Sequence[Fact], workings: Workings) -> dict[str, Fact]:
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
    roles["signal.since"] = since(known[0], "signal")
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
