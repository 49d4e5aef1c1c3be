"""The charts of a filled document: their numbers, their names, and their size on the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

from lxml import etree

from report_builder.document.markup import name
from report_builder.document.numbering import Numbering

EMU_PER_TWIP = 635
CELL_MARGINS = 216 * EMU_PER_TWIP
"""What Word leaves free at both sides of a cell where a table says nothing else, in EMU."""
ROOM_FOR_WORDS = 900_000
"""What a heading, a chart title and its subtitle take of the height of a page, in EMU."""


def set_charts(body: etree._Element, numbering: Numbering) -> None:
    """Number the charts, name the pictures, and make those smaller that are too large for their place."""
    _number_charts(body)
    _name_pictures(body)
    _fit_pictures(body, numbering)


def _number_charts(body: etree._Element) -> None:
    """Write the result of each SEQ field, so that numbers stand before Word updates its fields."""
    counts: Counter[str] = Counter()
    for paragraph in body.iter(name("w:p")):
        for sequence, result in _sequences(paragraph):
            counts[sequence] += 1
            result.text = str(counts[sequence])


def _sequences(paragraph: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The SEQ fields of a paragraph: the name of the sequence and the text that shows its result."""
    sequence, shown = "", False
    for each in paragraph.iter(name("w:instrText"), name("w:fldChar"), name("w:t")):
        if each.tag == name("w:instrText"):
            code = re.match(r"\s*SEQ\s+(\S+)", each.text or "")
            sequence = code[1] if code else sequence
        elif each.tag == name("w:fldChar"):
            shown = each.get(name("w:fldCharType")) == "separate"
            sequence = "" if each.get(name("w:fldCharType")) == "end" else sequence
        elif sequence and shown:
            yield sequence, each
            shown = False


def _name_pictures(body: etree._Element) -> None:
    """A number and a name of its own for every picture."""
    for number, picture in enumerate(body.iter(name("wp:docPr")), 1):
        for named in (picture, *picture.getparent().iter(name("pic:cNvPr"))):
            named.set("id", str(1000 + number))
            named.set("name", f"Picture {number}")


def _fit_pictures(body: etree._Element, numbering: Numbering) -> None:
    """Make a picture smaller, in proportion, where it is larger than its column, page or cell."""
    waiting: list[etree._Element] = []
    for block in body:
        section = block if block.tag == name("w:sectPr") else block.find(f".//{name('w:sectPr')}")
        waiting.extend(block.iter(name("wp:inline")))
        if section is not None:
            for inline in waiting:
                _fit(inline, _room(inline, _column(section), numbering), _height(section))
            waiting.clear()


def _fit(inline: etree._Element, width: float, height: float) -> None:
    extent = inline.find(name("wp:extent"))
    scale = min(width / int(extent.get("cx")), height / int(extent.get("cy")))
    if not 0 < scale < 1:
        return
    sized = [each for each in (extent, *inline.iter(name("a:ext"))) if each.get("cx")]
    for each, side in product(sized, ("cx", "cy")):
        each.set(side, str(int(int(each.get(side)) * scale)))


def _room(inline: etree._Element, column: float, numbering: Numbering) -> float:
    """The width that a picture may take, in EMU: of its cell, or of the column less the indent."""
    cell = next(inline.iterancestors(name("w:tc")), None)
    if cell is not None:
        width = _measure(cell.find(f"{name('w:tcPr')}/{name('w:tcW')}"), "w:w")
        return width - CELL_MARGINS if width else column
    paragraph = next(inline.iterancestors(name("w:p")))
    owners = (paragraph, *numbering.chain(paragraph))
    indents = (owner.find(f"{name('w:pPr')}/{name('w:ind')}") for owner in owners)
    return column - next((_measure(each, "w:left") for each in indents if each is not None), 0.0)


def _column(section: etree._Element) -> float:
    """The width of a text column of a section, in EMU."""
    margins = section.find(name("w:pgMar"))
    width = _measure(section.find(name("w:pgSz")), "w:w")
    width -= _measure(margins, "w:left") + _measure(margins, "w:right")
    columns = section.find(name("w:cols"))
    count = int(columns.get(name("w:num"), "1")) if columns is not None else 1
    return (width - (count - 1) * _measure(columns, "w:space")) / count


def _height(section: etree._Element) -> float:
    """The height that a picture may take in EMU: of the page, less the words above it."""
    margins = section.find(name("w:pgMar"))
    height = _measure(section.find(name("w:pgSz")), "w:h") - ROOM_FOR_WORDS
    return height - _measure(margins, "w:top") - _measure(margins, "w:bottom")


def _measure(element: etree._Element | None, attribute: str) -> float:
    """A length in twentieths of a point as EMU, 0 where there is none."""
    return float(element.get(name(attribute), "0")) * EMU_PER_TWIP if element is not None else 0.0
