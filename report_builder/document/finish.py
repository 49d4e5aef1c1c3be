"""What Word needs besides words: properties, language, and what charts, references and tables need."""

from __future__ import annotations

from datetime import UTC, datetime, time

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from report_builder.document.charts import set_charts
from report_builder.document.contents import set_contents
from report_builder.document.markup import name, parse, printable
from report_builder.document.numbering import Numbering
from report_builder.document.references import set_references
from report_builder.document.tables import set_tables
from report_builder.model import Narrative, Settings

LANGUAGE = "en-GB"

_LONGEST_PROPERTY = 255


def finish(document: Document, narrative: Narrative) -> None:
    """Complete a filled document in place, before it is packed."""
    body, numbering = document.element.body, numbering_of(document)
    _set_properties(document, narrative.settings)
    _set_language(document)
    _drop_empty(body)
    set_charts(body, numbering)
    set_references(body, numbering)
    set_contents(body, numbering)
    set_tables(body, numbering)


def numbering_of(document: Document) -> Numbering:
    """How a document numbers its paragraphs."""
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
    for paragraph in [*body.findall(name("w:p")), *body.iterfind(f".//{name('w:tc')}/{name('w:p')}")]:
        held = (each for each in paragraph.iter() if each.tag in kept)
        is_empty = not any(each.tag != name("w:t") or each.text for each in held)
        if is_empty and (paragraph.getparent() is body or _has_another(paragraph)):
            paragraph.getparent().remove(paragraph)


def _has_another(paragraph: etree._Element) -> bool:
    """Whether another paragraph follows or stands before it: the last thing in a cell must be one."""
    beside = (paragraph.getnext(), paragraph.getprevious())
    return any(each is not None and each.tag == name("w:p") for each in beside)
