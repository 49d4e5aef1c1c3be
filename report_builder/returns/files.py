"""The files of a folder of returns, opened into grids of cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd
from openpyxl.utils import get_column_letter

from report_builder.model import PUBLISHED, Cell
from report_builder.problems import Problem, problem
from report_builder.workbooks import TEXT, WORKBOOKS, Metadata, Row, Sheet, read_sheets

_NOT_READ = (
    *(".doc", ".docx", ".rtf", ".odt", ".pdf", ".ppt", ".pptx", ".txt", ".tsv", ".tab", ".dat", ".prn"),
    *(
        ".numbers",
        ".pages",
        ".gsheet",
        ".xlt",
        ".xltx",
        ".xltm",
        ".xlw",
        ".fods",
        ".ots",
        ".sxc",
        ".dif",
        ".slk",
    ),
    *(".xml", ".htm", ".html", ".mht", ".json", ".parquet", ".accdb", ".mdb", ".dbf", ".sav", ".dta"),
    *(".zip", ".7z", ".rar", ".gz", ".msg", ".eml", ".png", ".jpg", ".jpeg", ".gif", ".heic"),
)
"""The endings of files in which figures may have been sent."""


@dataclass(frozen=True, eq=False)
class Grid:
    """The cells of one sheet, row by row from A1, as they were read. A CSV file has no sheet name.

    `tabs` are the names of all sheets of its workbook.
    """

    workbook: str
    held: Sheet
    tabs: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.held.name

    @property
    def rows(self) -> tuple[Row, ...]:
        """The cells, row by row."""
        return self.held.rows

    @property
    def frame(self) -> pd.DataFrame:
        """The cells as they were read by pandas."""
        return self.held.frame

    @property
    def metadata(self) -> Metadata:
        """What the file says of the cells that their values do not show; read when first asked for."""
        return self.held.metadata

    @property
    def hidden(self) -> bool:
        """Whether the sheet is hidden."""
        return self.held.hidden

    def cell(self, row: int, column: int) -> Cell:
        """The place of a cell, counted from 0."""
        return Cell(self.workbook, self.sheet, f"{get_column_letter(column + 1)}{row + 1}")

    @property
    def place(self) -> str:
        """The sheet, as a place in a fault."""
        return ", ".join(part for part in (self.workbook, self.sheet) if part)


def returns_in(inputs: Path, definition: str) -> tuple[Path, ...]:
    """The returns of a folder in the order of their names; the definition is none."""
    return tuple(path for path in _sent(inputs) if _is_return(path) and path.name != definition)


def _is_return(path: Path) -> bool:
    return path.suffix.casefold() in (*WORKBOOKS, TEXT)


def not_read(inputs: Path) -> Iterator[Problem]:
    """A doubt for each file that someone may have meant as a return, and for each folder of such files."""
    for path in _sent(inputs):
        if path.suffix.casefold() in _NOT_READ:
            yield problem("file-not-read", path.name)
        elif path.is_dir() and path.name != PUBLISHED and any(map(_is_return, _sent(path))):
            yield problem("folder-not-read", path.name)


def _sent(inputs: Path) -> list[Path]:
    """The files of a folder in the order of their names, and folders named like files.

    Passed over are what programs leave for themselves: `~$x.xlsx`, `.~lock.x#`, `~WRL0001.tmp`, `._x.xlsx`.
    """
    found = (path for path in inputs.iterdir() if not path.name.startswith(("~", ".")))
    return sorted(found, key=lambda path: path.name.casefold())


def grids_of(path: Path) -> tuple[tuple[Grid, ...], tuple[Problem, ...]]:
    """The sheets of one file that hold anything, or the fault that says why it was not read."""
    sheets, faults = read_sheets(path)
    tabs = tuple(sheet.name for sheet in sheets)
    grids = tuple(Grid(path.name, sheet, tabs) for sheet in sheets if len(sheet.frame))
    return grids, faults if grids or faults else (problem("file-empty", path.name),)


def is_named(workbook: str, pattern: str) -> bool:
    """Whether a file fits a name typed in the sheet `sources`: `*` stands for anything."""
    name, wanted = workbook.casefold(), pattern.casefold()
    return fnmatch(name, wanted) or fnmatch(name.rsplit(".", 1)[0], wanted)
