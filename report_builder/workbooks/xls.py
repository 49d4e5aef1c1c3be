"""Old Excel workbooks (.xls): their sheets and their metadata, from the records of the workbook stream."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from report_builder.workbooks.compound import stream
from report_builder.workbooks.numberformats import BUILT_IN, ERRORS, shows_percentage
from report_builder.workbooks.sheets import (
    WITHOUT_RESULT,
    Metadata,
    Outline,
    Place,
    Range,
    Seen,
    Unread,
    check_span,
    room,
)

_BEGIN, _END, _LOCKED, _SHEET = 0x809, 0x0A, 0x2F, 0x85
_FORMAT, _STYLE, _TEXTS = 0x41E, 0xE0, 0xFC
_SPAN, _ROW, _COLUMNS, _MERGED = 0x200, 0x208, 0x7D, 0xE5
_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xD6, 0xFD})
_FORMULA, _TRUTH_OR_ERROR, _NUMBERS = 0x06, 0x205, 0xBD
_OBJECT, _OBJECT_TEXT, _GOES_ON, _NOTE = 0x5D, 0x1B6, 0x3C, 0x1C
_NEWEST = 0x600
_SPAN_SIZE = 12
_IS_ERROR, _TO_DO = 2, 3
_WORKSHEET = 0
_Record = tuple[int, bytes]


@dataclass
class _Seen(Seen):
    """What the records of a sheet have said so far, and how the sheet is called."""

    name: str = ""


def opened(content: bytes) -> tuple[io.BytesIO, tuple[Outline, ...]]:
    """The workbook for the reader of values, and its sheets in their order. Raises Unread.

    Chart sheets and modules are left out.
    """
    book = stream(content, "workbook", "book")
    heads = list(_globals(book))
    (version,) = struct.unpack_from("<H", heads[0][1])
    styles = _percentage_styles(heads, version)
    sheets = [_sheet(held, version) for kind, held in heads if kind == _SHEET]
    found = [(kind, _outline(book, name, start, styles, hidden)) for name, start, hidden, kind in sheets]
    padded = content + bytes(-len(content) % 4096)  # the reader of values fails hard at half a sector
    return io.BytesIO(padded), tuple(outline for kind, outline in found if kind == _WORKSHEET)


def _outline(book: bytes, name: str, start: int, styles: frozenset[int], hidden: bool) -> Outline:
    """A sheet. One that cannot be read stops the file: the reader of values reads them all at once."""
    seen = _Seen(name=name)
    _go_through(_substream(book, start), styles, seen)
    check_span(*seen.reach, room(len(book)), of=name)
    return Outline(name, hidden, partial(_metadata, book, start, seen), is_at_risk=bool(seen.broken))


def _metadata(book: bytes, start: int, seen: _Seen) -> Metadata:
    return seen.metadata(_comments(book, start))


# ---------------------------------------------------------------------------------------- records


def _records(book: bytes, start: int) -> Iterator[_Record]:
    """The records from a place on: the kind of each and what it holds. Raises IndexError at a broken end."""
    end = len(book)
    while start + 4 <= end:
        kind, size = struct.unpack_from("<HH", book, start)
        start += 4 + size
        if start > end:
            raise IndexError
        yield kind, book[start - size : start]


def _substream(book: bytes, start: int) -> Iterator[_Record]:
    """The records of one part of the stream, without those of charts within it."""
    depth = 0
    if book[start : start + 2] != _BEGIN.to_bytes(2, "little"):
        raise IndexError
    for kind, held in _records(book, start):
        depth += (kind == _BEGIN) - (kind == _END)
        if not depth:
            return
        if depth == 1:
            yield kind, held
    raise IndexError


def _globals(book: bytes) -> Iterator[_Record]:
    """The records that hold for all sheets."""
    for kind, held in _substream(book, 0):
        if kind == _LOCKED:
            raise Unread("file-password")
        if kind == _TEXTS and max(struct.unpack_from("<LL", held)) > max(len(book), 1_000_000):
            raise Unread("file-unreadable")  # more texts than there is room for: the reader would make room
        yield kind, held


def _sheet(held: bytes, version: int) -> tuple[str, int, bool, int]:
    """A sheet's name, where it starts, whether it is hidden, and its kind."""
    start, state, kind, length = struct.unpack_from("<LBBB", held)
    return _characters(held[7:], length, version), start, state & 3 != 0, kind


def _characters(held: bytes, length: int, version: int) -> str:
    """A text of so many characters; in newer files its first byte says how they are written."""
    if version < _NEWEST:
        return held[:length].decode("cp1252", "replace")
    if held[:1] and held[0] & 1:
        return held[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    return held[1 : 1 + length].decode("latin-1")


def _percentage_styles(heads: list[_Record], version: int) -> frozenset[int]:
    """The numbers of the cell styles that show a percentage."""
    formats = dict(BUILT_IN)
    for kind, held in heads:
        if kind == _FORMAT:
            number, length = struct.unpack_from("<HH" if version >= _NEWEST else "<HB", held)
            formats[number] = _characters(held[4 if version >= _NEWEST else 3 :], length, version)
    styles = [struct.unpack_from("<H", held, 2)[0] for kind, held in heads if kind == _STYLE]
    return frozenset(n for n, each in enumerate(styles) if shows_percentage(formats.get(each, "")))


# ------------------------------------------------------------------------------------------ cells


def _go_through(records: Iterator[_Record], styles: frozenset[int], seen: _Seen) -> None:
    rows, columns = 0, 0
    for kind, held in records:
        if kind in _CELLS:
            row, column, style = struct.unpack_from("<HHH", held)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if style in styles:
                seen.percentages.add((row, column))
            if found := _broken(kind, held):
                seen.broken[row, column] = found
        elif kind == _NUMBERS:
            row, first = struct.unpack_from("<HH", held)
            each = [struct.unpack_from("<H", held, at)[0] for at in range(4, len(held) - 2, 6)]
            rows, columns = max(rows, row + 1), max(columns, first + len(each))
            seen.percentages.update((row, first + n) for n, style in enumerate(each) if style in styles)
        else:
            _see(kind, held, seen)
    seen.reach = rows, columns


def _see(kind: int, held: bytes, seen: _Seen) -> None:
    """Take in a record that holds no cell."""
    if kind == _SPAN:  # for so many cells the reader makes room
        top, rows, left, columns = struct.unpack_from("<LLHH" if len(held) >= _SPAN_SIZE else "<HHHH", held)
        check_span(rows, columns, of=seen.name)
        if top > rows or left > columns:
            raise IndexError
    elif kind == _ROW and held[12] & 0x20:
        seen.hidden_rows.add(struct.unpack_from("<H", held)[0])
    elif kind == _COLUMNS:
        first, last, width, _, options = struct.unpack_from("<HHHHH", held)
        if options & 1 or not width:
            seen.hidden_columns.update(range(first, min(last + 1, 256)))
    elif kind == _MERGED:
        (count,) = struct.unpack_from("<H", held)
        for n in range(count):
            top, bottom, left, right = struct.unpack_from("<HHHH", held, 2 + 8 * n)
            seen.merged.append(Range(top, left, bottom, right))


def _broken(kind: int, held: bytes) -> str:
    """What stands in a cell that reads as empty and is not, or ''."""
    if kind == _TRUTH_OR_ERROR and held[7]:
        return ERRORS.get(held[6], "an error")
    if kind != _FORMULA:
        return ""
    if held[12:14] == b"\xff\xff":
        return ERRORS.get(held[8], "an error") if held[6] == _IS_ERROR else ""
    # Programs that do not work formulas out write 0, and ask that it be done when the file is opened.
    return WITHOUT_RESULT if not any(held[6:14]) and held[14] & _TO_DO == _TO_DO else ""


def _comments(book: bytes, start: int) -> dict[Place, str]:
    """The text of the notes of a sheet. They are kept as objects, each with a number."""
    texts: dict[int, str] = {}
    notes: dict[Place, int] = {}
    number, left = 0, 0
    for kind, held in _substream(book, start):
        if kind == _OBJECT:
            (number,) = struct.unpack_from("<H", held, 6)
        elif kind == _OBJECT_TEXT:
            (left,) = struct.unpack_from("<H", held, 10)
        elif kind == _GOES_ON and left:
            part = _characters(held, left, _NEWEST)
            texts[number] = texts.get(number, "") + part
            left -= len(part)
        elif kind == _NOTE:
            row, column, _, owner = struct.unpack_from("<HHHH", held)
            notes[row, column] = owner
    return {place: texts[owner] for place, owner in notes.items() if owner in texts}
