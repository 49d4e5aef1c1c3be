"""The file as a package: parts that are there, references that hold, properties that are set."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

from report_builder.document.gate.paper import BODY, Finding, Paper
from report_builder.document.markup import NAMESPACES, name, parse, text_of, value

_RELATION = f"{{{NAMESPACES['r']}}}"
_TAG = re.compile(r"\{\{|\}\}|\{%|%\}|[\ue000-\ue002]")
_NO_TITLE = re.compile(r"(?i)(document|untitled|title|.*\.docx?)\s*\d*")


def broken(document: bytes) -> Iterator[Finding]:
    """Why the file cannot be read at all: then nothing else is looked at."""
    hint = "Make the report again; if it stays, save the template again in Word."
    try:
        with zipfile.ZipFile(BytesIO(document)) as archive:
            names = archive.namelist()
            for each in names:
                if each.endswith((".xml", ".rels")):
                    parse(archive.read(each))
    except zipfile.BadZipFile:
        yield Finding("file", "The file is no Word document", hint)
        return
    except etree.XMLSyntaxError as error:
        yield Finding("xml", "A part of the file is not well formed", hint, str(error)[:80])
        return
    for needed in (BODY, "word/styles.xml", "[Content_Types].xml"):
        if needed not in names:
            yield Finding("file", "A part of the file is missing", hint, needed)


def found(paper: Paper) -> Iterator[Finding]:
    """What is wrong with properties, references and identities."""
    yield from _properties(paper)
    yield from _relations(paper)
    yield from _types(paper)
    yield from _identities(paper)
    yield from _styles_and_lists(paper)
    yield from _left_over(paper)


def _properties(paper: Paper) -> Iterator[Finding]:
    core = paper.parts.get("docProps/core.xml")
    fields = (
        {etree.QName(each).localname: (each.text or "").strip() for each in core} if core is not None else {}
    )
    title = fields.get("title", "")
    if not title or _NO_TITLE.fullmatch(title):
        yield Finding("title", "The document has no title", "Give the report a title in the definition.")
    language = paper.default("w:rPrDefault/w:rPr/w:lang")
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", value(language)):
        yield Finding(
            "language", "The document names no language", "Set the language of the template in Word."
        )


def _relations(paper: Paper) -> Iterator[Finding]:
    hint = "Put the picture or link into the template again."
    for part, root in paper.parts.items():
        if part.endswith(".rels") or not part.startswith("word/"):
            continue
        folder, _, file = part.rpartition("/")
        relations = paper.parts.get(f"{folder}/_rels/{file}.rels")
        known = {each.get("Id"): each for each in relations} if relations is not None else {}
        for each in root.iter(etree.Element):
            for key, wanted in each.attrib.items():
                if str(key).startswith(_RELATION) and wanted and wanted not in known:
                    yield Finding(
                        "relation", "Something that is referred to is not there", hint, f"{part}, {wanted!s}"
                    )
        for each in known.values():
            target = each.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            if each.get("TargetMode") != "External" and path not in paper.files:
                yield Finding("media", "A file inside the document is missing", hint, path)


def _types(paper: Paper) -> Iterator[Finding]:
    types = paper.parts["[Content_Types].xml"]
    endings = {each.get("Extension", "").casefold() for each in types}
    named = {each.get("PartName") for each in types}
    for file in paper.files:
        ending = file.rpartition(".")[2].casefold()
        if file != "[Content_Types].xml" and ending not in endings and f"/{file}" not in named:
            hint = "Make the report again; if it stays, save the template again in Word."
            yield Finding(
                "type", "A file inside the document has no type, so Word will not open it", hint, file
            )


def _identities(paper: Paper) -> Iterator[Finding]:
    hint = "Make the report again; if it stays, save the template again in Word."
    drawings = Counter(each.get("id") for _, root in paper.stories() for each in root.iter(name("wp:docPr")))
    marks = Counter(each.get(name("w:name")) for each in paper.body.iter(name("w:bookmarkStart")))
    for what, counted in (("pictures", drawings), ("bookmarks", marks)):
        for key, times in counted.items():
            if times > 1:
                yield Finding("identity", f"Two {what} have the same identity", hint, str(key))


def _styles_and_lists(paper: Paper) -> Iterator[Finding]:
    hint = "Choose the style again in the template."
    used = ("w:pStyle", "w:rStyle", "w:tblStyle")
    for _, root in paper.stories():
        for each in root.iter(*(name(tag) for tag in used)):
            if value(each) not in paper.styles:
                yield Finding("style", "A style is used that the document does not have", hint, value(each))
    for root in (paper.body, paper.parts["word/styles.xml"]):
        for each in root.iter(name("w:numId")):
            if value(each) != "0" and value(each) not in paper.numbering.lists:
                yield Finding(
                    "list",
                    "A list is used that the document does not have",
                    "Bind the list again in Word.",
                    value(each),
                )


def _left_over(paper: Paper) -> Iterator[Finding]:
    for _, root in paper.stories():
        for paragraph in root.iter(name("w:p")):
            if _TAG.search(text_of(paragraph)):
                hint = "Look at the tag in the template."
                yield Finding(
                    "tag", "A tag of the template is left in the text", hint, text_of(paragraph)[:50]
                )
    for tag, what in (
        ("w:ins", "tracked changes"),
        ("w:del", "tracked changes"),
        ("w:commentReference", "comments"),
    ):
        if next(paper.body.iter(name(tag)), None) is not None:
            hint = "Accept or take them out in Word, in the template too."
            yield Finding("review", f"The document holds {what}", hint)
