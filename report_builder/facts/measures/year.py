"""Longer views of a count: the rolling twelve months, and the last whole financial year."""

from __future__ import annotations

from report_builder.facts.measures import Found, Workings, measure
from report_builder.facts.measures.change import comparison
from report_builder.facts.regimes import is_broken
from report_builder.model import Basis, Fact, Kind
from report_builder.periods import Period

_YEAR = 12


@measure("rolling twelve months", order=3)
def rolling(workings: Workings) -> Found:
    """`rolling` and its change on the twelve months before; the group `trend` holds one a period."""
    latest, indicator = workings.role("latest"), workings.indicator
    if latest is None or latest.period is None:
        return Found()
    if (
        indicator.kind is not Kind.COUNT
        or indicator.basis is not Basis.DISCRETE
        or latest.period.months >= _YEAR
    ):
        return Found(groups={"trend": workings.subject.all()})
    trend = [
        workings.subject.total(fact.period.twelve_months())
        for fact in workings.subject.all()
        if fact.period and not is_broken(workings, fact.period.twelve_months())
    ]
    found = tuple(fact for fact in trend if fact)
    roles = _with_change("rolling", latest.period.twelve_months(), workings)
    return Found(roles, {"trend": found})


@measure("financial year", order=4)
def financial_year(workings: Workings) -> Found:
    """`year`: the last whole financial year, and its change on the one before."""
    latest = workings.role("latest")
    if latest is None or latest.period is None or latest.period.months >= _YEAR:
        return Found()
    if workings.indicator.kind is not Kind.COUNT or workings.indicator.basis is not Basis.DISCRETE:
        return Found()
    return Found(_with_change("year", latest.period.financial_year(), workings))


def _with_change(name: str, period: Period, workings: Workings) -> dict[str, Fact]:
    if is_broken(workings, period):
        return {}
    now, before = workings.subject.total(period), workings.subject.total(period.year_before())
    if now is None:
        return {}
    return {name: now} | (comparison(f"{name}_before", now, before, workings) if before else {})


@measure("range", order=5)
def spread(workings: Workings) -> Found:
    """`lowest` and `highest` of a series that is no count, and `first`, from so many figures up."""
    known = workings.subject.known()
    if workings.indicator.kind is Kind.COUNT or len(known) < workings.rules.range_from_figures:
        return Found()
    values = [fact.value for fact in known]
    if min(values) == max(values):  # type: ignore[type-var]
        return Found()
    lowest = min(known, key=lambda fact: fact.value)  # type: ignore[arg-type, return-value]
    highest = max(known, key=lambda fact: fact.value)  # type: ignore[arg-type, return-value]
    return Found({"lowest": lowest, "highest": highest, "first": known[0]})
