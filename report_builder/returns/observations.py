"""Figures put together into observations: one row for each indicator, area and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import pandas as pd

from report_builder.model import OBSERVATION_COLUMNS, Definition, Kind
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.figures import Value
from report_builder.returns.names import Part
from report_builder.returns.values import NOT_AVAILABLE

_Place = tuple[str, str, Period]


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
        if _is_absent(held) != _is_absent(value):
            # "not available" under an old name gives way to the figure under the new one.
            places[place][entry.part] = value if _is_absent(held) else held
        elif held is not value:
            # The one with a data status says more of the same figure.
            places[place][entry.part] = value if value.mark and not held.mark else held
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


def _is_absent(value: Value) -> bool:
    return value.number is None and value.mark == NOT_AVAILABLE


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
    same = held.number == value.number and (held.mark == value.mark or not (held.mark and value.mark))
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
