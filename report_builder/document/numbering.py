"""How Word numbers paragraphs: by a list that is bound to the paragraph or to its style."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from report_builder.document.markup import name, value


@dataclass(frozen=True)
class Numbering:
    """The styles of a document by id, and the number at which each decimal list begins."""

    styles: Mapping[str, etree._Element]
    starts: Mapping[str, int]

    @classmethod
    def of(cls, styles: etree._Element, lists: etree._Element | None) -> Numbering:
        """The numbering that the styles part and the numbering part of a document lay down."""
        return cls(
            {each.get(name("w:styleId")): each for each in styles.iter(name("w:style"))}, _starts(lists)
        )

    def numbered(self, body: etree._Element) -> Iterator[tuple[int, etree._Element]]:
        """The numbered paragraphs of a body, each with the number that Word counts."""
        counts: Counter[str] = Counter()
        for paragraph in body.iter(name("w:p")):
            if number := self._list(paragraph):
                counts[number] += 1
                yield self.starts[number] + counts[number] - 1, paragraph

    def style_names(self, paragraph: etree._Element) -> list[str]:
        """The name of the style of a paragraph and of the styles it is based on, in lower case."""
        return [value(style.find(name("w:name"))).casefold() for style in self.chain(paragraph)]

    def chain(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The style of a paragraph and the styles that it is based on."""
        style = value(paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}"))
        while style in self.styles:
            yield self.styles[style]
            style = value(self.styles[style].find(name("w:basedOn")))

    def _list(self, paragraph: etree._Element) -> str:
        """The list whose first level numbers a paragraph; '' for none."""
        for owner in (paragraph, *self.chain(paragraph)):
            found = owner.find(f"{name('w:pPr')}/{name('w:numPr')}")
            if found is not None:
                level, number = (value(found.find(name(each))) for each in ("w:ilvl", "w:numId"))
                return number if level in ("", "0") and number in self.starts else ""
        return ""


def _starts(lists: etree._Element | None) -> dict[str, int]:
    """The number at which each decimal list begins, by its number id."""
    if lists is None:
        return {}
    levels = {each.get(name("w:abstractNumId")): each.find(name("w:lvl")) for each in lists}
    starts = {}
    for each in lists.iter(name("w:num")):
        level = levels.get(value(each.find(name("w:abstractNumId"))))
        if level is not None and value(level.find(name("w:numFmt"))) == "decimal":
            starts[each.get(name("w:numId"))] = int(value(level.find(name("w:start"))) or 1)
    return starts
