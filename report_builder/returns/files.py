"""The files of a folder of returns, opened into grids of cells."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from openpyxl.utils import get_column_letter

from report_builder.model import Cell
from report_builder.problems import Problem
from report_builder.workbooks import TEXT, WORKBOOKS, Row, read_sheets


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet, row by row from A1, as they were read. A CSV file has no sheet name."""

    workbook: str
    sheet: str
    rows: tuple[Row, ...]
    tabs: tuple[str, ...] = ()

    @property
    def frame(self):
        import pandas as pd
        return pd.DataFrame(list(self.rows), dtype=object)

    def merged(self):
        return MERGED(self)

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell, counted from 0."""
        return Cell(self.workbook, self.sheet, f"{get_column_letter(column + 1)}{row + 1}")

    @property
    def place(self) -> str:
        """The sheet, as a place in a fault."""
        return ", ".join(part for part in (self.workbook, self.sheet) if part)


from functools import lru_cache
from types import SimpleNamespace
@lru_cache(maxsize=None)
def MERGED(grid):
    from python_calamine import CalamineWorkbook
    try:
        spans = CalamineWorkbook.from_path(FOLDER[0] / grid.workbook).get_sheet_by_name(grid.sheet).merged_cell_ranges or []
    except Exception:
        spans = []
    return tuple(SimpleNamespace(top=a[0], left=a[1], bottom=b[0], right=b[1]) for a, b in spans)
FOLDER=[None]

def returns_in(inputs: Path, definition: str) -> tuple[Path, ...]:
    """The returns of a folder in the order of their names.

    Lock files and temporary files that Excel and LibreOffice leave (`~$x.xlsx`, `.~lock.x#`) are
    passed over, and so is the definition.
    """
    found = (path for path in inputs.iterdir() if path.is_file())
    kept = (
        path
        for path in found
        if path.suffix.casefold() in (*WORKBOOKS, TEXT)
        and not path.name.startswith(("~", "."))
        and path.name != definition
    )
    return tuple(sorted(kept, key=lambda path: path.name.casefold()))


def grids_of(path: Path) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of one file that hold anything, or the fault that says why it was not read."""
    sheets, faults = read_sheets(path)
    FOLDER[0]=path.parent
    return tuple(Grid(path.name, name, rows, tuple(sheets)) for name, rows in sheets.items() if rows), faults


def is_named(workbook: str, pattern: str) -> bool:
    """Whether a file fits a name typed in the sheet `sources`: `*` stands for anything."""
    name, wanted = workbook.casefold(), pattern.casefold()
    return fnmatch(name, wanted) or name.rsplit(".", 1)[0] == wanted
