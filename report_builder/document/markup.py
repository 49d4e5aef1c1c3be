"""Word's markup: its namespaces, text that may stand in it, and safe reading of it."""

from __future__ import annotations

import re
from functools import cache

from lxml import etree
from markupsafe import Markup, escape

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}

_BREAKS = re.compile(r" *[\t\n\v\f\r]+[\t\n\v\f\r ]*")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ue000-\ue002\ufffe\uffff]")
MARK_START, MARK_END, MARK_PART = "\ue000", "\ue001", "\ue002"
"""Around and within what is to become a bookmark or a field; taken out of every other text."""


@cache
def name(tag: str) -> str:
    """The full name of a tag or attribute: 'w:p' to '{http://...}p'."""
    prefix, local = tag.split(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def printable(text: str) -> str:
    """The text as Word can hold it: on one line, without what XML forbids and what marks a place here."""
    return _FORBIDDEN.sub("", _BREAKS.sub(" ", text))


def literal(text: str) -> Markup:
    """The text as markup that prints as it is written: nothing in it is a tag or a place."""
    safe = str(escape(printable(text))).replace("{", "&#123;").replace("}", "&#125;")
    return Markup(safe)  # noqa: S704 (escaped just above)


def parse(xml: bytes) -> etree._Element:
    """The root of an XML part, read without entities and without the network.

    Raises lxml.etree.XMLSyntaxError where it is not well formed.
    """
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def text_of(paragraph: etree._Element) -> str:
    """The words of a paragraph: without the codes of fields, with tabs and breaks as a space."""
    spoken = {name("w:t"), name("w:tab"), name("w:br"), name("w:noBreakHyphen")}
    runs = (each for each in paragraph.iter(*spoken) if each.getparent().tag == name("w:r"))
    return "".join(_spoken(each) for each in runs)


def _spoken(element: etree._Element) -> str:
    if element.tag == name("w:t"):
        return element.text or ""
    return "-" if element.tag == name("w:noBreakHyphen") else " "


def value(element: etree._Element | None) -> str:
    """The `w:val` of an element, '' where there is none."""
    return (element.get(name("w:val")) or "") if element is not None else ""
