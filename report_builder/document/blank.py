"""A last page that is left blank, for packs that are printed on both sides."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from report_builder.archive import zipped
from report_builder.document.markup import name, parse, printable, value

STYLE = "blank page"
_BODY = "word/document.xml"


def with_blank_page(document: bytes, words: str) -> bytes:
    """A finished document with one more page at its end that says only these words.

    In the template's style "Blank Page", otherwise in that of its other paragraphs.
    """
    with zipfile.ZipFile(BytesIO(document)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    root = parse(files[_BODY])
    root.find(name("w:body"))[-1].addprevious(_page(words, _style(parse(files["word/styles.xml"]))))
    files[_BODY] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return zipped(files)


def _style(styles: etree._Element) -> str:
    """The id of the style of such a page; '' where the template has none."""
    named = (
        each for each in styles.iter(name("w:style")) if value(each.find(name("w:name"))).casefold() == STYLE
    )
    return next((each.get(name("w:styleId")) for each in named), "")


def _page(words: str, style: str) -> etree._Element:
    paragraph = etree.Element(name("w:p"))
    look = etree.SubElement(paragraph, name("w:pPr"))
    if style:
        etree.SubElement(look, name("w:pStyle"), {name("w:val"): style})
    etree.SubElement(look, name("w:pageBreakBefore"))
    run = etree.SubElement(paragraph, name("w:r"))
    etree.SubElement(run, name("w:t")).text = printable(words)
    return paragraph
