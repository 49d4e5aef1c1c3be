"""The latest figure, and the figure that was due but is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from report_builder import wording
from report_builder.facts.arithmetic import fact_id, number, shown_decimals, total, typed
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.series import guarded
from report_builder.model import Fact, Unit
from report_builder.periods import Period

CASE_SIZES = ("few", "some", "counted", "many", "unknown")
"""How many cases a percentage is of, from few up."""


@measure("latest", order=1)
def latest(workings: Workings) -> Found:
    """`latest`: the newest figure up to the report's period. `missing`: the one due, where there is none."""
    wanted = workings.indicator.own_period(workings.definition.settings.period)
    newest = workings.subject.newest(wanted)
    roles = {}
    if newest:
        roles["latest"] = newest
        for part in ("numerator", "denominator"):
            if case := workings.cases.get((newest.area, newest.period, part)):
                roles[part] = case
        size = case_size(roles.get("denominator"), workings)
        roles["latest"] = replace(newest, tags={**newest.tags, "cases": size})
    if newest is None or newest.period != wanted:
        due = workings.subject.values.get(wanted) or absent(workings, wanted)
        elsewhere = "no" if newest or not workings.elsewhere() else "yes"
        roles |= _missing(workings, replace(due, tags={**due.tags, "elsewhere": elsewhere}))
        roles |= _partial(workings, wanted)
    roles |= _small(workings, roles.get("missing"))
    return Found(roles, {"series": workings.subject.all()})


def _missing(workings: Workings, due: Fact) -> dict[str, Fact]:
    """`missing`, and where it was expected before the meeting `expected`, the day it should have come by.

    Today is the meeting date: the clock is never read.
    """
    days, indicator = workings.indicator.expected_by, workings.indicator
    if days is None or due.period is None:
        return {"missing": due}
    day = due.period.ends() + timedelta(days=days)
    if day >= workings.definition.settings.meeting_date:
        return {"missing": due}
    expected = Fact(
        id=fact_id(indicator.id, "", due.period, "expected by"),
        method="days after the period",
        value=wording.day(day),
        unit=Unit.TEXT,
        indicator=indicator.id,
        period=due.period,
        tags={"status": "final"},
        basis=indicator.cell("expected_by"),
    )
    return {"missing": due, "expected": expected}


def _small(workings: Workings, due: Fact | None) -> dict[str, Fact]:
    """`suppress_below`: the number under which the figure that is due is hidden, where that is why."""
    indicator = workings.indicator
    if due is None or due.tags.get("hidden") != "small" or not indicator.suppress_below:
        return {}
    cell = indicator.cell("suppress_below")
    decimals = shown_decimals(indicator.suppress_below)
    return {
        "suppress_below": typed(
            indicator, "suppress below", indicator.suppress_below, Unit.COUNT, basis=cell, decimals=decimals
        )
    }


def _partial(workings: Workings, due: Period) -> dict[str, Fact]:
    """`partial`: the months of the period that are there, where others are not, and `partial.rest`.

    `partial.base` is the figure of the same months a year earlier.
    """
    held = workings.subject.shorter
    months = [held.get(each) for each in due.parts(1)]
    there = []
    for each in months:
        if each is None:
            break
        there.append(each)
    if not there or len(there) == len(months) or any(months[len(there) :]):
        return {}
    period = Period(due.first + len(there) - 1, len(there))
    rest = Period(due.last, due.months - len(there))
    tags = {"extent": _extent(period)}
    now = guarded(total(there, period), workings.indicator)
    if not now.known:
        return {}
    found = {"partial": replace(now, tags={**now.tags, **tags}), "partial.rest": absent(workings, rest)}
    before = [held.get(each) for each in period.year_before().parts(1)]
    if all(before):
        then = total([each for each in before if each], period.year_before())
        found["partial.base"] = guarded(then, workings.indicator)
    return found


def _extent(period: Period) -> str:
    if period.months == 1:
        return "one"
    return "within a year" if period.first // 12 == period.last // 12 else "across years"


def case_size(denominator: Fact | None, workings: Workings) -> str:
    """How many cases a percentage is of: few, some, counted (worth saying), many, or unknown."""
    if denominator is None:
        return "unknown"
    rules, size = workings.rules, number(denominator)
    if size < rules.percentage_from_cases:
        return "few"
    if size < rules.points_from_cases:
        return "some"
    return "counted" if size < rules.fraction_below_cases else "many"


def absent(workings: Workings, period: Period) -> Fact:
    """The figure of a period for which nothing stands in the returns."""
    subject, indicator = workings.definition.subject.name, workings.indicator
    return Fact(
        id=fact_id(indicator.id, subject, period, "value"),
        method="not supplied",
        value=None,
        unit=Unit.COUNT,
        indicator=indicator.id,
        area=subject,
        period=period,
        tags={"mark": "", "status": "final"},
    )
