"""Entries put together into observations: one row for each indicator, area and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median

import pandas as pd

from report_builder.model import OBSERVATION_COLUMNS, Basis, Cell, Definition, Indicator, Kind
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.layouts import Entry
from report_builder.returns.names import Part
from report_builder.returns.values import NOT_AVAILABLE, Reading, read_value
from report_builder.workbooks import is_blank

_Place = tuple[str, str, Period]
_LARGEST = 1e15
_WHOLE = 100
_SHOWN = 40
_FAR = 20
"""How many times smaller than the usual percentage one may be before it looks like a share of 1."""
_QUARTER = 3
_DATED = (Basis.DISCRETE, Basis.ANNUAL)
_SIGNED = (Kind.REDUCTION, Kind.INDEX, Kind.MEAN)


@dataclass(frozen=True, slots=True)
class Value:
    """An entry whose cell has been read: the number, or the mark in its place."""

    entry: Entry
    number: float | None
    mark: str


def values_of(
    entries: Iterable[Entry],
    indicators: Mapping[str, Indicator],
    percentages: Callable[[Cell], bool],
    broken: Callable[[Cell], str],
) -> tuple[tuple[Value, ...], tuple[Problem, ...]]:
    """Read the cells of the entries; empty ones are passed over.

    `percentages` says whether a cell is formatted as a percentage, `broken` what an empty cell
    holds that could not be read: an error, or a formula without its result.
    """
    values: list[Value] = []
    faults: list[Problem] = []
    assumed: dict[tuple[str, str], Problem] = {}
    for each in entries:
        entry = _as_ending(each, indicators.get(each.indicator))
        if _is_unsaid(entry, indicators.get(entry.indicator)):
            assumed.setdefault((entry.cell.workbook, entry.cell.sheet), _unsaid(entry))
            continue
        if entry is not each:
            assumed.setdefault((entry.cell.workbook, entry.cell.sheet), _read_as_ending(each, entry))
        if is_blank(entry.raw):
            if found := broken(entry.cell):
                faults.append(problem("number-expected", entry.cell, found=found))
            continue
        indicator = indicators.get(entry.indicator) if entry.part is Part.VALUE else None
        reading = read_value(entry.raw)
        if reading.whole is not None and indicator and indicator.is_percentage:
            values += _parts(entry, reading)
            continue
        if indicator and indicator.is_percentage and reading.number is not None:
            reading = _as_percentage(reading, is_formatted=percentages(entry.cell))
        wrong = _impossible(entry, reading, indicator)
        faults += wrong
        if not any(fault.fatal for fault in wrong):
            values.append(Value(entry, reading.number, reading.mark or entry.mark))
    unclear = tuple(_unclear(values, indicators, percentages))
    kept = tuple(value for value in values if not any(value in group for group in unclear))
    faults += [
        problem("percentage-unclear", group[0].entry.cell, found=group[0].entry.raw) for group in unclear
    ]
    return kept, (*faults, *assumed.values())


def _as_ending(entry: Entry, indicator: Indicator | None) -> Entry:
    """A month that stands for the quarter or year ending with it: its neighbours are as far from it."""
    is_end = (entry.period.last + 1) % _QUARTER == 0
    if not is_end or not _is_unsaid(entry, indicator):
        return entry
    return replace(entry, period=Period(entry.period.last, entry.apart))


def _is_unsaid(entry: Entry, indicator: Indicator | None) -> bool:
    """Whether a month stands where the indicator has quarters or years: of which one is not said."""
    return bool(
        indicator
        and indicator.basis in _DATED
        and entry.period.months == 1
        and indicator.months == entry.apart >= _QUARTER
    )


def _unsaid(entry: Entry) -> Problem:
    why = f"the labels are {entry.apart} months apart and none is the last month of a quarter"
    return problem("period-unclear", entry.cell, found=entry.period, why=why)


def _read_as_ending(before: Entry, after: Entry) -> Problem:
    how = f"read as {after.period}, because the labels are {before.apart} months apart"
    return problem("period-assumed", after.cell, found=before.period, how=how)


def _parts(entry: Entry, reading: Reading) -> tuple[Value, Value]:
    """'27 of 96' in the row of a percentage: its numerator and its denominator, in one cell."""
    return (
        Value(replace(entry, part=Part.NUMERATOR), reading.number, reading.mark),
        Value(replace(entry, part=Part.DENOMINATOR), reading.whole, reading.mark),
    )


def _impossible(entry: Entry, reading: Reading, indicator: Indicator | None) -> tuple[Problem, ...]:
    """What a cell says that the figure cannot be."""
    number = reading.number
    if (
        not reading.understood
        or reading.whole is not None
        or (number is not None and abs(number) >= _LARGEST)
    ):
        return (problem("number-expected", entry.cell, found=str(entry.raw)[:_SHOWN]),)
    if number is None or indicator is None:
        return ()
    if reading.percent and not indicator.is_percentage:
        return (problem("number-expected", entry.cell, found=entry.raw),)
    if number < 0 and not indicator.can_be_negative and indicator.kind not in _SIGNED:
        return (problem("negative-value", entry.cell, name=indicator.label, found=entry.raw),)
    if indicator.kind is Kind.COUNT and not indicator.decimals and not number.is_integer():
        return (problem("whole-number-expected", entry.cell, found=entry.raw),)
    if indicator.kind in (Kind.PERCENTAGE, Kind.SURVEY) and number > _WHOLE:
        return (problem("percentage-over", entry.cell, name=indicator.label, found=f"{number:g}"),)
    return ()


def _as_percentage(reading: Reading, *, is_formatted: bool) -> Reading:
    """0.27 in a cell that shows 27% becomes 27; the double's own error is rounded away."""
    assert reading.number is not None  # noqa: S101  the caller looked
    scale = 100 if is_formatted and not reading.percent else 1
    return replace(reading, number=round(reading.number * scale, 10))


def _unclear(
    values: Iterable[Value], indicators: Mapping[str, Indicator], percentages: Callable[[Cell], bool]
) -> Iterator[tuple[Value, ...]]:
    """Percentages below 1 of which nothing says whether they are shares, sheet by sheet."""
    by_sheet: dict[tuple[str, str, str], list[Value]] = defaultdict(list)
    for value in values:
        entry, indicator = value.entry, indicators.get(value.entry.indicator)
        if entry.part is Part.VALUE and indicator and indicator.is_percentage and value.number:
            by_sheet[entry.indicator, entry.cell.workbook, entry.cell.sheet].append(value)
    for group in by_sheet.values():
        bare = [v for v in group if "%" not in str(v.entry.raw) and not percentages(v.entry.cell)]
        small = [v for v in bare if abs(v.number or 0) <= 1]
        usual = median(abs(v.number or 0) for v in group)
        if small and (len(small) == len(bare) or usual > _FAR * max(abs(v.number or 0) for v in small)):
            yield tuple(small)


def added(values: Iterable[Value], indicators: Mapping[str, Indicator]) -> tuple[Value, ...]:
    """Counts of the same part, area and period added into one that keeps all their cells.

    What is no count, such as a percentage, is left as it is: to add it would make no sense.
    """
    groups: dict[tuple[str, Part, str, Period], list[Value]] = defaultdict(list)
    for value in values:
        entry = value.entry
        groups[entry.indicator, entry.part, entry.area, entry.period].append(value)
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


def frame_of(values: Iterable[Value], definition: Definition) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The observations, in the order in which they were read, and the values that clash."""
    places: dict[_Place, dict[Part, Value]] = defaultdict(dict)
    faults: list[Problem] = []
    clashing: set[tuple[_Place, Part]] = set()
    spoken = {each.id: each.name for each in definition.indicators}
    for value in values:
        entry = value.entry
        place = (entry.indicator, entry.area, entry.period)
        held = places[place].setdefault(entry.part, value)
        if held is not value:
            faults.append(_clash(held, value, spoken.get(entry.indicator, entry.indicator)))
            clashing |= {(place, entry.part)} if faults[-1].fatal else set()
    for place, part in clashing:
        del places[place][part]
    percentages = {each.id for each in definition.indicators if each.kind in (Kind.PERCENTAGE, Kind.SURVEY)}
    for (indicator, *_), parts in places.items():
        if indicator in percentages and (wrong := _over_the_whole(parts, spoken[indicator])):
            faults.append(wrong)
    rows = [_row(place, parts) for place, parts in places.items() if parts]
    return pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS), dtype=object), tuple(faults)


def _over_the_whole(parts: Mapping[Part, Value], name: str) -> Problem | None:
    """The doubt that more cases are counted than there are, where a percentage comes as two counts."""
    top, bottom = parts.get(Part.NUMERATOR), parts.get(Part.DENOMINATOR)
    if not top or not bottom or not top.number or not bottom.number or top.number <= bottom.number:
        return None
    return problem(
        "percentage-over", top.entry.cell, name=name, found=f"{100 * top.number / bottom.number:.0f}"
    )


def _clash(held: Value, value: Value, name: str) -> Problem:
    """The same place read twice: a fault where the values differ, a doubt where they are equal."""
    entry = value.entry
    same = (held.number, held.mark) == (value.number, value.mark)
    return problem(
        "value-twice" if same else "duplicate-value",
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
        shown.entry.method,
    )
