"""The tables of a filled document: their descriptions, their rows over page breaks, their schema."""

from __future__ import annotations

from lxml import etree

from report_builder.document.markup import name, text_of
from report_builder.document.numbering import Numbering

_CELL_ORDER = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
)  # fmt: skip


def set_tables(body: etree._Element, numbering: Numbering) -> None:
    """Describe the tables, keep rows from standing alone on a page, and put cells in order."""
    _describe_tables(body, numbering)
    _keep_rows(body)
    _order_cells(body)


def _describe_tables(body: etree._Element, numbering: Numbering) -> None:
    """The caption and description of each table, for those who hear it: its heading, its columns."""
    heading = ""
    for block in body:
        if any(each.startswith("heading") for each in numbering.style_names(block)):
            heading = text_of(block)
        elif block.tag == name("w:tbl"):
            _describe(block, heading)


def _describe(table: etree._Element, heading: str) -> None:
    first, *others = (text_of(cell) for cell in next(table.iter(name("w:tr"))).iter(name("w:tc")))
    properties = table.find(name("w:tblPr"))
    said = {
        "w:tblCaption": heading,
        "w:tblDescription": f"{heading}. Each row is one {first.casefold()}, with: {', '.join(others)}.",
    }
    for tag, words in said.items():
        for old in properties.findall(name(tag)):
            properties.remove(old)
        etree.SubElement(properties, name(tag), {name("w:val"): words})


def _keep_rows(body: etree._Element) -> None:
    """No row of a table alone on a page: the first stays with the second, the last with the one before."""
    for table in body.iter(name("w:tbl")):
        _, *rows = table.iter(name("w:tr"))
        for properties in (each for row in (*rows[:1], *rows[-2:-1]) for each in row.iter(name("w:pPr"))):
            _keep_with_next(properties)


def _keep_with_next(properties: etree._Element) -> None:
    """Set the property in its place in the schema, after the style."""
    if properties.find(name("w:keepNext")) is None:
        styled = properties.find(name("w:pStyle")) is not None
        properties.insert(1 if styled else 0, etree.Element(name("w:keepNext")))


def _order_cells(body: etree._Element) -> None:
    """The properties of each cell in the order of the schema, which docxtpl's own tags break."""
    ranks = {name(f"w:{tag}"): rank for rank, tag in enumerate(_CELL_ORDER)}
    for properties in body.iter(name("w:tcPr")):
        properties[:] = sorted(properties, key=lambda each: ranks.get(each.tag, len(ranks)))
