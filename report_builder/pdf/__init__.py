"""The room that makes the PDF: tagged, the same bytes every time, and held against the Word file."""

from __future__ import annotations

from datetime import date

from report_builder.model import Structure
from report_builder.pdf import libreoffice, word
from report_builder.pdf.settle import settled
from report_builder.pdf.structure import differences, pages
from report_builder.problems import Problem, problem

__all__ = ["convert", "pages"]


def convert(
    document: bytes, name: str, expected: Structure, dated: date, *, with_word: bool = False
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """A .docx as a tagged PDF (PDF/UA-1 and PDF/A-2b by LibreOffice), and what there is to say of it.

    No PDF, and the fault that says why, where the program is missing or fails. Where the PDF does not hold
    what the Word file does, it is there and each difference is told. `dated` is the day it says it is of.
    """
    made, why = (word if with_word else libreoffice).convert(document, name)
    if made is None:
        return None, (why,) if why else ()
    try:
        finished = settled(made, dated)
        found = differences(finished, expected)
    except ValueError as error:
        return None, (problem("pdf-failed", name, program="the program", why=f"made a file that {error}"),)
    return finished, tuple(problem("pdf-differs", name, found=each) for each in found)
