"""Layout: line-level, one row an event, counted by area and period.

It is read where `sources` asks for it. The rows that fit the row filter are counted by what stands in the
columns of dates and areas; with a value column the values are added instead. A month in which no row fits
counts none, as long as the extract reaches so far.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
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
_SAMPLE = 200
_VALUES = re.compile(
    r"\b(?:number|count|total|values?|volume|sum|rate|per ?cent(?:age)?|figures?|offences|incidents|crimes)\b"
)
_RUNS = 20
"""Runs of rows that are named one by one in the evidence; of more, the whole column is named."""
_TIME = re.compile(r"[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?$")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d\d)-(\d\d)")
_QUIET = 5
"""How many times the usual time between rows may pass at the end before the last month looks cut short."""
_DAYS = 3
_FEW_ROWS = 3
_LAST = 28
"""Days from here on, and the first, are dates of periods as well."""

Codes = np.ndarray[tuple[int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class _Extract:
    """The rows below the header of an extract, and the columns of its headings."""

    grid: Grid
    header: int
    columns: dict[str, int]

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.grid.frame) - self.header - 1

    def coded(self, column: int) -> _Coded:
        """What stands in a column."""
        return _coded(self.grid, self.header, column)

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell, its row counted from the first below the header."""
        return self.grid.cell(self.header + 1 + row, column)


@dataclass(frozen=True, eq=False)
class _Coded:
    """A column as numbers, and what they stand for: each different value is asked about once.

    The last of the values stands for an empty cell.
    """

    codes: Codes
    values: tuple[object, ...]

    def told(self, said: Callable[[object], object]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
        """What each cell says; None where it is empty."""
        known = np.empty(len(self.values), dtype=object)
        known[:] = [None if is_blank(value) else said(value) for value in self.values]
        return known[self.codes]


@lru_cache(maxsize=64)
def _coded(grid: Grid, header: int, column: int) -> _Coded:
    codes, values = pd.factorize(grid.frame.iloc[header + 1 :, column].to_numpy(dtype=object))
    return _Coded(np.where(codes < 0, len(values), codes), (*values, None))


@layout(NAME, order=2)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """Count the rows that a source asks for; None where no source does or no row heads its columns."""
    if source is None:
        return None
    extract = _extract(grid, names, source)
    if source.layout != NAME:
        if extract is None or not source.row_filter:
            return None
        if _has_values(extract):
            where = source.cells.get("indicator", "")
            return Read(problems=(problem("source-no-values", where, file=grid.place),))
        found = _counted(extract, names, source)
        return replace(found, problems=(*found.problems, problem("rows-counted", grid.place)))
    if extract is None:
        headings = tuple(str(value) for value in (grid.rows[0] if grid.rows else ()) if not is_blank(value))
        return Read(problems=missing_columns(source, headings, grid.place, names))
    return _counted(extract, names, source)


def are_events(grid: Grid, names: Names) -> bool:
    """Whether a sheet seems to hold a row an event: below a heading such as "Date" stand days of a month."""
    for number, row in enumerate(grid.frame.head(_HEADER_ROWS).itertuples(index=False, name=None)):
        for column, heading in enumerate(row):
            if isinstance(heading, str) and label_of(heading, names).role is Role.PERIOD:
                below = grid.frame.iloc[number + 1 : number + _SAMPLE, column]
                days = [day for value in below if not is_blank(value) and (day := _day(value))]
                if (
                    len(days) >= _FEW_ROWS
                    and len(days) * 2 > len(below)
                    and any(1 < day.day < _LAST for day in days)
                ):
                    return True
    return False


def _has_values(extract: _Extract) -> bool:
    """Whether a column of numbers is headed as if they were to be added: then rows are not to be counted."""
    frame = extract.grid.frame
    sample = frame.iloc[extract.header + 1 : extract.header + _SAMPLE]
    return any(
        _VALUES.search(heading) and sample.iloc[:, column].map(_is_number).mean() > 0.5
        for heading, column in extract.columns.items()
    )


def _is_number(value: object) -> bool:
    return read_value(value).number is not None


def _extract(grid: Grid, names: Names, source: Source) -> _Extract | None:
    """The first row that has every heading the source names, and one for dates."""
    wanted = [key(column) for column, _ in source.row_filter]
    typed = (source.area_column, source.value_column, *source.period_column.split("+"))
    wanted += [key(name) for name in typed if name.strip() and not names.area(name)]
    for number, row in enumerate(grid.frame.head(_HEADER_ROWS).itertuples(index=False, name=None)):
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
    rows = pd.DataFrame({"row": np.arange(extract.height), "area": areas, "period": when.codes})
    rows["value"] = _values(extract, source)
    dated = np.array([value is not None for value in when.values])[when.codes]
    undated = rows[wanted & ~dated]
    nowhere = rows[wanted & rows["area"].isna()]
    known = rows[wanted & dated & rows["area"].notna()]
    reach = sorted({period for period in when.values if isinstance(period, Period)})
    faults = [*_not_counted(extract, undated, columns[0])]
    faults += _alike(extract, wanted)
    faults += _cut_short(extract, columns[0], reach[-1]) if reach and len(columns) == 1 else ()
    shown = extract.columns[key(source.value_column)] if source.value_column else columns[0]
    entries = _entries(extract, known, shown, source.indicator, when.values)
    return Read(
        tuple(entry for entry in entries),
        unplaced_areas=tuple(_labels(extract, nowhere, column)),
        problems=tuple(faults),
    )


def _wanted(extract: _Extract, source: Source) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    kept = np.ones(extract.height, dtype=bool)
    for column, value in source.row_filter:
        kept &= extract.coded(extract.columns[key(column)]).told(key) == key(value)
    return kept


def _when(extract: _Extract, columns: Sequence[int], source: Source) -> _Coded:
    """The period of each row: of its date the month, or the year and the quarter in two columns."""
    told = _Coded(np.zeros(extract.height, dtype=np.intp), (None,))
    for column in columns:
        coded = extract.coded(column)
        pairs, codes = np.unique(told.codes * len(coded.values) + coded.codes, return_inverse=True)
        over = [told.values[pair // len(coded.values)] for pair in pairs]
        labels = [coded.values[pair % len(coded.values)] for pair in pairs]
        line = periods.read_line(
            [_TIME.sub("", label) if isinstance(label, str) else label for label in labels],
            over=[each if isinstance(each, Period) else None for each in over],
            heading=str(extract.grid.frame.iloc[extract.header, column]),
            single=source.years,
        )
        said = [found or up for found, up in zip(line.periods, over, strict=True)]
        different = {each: n for n, each in enumerate(dict.fromkeys(said))}
        told = _Coded(np.array([different[each] for each in said], dtype=np.intp)[codes], tuple(different))
    return told


def _areas(
    extract: _Extract, names: Names, source: Source
) -> tuple[np.ndarray[tuple[int], np.dtype[np.object_]], int | None]:
    """The area of each row, and the column it stands in; without one all rows are the subject's."""
    roles = (c for name, c in extract.columns.items() if label_of(name, names).role is Role.AREA)
    whole = names.area(source.area_column)
    column = extract.columns[key(source.area_column)] if source.area_column and not whole else None
    if column is None and not whole:
        column = min(roles, default=None)
    if column is None:
        return np.full(extract.height, whole or names.subject, dtype=object), None
    return extract.coded(column).told(names.area), column


def _values(extract: _Extract, source: Source) -> object:
    if not source.value_column:
        return 1
    return extract.coded(extract.columns[key(source.value_column)]).told(
        lambda value: read_value(value).number
    )


def _entries(
    extract: _Extract, rows: pd.DataFrame, column: int, indicator: str, when: Sequence[object]
) -> Iterator[Entry]:
    """A count for each area and period, with the rows that were counted; none is a count too."""
    workbook, sheet, whole = extract.grid.workbook, extract.grid.sheet, _whole(extract, column)
    groups = dict(list(rows.groupby(["area", "period"], sort=False)))
    reach = sorted((period, code) for code, period in enumerate(when) if isinstance(period, Period))
    for area in dict.fromkeys(rows["area"]):
        for period, code in reach:
            group = groups.get((area, code))
            total = 0 if group is None else float(group["value"].sum())
            refs = "" if group is None else _refs(extract, list(group["row"]), column)
            place = Cell(workbook, sheet, refs or whole)
            yield Entry(indicator, Part.VALUE, area, period, total, place, method="counted")


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
    return f"{extract.cell(0, column).ref}:{extract.cell(extract.height - 1, column).ref}"


def _labels(extract: _Extract, rows: pd.DataFrame, column: int | None) -> Iterator[tuple[Cell, str]]:
    """The labels of areas that name none, once each."""
    seen = set[str]()
    if column is None:
        return
    for row in rows["row"]:
        text = str(extract.grid.frame.iloc[extract.header + 1 + row, column]).strip()
        if text not in seen:
            seen.add(text)
            yield extract.cell(int(row), column), text or "(empty)"


def _not_counted(extract: _Extract, rows: pd.DataFrame, column: int) -> Iterator[Problem]:
    if len(rows):
        first = extract.cell(int(rows["row"].iloc[0]), column)
        yield problem("rows-undated", first, count="1 row" if len(rows) == 1 else f"{len(rows):,} rows")


def _alike(extract: _Extract, wanted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Iterator[Problem]:
    """The doubt that rows were pasted twice."""
    rows = extract.grid.frame.iloc[extract.header + 1 :][wanted]
    again = np.flatnonzero(rows.duplicated().to_numpy())
    if len(again):
        first = extract.cell(int(np.flatnonzero(wanted)[again[0]]), 0)
        yield problem(
            "rows-alike", first, count="1 row is" if len(again) == 1 else f"{len(again):,} rows are"
        )


def _cut_short(extract: _Extract, column: int, last: Period) -> Iterator[Problem]:
    """The doubt that the last month is not whole: no row for days before its end."""
    days = sorted({day for value in extract.coded(column).values if (day := _day(value))})
    if not days or (days[-1].year * 12 + days[-1].month - 1) != last.last:
        return
    usual = (days[-1] - days[0]) / max(len(days) - 1, 1)
    quiet = last.ends() - days[-1]
    if quiet >= timedelta(_DAYS) and quiet > _QUIET * usual:
        final = f"{days[-1].day} {days[-1]:%B %Y}"
        yield problem("extract-ends-early", extract.grid.place, last=final, period=last)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DAY.match(value) if isinstance(value, str) else None
    if not match:
        return None
    day, month, year = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
