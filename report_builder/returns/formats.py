"""What the fast reader cannot see: which cells of a workbook are formatted as percentages."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

FORMATS_SEEN = (".xlsx", ".xlsm")


def percentage_cells(path: Path, sheet: str) -> frozenset[str]:
    """The addresses of the cells of a sheet whose number format is a percentage.

    Empty for formats of file that openpyxl does not read.
    """
    if path.suffix.casefold() not in FORMATS_SEEN:
        return frozenset()
    book = load_workbook(path, read_only=True, data_only=True)
    try:
        rows = book[sheet].iter_rows()
        return frozenset(
            cell.coordinate
            for row in rows
            for cell in row
            if "%" in (getattr(cell, "number_format", "") or "")
        )
    finally:
        book.close()
