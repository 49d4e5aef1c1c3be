"""Figures as they were read, with their data status; small numbers are hidden before anyone sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

import pandas as pd

from report_builder.facts.series import STATUS_OF_MARK, is_small
from report_builder.facts.statuses import status_of_part, statuses
from report_builder.model import Basis, Cell, Definition, Figure, Indicator, Status
from report_builder.periods import Period

_Part = Literal["value", "numerator", "denominator"]
_SUPPRESSED = "c"
_CELLS: Mapping[_Part, str] = {
    "value": "cell",
    "numerator": "numerator_cell",
    "denominator": "denominator_cell",
}


def figures(observations: pd.DataFrame, definition: Definition) -> tuple[Figure, ...]:
    """Every figure in the returns, one for each cell that was read, in the order of reading.

    `observations` has the columns of `OBSERVATION_COLUMNS`. A month that stands for the rolling or
    cumulative period that ends with it is given as that period.
    """
    indicators = {each.id: each for each in definition.indicators}
    areas = {each.name: each for each in definition.areas}

    @cache
    def status(indicator: str, area: str, period: Period, part: _Part) -> Status | None:
        if indicator not in indicators or area not in areas:
            return None
        if part != "value":
            return status_of_part(part, indicators[indicator], definition.notes, period)
        return statuses(indicators[indicator], areas[area], [period], definition.notes).get(period)

    names = [str(name) for name in observations.columns]
    found: list[Figure] = []
    for values in observations.itertuples(index=False, name=None):
        row = dict(zip(names, values, strict=True))
        for part, value, mark in _parts(row, indicators.get(row["indicator"])):
            own = _own(row["period"], indicators.get(row["indicator"]))
            told = status(row["indicator"], row["area"], row["period"], part)
            found.append(
                Figure(
                    indicator=row["indicator"],
                    area=row["area"],
                    period=own,
                    part=part,
                    value=value,
                    mark=mark if value is None else "",
                    status=told or STATUS_OF_MARK.get(mark, Status.FINAL),
                    cell=Cell(row["workbook"], row["sheet"], row[_CELLS[part]]),
                )
            )
    return tuple(found)


def _parts(row: Mapping[str, Any], indicator: Indicator | None) -> Iterator[tuple[_Part, float | None, str]]:
    """The parts of an observation that stand in a cell, each with its value or the mark in its place."""
    is_hidden = row["mark"] == _SUPPRESSED or (indicator is not None and is_small(row, indicator))
    for part in _CELLS:
        mark = row["mark"] if part == "value" else ""
        if row[part] is None and not mark:
            continue
        yield (part, None, _SUPPRESSED) if is_hidden else (part, row[part], mark)


def _own(period: Period, indicator: Indicator | None) -> Period:
    is_moving = indicator is not None and indicator.basis in (Basis.ROLLING, Basis.CUMULATIVE)
    return indicator.own_period(period) if indicator and is_moving else period
