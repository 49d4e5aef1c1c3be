"""A Word file as a reader of it meets it: its parts, and how each run of words looks in the end."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from report_builder.document.markup import name, parse, text_of, value
from report_builder.document.numbering import Numbering

BODY = "word/document.xml"
_ON = ("", "1", "true", "on")
_SHORT = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong by which rule, what to do, and where: the words that stand there."""

    rule: str
    what: str
    hint: str
    near: str = ""

    @property
    def said(self) -> str:
        """What is wrong with its place."""
        return f"{self.what}: {self.near}" if self.near else self.what


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks: colour and what lies behind it as six digits, size in points, font."""

    colour: str
    behind: str
    size: float
    bold: bool
    font: str


@dataclass(frozen=True)
class Paper:
    """The parts of a Word file by name, those that are XML parsed."""

    files: Mapping[str, bytes]
    parts: Mapping[str, etree._Element]
    numbering: Numbering
    looks: dict[tuple[object, ...], Look] = field(default_factory=dict)

    @classmethod
    def read(cls, document: bytes) -> Paper:
        """The file, read. Raises KeyError and lxml.etree.XMLSyntaxError where it cannot be."""
        with zipfile.ZipFile(BytesIO(document)) as archive:
            files = {each: archive.read(each) for each in archive.namelist()}
        parts = {each: parse(files[each]) for each in files if each.endswith((".xml", ".rels"))}
        styles = parts["word/styles.xml"]
        return cls(files, parts, Numbering.of(styles, parts.get("word/numbering.xml")))

    @property
    def body(self) -> etree._Element:
        """The body of the document."""
        return self.parts[BODY].find(name("w:body"))

    @property
    def styles(self) -> Mapping[str, etree._Element]:
        """The styles by id."""
        return self.numbering.styles

    def stories(self) -> Iterator[tuple[str, etree._Element]]:
        """The body, the headers, the footers and the notes, each with the name of its part."""
        for each, root in self.parts.items():
            kinds = ("document", "header", "footer", "footnotes", "endnotes")
            if each.startswith(tuple(f"word/{kind}" for kind in kinds)):
                yield each, root

    def paragraphs(self) -> Iterator[etree._Element]:
        """Every paragraph of the body, those in tables as well."""
        yield from self.body.iter(name("w:p"))

    def default(self, path: str) -> etree._Element | None:
        """A property that holds where no style says otherwise."""
        return self.parts["word/styles.xml"].find(
            "/".join(name(tag) for tag in ("w:docDefaults", *path.split("/")))
        )

    # ---------------------------------------------------------------------------- looks

    def look(self, run: etree._Element) -> Look:
        """How a run looks, by itself, by its styles, by the cell it stands in, and by the defaults."""
        paragraph = next(run.iterancestors(name("w:p")))
        cell = next(run.iterancestors(name("w:tc")), None)
        own = run.find(name("w:rPr"))
        row_look = self._of_first_row(cell) if cell is not None else None
        key = (
            etree.tostring(own) if own is not None else b"",
            value(paragraph.find(f"{name('w:pPr')}/{name('w:pStyle')}")),
            _fill(paragraph.find(name("w:pPr"))),
            _fill(cell.find(name("w:tcPr"))) if cell is not None else "",
            id(row_look),
        )
        if key not in self.looks:
            self.looks[key] = self._look(own, paragraph, cell, row_look)
        return self.looks[key]

    def _look(
        self,
        own: etree._Element | None,
        paragraph: etree._Element,
        cell: etree._Element | None,
        row_look: etree._Element | None,
    ) -> Look:
        layers = [own] if own is not None else []
        layers += [each.find(name("w:rPr")) for each in self._run_styles(own)]
        chain = list(self.numbering.chain(paragraph)) or self._default_style()
        layers += [each.find(name("w:rPr")) for each in chain]
        layers += [row_look.find(name("w:rPr"))] if row_look is not None else []
        layers.append(self.default("w:rPrDefault/w:rPr"))
        held = [each for each in layers if each is not None]
        backs = [_fill(each) for each in held[:-1]]
        backs += [_fill(each.find(name("w:pPr"))) for each in (paragraph, *chain)]
        backs += [_fill(cell.find(name("w:tcPr")))] if cell is not None else []
        backs += [_fill(row_look.find(name("w:tcPr")))] if row_look is not None else []
        colour = next((value(e) for each in held if (e := each.find(name("w:color"))) is not None), "auto")
        behind = next((each for each in backs if each and each != "auto"), "FFFFFF")
        size = next((value(e) for each in held if (e := each.find(name("w:sz"))) is not None), "20")
        bold = next((e for each in held if (e := each.find(name("w:b"))) is not None), None)
        fonts = (e.get(name("w:ascii")) for each in held if (e := each.find(name("w:rFonts"))) is not None)
        return Look(
            colour="000000" if colour == "auto" else colour.upper(),
            behind=behind.upper(),
            size=float(size) / 2,
            bold=bold is not None and value(bold) in _ON,
            font=next((each for each in fonts if each), ""),
        )

    def _run_styles(self, own: etree._Element | None) -> tuple[etree._Element, ...]:
        return self.numbering.chains.get(value(own.find(name("w:rStyle"))), ()) if own is not None else ()

    def _default_style(self) -> list[etree._Element]:
        return [
            each
            for each in self.styles.values()
            if each.get(name("w:default")) in ("1", "true") and each.get(name("w:type")) == "paragraph"
        ]

    def _of_first_row(self, cell: etree._Element) -> etree._Element | None:
        """What the style of a table says of its first row, where the cell stands in it."""
        row = cell.getparent()
        table = row.getparent()
        if table.find(name("w:tr")) is not row:
            return None
        style = value(table.find(f"{name('w:tblPr')}/{name('w:tblStyle')}"))
        if style not in self.styles:
            return None
        parts = self.styles[style].iter(name("w:tblStylePr"))
        return next((each for each in parts if each.get(name("w:type")) == "firstRow"), None)


def _fill(properties: etree._Element | None) -> str:
    shade = properties.find(name("w:shd")) if properties is not None else None
    return (shade.get(name("w:fill")) or "") if shade is not None else ""


def is_on(properties: etree._Element | None, tag: str) -> bool:
    """Whether a switch such as bold is set in some properties."""
    found = properties.find(name(tag)) if properties is not None else None
    return found is not None and value(found) in _ON


def near(element: etree._Element) -> str:
    """The words of an element, or where it has none those of what stands before it, to find the place by."""
    words = " ".join(text_of(element).split())
    if words:
        return f"“{words[:_SHORT]}{'…' if len(words) > _SHORT else ''}”"
    before = (" ".join(text_of(each).split()) for each in element.itersiblings(preceding=True))
    return f"after “{next((each[:_SHORT] for each in before if each), '')}”"
