"""Pictures: words for those who do not see them, and a place in the line of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from report_builder.document.gate.paper import Finding, Paper
from report_builder.document.markup import name

_NO_TEXT = re.compile(
    r"(?i)(picture|image|chart|graph|graphic|figure|logo|diagram|img|photo)?[ _-]*\d*"
    r"|.*\.(png|jpe?g|gif|svg|emf|wmf|bmp|tiff?)"
)
_VML = "{urn:schemas-microsoft-com:vml}"


def found(paper: Paper) -> Iterator[Finding]:
    """Everything that is wrong with the pictures of a paper, in headers and footers too."""
    hint = "Write its alternative text in the template."
    for part, root in paper.stories():
        for each in root.iter(name("wp:docPr")):
            text = (each.get("descr") or "").strip()
            place = f"{each.get('name') or 'a picture'} in {part.rpartition('/')[2]}"
            if _is_decorative(each):
                continue
            if not text:
                yield Finding("alternative text", "A picture has no alternative text", hint, place)
            elif _NO_TEXT.fullmatch(text):
                yield Finding(
                    "alternative text", "The alternative text of a picture says nothing", hint, f"“{text}”"
                )
        yield from _floating(root, part)


def _is_decorative(properties: etree._Element) -> bool:
    marks = (each for each in properties.iter(etree.Element) if etree.QName(each).localname == "decorative")
    return any(each.get("val") in ("1", "true") for each in marks)


def _floating(root: etree._Element, part: str) -> Iterator[Finding]:
    file = part.rpartition("/")[2]
    hint = "Set it in line with the text in the template."
    if next(root.iter(name("wp:anchor")), None) is not None:
        yield Finding("floating", "An object floats over the text", hint, file)
    if next(root.iter(name("w:txbxContent")), None) is not None:
        yield Finding("text box", "Words stand in a text box", "Write them as paragraphs.", file)
    if next(root.iter(f"{_VML}shape", f"{_VML}rect", f"{_VML}imagedata"), None) is not None:
        yield Finding(
            "old drawing", "An object is drawn in Word's old way", "Put it in again as a picture.", file
        )
