"""What the fast reader cannot see: percentage formats, errors, and formulas without a result.

The parts of the file are read directly: asking openpyxl costs about 30 ms a sheet, this 2.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from openpyxl.utils import get_column_letter

FORMATS_SEEN = (".xlsx", ".xlsm")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_BUILT_IN_PERCENTAGES = ("9", "10")
_LITERAL = re.compile(r'"[^"]*"|\\.')


def percentage_cells(path: Path, sheet: str) -> frozenset[str]:
    """The addresses of the cells of a sheet whose number format is a percentage.

    A literal sign, as in the format `0"%"`, makes no percentage: the number is shown as it is.
    Empty for the formats of file that do not keep their parts this way.
    """
    if path.suffix.casefold() not in FORMATS_SEEN:
        return frozenset()
    with ZipFile(path) as archive:
        styles = _percentage_styles(archive)
        return (
            frozenset(_cells(_part(archive, _sheet_part(archive, sheet)), styles)) if styles else frozenset()
        )


def broken_cells(path: Path, sheet: str) -> Mapping[str, str]:
    """The cells of a sheet that read as empty and are not: an error, or a formula without its result.

    Empty for the formats of file that do not keep their parts this way.
    """
    if path.suffix.casefold() not in FORMATS_SEEN:
        return {}
    with ZipFile(path) as archive:
        root = _part(archive, _sheet_part(archive, sheet))
    return dict(_broken(root))


def _broken(root: etree._Element) -> Iterator[tuple[str, str]]:
    for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
        result = cell.findtext("{*}v") or ""
        if cell.get("t") == "e":
            yield cell.get("r", ""), result or "an error"
        elif cell.find("{*}f") is not None and not result:
            yield cell.get("r", ""), "a formula without its result"


def _part(archive: ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(name), _PARSER)


def _percentage_styles(archive: ZipFile) -> frozenset[str]:
    """The numbers of the cell styles that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = _part(archive, "xl/styles.xml")
    typed = {
        each.get("numFmtId")
        for each in root.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _LITERAL.sub("", each.get("formatCode", ""))
    }
    wanted = {*_BUILT_IN_PERCENTAGES, *typed}
    styles = root.iterfind("{*}cellXfs/{*}xf")
    return frozenset(str(n) for n, each in enumerate(styles) if each.get("numFmtId") in wanted)


def _sheet_part(archive: ZipFile, sheet: str) -> str:
    """The name of the part that holds a sheet."""
    book = _part(archive, "xl/workbook.xml")
    entry = next(each for each in book.iterfind("{*}sheets/{*}sheet") if each.get("name") == sheet)
    relation = next(value for name, value in entry.attrib.items() if etree.QName(name).localname == "id")
    relations = _part(archive, "xl/_rels/workbook.xml.rels")
    target = next(str(each.get("Target")) for each in relations if each.get("Id") == relation)
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _cells(root: etree._Element, styles: frozenset[str]) -> Iterator[str]:
    """The addresses of the cells in these styles; a cell may leave its own address out."""
    for number, row in enumerate(root.iterfind("{*}sheetData/{*}row"), 1):
        for column, cell in enumerate(row.iterfind("{*}c"), 1):
            if cell.get("s") in styles:
                yield cell.get("r") or f"{get_column_letter(column)}{row.get('r') or number}"
