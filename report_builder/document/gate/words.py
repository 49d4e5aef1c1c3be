"""Headings, text and links: their order, their look, and what a screen reader makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from report_builder.document.contents import heading_level
from report_builder.document.gate.colours import is_readable
from report_builder.document.gate.paper import Finding, Paper, is_on, near
from report_builder.document.markup import name, text_of, value

LEAST_SIZE, LEAST_BODY_SIZE = 9.0, 12.0
_LONG = 60
_HEADING_LIKE = 90
_SERIF = re.compile(
    r"(?i)(times|cambria|georgia|garamond|palatino|book antiqua|bookman|century(?! gothic)|baskerville|caslon"
    r"|didot|bodoni|constantia|liberation serif|dejavu serif|noto serif|minion|courier).*"
)
_TYPED_ITEM = re.compile(r"([•·▪●◦‣*–-]|\(?[0-9]{1,2}[.)]|\(?[a-z][.)])[ \t\u00a0]\S")
_EMPTY_LINK = re.compile(r"(?i)\W*(click )?(here|more|this|link|read more|this link|click)\W*")
_ADDRESS = re.compile(r"(?i)(https?://|www\.)\S{25,}")
_ERROR = re.compile(r"(?i)error! (reference source|bookmark|no table|no index|not a valid|unknown)")


def found(paper: Paper) -> Iterator[Finding]:
    """Everything that is wrong with the words of a paper."""
    yield from _headings(paper)
    yield from _typed_headings(paper)
    yield from _spacing(paper)
    yield from _lists(paper)
    yield from _looks(paper)
    yield from _links(paper)
    yield from _fields(paper)


# -------------------------------------------------------------------------------- headings


def _headings(paper: Paper) -> Iterator[Finding]:
    hint = "Use Heading 1, then Heading 2 below it, in the template."
    last = 0
    for paragraph in paper.paragraphs():
        level = heading_level(paragraph, paper.numbering)
        if not level:
            continue
        if not text_of(paragraph).strip():
            yield Finding("heading", "A heading is empty", "Take it out of the template.", near(paragraph))
        elif level > last + 1:
            yield Finding("heading order", "A heading skips a level", hint, near(paragraph))
        last = level
    if not last:
        yield Finding("headings", "The document has no headings", "Use the heading styles in the template.")


def _typed_headings(paper: Paper) -> Iterator[Finding]:
    """Short paragraphs that are made bold or large by hand and stand alone, where a heading should."""
    for paragraph in paper.body.findall(name("w:p")):
        words = text_of(paragraph).strip()
        runs = [each for each in paragraph.iter(name("w:r")) if text_of_run(each).strip()]
        is_short = 0 < len(words) <= _HEADING_LIKE and not words.endswith((".", ":", ";", ","))
        if not is_short or heading_level(paragraph, paper.numbering):
            continue
        looks = [each.find(name("w:rPr")) for each in runs]
        if all(is_on(each, "w:b") or _size(each) >= LEAST_BODY_SIZE + 2 for each in looks):
            hint = "Give it a heading style in the template."
            yield Finding(
                "typed heading", "A heading is only made bold or large by hand", hint, near(paragraph)
            )


def text_of_run(run: etree._Element) -> str:
    """The words of a run."""
    return "".join(each.text or "" for each in run.iter(name("w:t")))


def _size(properties: etree._Element | None) -> float:
    size = value(properties.find(name("w:sz"))) if properties is not None else ""
    return float(size) / 2 if size else 0.0


# --------------------------------------------------------------------------------- spacing


def _spacing(paper: Paper) -> Iterator[Finding]:
    hint = "Set the space before or after in the style, in the template."
    held = {name(tag) for tag in ("w:t", "w:drawing", "w:pict", "w:sectPr", "w:object", "w:br", "w:fldChar")}
    for paragraph in paper.body.findall(name("w:p")):
        if not any(each.tag in held for each in paragraph.iter()):
            yield Finding("blank", "An empty paragraph makes a space", hint, near(paragraph))
    for paragraph in paper.paragraphs():
        words = "".join(text_of_run(each) for each in paragraph.iter(name("w:r")))
        tabs = [
            _is_tab(each)
            for each in paragraph.iter(name("w:t"), name("w:tab"))
            if each.getparent().tag == name("w:r")
        ]
        if re.search(r" {3,}", words) or any(one and other for one, other in pairwise(tabs)):
            hint_line = "Use a tab stop, an indent or a table in the template."
            yield Finding("spaces", "Spaces or tabs in a row make a layout", hint_line, near(paragraph))
        if _is_aligned(paper, paragraph, "both"):
            yield Finding(
                "justified",
                "Text is justified, which is hard to read",
                "Align it left in the style.",
                near(paragraph),
            )


def _is_tab(element: etree._Element) -> bool:
    return bool(element.tag == name("w:tab"))


def _is_aligned(paper: Paper, paragraph: etree._Element, way: str) -> bool:
    owners = (paragraph, *paper.numbering.chain(paragraph))
    found = (each.find(f"{name('w:pPr')}/{name('w:jc')}") for each in owners)
    first = next((each for each in found if each is not None), None)
    return value(first) == way and bool(text_of(paragraph).strip())


def _lists(paper: Paper) -> Iterator[Finding]:
    """Lists whose signs or numbers are typed."""
    numbered = {paragraph for _, paragraph in paper.numbering.numbered(paper.body)}
    for paragraph in paper.paragraphs():
        is_entry = any(each.startswith("toc") for each in paper.numbering.style_names(paragraph))
        in_cell = next(paragraph.iterancestors(name("w:tc")), None) is not None
        if paragraph in numbered or is_entry or in_cell or heading_level(paragraph, paper.numbering):
            continue
        if _TYPED_ITEM.match(text_of(paragraph)):
            hint = "Use a list style in the template."
            yield Finding("typed list", "The sign or number of a list is typed", hint, near(paragraph))


# ----------------------------------------------------------------------------------- looks


def _looks(paper: Paper) -> Iterator[Finding]:
    numbered = {paragraph for _, paragraph in paper.numbering.numbered(paper.body)}
    for part, root in paper.stories():
        for run in root.iter(name("w:r")):
            words = text_of_run(run).strip()
            if words:
                yield from _look(paper, run, words, is_body=_is_body(paper, run, numbered, part))


def _is_body(paper: Paper, run: etree._Element, numbered: set[etree._Element], part: str) -> bool:
    """Whether a run stands in the running text: a numbered paragraph, or one of no style of its own."""
    paragraph = next(run.iterancestors(name("w:p")))
    if part != "word/document.xml" or next(run.iterancestors(name("w:tc")), None) is not None:
        return False
    return paragraph in numbered or paper.numbering.style_names(paragraph)[:1] in (
        [],
        ["normal"],
        ["body text"],
    )


def _look(paper: Paper, run: etree._Element, words: str, *, is_body: bool) -> Iterator[Finding]:
    look, own = paper.look(run), run.find(name("w:rPr"))
    place = f"“{words[:50]}”"
    if not is_readable(look.colour, look.behind, look.size, bold=look.bold):
        hint = "Choose a darker or lighter colour in the style: 4.5 to 1 at least."
        yield Finding("contrast", f"The contrast of #{look.colour} on #{look.behind} is too low", hint, place)
    if look.size < LEAST_SIZE or (is_body and look.size < LEAST_BODY_SIZE):
        least = LEAST_BODY_SIZE if is_body else LEAST_SIZE
        yield Finding(
            "small", f"Words are smaller than {least:g} points", "Make them larger in the style.", place
        )
    if _SERIF.fullmatch(look.font):
        yield Finding(
            "serif", f"Words stand in {look.font}", "Use a font without serifs, such as Arial.", place
        )
    if is_on(own, "w:caps") and len(words) > 1:
        yield Finding("capitals", "Words are set in capitals", "Write them in sentence case.", place)
    if is_on(own, "w:i") and len(words) > _LONG:
        yield Finding("italic", "A long passage is in italics", "Set it upright.", place)
    underlined = own.find(name("w:u")) if own is not None else None
    if underlined is not None and value(underlined) not in ("", "none") and not _is_link(run):
        yield Finding("underline", "Words are underlined that are no link", "Take the line away.", place)


def _is_link(run: etree._Element) -> bool:
    return next(run.iterancestors(name("w:hyperlink")), None) is not None


# ---------------------------------------------------------------------------- links, fields


def _links(paper: Paper) -> Iterator[Finding]:
    marks = {each.get(name("w:name")) for each in paper.body.iter(name("w:bookmarkStart"))}
    for link in paper.body.iter(name("w:hyperlink")):
        words = "".join(text_of_run(each) for each in link.iter(name("w:r"))).strip()
        if not words:
            yield Finding(
                "empty link", "A link has no words", "Say in it where it leads.", near(link.getparent())
            )
        elif _EMPTY_LINK.fullmatch(words) or _ADDRESS.fullmatch(words):
            yield Finding(
                "link", "A link does not say where it leads", "Name the page it leads to.", f"“{words[:50]}”"
            )
        anchor = link.get(name("w:anchor"))
        if anchor and anchor not in marks:
            yield Finding(
                "broken link", "A link leads nowhere", "Make the link again in Word.", f"“{words[:50]}”"
            )


def _fields(paper: Paper) -> Iterator[Finding]:
    """Cross-references without a target, fields without a result, and results that are an error."""
    marks = {each.get(name("w:name")) for each in paper.body.iter(name("w:bookmarkStart"))}
    for paragraph in paper.paragraphs():
        if _ERROR.search(text_of(paragraph)):
            yield Finding(
                "field error", "A field shows an error", "Make the reference again in Word.", near(paragraph)
            )
    for code, shown, place in _field_results(paper.body):
        kind, *rest = code.split() or [""]
        if kind in ("REF", "PAGEREF") and rest and rest[0] not in marks:
            yield Finding(
                "reference", "A cross-reference leads nowhere", "Make it again in Word.", near(place)
            )
        if kind in ("REF", "SEQ", "TOC") and not shown.strip():
            yield Finding(
                "empty field", "A field shows nothing until it is updated", "Update it in Word.", near(place)
            )


@dataclass
class _Field:
    """A field that is being read: its code, its result, where it begins, and which of the two is read."""

    place: etree._Element
    code: str = ""
    shown: str = ""
    has_result: bool = False


def _field_results(body: etree._Element) -> Iterator[tuple[str, str, etree._Element]]:
    """Each field: its code, the words of its result, and the paragraph it begins in."""
    begun: list[_Field] = []
    for each in body.iter(name("w:fldChar"), name("w:instrText"), name("w:t")):
        kind = each.get(name("w:fldCharType"))
        if kind == "begin":
            begun.append(_Field(next(each.iterancestors(name("w:p")))))
        elif kind == "separate" and begun:
            begun[-1].has_result = True
        elif kind == "end" and begun:
            done = begun.pop()
            yield done.code, done.shown, done.place
            if begun:
                begun[-1].shown += done.shown
        elif begun and each.tag == name("w:instrText"):
            begun[-1].code += each.text or ""
        elif begun and begun[-1].has_result:
            begun[-1].shown += each.text or ""
