"""The latest figure, and the figure that was due but is not there."""

from __future__ import annotations

from dataclasses import replace

from report_builder.facts.arithmetic import fact_id, number
from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.series import own_period
from report_builder.model import Fact, Unit
from report_builder.periods import Period


@measure("latest", order=1)
def latest(workings: Workings) -> Found:
    """`latest`: the newest figure up to the report's period. `missing`: the one due, where there is none."""
    wanted = own_period(workings.indicator, workings.definition.settings.period)
    newest = workings.subject.newest(wanted)
    roles = {}
    if newest:
        roles["latest"] = newest
        for part in ("numerator", "denominator"):
            if case := workings.cases.get((newest.area, newest.period, part)):
                roles[part] = case
        roles["latest"] = replace(
            newest, tags={**newest.tags, "cases": _cases(workings, roles.get("denominator"))}
        )
    if newest is None or newest.period != wanted:
        roles["missing"] = workings.subject.values.get(wanted) or absent(workings, wanted)
    return Found(roles, {"series": workings.subject.all()})


def _cases(workings: Workings, denominator: Fact | None) -> str:
    """How many cases a percentage is of: few, many, or unknown."""
    if denominator is None:
        return "unknown"
    return "few" if number(denominator) < workings.rules.percentage_from_cases else "many"


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
