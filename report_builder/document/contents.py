"""The contents list: Word's own field, where the template has one, with its entries written.

Entries are links without page numbers: only a program that lays out pages knows those, and a wrong
number is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from report_builder.document.markup import name, text_of, value
from report_builder.document.numbering import Numbering

_LEVELS = re.compile(r'\\o\s*"?(\d)-(\d)"?')
_HEADING = re.compile(r"heading (\d)")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_USUAL = (1, 3)


def set_contents(body: etree._Element, numbering: Numbering) -> None:
    """Write the entries of every contents list of a body; nothing where it has none."""
    for number, code in enumerate(list(_fields(body)), 1):
        held = _extent(code)
        levels = _LEVELS.search(code.text or "")
        first, last = (int(levels[1]), int(levels[2])) if levels else _USUAL
        listed = [each for each in _headings(body, numbering) if first <= each[0] <= last]
        if held and listed:
            _write(held, _without_pages(code.text or ""), _marked(listed, number, body), numbering)


def _fields(body: etree._Element) -> Iterator[etree._Element]:
    """The codes of the contents lists."""
    return (each for each in body.iter(name("w:instrText")) if (each.text or "").split()[:1] == ["TOC"])


def _extent(code: etree._Element) -> list[etree._Element]:
    """The paragraphs over which a field extends, from its code to its end; none where it has no end."""
    paragraph = next(code.iterancestors(name("w:p")))
    found, depth = [], 1
    for each in (paragraph, *paragraph.itersiblings(name("w:p"))):
        found.append(each)
        for turn in each.iter(name("w:fldChar"), name("w:instrText")):
            kind = turn.get(name("w:fldCharType"))
            if each is paragraph and not _is_after(code, turn):
                continue
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            if not depth:
                return found
    return []


def _is_after(code: etree._Element, turn: etree._Element) -> bool:
    order = list(next(code.iterancestors(name("w:p"))).iter(name("w:fldChar"), name("w:instrText")))
    return order.index(turn) > order.index(code)


def _headings(body: etree._Element, numbering: Numbering) -> list[tuple[int, str, etree._Element]]:
    """The headings of a body: their level, their words with their number, and the paragraph."""
    labels = {paragraph: label for label, paragraph in numbering.numbered(body)}
    found = []
    for paragraph in body.iter(name("w:p")):
        level = heading_level(paragraph, numbering)
        if level and (words := text_of(paragraph).strip()):
            label = labels.get(paragraph, "")
            found.append((level, f"{label}. {words}" if label else words, paragraph))
    return found


def heading_level(paragraph: etree._Element, numbering: Numbering) -> int:
    """The level of a heading, by its style or one that this is based on; 0 for any other paragraph."""
    levels = (_HEADING.fullmatch(each) for each in numbering.style_names(paragraph))
    return next((int(each[1]) for each in levels if each), 0)


def _without_pages(code: str) -> str:
    """The code of the field, so that Word too leaves page numbers out and makes entries links."""
    wanted = [each for each in (r"\n", r"\h") if each not in code]
    return f" {' '.join([code.strip(), *wanted])} "


def _marked(
    headings: Sequence[tuple[int, str, etree._Element]], number: int, body: etree._Element
) -> list[tuple[int, str, str]]:
    """The headings with a bookmark each, as Word names them: level, words, bookmark."""
    last = max((int(each.get(name("w:id"))) for each in body.iter(name("w:bookmarkStart"))), default=0)
    marked = []
    for index, (level, words, paragraph) in enumerate(headings, 1):
        title = f"_Toc{number:02d}{index:06d}"
        key = {name("w:id"): str(last + index)}
        start = etree.Element(name("w:bookmarkStart"), {**key, name("w:name"): title})
        paragraph.insert(0 if paragraph.find(name("w:pPr")) is None else 1, start)
        etree.SubElement(paragraph, name("w:bookmarkEnd"), key)
        marked.append((level, words, title))
    return marked


def _write(
    held: Sequence[etree._Element], code: str, entries: Sequence[tuple[int, str, str]], numbering: Numbering
) -> None:
    """Put the entries, a paragraph each, in the place of the paragraphs of the field."""
    styles = {value(each.find(name("w:name"))).casefold(): key for key, each in numbering.styles.items()}
    for index, (level, words, title) in enumerate(entries):
        paragraph = etree.Element(name("w:p"))
        paragraph.append(_look(held[0], styles.get(f"toc {level}", "")))
        if not index:
            paragraph.extend((_turn("begin"), _run(code, "w:instrText"), _turn("separate")))
        link = etree.SubElement(paragraph, name("w:hyperlink"), {name("w:anchor"): title})
        link.set(name("w:tooltip"), words)
        link.append(_run(words))
        if index == len(entries) - 1:
            paragraph.append(_turn("end"))
        held[0].addprevious(paragraph)
        last = paragraph
    for each in held:
        for section in each.iter(name("w:sectPr")):
            last.find(name("w:pPr")).append(section)
        each.getparent().remove(each)


def _look(model: etree._Element, style: str) -> etree._Element:
    """The paragraph's properties: the style of entries of its level, else those of the field's paragraph."""
    found = model.find(name("w:pPr"))
    if style or found is None:
        properties = etree.Element(name("w:pPr"))
        if style:
            etree.SubElement(properties, name("w:pStyle"), {name("w:val"): style})
        return properties
    return deepcopy(found)


def _run(words: str, tag: str = "w:t") -> etree._Element:
    run = etree.Element(name("w:r"))
    etree.SubElement(run, name(tag), {_SPACE: "preserve"}).text = words
    return run


def _turn(kind: str) -> etree._Element:
    run = etree.Element(name("w:r"))
    etree.SubElement(run, name("w:fldChar"), {name("w:fldCharType"): kind})
    return run
