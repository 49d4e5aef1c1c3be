"""Small numbers: a second figure is hidden where what is shown would give the first one away.

The first are hidden as a series is made. Here the series of all indicators are looked at together: a
district beside its county, a part beside its whole, a year beside its quarters (rule book, 11.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from report_builder.facts.arithmetic import number
from report_builder.facts.series import Series, concealed
from report_builder.model import Basis, Definition, Fact, Indicator, Kind
from report_builder.periods import Period

All = Mapping[str, Mapping[str, Series]]
"""The series of every indicator and area."""

_Place = tuple[str, str, Period]


def protected(series: All, definition: Definition) -> All:
    """The series with second figures hidden, until nothing that shows gives a hidden one away.

    Indicators without a threshold are left as they are, unless they are parts of the same whole.
    """
    finders = (_districts, _parts, _longer, _increments)
    while found := {place for find in finders for place in find(series, definition)}:
        series = {
            indicator: {area: _without(each, indicator, found) for area, each in areas.items()}
            for indicator, areas in series.items()
        }
    return series


def _without(series: Series, indicator: str, hidden: set[_Place]) -> Series:
    def shown(facts: Mapping[Period, Fact]) -> dict[Period, Fact]:
        return {
            period: concealed(fact, "secondary") if (indicator, series.area, period) in hidden else fact
            for period, fact in facts.items()
        }

    return replace(series, values=shown(series.values), supplied=shown(series.supplied))


def _is_hidden(fact: Fact | None) -> bool:
    return fact is not None and not fact.known and fact.tags.get("mark") == "c"


def _guarded(definition: Definition) -> Iterator[Indicator]:
    return (each for each in definition.indicators if each.suppress_below and each.kind is Kind.COUNT)


def _districts(series: All, definition: Definition) -> Iterator[_Place]:
    """The next smallest district, where the county shows and a single district does not."""
    names = [area.name for area in definition.districts()]
    for indicator in _guarded(definition):
        areas = series[indicator.id]
        for period in areas[definition.subject.name].values:
            if areas[definition.subject.name][period] is None:
                continue
            found = {name: areas[name].values.get(period) for name in names}
            if second := _next_smallest(found):
                yield indicator.id, second, period


def _next_smallest(found: Mapping[str, Fact | None]) -> str | None:
    """The name of the smallest figure that shows, where exactly one is hidden."""
    hidden = [name for name, fact in found.items() if _is_hidden(fact)]
    shown = {name: number(fact) for name, fact in found.items() if fact and fact.known}
    if len(hidden) != 1 or not shown:
        return None
    above_zero = {name: value for name, value in shown.items() if value} or shown
    return min(above_zero, key=lambda name: above_zero[name])


def _parts(series: All, definition: Definition) -> Iterator[_Place]:
    """The next smallest part, where the whole less the parts that show leaves a small number."""
    subject = definition.subject.name
    for whole in definition.indicators:
        parts = [e for e in definition.indicators if e.part_of == whole.id and e.kind is Kind.COUNT]
        if not any(each.suppress_below for each in parts):
            continue
        for period, fact in series[whole.id][subject].values.items():
            found = {each.id: series[each.id][subject].values.get(period) for each in parts}
            second = _next_smallest(found)
            if second is None or not fact.known:
                continue
            rest = number(fact) - sum(number(each) for each in found.values() if each and each.known)
            limit = max(each.suppress_below or 0 for each in parts)
            if 0 < rest < limit:
                yield second, subject, period


def _longer(series: All, definition: Definition) -> Iterator[_Place]:
    """The total that a return gives of a longer period, where it shows and a single part of it does not."""
    for indicator in definition.indicators:
        for area, each in series[indicator.id].items() if indicator.kind is Kind.COUNT else ():
            for period, total in each.supplied.items():
                parts = [each.values.get(part) for part in period.parts(indicator.months)]
                if total.known and sum(map(_is_hidden, parts)) == 1 and all(parts):
                    yield indicator.id, area, period


def _increments(series: All, definition: Definition) -> Iterator[_Place]:
    """The figure to date that is a small number more than the one before it in the same year."""
    for indicator in _guarded(definition):
        if indicator.basis is not Basis.CUMULATIVE:
            continue
        for area, each in series[indicator.id].items():
            for earlier, later in pairwise(each.known()):
                more = number(later) - number(earlier)
                is_same_year = earlier.period and later.period and earlier.period.first == later.period.first
                if is_same_year and later.period and 0 < more < (indicator.suppress_below or 0):
                    yield indicator.id, area, later.period
