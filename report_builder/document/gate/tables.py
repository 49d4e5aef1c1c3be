"""Tables: a heading row that is one, cells that are whole, widths that hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from report_builder.document.gate.paper import Finding, Paper, is_on
from report_builder.document.markup import name, text_of, value

_LONG = 40
_SLACK = 0.02


def found(paper: Paper) -> Iterator[Finding]:
    """Everything that is wrong with the tables of a paper."""
    for number, table in enumerate(paper.body.iter(name("w:tbl")), 1):
        yield from _table(table, f"table {number}{_first_words(table)}", _column(table))


def _first_words(table: etree._Element) -> str:
    words = next((text_of(each).strip() for each in table.iter(name("w:p")) if text_of(each).strip()), "")
    return f", “{words[:_LONG]}”" if words else ""


def _table(table: etree._Element, place: str, room: float) -> Iterator[Finding]:
    rows, properties = table.findall(name("w:tr")), table.find(name("w:tblPr"))
    headings = [is_on(row.find(name("w:trPr")), "w:tblHeader") for row in rows]
    if not headings or not headings[0]:
        hint = "Set “Repeat as header row” for the first row in the template."
        yield Finding("header row", "A table has no heading row", hint, place)
    elif any(later and not before for before, later in pairwise(headings)):
        yield Finding("header rows", "A heading row stands below other rows", "Part the table in two.", place)
    if not value(properties.find(name("w:tblDescription"))) or not value(
        properties.find(name("w:tblCaption"))
    ):
        yield Finding(
            "table text", "A table has no name or description", "Write its alternative text.", place
        )
    if table.find(f".//{name('w:tbl')}") is not None:
        yield Finding("nested", "A table stands inside another", "Take the inner one out.", place)
    yield from _cells(rows, place)
    yield from _widths(table, place, room)


def _cells(rows: list[etree._Element], place: str) -> Iterator[Finding]:
    for number, row in enumerate(rows, 1):
        for cell in row.findall(name("w:tc")):
            span = cell.find(f"{name('w:tcPr')}/{name('w:gridSpan')}")
            merged = (cell.find(f"{name('w:tcPr')}/{name(tag)}") for tag in ("w:vMerge", "w:hMerge"))
            if value(span) not in ("", "1") or any(each is not None for each in merged):
                hint = "Give every row the same cells."
                yield Finding(
                    "merged", "Cells of a table are merged or split", hint, f"{place}, row {number}"
                )
            if not _says_something(cell):
                what = "A heading cell is empty" if number == 1 else "A cell is empty"
                hint = "Write what it means, or a dash where there is nothing."
                yield Finding("empty cell", what, hint, f"{place}, row {number}")


def _says_something(cell: etree._Element) -> bool:
    words = any((each.text or "").strip() for each in cell.iter(name("w:t")))
    return words or next(cell.iter(name("w:drawing"), name("w:tbl")), None) is not None


def _widths(table: etree._Element, place: str, room: float) -> Iterator[Finding]:
    """Widths that Word takes from the cells and LibreOffice from the grid: they must be the same."""
    grid = [
        float(each.get(name("w:w")) or 0)
        for each in table.findall(f"{name('w:tblGrid')}/{name('w:gridCol')}")
    ]
    rows = (row.findall(name("w:tc")) for row in table.findall(name("w:tr")))
    cells = [[_width(cell) for cell in row] for row in rows]
    if any(row != grid for row in cells):
        hint = "Set the width of the columns again in the template."
        yield Finding("widths", "The columns of a table have no fixed widths", hint, place)
    elif room and sum(grid) > room * (1 + _SLACK):
        yield Finding("wide", "A table is wider than its page", "Make its columns narrower.", place)


def _width(cell: etree._Element) -> float:
    width = cell.find(f"{name('w:tcPr')}/{name('w:tcW')}")
    return float(width.get(name("w:w")) or 0) if width is not None else 0.0


def _column(table: etree._Element) -> float:
    """The width of the text of the section that a table stands in, in twentieths of a point."""
    top = table
    while top.getparent().tag != name("w:body"):
        top = top.getparent()
    for block in (top, *top.itersiblings()):
        section = block if block.tag == name("w:sectPr") else block.find(f".//{name('w:sectPr')}")
        if section is not None:
            size, margins = section.find(name("w:pgSz")), section.find(name("w:pgMar"))
            sides = (float(margins.get(name(side)) or 0) for side in ("w:left", "w:right"))
            return float(size.get(name("w:w")) or 0) - sum(sides)
    return 0.0
