"""Workbooks of Office Open XML (.xlsx, .xlsm): their sheets, and their metadata."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from lxml import etree

from report_builder.workbooks.numberformats import BUILT_IN, shows_percentage
from report_builder.workbooks.packages import Package, check_xml, relations, target
from report_builder.workbooks.sheets import (
    COLUMNS,
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

_BOOK = "xl/workbook.xml"
_MOST_ODD = 8_000_000
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.IGNORECASE)

_RUN = re.compile(rb"<((?:\w+:)?)r>.*?</\1r>", re.DOTALL)
_RAISED = re.compile(rb"(<(?:\w+:)?t\b[^>]*>)\s*([0-9]{1,2}|[a-z]|[*,0-9 ]{2,8})\s*(</)")
"""The text of a run that is a footnote mark, and no "st" of "1st"."""
_WIDE = re.compile(rb' r="([A-Z]{2})[0-9]')
_ODD_NAME = re.compile(rb":(?:c|f|row)[\s/>]")
# A word of these has to stand in a sheet that holds anything but plain values.
_TELLING = (b"<f", b":f", b'"e"', b"'e'", b"hidden", b' ht="0', b"ht='0", b"ht =", b"ht= ")


def opened(package: Package) -> tuple[io.BytesIO, tuple[Outline, ...]]:
    """The workbook for the reader of values, and its sheets in their order. Raises Unread.

    Chart sheets are left out.
    """
    return _with_footnotes(package).stored(), tuple(_outlines(package))


def _with_footnotes(package: Package) -> Package:
    """The package with raised footnote marks in brackets: else 117 with a raised 1 would read as 1171."""
    raised = {
        name: _RUN.sub(_bracketed, content)
        for name, content in package.parts.items()
        if b"superscript" in content
    }
    return replace(package, parts={**package.parts, **raised}) if raised else package


def _bracketed(run: re.Match[bytes]) -> bytes:
    return _RAISED.sub(rb"\1[\2]\3", run[0]) if b"superscript" in run[0] else run[0]


def _outlines(package: Package) -> Iterator[Outline]:
    book = package.tree(_BOOK)
    if book is None:
        raise Unread("file-unreadable")
    targets = relations(package, _BOOK)
    _check_strings(package.part(target(targets, "sharedStrings", "xl/sharedStrings.xml")))
    styles = _percentage_styles(package.tree(target(targets, "styles", "xl/styles.xml")))
    for entry in book.iterfind("{*}sheets/{*}sheet"):
        kind, part = targets.get(_local(entry, "id"), ("worksheet", ""))
        if kind == "worksheet":
            hidden = entry.get("state", "visible") != "visible"
            yield _outline(package, entry.get("name", ""), part, styles, hidden=hidden)


def _outline(package: Package, name: str, part: str, styles: frozenset[str], *, hidden: bool) -> Outline:
    content = package.part(part)
    if not content:
        return Outline(name, hidden, why=Unread("sheet-unreadable"))
    try:
        _check(content)
    except Unread as error:
        return Outline(name, hidden, why=error)
    except (etree.LxmlError, ValueError):
        return Outline(name, hidden, why=Unread("sheet-unreadable"))
    ask = partial(_metadata, package.packed(), part, styles)
    return Outline(name, hidden, ask, is_at_risk=b"<f" in content or _ODD_NAME.search(content) is not None)


# ------------------------------------------------------------------------------------------ parts


def _check_strings(content: bytes) -> None:
    """Raises Unread where a file promises more texts than it has room for: the reader would make room."""
    if content:
        check_xml(content)
    promised = re.search(rb"""<(?:\w+:)?sst\b[^>]*\suniqueCount\s*=\s*["']\s*([0-9]+)""", content)
    if promised and int(promised[1]) > len(content):
        raise Unread("file-unreadable")


def _local(element: etree._Element, name: str) -> str:
    """An attribute by its name without its namespace, which differs between the kinds of the format."""
    return next((str(v) for k, v in element.attrib.items() if k.endswith("}" + name)), "")


def _percentage_styles(root: etree._Element | None) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    if root is None:
        return frozenset()
    formats = {str(number): code for number, code in BUILT_IN.items()}
    for each in root.iterfind("{*}numFmts/{*}numFmt"):
        formats[each.get("numFmtId", "")] = each.get("formatCode", "")
    wanted = {number for number, code in formats.items() if shows_percentage(code)}
    styles = root.iterfind("{*}cellXfs/{*}xf")
    return frozenset(str(n) for n, each in enumerate(styles) if each.get("numFmtId") in wanted)


# ------------------------------------------------------------------------------------------ span


def _check(content: bytes) -> None:
    """Raises where a sheet is not sound, or spans more than can be held; asked before it is read.

    Nearly every sheet is cleared by searches of its bytes; any other is measured cell by cell.
    """
    check_xml(content)
    most = room(len(content))
    if _is_usual(content, "[A-Z]", most // 26):
        return
    columns = max((_column(each.decode()) + 1 for each in set(_WIDE.findall(content))), default=26)
    if _is_usual(content, "[A-Z]{1,2}", most // columns):
        return
    if content.count(b"<") > _MOST_ODD:
        raise Unread("sheet-too-large", why="millions of cells in an unusual form")
    places = [place for row in _rows(content) for place, cell in _cells(row) if len(cell)]
    rows, columns = (max((place[n] + 1 for place in places), default=0) for n in (0, 1))
    check_span(rows, columns, most)


def _is_usual(content: bytes, letters: str, rows: int) -> bool:
    """Whether every row and cell says its address first, these letters, and so many rows or fewer."""
    first, *others = list(str(rows))
    digits = f"[0-{int(first) - 1}]?[0-9]{{1,{len(others)}}}"
    usual = (f'<row(?! r="{digits}")[\\s/>]', f'<c(?! r="{letters}{digits}")[\\s/>]')
    return not _ODD_NAME.search(content) and not any(re.search(each.encode(), content) for each in usual)


def _column(letters: str) -> int:
    """The number of a column, counted from 0."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def _place(reference: str) -> Place | None:
    match = _REFERENCE.fullmatch(reference)
    return (int(match[2]) - 1, _column(match[1])) if match else None


def _rows(content: bytes) -> Iterator[tuple[int, etree._Element]]:
    """The rows of a sheet, each with its number from 0; one may leave its number out."""
    check_row_lengths(content, rb"<(?:\w+:)?row[\s/>]")
    number = -1
    steps = etree.iterparse(
        io.BytesIO(content), tag="{*}row", resolve_entities=False, no_network=True, load_dtd=False
    )
    for _, row in steps:
        number = int(row.get("r", number + 2)) - 1
        yield number, row
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def _cells(row: tuple[int, etree._Element]) -> Iterator[tuple[Place, etree._Element]]:
    """The cells of a row, each with its place; one may leave its address out."""
    number, element = row
    column = -1
    for cell in element.iterfind("{*}c"):
        reference = cell.get("r")
        place = _place(reference) if reference else (number, column + 1)
        if place is None:
            raise Unread("sheet-unreadable")
        column = place[1]
        yield place, cell


# --------------------------------------------------------------------------------------- metadata


def _metadata(package: Package, part: str, styles: frozenset[str]) -> Metadata:
    content = package.part(part)
    percentages, broken, hidden = _of_cells(content, styles) if _is_telling(content, styles) else ([], {}, [])
    around = _around(content)
    return Metadata(
        frozenset(percentages),
        broken,
        tuple(_ranges(around)),
        frozenset(hidden),
        frozenset(_hidden_columns(around)),
        _comments(package, part),
    )


def _is_telling(content: bytes, styles: frozenset[str]) -> bool:
    """Whether the cells of a sheet have to be gone through: most large ones hold plain values only."""
    if "0" in styles or any(word in content for word in _TELLING):
        return True
    shown = rb"""\ss\s*=\s*["'](?:%b)["']""" % "|".join(styles).encode()
    return bool(styles) and re.search(shown, content) is not None


def _of_cells(content: bytes, styles: frozenset[str]) -> tuple[list[Place], dict[Place, str], list[int]]:
    """The cells with a percentage, the broken cells and the hidden rows."""
    percentages: list[Place] = []
    broken: dict[Place, str] = {}
    hidden: list[int] = []
    for row in _rows(content):
        if _is_hidden(row[1], "ht"):
            hidden.append(row[0])
        for place, cell in _cells(row):
            if found := _broken(cell):
                broken[place] = found
            if len(cell) and cell.get("s", "0") in styles:
                percentages.append(place)
    return percentages, broken, hidden


def _broken(cell: etree._Element) -> str:
    """What stands in a cell that reads as empty and is not, or ''."""
    kind, result = cell.get("t"), cell.find("{*}v")
    text = "" if result is None else result.text or ""
    if kind == "e":
        return text or "an error"
    is_text = kind == "str" and result is not None
    return WITHOUT_RESULT if not text and not is_text and cell.find("{*}f") is not None else ""


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Whether a row or column is hidden: by name, or by a size of nothing."""
    given = element.get(size)
    return element.get("hidden") in {"1", "true"} or (given is not None and float(given) == 0)


def _around(content: bytes) -> etree._Element:
    """A sheet without its rows."""
    start, end = re.search(rb"<((?:\w+:)?sheetData)\b[^>]*>", content), content.rfind(b"sheetData>")
    if start and not start[0].endswith(b"/>") and end > 0:
        content = content[: start.end()] + b"</" + start[1] + b">" + content[end + len(b"sheetData>") :]
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))


def _ranges(root: etree._Element) -> Iterator[Range]:
    for each in root.iterfind("{*}mergeCells/{*}mergeCell"):
        ends = [_place(end) for end in each.get("ref", "").split(":")]
        top, bottom = ends[0], ends[-1]
        if top and bottom:
            yield Range(*top, *bottom)


def _hidden_columns(root: etree._Element) -> Iterator[int]:
    for each in root.iterfind("{*}cols/{*}col"):
        if _is_hidden(each, "width"):
            yield from range(int(each.get("min", 1)) - 1, min(int(each.get("max", COLUMNS)), COLUMNS))


def _comments(package: Package, part: str) -> Mapping[Place, str]:
    """The text of the notes of a sheet, and of the threads of comments, which go before."""
    targets = relations(package, part).values()
    notes = _texts(
        package, [name for kind, name in targets if kind == "comments"], "{*}commentList/{*}comment"
    )
    threads = _texts(
        package, [name for kind, name in targets if kind == "threadedComment"], "{*}threadedComment"
    )
    return {**notes, **threads}


def _texts(package: Package, parts: list[str], path: str) -> dict[Place, str]:
    found: dict[Place, list[str]] = defaultdict(list)
    for root in map(package.tree, parts):
        for each in () if root is None else root.iterfind(path):
            place = _place(each.get("ref", ""))
            if place:
                runs = [run.text or "" for run in each.iter("{*}t", "{*}text") if not len(run)]
                found[place].append("".join(runs))
    return {place: "\n".join(texts) for place, texts in found.items()}
