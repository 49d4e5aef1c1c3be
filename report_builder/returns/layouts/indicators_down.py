"""Layout: indicators down, periods across. The area is that of the sheet, or of a column beside."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report_builder.model import Cell, Source
from report_builder.returns.files import Grid
from report_builder.returns.filters import columns_not_read, rows_wanted
from report_builder.returns.layouts import Entry, Read, entries_of, joined, layout
from report_builder.returns.names import Names, Part
from report_builder.returns.tables import Table, tables_of
from report_builder.workbooks import is_blank

NAME = "indicators down"
_AREAS = re.compile(
    r"area|district|borough|authority|council|force|ward|region|locality|geography", re.IGNORECASE
)
"""What the heading of a column of areas has in it."""


@layout(NAME, order=3)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """Read every table of the sheet that has periods across.

    A source with a row filter takes the rows that it picks, whatever their labels.
    """
    reads = [_read_table(table, names, source) for table in tables_of(grid)]
    return joined(reads) if reads else None


def _read_table(table: Table, names: Names, source: Source | None) -> Read:
    rows, faults = rows_wanted(table, source)
    entries: list[Entry] = []
    unplaced: list[tuple[Cell, str]] = []
    areas: list[tuple[Cell, str]] = []
    for row in rows:
        parts, label = _row_parts(table, row, names)
        if source:
            parts = _asked_for(source, parts)
        area, strange = _area(table, row, names)
        if parts and strange is not None:
            areas.append(table.label(row, strange))
        elif parts:
            entries += entries_of(table, row, parts, area)
        elif label is not None and not source and table.has_figures(row):
            unplaced.append(table.label(row, label))
    return Read(tuple(entries), tuple(unplaced), tuple(areas), (*faults, *columns_not_read(table)))


def _asked_for(source: Source, parts: Sequence[tuple[str, Part]]) -> tuple[tuple[str, Part], ...]:
    if source.row_filter:
        return ((source.indicator, Part.VALUE),)
    return tuple(each for each in parts if each[0] == source.indicator)


def _row_parts(table: Table, row: int, names: Names) -> tuple[tuple[tuple[str, Part], ...], int | None]:
    filled = [column for column in table.labels if not is_blank(table.at(row, column))]
    for column in filled:
        if parts := names.parts(table.at(row, column)):
            return parts, column
    return (), filled[0] if filled else None


def _area(table: Table, row: int, names: Names) -> tuple[str, int | None]:
    """The area of a row: of a column beside the label, of the sheet, or else the subject.

    Where a column is headed as areas and a cell of it names none, that column is given too.
    """
    for column in table.labels:
        value = table.at(row, column)
        if area := names.area(value):
            return area, None
        if not is_blank(value) and _AREAS.search(table.heading(column)) and not names.parts(value):
            return "", column
    return names.area(table.grid.sheet) or names.subject, None
