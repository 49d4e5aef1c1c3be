"""Rows that a filter picks, added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from report_builder.model import Cell, Indicator, Kind
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.figures import Value
from report_builder.returns.layouts import Entry
from report_builder.returns.names import Part
from report_builder.returns.values import NOT_AVAILABLE
from report_builder.workbooks import is_blank


def added(values: Iterable[Value], indicators: Mapping[str, Indicator]) -> tuple[Value, ...]:
    """Counts of the same part, area and period in one table added into one that keeps all their cells.

    What is no count, such as a percentage, is left as it is: to add it would make no sense.
    """
    groups: dict[tuple[str, Part, str, Period, int], list[Value]] = defaultdict(list)
    for value in values:
        entry = value.entry
        groups[entry.indicator, entry.part, entry.area, entry.period, entry.table].append(value)
    return tuple(each for group in groups.values() for each in _summed(group, indicators))


def gaps(entries: Iterable[Entry]) -> Iterator[Problem]:
    """The doubt that rows which are added have no figure, at the first of them."""
    places: dict[tuple[str, Part, str, Period], list[Entry]] = defaultdict(list)
    for entry in entries:
        places[entry.indicator, entry.part, entry.area, entry.period].append(entry)
    empty = [
        entry
        for group in places.values()
        for entry in group
        if is_blank(entry.raw) and not all(is_blank(each.raw) for each in group)
    ]
    if empty:
        count = "1 cell" if len(empty) == 1 else f"{len(empty):,} cells"
        yield problem("sum-with-gaps", empty[0].cell, count=count)


def _summed(group: list[Value], indicators: Mapping[str, Indicator]) -> list[Value]:
    entry = group[0].entry
    indicator = indicators.get(entry.indicator)
    is_count = indicator is None or indicator.kind is Kind.COUNT or entry.part is not Part.VALUE
    return [_sum(group)] if is_count else group


def _sum(group: list[Value]) -> Value:
    if len(group) == 1:
        return group[0]
    first = group[0].entry
    refs = "+".join(value.entry.cell.ref for value in group)
    mark = next((value.mark for value in group if value.mark), "")
    numbers = [value.number for value in group if value.number is not None]
    total = sum(numbers) if len(numbers) == len(group) else None
    cell = Cell(first.cell.workbook, first.cell.sheet, refs)
    return Value(replace(first, cell=cell), total, mark or ("" if total is not None else NOT_AVAILABLE))
