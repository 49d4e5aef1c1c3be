"""Figures held against one another: what does not agree is a doubt that a person settles.

A sum that does not come out, a figure ten times its neighbours or the same as the one before, and a
return that ends too early are signs of a slip in copying; the figures themselves are kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from report_builder.model import Area, Cell, Definition, Indicator, Kind
from report_builder.periods import Period, Span
from report_builder.problems import Problem, problem

_NEIGHBOURS = 2
_SLIP = (8.0, 12.5)
"""How many times its neighbours a figure is that has one digit too many."""
_STEADY = 2.0
"""How many times the lowest of the neighbours the highest may be, to be held against."""
_FEWEST = 10
_DIGITS = 3
"""Significant digits from which two equal figures in a row are no coincidence to pass over."""
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class _Figure:
    """One observation with a value, and its cell."""

    period: Period
    value: float
    cell: Cell


_Figures = Mapping[tuple[str, str], Mapping[Period, _Figure]]


def doubts(
    observations: pd.DataFrame, reach: Mapping[tuple[str, str], Period], definition: Definition
) -> tuple[Problem, ...]:
    """What does not agree among the observations, indicator by indicator.

    `observations` has the columns of `OBSERVATION_COLUMNS`; `reach` is the newest period in which
    anything stands for an indicator in a file.
    """
    figures = _figures(observations)
    found: list[Problem] = []
    for indicator in definition.indicators:
        subject = figures.get((indicator.id, definition.subject.name), {})
        if indicator.kind is Kind.COUNT:
            found += _districts(indicator, subject, definition.districts(), figures)
            for area in definition.areas:
                found += _parts(indicator, area, figures.get((indicator.id, area.name), {}))
                found += _zeros(indicator, area, figures.get((indicator.id, area.name), {}), definition)
        for area in definition.areas:
            found += _tenfold(indicator, area, figures.get((indicator.id, area.name), {}))
        for area in (definition.subject, *definition.districts()):
            found += _unchanged(indicator, area, figures.get((indicator.id, area.name), {}), definition)
    return (*found, *_stale(reach, definition))


def _figures(observations: pd.DataFrame) -> _Figures:
    figures: dict[tuple[str, str], dict[Period, _Figure]] = defaultdict(dict)
    for row in observations.to_dict("records"):
        if row["value"] is not None:
            cell = Cell(row["workbook"], row["sheet"], row["cell"])
            figures[row["indicator"], row["area"]][row["period"]] = _Figure(row["period"], row["value"], cell)
    return figures


def _districts(
    indicator: Indicator, subject: Mapping[Period, _Figure], districts: Sequence[Area], figures: _Figures
) -> Iterator[Problem]:
    """Districts that do not add to the whole area, in the newest period where they do not."""
    wrong: list[tuple[_Figure, float]] = []
    for period, whole in sorted(subject.items()):
        parts = [figures.get((indicator.id, area.name), {}).get(period) for area in districts]
        known = [part.value for part in parts if part]
        if known and len(known) == len(parts) and _differ(sum(known), whole.value):
            wrong.append((whole, sum(known)))
    if wrong:
        whole, total = wrong[-1]
        yield problem(
            "districts-differ",
            whole.cell,
            indicator=indicator.label,
            period=whole.period,
            found=_plain(whole.value),
            total=_plain(total),
            more=_more(len(wrong) - 1),
        )


def _parts(indicator: Indicator, area: Area, figures: Mapping[Period, _Figure]) -> Iterator[Problem]:
    """A quarter that is not the sum of its months, a year not that of its quarters, in the newest period."""
    wrong: list[tuple[_Figure, float, int]] = []
    for period, whole in sorted(figures.items()):
        for months in (1, 3):
            if period.months <= months or period.months % months or period.span is Span.ROLLING:
                continue
            parts = [figures[part].value for part in period.parts(months) if part in figures]
            if len(parts) * months == period.months and _differ(sum(parts), whole.value):
                wrong.append((whole, sum(parts), months))
    if wrong:
        whole, total, months = wrong[-1]
        yield problem(
            "parts-differ",
            whole.cell,
            indicator=indicator.label,
            area=area.name,
            period=whole.period,
            found=_plain(whole.value),
            total=_plain(total),
            parts="months" if months == 1 else "quarters",
            more=_more(len(wrong) - 1),
        )


def _zeros(
    indicator: Indicator, area: Area, figures: Mapping[Period, _Figure], definition: Definition
) -> Iterator[Problem]:
    """A quarter or year of nothing whose months are all missing, where those of another are there."""
    until = definition.settings.period.last
    for period, whole in sorted(figures.items()):
        if whole.value or period.months == 1 or period.last > until or period.span is not Span.DISCRETE:
            continue
        others = (each for each in figures if each.months == period.months and each != period)
        has_months = any(all(month in figures for month in each.parts(1)) for each in others)
        if has_months and not any(month in figures for month in period.parts(1)):
            place = {"indicator": indicator.label, "area": area.name, "period": period}
            yield problem("zero-unsupported", whole.cell, **place)


def _tenfold(indicator: Indicator, area: Area, figures: Mapping[Period, _Figure]) -> Iterator[Problem]:
    """A figure about ten times, or a tenth of, those around it, where those are steady."""
    for series in _series(figures.values()):
        for n, figure in enumerate(series):
            near = [
                each.value
                for each in series[max(n - _NEIGHBOURS, 0) : n + _NEIGHBOURS + 1]
                if each is not figure
            ]
            if len(near) < _NEIGHBOURS or min(near) <= 0 or max(near) > _STEADY * min(near):
                continue
            usual = median(near)
            times = figure.value / usual
            if max(figure.value, usual) < _FEWEST and indicator.kind is Kind.COUNT:
                continue
            if _SLIP[0] <= times <= _SLIP[1] or 1 / _SLIP[1] <= times <= 1 / _SLIP[0]:
                yield problem(
                    "tenfold",
                    figure.cell,
                    indicator=indicator.label,
                    area=area.name,
                    period=figure.period,
                    found=_plain(figure.value),
                    times="ten times" if times > 1 else "a tenth of",
                    usual=_plain(usual),
                )


def _series(figures: Iterable[_Figure]) -> Iterator[list[_Figure]]:
    """The figures of one length of period each, oldest first."""
    kinds: dict[tuple[int, Span], list[_Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda each: each.period):
        kinds[figure.period.months, figure.period.span].append(figure)
    yield from kinds.values()


def _unchanged(
    indicator: Indicator, area: Area, figures: Mapping[Period, _Figure], definition: Definition
) -> Iterator[Problem]:
    """The newest figure of an area, where it is the one before to the last digit."""
    due = indicator.own_period(definition.settings.period)
    newest = figures.get(due)
    before = figures.get(due.moved(-indicator.frequency.months))
    if newest and before and newest.value == before.value and _digits(newest.value) >= _DIGITS:
        yield problem(
            "unchanged-figure",
            newest.cell,
            indicator=indicator.label,
            area="" if area is definition.subject else f", {area.name},",
            period=newest.period,
            found=_plain(newest.value),
            before=before.period,
            where_before=before.cell.ref,
        )


def _stale(reach: Mapping[tuple[str, str], Period], definition: Definition) -> Iterator[Problem]:
    """Files in which no indicator reaches the period that is due, and that no other file carries on."""
    due = {each.id: each.own_period(definition.settings.period) for each in definition.indicators}
    carried: dict[str, int] = defaultdict(int)
    for (indicator, _), newest in reach.items():
        carried[indicator] = max(carried[indicator], newest.last)
    files: dict[str, list[tuple[str, Period]]] = defaultdict(list)
    for (indicator, workbook), newest in reach.items():
        if indicator in due:
            files[workbook].append((indicator, newest))
    for workbook, found in files.items():
        if all(carried[indicator] < due[indicator].last for indicator, _ in found):
            last = max((newest for _, newest in found), key=lambda each: each.last)
            yield problem("stale-return", workbook, newest=last, period=definition.settings.period)


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > _ROUNDING * max(abs(one), abs(other), 1)


def _digits(value: float) -> int:
    """The significant digits of a figure, the noughts at its end left out."""
    return len(f"{abs(value):.12g}".replace(".", "").strip("0"))


def _plain(value: float) -> str:
    return f"{value:,.10g}"


def _more(others: int) -> str:
    return f", and in {others} earlier {'period' if others == 1 else 'periods'} too" if others else ""
