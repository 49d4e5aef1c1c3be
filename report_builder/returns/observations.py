"""Entries put together into observations: one row for each indicator, area and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from report_builder.model import OBSERVATION_COLUMNS, Cell, Definition, Indicator
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.layouts import Entry
from report_builder.returns.names import Part
from report_builder.returns.values import NOT_AVAILABLE, Reading, read_value

_Place = tuple[str, str, Period]


@dataclass(frozen=True, slots=True)
class Value:
    """An entry whose cell has been read: the number, or the mark in its place."""

    entry: Entry
    number: float | None
    mark: str


def values_of(
    entries: Iterable[Entry], indicators: Mapping[str, Indicator], percentages: Callable[[Cell], bool]
) -> tuple[tuple[Value, ...], tuple[Problem, ...]]:
    """Read the cells of the entries. `percentages` says whether a cell is formatted as a percentage."""
    values: list[Value] = []
    faults: list[Problem] = []
    for entry in entries:
        reading = read_value(entry.raw)
        if not reading.understood:
            faults.append(problem("number-expected", entry.cell, found=entry.raw))
            continue
        shares = entry.part is Part.VALUE and entry.indicator in indicators
        if shares and indicators[entry.indicator].is_percentage and reading.number is not None:
            reading = _as_percentage(reading, is_formatted=percentages(entry.cell))
        values.append(Value(entry, reading.number, reading.mark))
    return tuple(values), tuple(faults) + tuple(_unclear(values, indicators, percentages))


def _as_percentage(reading: Reading, *, is_formatted: bool) -> Reading:
    """0.27 in a cell that shows 27% becomes 27; the double's own error is rounded away."""
    assert reading.number is not None  # noqa: S101  the caller looked
    scale = 100 if is_formatted and not reading.percent else 1
    return replace(reading, number=round(reading.number * scale, 10))


def _unclear(
    values: Iterable[Value], indicators: Mapping[str, Indicator], percentages: Callable[[Cell], bool]
) -> Iterable[Problem]:
    """Percentages that are all below 1 and not formatted so: nothing says what they are."""
    by_sheet: dict[tuple[str, str, str], list[Value]] = defaultdict(list)
    for value in values:
        entry = value.entry
        indicator = indicators.get(entry.indicator)
        if entry.part is Part.VALUE and indicator and indicator.is_percentage and value.number is not None:
            by_sheet[entry.indicator, entry.cell.workbook, entry.cell.sheet].append(value)
    for group in by_sheet.values():
        numbers = [abs(value.number or 0) for value in group]
        typed = any("%" in str(value.entry.raw) or percentages(value.entry.cell) for value in group)
        if not typed and 0 < max(numbers) <= 1:
            first = next(value for value in group if value.number)
            yield problem("percentage-unclear", first.entry.cell, found=first.entry.raw)


def added(values: Iterable[Value]) -> tuple[Value, ...]:
    """Values of the same part, area and period added into one that keeps all their cells."""
    groups: dict[tuple[str, Part, str, Period], list[Value]] = defaultdict(list)
    for value in values:
        entry = value.entry
        groups[entry.indicator, entry.part, entry.area, entry.period].append(value)
    return tuple(_sum(group) for group in groups.values())


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


def frame_of(values: Iterable[Value], definition: Definition) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The observations, in the order in which they were read, and the values that clash."""
    places: dict[_Place, dict[Part, Value]] = defaultdict(dict)
    faults: list[Problem] = []
    spoken = {each.id: each.name for each in definition.indicators}
    for value in values:
        entry = value.entry
        held = places[entry.indicator, entry.area, entry.period].setdefault(entry.part, value)
        if held is not value and (held.number, held.mark) != (value.number, value.mark):
            faults.append(_clash(held, value, spoken.get(entry.indicator, entry.indicator)))
    rows = [_row(place, parts) for place, parts in places.items()]
    return pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS), dtype=object), tuple(faults)


def _clash(held: Value, value: Value, name: str) -> Problem:
    entry = value.entry
    return problem(
        "duplicate-value",
        entry.cell,
        indicator=name,
        area=entry.area,
        period=entry.period,
        found=entry.raw,
        other=held.entry.raw,
        where_other=held.entry.cell,
    )


def _row(place: _Place, parts: Mapping[Part, Value]) -> tuple[object, ...]:
    held = {part: parts.get(part) for part in Part}
    value, top, bottom = (held[part] for part in Part)
    shown = value or top or bottom
    assert shown is not None  # noqa: S101  a place exists because something stands there
    return (
        *place,
        value.number if value else None,
        top.number if top else None,
        bottom.number if bottom else None,
        value.mark if value else "",
        shown.entry.cell.workbook,
        shown.entry.cell.sheet,
        value.entry.cell.ref if value else "",
        top.entry.cell.ref if top else "",
        bottom.entry.cell.ref if bottom else "",
    )
