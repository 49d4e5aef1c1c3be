"""The latest figure, and the figure that was due but is not there."""

from __future__ import annotations

from report_builder.facts.arithmetic import fact_id
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
    if newest is None or newest.period != wanted:
        roles["missing"] = workings.subject.values.get(wanted) or _absent(workings, wanted)
    return Found(roles, {"series": workings.subject.all()})


def _absent(workings: Workings, period: Period) -> Fact:
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
