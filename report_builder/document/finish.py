"""What Word needs besides words: properties, language, bookmarks, and what charts and tables need."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from hashlib import sha256

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from report_builder.document.charts import set_charts
from report_builder.document.markup import name, parse, printable
from report_builder.document.numbering import Numbering
from report_builder.document.tables import set_tables
from report_builder.model import Narrative, Settings

LANGUAGE = "en-GB"

_LONGEST_BOOKMARK = 40
_LONGEST_PROPERTY = 255


def finish(document: Document, narrative: Narrative) -> None:
    """Complete a filled document in place, before it is packed."""
    body, numbering = document.element.body, _numbering(document)
    _set_properties(document, narrative.settings)
    _set_language(document)
    _drop_empty(body)
    _mark_paragraphs(body, numbering, [each.id for each in narrative.paragraphs()])
    set_charts(body, numbering)
    set_tables(body, numbering)


def _numbering(document: Document) -> Numbering:
    lists = (
        each.target_part
        for each in document.part.rels.values()
        if each.reltype == RELATIONSHIP_TYPE.NUMBERING
    )
    return Numbering.of(document.styles.element, next((parse(each.blob) for each in lists), None))


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


def _mark_paragraphs(body: etree._Element, numbering: Numbering, ids: Sequence[str]) -> None:
    """A bookmark around each numbered paragraph, so that it can be found when its number moves."""
    paragraphs = [paragraph for _, paragraph in numbering.numbered(body)]
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
