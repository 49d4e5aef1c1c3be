"""OpenDocument spreadsheets (.ods): their sheets and their metadata, gone through once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from report_builder.workbooks.packages import Package
from report_builder.workbooks.sheets import (
    COLUMNS,
    LARGEST,
    ROWS,
    WITHOUT_RESULT,
    Metadata,
    Outline,
    Place,
    Range,
    Unread,
    check_row_lengths,
    check_span,
    room,
)

_CONTENT = "content.xml"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _STYLE, _NUMBER, _TEXT = (
    f"{{{_SPACE}{name}:1.0}}" for name in ("table", "office", "style", "datastyle", "text")
)
_EXTENSION = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_SPANS = (_TABLE + "number-rows-spanned", _TABLE + "number-columns-spanned")
_WIDE, _FORMULA, _KIND = _TABLE + "number-columns-repeated", _TABLE + "formula", _OFFICE + "value-type"
_ROW = rb"<[\w.-]+:table-row[\s/>]"
_ERROR = re.compile(r"#[A-Z][A-Z0-9/!?]*|Err:\d{3}")
_MOST_REPEATED = 1_000_000
# The reader of values stumbles over line breaks between the elements, and over tabs within text.
_INDENT = re.compile(rb"(</?[\w.-]+:(?:covered-)?(?:table|spreadsheet)[^<>]*>)\s+(?=<)")
_WHITE = {
    b"<text:tab": (rb"<text:tab\s*/>", b"\t"),
    b"<text:line-break": (rb"<text:line-break\s*/>", b"\n"),
}
_Span = tuple[int, int]


@dataclass
class _Table:
    """A sheet as far as it has been gone through."""

    name: str
    style: str
    is_linked: bool = False
    height: int = 0
    width: int = 0
    reach: Place = (0, 0)
    default_styles: list[tuple[_Span, str]] = field(default_factory=list)
    hidden_rows: list[_Span] = field(default_factory=list)
    hidden_columns: list[_Span] = field(default_factory=list)
    percentages: set[Place] = field(default_factory=set)
    broken: dict[Place, str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    comments: dict[Place, str] = field(default_factory=dict)


def opened(package: Package) -> tuple[io.BytesIO, tuple[Outline, ...]]:
    """The spreadsheet as the reader of values can read it, and its sheets in their order. Raises Unread."""
    if b"encryption-data" in package.part("META-INF/manifest.xml"):
        raise Unread("file-password")
    content = package.part(_CONTENT)
    check_row_lengths(content, _ROW)
    styles = _Styles()
    styles.learn(package.tree("styles.xml"))
    tables = [each for each in _tables(content, styles) if each.name]
    found = (
        _outline(each, room(len(content)), is_hidden=each.is_linked or each.style in styles.hidden)
        for each in tables
    )
    return _readable(package).stored(), tuple(found)


def _readable(package: Package) -> Package:
    """The package without what stands between the cells."""
    content = package.part(_CONTENT)
    if any(white in content for white in (b">\n", b">\r", b">\t", b"> <")):
        content = _INDENT.sub(rb"\1", content)
    for word, (pattern, text) in _WHITE.items():
        if word in content:
            content = re.sub(pattern, text, content)
    return replace(package, parts={**package.parts, _CONTENT: content})


def _outline(table: _Table, size: int, *, is_hidden: bool) -> Outline:
    """A sheet. One that cannot be read stops the file: the reader of values reads them all at once."""
    rows, columns = table.reach
    check_span(rows, columns, size, of=table.name)
    found = Metadata(
        frozenset(table.percentages),
        table.broken,
        tuple(table.merged),
        frozenset(n for start, end in table.hidden_rows for n in range(start, min(end, rows))),
        frozenset(n for start, end in table.hidden_columns for n in range(start, min(end, columns))),
        table.comments,
    )
    return Outline(table.name, is_hidden, lambda: found, is_at_risk=bool(table.broken))


# ----------------------------------------------------------------------------------------- styles


class _Styles:
    """The names of the styles that show percentages, and of those that hide a sheet."""

    def __init__(self) -> None:
        self.formats: set[str] = set()
        self.percentages: set[str] = set()
        self.hidden: set[str] = set()

    def learn(self, root: etree._Element | None) -> None:
        """Take in the styles below an element."""
        for each in () if root is None else root.iter(_NUMBER + "percentage-style", _STYLE + "style"):
            self.add(each)

    def add(self, element: etree._Element) -> None:
        """Take in one style. A number format stands before the styles that use it."""
        name = element.get(_STYLE + "name", "")
        if element.tag == _NUMBER + "percentage-style":
            self.formats.add(name)
        if (
            element.get(_STYLE + "data-style-name") in self.formats
            or element.get(_STYLE + "parent-style-name") in self.percentages
        ):
            self.percentages.add(name)
        if any(each.get(_TABLE + "display") == "false" for each in element):
            self.hidden.add(name)


# ----------------------------------------------------------------------------------------- tables


def _tables(content: bytes, styles: _Styles) -> Iterator[_Table]:
    """The sheets, each gone through to its end."""
    tags = ("table", "table-source", "table-column", "table-row")
    steps = etree.iterparse(
        io.BytesIO(content),
        events=("start", "end"),
        tag=[*(_TABLE + tag for tag in tags), _STYLE + "style", _NUMBER + "percentage-style"],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    table = _Table("", "")
    for event, element in steps:
        if event == "start":
            if element.tag == _TABLE + "table" and _is_sheet(element):
                table = _Table(element.get(_TABLE + "name", ""), element.get(_TABLE + "style-name", ""))
        elif element.tag.startswith(_TABLE):
            if element.tag == _TABLE + "table" and _is_sheet(element):
                yield table
            _add(table, element, styles)
        else:
            styles.add(element)


def _is_sheet(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == _OFFICE + "spreadsheet"


def _add(table: _Table, element: etree._Element, styles: _Styles) -> None:
    """Take a part of a sheet in; a table within a cell is none of it."""
    if any(each.tag == _TABLE + "table-cell" for each in element.iterancestors()):
        return
    if element.tag == _TABLE + "table-source":
        table.is_linked = True
    elif element.tag == _TABLE + "table-column":
        span = table.width, table.width + _repeated(element, "columns", COLUMNS)
        table.width = span[1]
        table.default_styles.append((span, element.get(_TABLE + "default-cell-style-name", "")))
        table.hidden_columns += [span] if _is_hidden(element) else []
    elif element.tag == _TABLE + "table-row":
        _add_row(table, element, styles)
        element.clear()


def _is_hidden(element: etree._Element) -> bool:
    return element.get(_TABLE + "visibility") in {"collapse", "filter"}


def _repeated(element: etree._Element, what: str, most: int) -> int:
    times = int(element.get(f"{_TABLE}number-{what}-repeated", 1))
    if not 0 < times <= LARGEST:
        raise Unread("file-unreadable")
    return min(times, most)


def _add_row(table: _Table, row: etree._Element, styles: _Styles) -> None:
    times = _repeated(row, "rows", ROWS)
    column = width = 0
    for cell in row.iterchildren(*_CELLS):
        wide = 1 if cell.get(_WIDE) is None else _repeated(cell, "columns", COLUMNS)
        kind = cell.get(_KIND)
        if kind:
            width = column + wide
            if times * wide > _MOST_REPEATED:
                raise Unread("file-too-large", why="one of its cells is repeated millions of times")
        if kind == "percentage" or (kind == "float" and _shows_percentage(table, row, cell, column, styles)):
            table.percentages.update(_places(table, column, times, wide))
        if len(cell) > bool(kind) or cell.get(_FORMULA) or any(map(cell.get, _SPANS)):
            _add_cell(table, cell, column, (times, wide))
        column += wide
    if width:
        table.reach = table.height + times, max(table.reach[1], width)
    if _is_hidden(row):
        table.hidden_rows.append((table.height, table.height + times))
    table.height += times


def _shows_percentage(
    table: _Table, row: etree._Element, cell: etree._Element, column: int, styles: _Styles
) -> bool:
    """Whether the style of a number shows a percentage: its own, or that of its row or column."""
    if not styles.percentages:
        return False
    style = cell.get(_TABLE + "style-name") or row.get(_TABLE + "default-cell-style-name")
    if not style:
        style = next((name for (start, end), name in table.default_styles if start <= column < end), "")
    return style in styles.percentages


def _places(table: _Table, left: int, times: int, wide: int) -> Iterator[Place]:
    """The places of a cell of the row that is being gone through, and of its repetitions."""
    rows, columns = range(table.height, table.height + times), range(left, left + wide)
    return ((row, column) for row in rows for column in columns)


def _add_cell(table: _Table, cell: etree._Element, left: int, repeated: tuple[int, int]) -> None:
    """Take in what a cell holds besides a value."""
    top = table.height
    if broken := _broken(cell):
        places = tuple(_places(table, left, *repeated))
        table.broken.update(dict.fromkeys(places, broken))
        table.reach = max(table.reach[0], places[-1][0] + 1), max(table.reach[1], places[-1][1] + 1)
    spans = [int(cell.get(each, 1)) - 1 for each in _SPANS]
    if any(spans):
        table.merged.append(Range(top, left, top + spans[0], left + spans[1]))
    if (note := cell.find(_OFFICE + "annotation")) is not None:
        table.comments[top, left] = "\n".join("".join(each.itertext()) for each in note.iter(_TEXT + "p"))


def _broken(cell: etree._Element) -> str:
    """What stands in a cell that holds no value though it looks so, or ''."""
    if cell.get(_FORMULA) is None:
        return ""
    shown = "".join(cell.xpath("string(*[local-name() = 'p'])"))
    if cell.get(_EXTENSION + "value-type") == "error" or _ERROR.fullmatch(shown):
        return shown or "an error"
    return "" if cell.get(_KIND) else WITHOUT_RESULT
