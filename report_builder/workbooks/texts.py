"""CSV files: their encoding, delimiter and line ends found out, their cells kept as text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

import pandas as pd

from report_builder.workbooks.sheets import COLUMNS, LARGEST, Unread

_DELIMITERS = "\t;|,"
"""In the order in which they are preferred where two divide the rows equally well."""
_START = 65_536
_LONGEST_LINE = 4_000_000
_STATED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_END, _CLOSED = '"\0"', ["\0"]
"""A last line, and how it is read where no quotation mark before it is open."""
_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_SHOWN_AS_DAMAGE = dict.fromkeys(_CONTROLS, "\ufffd")


def read_text(content: bytes) -> pd.DataFrame:
    """The cells of a CSV file, as text. Row n is the row n that a spreadsheet program shows.

    So a blank line is an empty row, a line break within quotes begins none, and a first line such
    as `sep=;` is no row. A control character becomes the sign for a damaged one. Raises Unread: too
    large, or a quotation mark that is not closed.
    """
    content, encoding = _decoded(content)
    first = next(_lines(content, encoding), "")
    stated = _STATED.fullmatch(first)
    passed_over = int(stated is not None)
    delimiter = stated[1] if stated else _delimiter(content, encoding)
    columns = _width(islice(_lines(content, encoding), passed_over, None), delimiter)
    if content.count(b"\r") == content.count(b"\r\n"):
        return _frame(content, encoding, delimiter, columns, passed_over)
    lines = islice(_lines(content, encoding), passed_over, None)  # pandas stumbles over these ends of lines
    rows = (row + [""] * (columns - len(row)) for row in csv.reader(lines, delimiter=delimiter))
    return pd.DataFrame(list(rows), dtype=object)


def _frame(content: bytes, encoding: str, delimiter: str, columns: int, passed_over: int) -> pd.DataFrame:
    if not columns:
        return pd.DataFrame()
    return pd.read_csv(
        io.BytesIO(content),
        sep=delimiter,
        header=None,
        names=list(range(columns)),
        index_col=False,
        skiprows=passed_over,
        skip_blank_lines=False,
        dtype=object,
        na_filter=False,
        encoding=encoding,
        encoding_errors="replace",
        low_memory=False,
    )


def _decoded(content: bytes) -> tuple[bytes, str]:
    """The text in an encoding of one byte or more a character, without control characters."""
    encoding = _encoding(content)
    if not encoding.startswith("utf-16") and len(content.translate(None, _CONTROLS)) == len(content):
        return content, encoding
    return content.decode(encoding, errors="replace").translate(_SHOWN_AS_DAMAGE).encode(), "utf-8"


def _lines(content: bytes, encoding: str) -> Iterator[str]:
    """The lines of a text, each with its end. Raises Unread where one is longer than any that is known."""
    file = io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")
    while line := file.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise Unread("file-too-large", why=f"a line of more than {_LONGEST_LINE:,} characters")
        yield line


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


def _delimiter(content: bytes, encoding: str) -> str:
    """The delimiter that divides most rows of the start of a file into the same number of cells.

    The first lines are often titles without one, and a comma may stand for the decimal point.
    """
    start = content[:_START].decode(encoding, errors="replace")
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


def _width(lines: Iterator[str], delimiter: str) -> int:
    """The columns of a text. Raises Unread: too many cells, or a quotation mark that is not closed."""
    reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
    number, columns, begun, row = 0, 0, 0, [""]
    try:
        for number, row in enumerate(reader, 1):
            begun = reader.line_num
            columns = max(columns, 0 if row == _CLOSED else len(row))
            if columns > COLUMNS or columns * number > LARGEST:
                raise Unread("file-too-large", why=f"{number:,} rows by {columns:,} columns")
    except csv.Error as error:
        if reader.line_num > begun + 1:
            raise Unread("file-quote-open", row=f"{number + 1:,}") from error
        raise Unread("file-too-large", why=f"a cell without end in row {number + 1:,}") from error
    if row != _CLOSED:
        raise Unread("file-quote-open", row=f"{number:,}")
    return columns
