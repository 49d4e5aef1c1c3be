"""What a finished Word file holds, counted, for its PDF to be held against."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

from report_builder.document.contents import heading_level
from report_builder.document.markup import name, parse, value
from report_builder.document.numbering import Numbering
from report_builder.model import Structure


def structure(document: bytes) -> Structure:
    """What a Word file of this program holds."""
    with zipfile.ZipFile(BytesIO(document)) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    body, styles = parse(files["word/document.xml"]), parse(files["word/styles.xml"])
    numbering = Numbering.of(styles, None)
    levels = (heading_level(each, numbering) for each in body.iter(name("w:p")))
    story = [body, *(parse(files[each]) for each in files if _is_margin(each))]
    return Structure(
        title=_text(files["docProps/core.xml"], "title"),
        language=value(styles.find(f"{name('w:docDefaults')}//{name('w:lang')}")),
        headings=tuple(level for level in levels if level),
        tables=sum(1 for _ in body.iter(name("w:tbl"))),
        header_cells=sum(
            len(row.findall(name("w:tc")))
            for row in body.iter(name("w:tr"))
            if row.find(f"{name('w:trPr')}/{name('w:tblHeader')}") is not None
        ),
        figures=tuple(each.get("descr") or "" for each in body.iter(name("wp:docPr"))),
        rasters=sum(1 for part in story for each in part.iter(name("a:blip")) if not len(each)),
    )


def _is_margin(file: str) -> bool:
    return file.startswith(("word/header", "word/footer")) and file.endswith(".xml")


def _text(core: bytes, tag: str) -> str:
    root = parse(core)
    return next((each.text or "" for each in root if etree.QName(each).localname == tag), "")
