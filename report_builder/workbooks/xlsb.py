"""Binary Excel workbooks (.xlsb): their sheets and their metadata, from the records of their parts."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from report_builder.workbooks.numberformats import BUILT_IN, DATES, ERRORS, shows_date, shows_percentage
from report_builder.workbooks.packages import Package, relations, target
from report_builder.workbooks.sheets import (
    COLUMNS,
    Metadata,
    Outline,
    Place,
    Range,
    Seen,
    Unread,
    check_span,
    room,
)

_BOOK = "xl/workbook.bin"
_ROW, _COLUMNS, _MERGED = 0, 60, 176
_BLANK, _ERROR, _LAST_CELL, _RICH_TEXT, _FORMULA_ERROR = 1, 3, 11, 62, 11
_SHORT_NUMBER, _NUMBER = 2, 5
_FIRST_SHORT, _LAST_SHORT, _SHORTER = 12, 18, 11
_FORMAT, _STYLE, _STYLES_BEGIN, _STYLES_END = 44, 47, 617, 618
_SHEET, _TEXTS, _NOTE, _NOTE_TEXT = 156, 159, 635, 637
_NONE = 0xFFFFFFFF
_CELL, _SHORT_CELL, _STYLE_BITS = struct.Struct("<LL"), struct.Struct("<L"), 0xFFFFFF
_Record = tuple[int, bytes]


@dataclass
class _Seen(Seen):
    """What the records of a sheet have said so far, and whether the reader of values stumbles over it."""

    is_odd: bool = False


def opened(package: Package) -> tuple[io.BytesIO, tuple[Outline, ...]]:
    """The workbook as the reader of values can read it, and its sheets in their order. Raises Unread.

    Chart sheets are left out.
    """
    targets = relations(package, _BOOK)
    _check_texts(package.part(target(targets, "sharedStrings")))
    styles, dates = _styles(package.part(target(targets, "styles")))
    sheets = tuple(_sheets(package.part(_BOOK), targets))
    parts = dict(package.parts)
    outlines = []
    for name, part, is_hidden in sheets:
        try:
            seen = _seen(package.part(part), styles, dates)
        except Unread as why:
            outlines.append(Outline(name, is_hidden, why=why))
            continue
        if seen.is_odd:
            parts[part] = _plainly(package.part(part))
        outlines.append(_outline(package, name, part, seen, is_hidden=is_hidden))
    return replace(package, parts=parts).stored(), tuple(outlines)


def _sheets(book: bytes, targets: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str, bool]]:
    """The name of each sheet, the part that holds it, and whether it is hidden."""
    for kind, content in _records(book):
        if kind == _SHEET:
            relation, end = _text(content, 8)
            what, part = targets[relation]
            if what == "worksheet":
                yield _text(content, end)[0], part, content[0] != 0


def _outline(package: Package, name: str, part: str, seen: _Seen, *, is_hidden: bool) -> Outline:
    packed = package.packed()

    def ask() -> Metadata:
        return seen.metadata(_comments(packed, part))

    return Outline(name, is_hidden, ask, is_at_risk=bool(seen.broken))


# ---------------------------------------------------------------------------------------- records


def _records(content: bytes) -> Iterator[_Record]:
    """The records of a part: the kind of each and what it holds. Raises IndexError at a broken end."""
    at, end = 0, len(content)
    while at < end:
        kind, size = content[at], content[at + 1]
        at += 2
        if kind & 0x80 or size & 0x80:
            kind, size, at = _head(content, at - 2)
        after = at + size
        if after > end:
            raise IndexError
        yield kind, content[at:after]
        at = after


def _head(content: bytes, at: int) -> tuple[int, int, int]:
    """The kind and the size of a record, in seven bits a byte, and where what it holds begins."""
    kind = content[at] & 0x7F
    if content[at] & 0x80:
        at += 1
        kind |= (content[at] & 0x7F) << 7
    size = shift = 0
    while shift < 28:
        at += 1
        size |= (content[at] & 0x7F) << shift
        shift += 7
        if not content[at] & 0x80:
            break
    return kind, size, at + 1


def _written(kind: int, content: bytes) -> bytes:
    """A record as it is written: the opposite of reading it."""
    start = bytearray([kind] if kind < 0x80 else [kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    while size >= 0x80:
        start.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([*start, size]) + content


def _text(content: bytes, at: int) -> tuple[str, int]:
    """A text within a record, and where it ends."""
    (length,) = struct.unpack_from("<L", content, at)
    end = at + 4 + (0 if length == _NONE else 2 * length)
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _check_texts(content: bytes) -> None:
    """Raises Unread where a file promises more texts than it has room for: the reader would make room."""
    for kind, held in _records(content):
        if kind == _TEXTS and max(struct.unpack_from("<LL", held)) > max(len(content), 1_000_000):
            raise Unread("file-unreadable")
        return


def _styles(content: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """The numbers of the cell styles that show a percentage, and of those that show a date."""
    formats, styles, is_cells = dict(BUILT_IN), [], False
    for kind, held in _records(content):
        if kind == _FORMAT:
            formats[struct.unpack_from("<H", held)[0]] = _text(held, 2)[0]
        elif kind in {_STYLES_BEGIN, _STYLES_END}:
            is_cells = kind == _STYLES_BEGIN
        elif kind == _STYLE and is_cells:
            styles.append(struct.unpack_from("<H", held, 2)[0])
    percentages = frozenset(n for n, each in enumerate(styles) if shows_percentage(formats.get(each, "")))
    dates = frozenset(
        n for n, each in enumerate(styles) if each in DATES or shows_date(formats.get(each, ""))
    )
    return percentages, dates


# ------------------------------------------------------------------------------------------ cells


def _seen(content: bytes, styles: frozenset[int], dates: frozenset[int]) -> _Seen:
    """What the records of a sheet say. Raises Unread."""
    seen = _Seen()
    try:
        _go_through(content, styles, dates, seen)
    except (struct.error, IndexError) as error:
        raise Unread("sheet-unreadable") from error
    if not content:
        raise Unread("sheet-unreadable")
    check_span(*seen.reach, room(len(content)))
    return seen


def _go_through(content: bytes, styles: frozenset[int], dates: frozenset[int], seen: _Seen) -> None:
    row = column = -1
    rows = columns = 0
    for kind, held in _records(content):
        if _BLANK < kind <= _LAST_CELL or kind == _RICH_TEXT:
            column, style = _CELL.unpack_from(held)
            is_error = kind in {_ERROR, _FORMULA_ERROR} and held[8]
        elif _FIRST_SHORT < kind <= _LAST_SHORT:
            column, (style,), seen.is_odd = column + 1, _SHORT_CELL.unpack_from(held), True
            is_error = kind == _ERROR + _SHORTER and held[4]
        else:
            row, column = _see(kind, held, (row, column), seen)
            continue
        if row >= rows:
            rows = row + 1
        if column >= columns:
            columns = column + 1
        if kind == _SHORT_NUMBER and style & _STYLE_BITS in dates:
            seen.is_odd = True
        if style & _STYLE_BITS in styles:
            seen.percentages.add((row, column))
        if is_error is not False:
            seen.broken[row, column] = ERRORS.get(is_error, "an error")
    seen.reach = rows, columns


def _see(kind: int, held: bytes, place: Place, seen: _Seen) -> Place:
    """Take in a record that holds no value. Gives the row and the column from which the next goes on."""
    row, column = place
    if kind == _ROW:
        row, column = int.from_bytes(held[:4], "little"), -1
        if held[11] & 0x10:
            seen.hidden_rows.add(row)
    elif kind == _BLANK:
        column = int.from_bytes(held[:4], "little")
    elif kind == _FIRST_SHORT:
        column, seen.is_odd = column + 1, True
    elif kind == _COLUMNS:
        first, last, width = struct.unpack_from("<LLL", held)
        hidden = held[16] & 1 or not width
        seen.hidden_columns.update(range(first, min(last + 1, COLUMNS)) if hidden else ())
    elif kind == _MERGED:
        top, bottom, left, right = struct.unpack_from("<LLLL", held)
        seen.merged.append(Range(top, left, bottom, right))
    return row, column


def _plainly(content: bytes) -> bytes:
    """A sheet whose cells all say their column, and whose numbers are all written in full.

    The reader of values passes over cells without their column, and takes a short number for no date.
    """
    written, column = [], -1
    for kind, held in _records(content):
        if _FIRST_SHORT <= kind <= _LAST_SHORT:
            column += 1
            written.append(_cell(kind - _SHORTER, struct.pack("<L", column) + held))
            continue
        if kind == _ROW:
            column = -1
        elif _BLANK <= kind <= _LAST_CELL or kind == _RICH_TEXT:
            column = int.from_bytes(held[:4], "little")
        written.append(_cell(kind, held))
    return b"".join(written)


def _cell(kind: int, held: bytes) -> bytes:
    """A record as it is written, a short number in full."""
    if kind != _SHORT_NUMBER:
        return _written(kind, held)
    return _written(_NUMBER, held[:8] + struct.pack("<d", _number(held[8:12])))


def _number(packed: bytes) -> float:
    """A number in four bytes (RK): an integer or the upper half of a float, perhaps times a hundred."""
    (bits,) = struct.unpack("<l", packed)
    value = float(bits >> 2) if bits & 2 else struct.unpack("<d", b"\0" * 4 + struct.pack("<l", bits & ~3))[0]
    return value / 100 if bits & 1 else value


def _comments(package: Package, part: str) -> Mapping[Place, str]:
    """The text of the notes of a sheet."""
    found: dict[Place, str] = {}
    place = (0, 0)
    for kind, held in _records(package.part(target(relations(package, part), "comments"))):
        if kind == _NOTE:
            row, _, column, _ = struct.unpack_from("<LLLL", held, 4)
            place = row, column
        elif kind == _NOTE_TEXT:
            found[place] = _text(held, 1)[0]
    return found
