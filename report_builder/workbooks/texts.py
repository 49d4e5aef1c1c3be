"""CSV files: their encoding, delimiter and line ends found out, their cells kept as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain

import pandas as pd

from report_builder.workbooks.sheets import COLUMNS, LARGEST, Unread

_DELIMITERS = "\t;|,"
"""In the order in which they are preferred where two divide the rows equally well."""
_START = 65_536
_LONGEST_LINE = 4_000_000
_STATED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_END = "\0"
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_SHOWN_AS_DAMAGE = dict.fromkeys(_CONTROLS, "\ufffd")


def read_text(content: bytes) -> pd.DataFrame:
    """The cells of a CSV file, as text. Row n is the row n that a spreadsheet program shows.

    So a blank line is an empty row, a line break within quotes begins none, and a first line such
    as `sep=;` is no row. A control character becomes the sign for a damaged one. Raises Unread: too
    large, or a quotation mark that is not closed.
    """
    lines = _lines(content)
    first = next(lines, "")
    stated = _STATED.fullmatch(first)
    delimiter = stated[1] if stated else _delimiter(content)
    rows = _rows(lines if stated else chain([first], lines), delimiter)
    width = max(map(len, rows), default=0)
    return pd.DataFrame([row + [""] * (width - len(row)) for row in rows], dtype=object)


def _lines(content: bytes) -> Iterator[str]:
    """The lines of a text, each with its end. Raises Unread where one is longer than any that is known."""
    is_clean = len(content.translate(None, _CONTROLS)) == len(content)
    file = io.TextIOWrapper(io.BytesIO(content), _encoding(content), errors="replace", newline="")
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise Unread("file-too-large", why=f"a line of more than {_LONGEST_LINE:,} characters")
        yield line if is_clean else line.translate(_SHOWN_AS_DAMAGE)


def _encoding(content: bytes) -> str:
    start = content[:_START]
    marked = next((encoding for mark, encoding in _BYTE_ORDER_MARKS if content.startswith(mark)), "")
    if marked:
        return marked
    first, second = start[::2].count(0), start[1::2].count(0)
    if max(first, second) > len(start) / 8:
        return "utf-16-be" if first > second else "utf-16-le"
    if _is_utf8(content):
        return "utf-8"
    return "mac_roman" if b"\r" in content and b"\n" not in content else "cp1252"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(content: bytes) -> str:
    """The delimiter that divides most rows of the start of a file into the same number of cells.

    The first lines are often titles without one, and a comma may stand for the decimal point.
    """
    start = content[:_START].decode(_encoding(content), errors="replace")
    if len(content) > _START:
        start = start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start
    return max(_DELIMITERS, key=lambda each: _regular(start, each))


def _regular(text: str, delimiter: str) -> int:
    """How many rows a delimiter divides into the number of cells that most have."""
    try:
        widths = Counter(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error:
        return 0
    return max((count for width, count in widths.items() if width > 1), default=0)


def _rows(lines: Iterator[str], delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    begun, width = 0, 0
    try:
        for row in reader:
            rows.append(row)
            begun, width = reader.line_num, max(width, len(row))
            if width > COLUMNS or width * len(rows) > LARGEST:
                raise Unread("file-too-large", why=f"{len(rows):,} rows by {width:,} columns")
    except csv.Error as error:
        if reader.line_num > begun + 1:
            raise Unread("file-quote-open", row=f"{len(rows) + 1:,}") from error
        raise Unread("file-too-large", why=f"a cell without end in row {len(rows) + 1:,}") from error
    if rows[-1] != [_END]:
        raise Unread("file-quote-open", row=f"{len(rows):,}")
    return rows[:-1]
