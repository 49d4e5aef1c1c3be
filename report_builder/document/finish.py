"""What Word needs besides words: properties, language, descriptions, bookmarks, chart numbers, widths."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from hashlib import sha256
from itertools import product

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from report_builder.document.markup import name, parse, printable, text_of
from report_builder.document.numbering import Numbering
from report_builder.model import Narrative, Settings

LANGUAGE = "en-GB"
EMU_PER_TWIP = 635
CELL_MARGINS = 216 * EMU_PER_TWIP
"""What Word leaves free at both sides of a cell where a table says nothing else, in EMU."""
ROOM_FOR_WORDS = 900_000
"""What a heading, a chart title and its subtitle take of the height of a page, in EMU."""

_LONGEST_BOOKMARK = 40
_LONGEST_PROPERTY = 255
_CELL_ORDER = (
    "cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "tcMar",
    "textDirection", "tcFitText", "vAlign", "hideMark",
)  # fmt: skip


def finish(document: Document, narrative: Narrative) -> None:
    """Complete a filled document in place, before it is packed."""
    body = document.element.body
    _set_properties(document, narrative.settings)
    _set_language(document)
    _drop_empty(body)
    _number_charts(body)
    _name_pictures(body)
    _fit_pictures(document)
    _describe_tables(document)
    _keep_rows(body)
    _order_cells(body)
    _mark_paragraphs(document, [each.id for each in narrative.paragraphs()])


# ---------------------------------------------------------------------- properties, language


def _set_properties(document: Document, settings: Settings) -> None:
    """The properties of the file, dated by the meeting: the clock is never read."""
    properties = document.core_properties
    properties.title, properties.subject = _property(settings.title), _property(settings.board)
    properties.author = properties.last_modified_by = _property(settings.author or settings.organisation)
    properties.language, properties.comments, properties.revision = LANGUAGE, "", 1
    properties.created = properties.modified = datetime.combine(settings.meeting_date, time(), UTC)


def _property(text: str) -> str:
    return printable(text)[:_LONGEST_PROPERTY]


def _set_language(document: Document) -> None:
    """British English as the language of all text that names no other."""
    for language in document.styles.element.iterfind(f"{name('w:docDefaults')}//{name('w:lang')}"):
        language.set(name("w:val"), LANGUAGE)


# --------------------------------------------------------------------------- paragraphs


def _drop_empty(body: etree._Element) -> None:
    """Take out the paragraphs that an absent text left with nothing in them."""
    kept = {name(tag) for tag in ("w:t", "w:drawing", "w:sectPr", "w:br", "w:fldChar", "w:object")}
    for paragraph in body.findall(name("w:p")):
        held = (each for each in paragraph.iter() if each.tag in kept)
        if not any(each.tag != name("w:t") or each.text for each in held):
            body.remove(paragraph)


def _mark_paragraphs(document: Document, ids: Sequence[str]) -> None:
    """A bookmark around each numbered paragraph, so that it can be found when its number moves."""
    body = document.element.body
    paragraphs = [paragraph for _, paragraph in _numbering(document).numbered(body)]
    first = 1 + max((int(each.get(name("w:id"))) for each in body.iter(name("w:bookmarkStart"))), default=0)
    for number, (paragraph, bookmark) in enumerate(zip(paragraphs, bookmarks(ids), strict=False), first):
        start = etree.Element(name("w:bookmarkStart"), {name("w:id"): str(number), name("w:name"): bookmark})
        properties = paragraph.find(name("w:pPr"))
        paragraph.insert(0 if properties is None else 1, start)
        etree.SubElement(paragraph, name("w:bookmarkEnd"), {name("w:id"): str(number)})


def bookmarks(ids: Sequence[str]) -> tuple[str, ...]:
    """The bookmark of each paragraph id: 'p_' and the id in the letters that Word allows.

    An id that is too long, or that would read like one before it, ends with a mark of its own.
    """
    taken: dict[str, None] = {}
    for each in ids:
        plain = f"p_{re.sub(r'[^A-Za-z0-9]+', '_', each).strip('_')}"
        unfit = len(plain) > _LONGEST_BOOKMARK or plain in taken
        mark = sha256(each.encode()).hexdigest()[:6]
        taken[f"{plain[: _LONGEST_BOOKMARK - 7]}_{mark}" if unfit else plain] = None
    return tuple(taken)


def _numbering(document: Document) -> Numbering:
    lists = (
        each.target_part
        for each in document.part.rels.values()
        if each.reltype == RELATIONSHIP_TYPE.NUMBERING
    )
    return Numbering.of(document.styles.element, next((parse(each.blob) for each in lists), None))


# ------------------------------------------------------------------------------- pictures


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


def _fit_pictures(document: Document) -> None:
    """Make a picture smaller, in proportion, where it is larger than its column, page or cell."""
    numbering = _numbering(document)
    waiting: list[etree._Element] = []
    for block in document.element.body:
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


# --------------------------------------------------------------------------------- tables


def _describe_tables(document: Document) -> None:
    """The caption and description of each table, for those who hear it: its heading, its columns."""
    numbering, heading = _numbering(document), ""
    for block in document.element.body:
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
