"""The template, opened and filled. docxtpl places finished text and pictures; it decides nothing."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from report_builder.document.markup import name, parse
from report_builder.document.places import Report
from report_builder.problems import Faults, Problem, problem

UNREADABLE = (PackageNotFoundError, BadZipFile, KeyError, ValueError, AttributeError, etree.XMLSyntaxError)
"""What python-docx raises for a file that is no Word document, or a damaged one."""


class WordTemplate(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """A template whose filled body must be sound, where docxtpl would repair it by dropping text."""

    def build_xml(self, context: dict[str, Any], jinja_env: ImmutableSandboxedEnvironment) -> str:
        """The body, filled. Raises lxml.etree.XMLSyntaxError where a place or loop broke its markup."""
        filled: str = super().build_xml(context, jinja_env)
        body = parse(filled.encode())
        if body.find(f".//{name('w:t')}/*") is not None:
            raise etree.XMLSyntaxError("a place stands inside another", 0, 0, 0)
        return filled

    def story(self) -> list[tuple[str, etree._Element]]:
        """The body, the headers and the footers, the latter with the word for them."""
        linked = (
            (f"{label} ", parse(part.blob))
            for label, uri in (("header", self.HEADER_URI), ("footer", self.FOOTER_URI))
            for _, part in self.get_headers_footers(uri)
        )
        return [("", self.docx.element.body), *linked]

    def sources(self) -> list[tuple[str, str]]:
        """The same as Jinja reads them, each paragraph on its own line."""
        patched = ((label, self.patch_xml(self.xml_to_string(each))) for label, each in self.story())
        return [(label, re.sub(r"<w:p([ >])", r"\n<w:p\1", xml)) for label, xml in patched]


def opened(template: Path) -> WordTemplate | Problem:
    """The template, read into memory; a problem where it is missing or is no Word document."""
    try:
        word = WordTemplate(template)
        word.init_docx()
        word.docx.part.styles  # noqa: B018 (a file without styles or body fails here, not later)
        word.get_xml()
    except FileNotFoundError:
        return problem("template-missing", place(template))
    except OSError as error:
        return problem("file-locked", place(template), why=error.strerror or "it is no file")
    except UNREADABLE:
        code = "template-unreadable" if template.exists() else "template-missing"
        return problem(code, place(template))
    return word


def place(template: Path) -> str:
    """How a fault names the template: its house and its file."""
    return f"{template.parent.name}/{template.name}"


def environment() -> ImmutableSandboxedEnvironment:
    """Jinja as templates are filled: names must exist, text is escaped, nothing can be run."""
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)


def fill(word: WordTemplate, report: Report, where: str) -> None:
    """Fill the opened template with a report. Raises Faults where its places do not hold."""
    try:
        word.render({each.name: getattr(report, each.name) for each in fields(report)}, environment())
    except TemplateError as error:
        why = (error.message or "a place cannot be printed").rstrip(".")
        raise Faults([problem("template-broken", where, why=why, near="")]) from error
    except etree.XMLSyntaxError as error:
        why = "a place or a loop does not begin and end in the same paragraph, row or cell"
        raise Faults([problem("template-broken", where, why=why, near="")]) from error
