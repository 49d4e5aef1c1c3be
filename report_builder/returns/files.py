"""The files of a folder of returns, opened into grids of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from report_builder.model import Cell
from report_builder.problems import Problem, problem

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXT = ".csv"
ENCODINGS = ("utf-8-sig", "cp1252")


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet, row by row from A1, as they were read. A CSV file has no sheet name."""

    workbook: str
    sheet: str
    rows: tuple[tuple[object, ...], ...]

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell, counted from 0."""
        return Cell(self.workbook, self.sheet, f"{get_column_letter(column + 1)}{row + 1}")

    @property
    def place(self) -> str:
        """The sheet, as a place in a fault."""
        return ", ".join(part for part in (self.workbook, self.sheet) if part)


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
    try:
        grids = tuple(_csv(path) if path.suffix.casefold() == TEXT else _workbook(path))
    except PermissionError as error:
        return (), (problem("file-locked", path.name, why=error.strerror or "no access"),)
    except Exception as error:  # noqa: BLE001  the readers of broken files raise many kinds
        return (), (problem(_why_unreadable(path, error), path.name),)
    return tuple(grid for grid in grids if grid.rows), ()


def _why_unreadable(path: Path, error: Exception) -> str:
    if "password" in str(error).casefold() or _is_encrypted(path):
        return "file-password"
    return "file-unreadable"


def _is_encrypted(path: Path) -> bool:
    """Whether an Office file is an encrypted package (a compound file named as a zip format)."""
    start = path.read_bytes()[:8]
    return start == bytes.fromhex("d0cf11e0a1b11ae1") and path.suffix.casefold() in (
        ".xlsx",
        ".xlsm",
        ".xlsb",
    )


def _workbook(path: Path) -> Iterator[Grid]:
    with pd.ExcelFile(path, engine="calamine") as book:
        for name in book.sheet_names:
            frame = book.parse(name, header=None, dtype=object, keep_default_na=False, na_values=[])
            yield Grid(path.name, str(name), _rows(frame))


def _csv(path: Path) -> Iterator[Grid]:
    for encoding in ENCODINGS:
        try:
            text = path.read_text(encoding=encoding)
        except UnicodeDecodeError:
            continue
        width = max((line.count(",") for line in text.splitlines()), default=0) + 1
        frame = pd.read_csv(
            path, header=None, names=range(width), dtype=str, keep_default_na=False, na_values=[],
            encoding=encoding, skip_blank_lines=False,
        )  # fmt: skip
        yield Grid(path.name, "", _rows(frame))
        return
    raise ValueError("not text")


def _rows(frame: pd.DataFrame) -> tuple[tuple[object, ...], ...]:
    return tuple(frame.itertuples(index=False, name=None))


def is_named(workbook: str, pattern: str) -> bool:
    """Whether a file fits a name typed in the sheet `sources`: `*` stands for anything."""
    name, wanted = workbook.casefold(), pattern.casefold()
    return fnmatch(name, wanted) or name.rsplit(".", 1)[0] == wanted
