"""Workbooks and CSV files: their sheets as pandas frames from A1, and what the file says of the cells.

Nothing is trusted before it has been checked: a file of any content is read in bounded time and
memory, or refused with the reason.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from report_builder.problems import Problem, problem
from report_builder.workbooks import ods, xls, xlsb, xlsx
from report_builder.workbooks.frames import refused_as, sheets_of
from report_builder.workbooks.kinds import TEXT, WORKBOOKS, check_kind
from report_builder.workbooks.packages import unpack
from report_builder.workbooks.sheets import Metadata, Outline, Range, Row, Sheet, Unread
from report_builder.workbooks.texts import read_text

__all__ = ["TEXT", "WORKBOOKS", "Metadata", "Range", "Row", "Sheet", "is_blank", "read_sheets"]

_LARGEST_FILE = 256_000_000


def read_sheets(path: Path) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    """The sheets of a file in their order, and the faults that say what was not read.

    A CSV file is one sheet without a name. Chart sheets are passed over, and so is an empty file.
    Nothing is raised.
    """
    try:
        content = _content(path)
        return _read(content, path) if content else ((), ())
    except OSError as error:
        why = error.strerror or "no access"
        return (), (problem("file-locked", path.name, why=why.lower()),)
    except Unread as why_not:
        return (), (problem(why_not.code, path.name, **why_not.found),)


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises OSError, or Unread where it is no file, or too large."""
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise Unread("file-unreadable")
    if found.st_size > _LARGEST_FILE:
        raise Unread("file-too-large", why=f"more than {_LARGEST_FILE // 1_000_000} MB")
    return path.read_bytes()


def _read(content: bytes, path: Path) -> tuple[tuple[Sheet, ...], tuple[Problem, ...]]:
    ending = path.suffix.casefold()
    with refused_as("file-unreadable"):
        check_kind(content, ending)
        if ending == TEXT:
            return (Sheet("", read_text(content)),), ()
        sheets, refusals = sheets_of(*_OPENED[ending](content))
    return sheets, tuple(problem(why.code, f"{path.name}, {name}", **why.found) for name, why in refusals)


_OPENED: Mapping[str, Callable[[bytes], tuple[io.BytesIO, tuple[Outline, ...]]]] = {
    ".xlsx": lambda content: xlsx.opened(unpack(content)),
    ".xlsm": lambda content: xlsx.opened(unpack(content)),
    ".xlsb": lambda content: xlsb.opened(unpack(content)),
    ".ods": lambda content: ods.opened(unpack(content)),
    ".xls": xls.opened,
}


def is_blank(value: object) -> bool:
    """Whether a cell is empty or holds only spaces."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or (isinstance(value, float) and value != value)  # noqa: PLR0124
