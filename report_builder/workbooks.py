"""Workbooks and CSV files read by pandas into rows of cells, from A1, as they were stored."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import pandas as pd
from python_calamine import CalamineError, PasswordError

from report_builder.problems import Problem, problem

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
TEXT = ".csv"

Row = tuple[object, ...]
Sheets = Mapping[str, tuple[Row, ...]]

_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_DELIMITERS = ",;\t|"
_UNREADABLE = (CalamineError, BadZipFile, ValueError, KeyError, IndexError, EOFError, OverflowError)


def read_sheets(path: Path) -> tuple[Sheets, tuple[Problem, ...]]:
    """The rows of each sheet by its name, or the fault that says why the file was not read.

    A CSV file is one sheet without a name. Empty cells are empty text or NaN.
    """
    try:
        return (_csv(path) if path.suffix.casefold() == TEXT else _workbook(path)), ()
    except OSError as error:
        why = error.strerror or "no access"
        return {}, (problem("file-locked", path.name, why=why.lower()),)
    except _UNREADABLE as error:
        protected = isinstance(error, PasswordError) or _is_encrypted(path)
        return {}, (problem("file-password" if protected else "file-unreadable", path.name),)


def _workbook(path: Path) -> Sheets:
    frames = pd.read_excel(
        path,
        sheet_name=None,
        engine="calamine",
        header=None,
        dtype=object,
        keep_default_na=False,
        na_values=[],
    )
    return {str(name): _rows(frame) for name, frame in frames.items()}


def _rows(frame: pd.DataFrame) -> tuple[Row, ...]:
    return tuple(frame.itertuples(index=False, name=None))


def _csv(path: Path) -> Sheets:
    """A CSV file in the first encoding that reads it and the delimiter that its first line has most."""
    content = path.read_bytes()
    encoding = _encoding(content)
    first = "".join(content.decode(encoding, errors="replace").splitlines()[:1])
    delimiter = max(_DELIMITERS, key=first.count)
    with path.open(encoding=encoding, newline="", errors="replace") as lines:
        width = max((len(row) for row in csv.reader(lines, delimiter=delimiter)), default=0)
    if not width:
        return {}
    frame = pd.read_csv(
        path,
        sep=delimiter,
        header=None,
        names=list(range(width)),
        dtype=str,
        keep_default_na=False,
        na_values=[],
        encoding=encoding,
        encoding_errors="replace",
        skip_blank_lines=False,
    )
    return {"": _rows(frame)}


def _encoding(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\x00" in content:
        raise ValueError("not text")
    return "utf-8-sig" if _is_utf8(content) else "cp1252"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_encrypted(path: Path) -> bool:
    """Whether a file named as a zipped workbook is a compound file: an encrypted package."""
    with path.open("rb") as file:
        start = file.read(len(_COMPOUND_FILE))
    return start == _COMPOUND_FILE and path.suffix.casefold() != ".xls"


def is_blank(value: object) -> bool:
    """Whether a cell is empty or holds only spaces."""
    return value is None or (isinstance(value, float) and value != value) or not str(value).strip()  # noqa: PLR0124
