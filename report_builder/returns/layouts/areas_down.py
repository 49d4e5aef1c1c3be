"""Layout: areas down, periods across, for one indicator.

The indicator is named by the sheet, by a line above the table or by the file, or in `sources`; there
a row filter picks the rows, and rows of the same area are added.
"""

from __future__ import annotations

from pathlib import PurePath

from report_builder.model import Source
from report_builder.returns.files import Grid
from report_builder.returns.filters import columns_not_read, rows_wanted
from report_builder.returns.layouts import Read, entries_of, joined, layout
from report_builder.returns.names import Names, Part
from report_builder.returns.tables import Table, tables_of
from report_builder.workbooks import is_blank

NAME = "areas down"


@layout(NAME, order=2)
def read(grid: Grid, names: Names, source: Source | None) -> Read | None:
    """Read every table of the sheet whose rows are areas; None where no row names one."""
    reads = [_read_table(table, names, source) for table in tables_of(grid)]
    found = [each for each in reads if each]
    return joined(found) if found else None


def _read_table(table: Table, names: Names, source: Source | None) -> Read | None:
    wanted, faults = rows_wanted(table, source)
    if faults:
        return Read(problems=faults)
    column = _area_column(table, names, source)
    if column is None:
        return None
    indicator = source.indicator if source else _indicator(table, names)
    if indicator is None:
        title = table.grid.sheet or PurePath(table.grid.workbook).stem
        return Read(unplaced=((table.grid.cell(table.header, column), title),))
    rows = [row for row in wanted if not is_blank(table.at(row, column))]
    placed = [(row, names.area(table.at(row, column))) for row in rows]
    held = ((indicator, Part.VALUE),)
    return Read(
        tuple(entry for row, area in placed if area for entry in entries_of(table, row, held, area)),
        problems=columns_not_read(table),
        unplaced_areas=tuple(
            table.label(row, column) for row, area in placed if not area and table.has_figures(row)
        ),
    )


def _area_column(table: Table, names: Names, source: Source | None) -> int | None:
    """The label column that names the most areas, where no column names as many indicators."""
    if source and source.area_column:
        return table.column(source.area_column)
    areas = {c: sum(names.area(table.at(row, c)) is not None for row in table.body) for c in table.labels}
    indicators = {c: sum(bool(names.parts(table.at(row, c))) for row in table.body) for c in table.labels}
    best = max(areas, key=lambda c: areas[c], default=None)
    return best if best is not None and areas[best] > max(indicators.values()) else None


def _indicator(table: Table, names: Names) -> str | None:
    return names.of_titles((table.grid.sheet, *table.titles(), PurePath(table.grid.workbook).stem))
