"""Bookmarks and cross-references: Word's own fields, with their result written.

What is to become one travels through the template as a mark in the text: a paragraph says where it
begins, a sentence which paragraph it names, a chart title which chart it heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from hashlib import sha256

from lxml import etree
from markupsafe import Markup

from report_builder.document.markup import (
    MARK_END,
    MARK_PART,
    MARK_START,
    literal,
    name,
    text_of,
)
from report_builder.document.numbering import Numbering
from report_builder.model import PARAGRAPH_REFERENCE, Sentence

PARAGRAPH, CHART, APPENDIX = "p", "c", "a"
_ANCHOR, _REFERENCE, _CHARTS = "anchor", "reference", "charts"
_MARK = re.compile(f"{MARK_START}([^{MARK_END}]*){MARK_END}")
_APPENDIX = re.compile(r"Appendix (?:[A-Z]|\d+)\b")
_LONGEST_BOOKMARK = 40
NO_BREAK = "\N{NO-BREAK SPACE}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


# ------------------------------------------------------------------------------ marks in text


def _mark(*parts: str) -> Markup:
    joined = MARK_PART.join(literal(part) for part in parts)
    return Markup(f"{MARK_START}{joined}{MARK_END}")  # noqa: S704 (escaped just above)


def anchor(kind: str, key: str) -> Markup:
    """The mark that says: here begins the paragraph, or the title of the chart, of that id."""
    return _mark(_ANCHOR, kind, key)


def charts_mark(keys: Iterable[str]) -> Markup:
    """The mark that becomes ' (Chart 4)' or ' (Charts 4 and 9)': nothing where there are no charts."""
    found = tuple(keys)
    return _mark(_CHARTS, *found) if found else Markup()


def referring(sentence: Sentence) -> Markup:
    """The words of a sentence, its paragraph numbers as marks that become cross-references."""
    text, end = Markup(), 0
    for span in sorted(sentence.spans, key=lambda each: each.start):
        if span.fact.startswith(PARAGRAPH_REFERENCE) and span.start >= end:
            key = span.fact.removeprefix(PARAGRAPH_REFERENCE)
            number = sentence.text[span.start : span.end]
            text += literal(sentence.text[end : span.start]) + _mark(_REFERENCE, PARAGRAPH, key, number)
            end = span.end
    return text + literal(sentence.text[end:])


# ------------------------------------------------------------------------ marks in a document


def anchored(paragraph: etree._Element) -> str:
    """The id of the paragraph of the report that begins here; '' for none."""
    for parts in _marks(paragraph):
        if parts[:2] == [_ANCHOR, PARAGRAPH]:
            return parts[2]
    return ""


def _marks(paragraph: etree._Element) -> list[list[str]]:
    """The marks in a paragraph, each as its parts."""
    found = (_MARK.findall(each.text or "") for each in paragraph.iter(name("w:t")))
    return [mark.split(MARK_PART) for marks in found for mark in marks]


def set_references(body: etree._Element, numbering: Numbering) -> None:
    """Turn the marks of a filled body into bookmarks and fields; `Appendix 1` refers to its heading."""
    wanted = _Wanted(body, numbering)
    for paragraph in body.iter(name("w:p")):
        _set_anchors(paragraph, wanted)
    headings = {paragraph for paragraph in body.iter(name("w:p")) if is_heading(paragraph, numbering)}
    for text in list(_outside_fields(body)):
        paragraph = text.getparent().getparent()
        if paragraph.tag == name("w:p"):
            _set_fields(text, wanted, in_heading=paragraph in headings)


def is_heading(paragraph: etree._Element, numbering: Numbering) -> bool:
    """Whether a paragraph stands in a heading style, or in one based on such a style."""
    return any(each.startswith("heading") for each in numbering.style_names(paragraph))


def _outside_fields(body: etree._Element) -> Iterator[etree._Element]:
    """The texts that are no result of a field."""
    depth = {"begin": 1, "separate": 0, "end": -1}
    inside = 0
    for each in body.iter(name("w:fldChar"), name("w:t")):
        if each.tag == name("w:fldChar"):
            inside += depth[each.get(name("w:fldCharType"))]
        elif not inside and each.getparent().tag == name("w:r"):
            yield each


class _Wanted:
    """What a document refers to: the bookmark of each target, and the number and word of each chart."""

    def __init__(self, body: etree._Element, numbering: Numbering) -> None:
        self.last = max(
            (int(each.get(name("w:id"))) for each in body.iter(name("w:bookmarkStart"))), default=0
        )
        keys: dict[tuple[str, str], None] = {}
        self.charts: dict[str, tuple[str, str]] = {}
        self.appendices: dict[str, str] = {}
        for paragraph in body.iter(name("w:p")):
            for kind, key in (mark[1:3] for mark in _marks(paragraph) if mark[0] == _ANCHOR):
                keys[kind, key] = None
                if kind == CHART and (caption := _caption(paragraph)):
                    self.charts[key] = caption
            found = _APPENDIX.match(text_of(paragraph))
            if found and is_heading(paragraph, numbering):
                self.appendices.setdefault(found[0], "")
        names = bookmarks([*(f"{kind} {key}" for kind, key in keys), *self.appendices])
        self.bookmarks = dict(zip(keys, names, strict=False))
        self.appendices = dict(zip(self.appendices, names[len(keys) :], strict=True))
        self.named: set[str] = set()

    def bookmark(self, title: str) -> tuple[etree._Element, etree._Element]:
        """The two ends of a bookmark."""
        self.last += 1
        number = {name("w:id"): str(self.last)}
        return (
            etree.Element(name("w:bookmarkStart"), {**number, name("w:name"): title}),
            etree.Element(name("w:bookmarkEnd"), number),
        )


def bookmarks(keys: Iterable[str]) -> tuple[str, ...]:
    """The bookmark of each key: its letters and figures, joined by '_', as Word allows.

    A key that is too long, or that would read like one before it, ends with a mark of its own.
    """
    taken: dict[str, None] = {}
    for each in keys:
        plain = re.sub(r"[^A-Za-z0-9]+", "_", each).strip("_")
        unfit = len(plain) > _LONGEST_BOOKMARK or plain in taken
        mark = sha256(each.encode()).hexdigest()[:6]
        taken[f"{plain[: _LONGEST_BOOKMARK - 7]}_{mark}" if unfit else plain] = None
    return tuple(taken)


def _caption(paragraph: etree._Element) -> tuple[str, str] | None:
    """The word and the number of a caption, such as ("Chart", "4"); None where it has no SEQ field."""
    parts = _sequence(paragraph)
    if not parts:
        return None
    before = ""
    for each in paragraph.iter(name("w:t")):
        if each in parts:
            return before.strip(), "".join(part.text or "" for part in parts)
        before += _MARK.sub("", each.text or "")
    return None


def _sequence(paragraph: etree._Element) -> list[etree._Element]:
    """The texts that show the result of the first SEQ field of a paragraph."""
    found: list[etree._Element] = []
    code, shown = "", False
    for each in paragraph.iter(name("w:instrText"), name("w:fldChar"), name("w:t")):
        if each.tag == name("w:instrText"):
            code += each.text or ""
        elif each.tag == name("w:fldChar"):
            kind = each.get(name("w:fldCharType"))
            if kind == "end" and found:
                break
            code = "" if kind == "begin" else code
            shown = kind == "separate" and code.split()[:1] == ["SEQ"]
        elif shown:
            found.append(each)
    return found


# ------------------------------------------------------------------------------- bookmarks


def _set_anchors(paragraph: etree._Element, wanted: _Wanted) -> None:
    for mark in _marks(paragraph):
        if mark[0] == _ANCHOR:
            start, end = wanted.bookmark(wanted.bookmarks[mark[1], mark[2]])
            _around(paragraph, start, end, number_only=mark[1] == CHART)
    for text in paragraph.iter(name("w:t")):
        if text.text and MARK_START in text.text:
            text.text = _MARK.sub(lambda found: "" if found[1].startswith(_ANCHOR) else found[0], text.text)


def _around(
    paragraph: etree._Element, start: etree._Element, end: etree._Element, *, number_only: bool
) -> None:
    """Set a bookmark around a paragraph, or around the field that numbers a chart."""
    sequence = _sequence(paragraph) if number_only else []
    if sequence:
        first, last = _field(sequence)
        first.addprevious(start)
        last.addnext(end)
        return
    properties = paragraph.find(name("w:pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)


def _field(shown: list[etree._Element]) -> tuple[etree._Element, etree._Element]:
    """The first and the last run of the field whose result is shown."""
    before = shown[0].getparent().itersiblings(name("w:r"), preceding=True)
    after = shown[-1].getparent().itersiblings(name("w:r"))
    return next(run for run in before if _turns(run, "begin")), next(
        run for run in after if _turns(run, "end")
    )


def _turns(run: etree._Element, kind: str) -> bool:
    return any(each.get(name("w:fldCharType")) == kind for each in run.iter(name("w:fldChar")))


# ---------------------------------------------------------------------------------- fields


def _set_fields(text: etree._Element, wanted: _Wanted, *, in_heading: bool) -> None:
    """Part a run where it refers to something, and set the field there."""
    run, words = text.getparent(), text.text or ""
    pieces = list(_pieces(words, wanted, in_heading=in_heading))
    if all(isinstance(each, str) for each in pieces) and "".join(map(str, pieces)) == words:
        return
    for before in [each for each in text.itersiblings(preceding=True) if each.tag != name("w:rPr")][::-1]:
        run.addprevious(_like(run, before))
    for piece in pieces:
        for each in _runs(run, piece, wanted):
            run.addprevious(each)
    run.remove(text)
    if all(each.tag == name("w:rPr") for each in run):
        run.getparent().remove(run)


Piece = str | tuple[str, str]
"""Words, or a field as its code and its result."""


def _pieces(words: str, wanted: _Wanted, *, in_heading: bool) -> Iterator[Piece]:
    end = 0
    for found in _MARK.finditer(words):
        yield from _with_appendices(words[end : found.start()], wanted, in_heading=in_heading)
        yield from _referred(found[1].split(MARK_PART), wanted)
        end = found.end()
    yield from _with_appendices(words[end:], wanted, in_heading=in_heading)


def _referred(mark: list[str], wanted: _Wanted) -> Iterator[Piece]:
    if mark[0] == _REFERENCE:
        title = wanted.bookmarks.get((mark[1], mark[2]))
        yield (f"REF {title} \\r \\h", mark[3]) if title else mark[3]
    elif mark[0] == _CHARTS:
        yield from _charts([key for key in mark[1:] if key in wanted.charts], wanted)


def _charts(keys: list[str], wanted: _Wanted) -> Iterator[Piece]:
    """' (Chart 4)': the word and the numbers as the titles of the charts have them."""
    if not keys:
        return
    keys.sort(key=lambda key: int(wanted.charts[key][1]))
    word = wanted.charts[keys[0]][0]
    yield f" ({word}{'s' if len(keys) > 1 else ''}{NO_BREAK}"
    for index, key in enumerate(keys):
        if index:
            yield " and " if index == len(keys) - 1 else ", "
        yield f"REF {wanted.bookmarks[CHART, key]} \\h", wanted.charts[key][1]
    yield ")"


def _with_appendices(words: str, wanted: _Wanted, *, in_heading: bool) -> Iterator[Piece]:
    """The words, with every `Appendix 1` that has a heading as a reference to it; a heading is marked."""
    end = 0
    for found in _APPENDIX.finditer(words):
        title = wanted.appendices.get(found[0])
        is_first = in_heading and found.start() == 0 and title not in wanted.named
        if title is None or (in_heading and not is_first):
            continue
        yield words[end : found.start()]
        yield ("", found[0]) if is_first else (f"REF {title} \\h", found[0])
        end = found.end()
    yield words[end:]


def _runs(run: etree._Element, piece: Piece, wanted: _Wanted) -> Iterator[etree._Element]:
    """The runs of a piece, in the look of the run that it stood in."""
    if isinstance(piece, str):
        if piece:
            yield _like(run, _text(piece))
        return
    code, result = piece
    if not code:
        title = wanted.appendices[result]
        wanted.named.add(title)
        start, end = wanted.bookmark(title)
        yield from (start, _like(run, _text(result)), end)
        return
    yield _like(run, _turn("begin"))
    yield _like(run, _text(f" {code} ", "w:instrText"))
    yield _like(run, _turn("separate"))
    yield _like(run, _text(result))
    yield _like(run, _turn("end"))


def _like(run: etree._Element, held: etree._Element) -> etree._Element:
    copy = etree.Element(name("w:r"))
    look = run.find(name("w:rPr"))
    if look is not None:
        copy.append(deepcopy(look))
    copy.append(held)
    return copy


def _text(words: str, tag: str = "w:t") -> etree._Element:
    text = etree.Element(name(tag), {_SPACE: "preserve"})
    text.text = words
    return text


def _turn(kind: str) -> etree._Element:
    return etree.Element(name("w:fldChar"), {name("w:fldCharType"): kind})
