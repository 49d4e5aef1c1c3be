"""Layout: line-level, one row an event, counted by area and period.

It is read where `sources` asks for it. The rows that fit the row filter are counted by what stands in the
columns of dates and areas; with a value column the values are added instead. A month in which no row fits
counts none, as long as the extract reaches so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd

from report_builder import periods
from report_builder.model import Cell, Source
from report_builder.periods import Period
from report_builder.problems import Problem, problem
from report_builder.returns.files import Grid
from report_builder.returns.filters import missing_columns, no_rows
from report_builder.returns.labels import Role, label_of
from report_builder.returns.layouts import Entry, Read, layout
from report_builder.returns.names import Names, Part, key
from report_builder.returns.values import read_value
from report_builder.workbooks import is_blank

NAME = "line level"
_HEADER_ROWS = 60
_RUNS = 100
"""Runs of rows that are named one by one in the evidence; of more, the whole column is named."""
_TIME = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?$")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d\d)-(\d\d)")
_QUIET = 5
"""How many times the usual time between rows may pass at the end before the last month looks cut short."""
_DAYS = 3

Codes = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class _Extract:
    """The rows below the header of an extract, and the columns of its headings."""

    grid: Grid
    header: int
    columns: dict[str, int]

    @property
    def rows(self) -> pd.DataFrame:
        return self.grid.frame.iloc[self.header + 1 :]

    def coded(self, column: int) -> tuple[Codes, list[object]]:
        """A column as numbers and the values that they stand for; -1 where a cell is empty."""
        codes, values = pd.factorize(self.rows.iloc[:, column].to_numpy(dtype=object))
        return codes, list(values)

    def told(self, column: int, said: Callable[[object], object]) -> list[object]:
        """What each cell of a column says, each different value asked once."""
        codes, values = self.coded(column)
        known = [None if is_blank(value) else said(value) for value in values]
        return [known[code] if code >= 0 else None for code in codes]

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell, its row counted from the first below the header."""
        return self.grid.cell(self.header + 1 + row, column)


@layout(NAME, order=2)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """Count the rows that a source asks for; None where no source does or no row heads its columns."""
    if source is None:
        return None
    extract = _extract(grid, names, source)
    if source.layout != NAME:
        if extract is None or not source.row_filter:
            return None
        return Read(
            problems=(problem("source-no-values", source.cells.get("indicator", ""), file=grid.place),)
        )
    if extract is None:
        headings = tuple(str(value) for value in (grid.rows[0] if grid.rows else ()) if not is_blank(value))
        return Read(problems=missing_columns(source, headings, grid.place, names))
    return _counted(extract, names, source)


def _extract(grid: Grid, names: Names, source: Source) -> _Extract | None:
    """The first row that has every heading the source names, and one for dates."""
    wanted = [key(column) for column, _ in source.row_filter]
    typed = (source.area_column, source.value_column, *source.period_column.split("+"))
    wanted += [key(name) for name in typed if name.strip() and not names.area(name)]
    for number, row in enumerate(grid.rows[:_HEADER_ROWS]):
        columns = {
            key(v): c for c, v in reversed([*enumerate(row)]) if isinstance(v, str) and not is_blank(v)
        }
        if columns and all(name in columns for name in wanted) and _dates(source, columns, names):
            return _Extract(grid, number, columns)
    return None


def _dates(source: Source, columns: dict[str, int], names: Names) -> list[int]:
    """The columns of dates: those that the source names, or the first whose heading says so."""
    if source.period_column:
        return [columns[key(name)] for name in source.period_column.split("+") if key(name) in columns]
    found = [c for name, c in columns.items() if label_of(name, names).role is Role.PERIOD]
    return sorted(found)[:1]


def _counted(extract: _Extract, names: Names, source: Source) -> Read:
    wanted = _wanted(extract, source)
    if not wanted.any():
        return Read(problems=no_rows(source, extract.grid.place))
    columns = _dates(source, extract.columns, names)
    when = _when(extract, columns, source)
    areas, column = _areas(extract, names, source)
    table = pd.DataFrame({"row": np.arange(len(when)), "period": when, "area": areas})
    table["value"] = _values(extract, source)
    fitting = table[wanted]
    undated, nowhere = fitting[fitting["period"].isna()], fitting[fitting["area"].isna()]
    known = fitting.dropna(subset=["period", "area"])
    reach = table["period"].dropna()
    faults = [*_not_counted(extract, undated, columns[0], "rows-undated")]
    faults += [*_cut_short(extract, columns, max(reach, default=None))] if len(columns) == 1 else []
    return Read(
        tuple(_entries(extract, known, columns[0], source.indicator, sorted(set(reach)))),
        unplaced_areas=tuple(_labels(extract, nowhere, column)),
        problems=tuple(faults),
    )


def _wanted(extract: _Extract, source: Source) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    kept = np.ones(len(extract.rows), dtype=bool)
    for column, value in source.row_filter:
        kept &= np.array(extract.told(extract.columns[key(column)], key)) == key(value)
    return kept


def _when(extract: _Extract, columns: Sequence[int], source: Source) -> list[Period | None]:
    """The period of each row: of its date the month, or the year and the quarter in two columns."""
    told: list[Period | None] = [None] * len(extract.rows)
    for column in columns:
        heading = str(extract.grid.rows[extract.header][column])
        codes, values = extract.coded(column)
        pairs = list(dict.fromkeys(zip(codes, told, strict=True)))
        labels = [_TIME.sub("", v) if isinstance(v, str) else v for v in values]
        line = periods.read_line(
            [labels[code] if code >= 0 else "" for code, _ in pairs],
            over=[over for _, over in pairs],
            heading=heading,
            single=source.years,
        )
        said = dict(zip(pairs, line.periods, strict=True))
        told = [said[pair] or pair[1] for pair in zip(codes, told, strict=True)]
    return told


def _areas(extract: _Extract, names: Names, source: Source) -> tuple[list[object], int | None]:
    """The area of each row, and the column it stands in; without one all rows are the subject's."""
    if names.area(source.area_column):
        return [names.area(source.area_column)] * len(extract.rows), None
    roles = (c for name, c in extract.columns.items() if label_of(name, names).role is Role.AREA)
    column = extract.columns[key(source.area_column)] if source.area_column else min(roles, default=None)
    if column is None:
        return [names.subject] * len(extract.rows), None
    return extract.told(column, names.area), column


def _values(extract: _Extract, source: Source) -> list[object]:
    if not source.value_column:
        return [1] * len(extract.rows)
    return extract.told(extract.columns[key(source.value_column)], lambda value: read_value(value).number)


def _entries(
    extract: _Extract, rows: pd.DataFrame, column: int, indicator: str, reach: list[Period]
) -> Iterator[Entry]:
    """A count for each area and period, with the rows that were counted; none is a count too."""
    whole = Cell(extract.grid.workbook, extract.grid.sheet, _whole(extract, column))
    groups = dict(list(rows.groupby(["area", "period"], sort=True)))
    areas = list(dict.fromkeys(rows["area"]))
    for area in areas:
        for period in reach:
            group = groups.get((area, period))
            if group is None:
                yield Entry(indicator, Part.VALUE, area, period, 0, whole, method="counted")
                continue
            place = Cell(whole.workbook, whole.sheet, _refs(extract, list(group["row"]), column) or whole.ref)
            total = group["value"].sum()
            yield Entry(indicator, Part.VALUE, area, period, float(total), place, method="counted")


def _refs(extract: _Extract, rows: list[int], column: int) -> str:
    """The cells of some rows, 'B4:B7+B9'; nothing where they are too scattered to be named."""
    starts = [rows[0], *(later for earlier, later in pairwise(rows) if later != earlier + 1)]
    ends = [*(earlier for earlier, later in pairwise(rows) if later != earlier + 1), rows[-1]]
    if len(starts) > _RUNS:
        return ""
    cells = [
        (extract.cell(a, column).ref, extract.cell(b, column).ref) for a, b in zip(starts, ends, strict=True)
    ]
    return "+".join(first if first == last else f"{first}:{last}" for first, last in cells)


def _whole(extract: _Extract, column: int) -> str:
    return f"{extract.cell(0, column).ref}:{extract.cell(len(extract.rows) - 1, column).ref}"


def _labels(extract: _Extract, rows: pd.DataFrame, column: int | None) -> Iterator[tuple[Cell, str]]:
    """The labels of areas that name none, once each."""
    seen = set[str]()
    if column is None:
        return
    for row in rows["row"]:
        text = str(extract.grid.rows[extract.header + 1 + row][column]).strip()
        if text not in seen:
            seen.add(text)
            yield extract.cell(int(row), column), text or "(empty)"


def _not_counted(extract: _Extract, rows: pd.DataFrame, column: int, code: str) -> Iterator[Problem]:
    if len(rows):
        first = extract.cell(int(rows["row"].iloc[0]), column)
        yield problem(code, first, count="1 row" if len(rows) == 1 else f"{len(rows):,} rows")


def _cut_short(extract: _Extract, columns: Sequence[int], last: Period | None) -> Iterator[Problem]:
    """The doubt that the last month is not whole: no row for days before its end."""
    _, values = extract.coded(columns[0])
    days = sorted({day for value in values if (day := _day(value))})
    if last is None or not days or (days[-1].year * 12 + days[-1].month - 1) != last.last:
        return
    usual = (days[-1] - days[0]) / max(len(days) - 1, 1)
    quiet = last.ends() - days[-1]
    if quiet >= timedelta(_DAYS) and quiet > _QUIET * usual:
        yield problem("extract-ends-early", extract.grid.place, last=f"{days[-1]:%-d %B %Y}", period=last)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.match(value) if isinstance(value, str) else None
    if not match:
        return None
    d, m, y = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(y), int(m), int(d))
    except ValueError:
        return None
