"""The evidence: for each paragraph its words, the fact behind each, the method and the cells.

It is written as a workbook for people and as JSON for programs. Cells hold text from the inputs, so
anything that Excel would take for a formula is written as plain text.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.archive import settled
from report_builder.evidence.reasons import Reason, exact, reasons
from report_builder.model import (
    FORMULA_STARTS,
    PARAGRAPH_REFERENCE,
    Cell,
    Facts,
    Narrative,
    Paragraph,
    Sentence,
)

__all__ = ["Reason", "Trace", "as_json", "as_workbook", "reasons", "trace"]

_HEADINGS = (
    "Paragraph", "Sentence", "Words", "What it is", "Value", "Method", "Workbook", "Sheet", "Cells",
)  # fmt: skip
_WIDTHS = (11, 60, 24, 44, 14, 48, 34, 22, 22)
_REASONS = ("Paragraph", "Sentence", "Phrase", "Chosen by", "Test", "Found", "Numbers", "Thresholds")
_REASON_WIDTHS = (11, 60, 18, 40, 60, 40, 70, 40)
_LONGEST = 32_000  # a cell holds a little more
_TOP = Alignment(wrap_text=True, vertical="top")


@dataclass(frozen=True, slots=True)
class Trace:
    """One run of words, the fact that it is, how that was worked out and the cells it rests on."""

    paragraph: str
    sentence: str
    words: str
    fact: str
    value: str
    method: str
    cells: tuple[Cell, ...]


def trace(narrative: Narrative, facts: Facts, methods: Mapping[str, str]) -> tuple[Trace, ...]:
    """Every word of the numbered paragraphs that is a fact, in the order of reading."""
    return tuple(
        row
        for paragraph in narrative.paragraphs()
        for sentence in paragraph.sentences
        for row in _sentence(paragraph, sentence, facts, methods)
    )


def _sentence(
    paragraph: Paragraph, sentence: Sentence, facts: Facts, methods: Mapping[str, str]
) -> Iterator[Trace]:
    for span in dict.fromkeys(sentence.spans):
        words = sentence.text[span.start : span.end].strip()
        if words:
            rests_on = _rests_on(span.fact, words, facts, methods)
            yield Trace(paragraph.number, sentence.text, words, *rests_on)


def _rests_on(
    fact_id: str, words: str, facts: Facts, methods: Mapping[str, str]
) -> tuple[str, str, str, tuple[Cell, ...]]:
    """The fact behind some words, its value, its method and its cells."""
    if fact_id.startswith(PARAGRAPH_REFERENCE):
        return fact_id, words, "The number of a paragraph of this report.", ()
    fact = facts[fact_id]
    return fact.id, exact(fact), methods.get(fact.method, fact.method), fact.basis


# ------------------------------------------------------------------------------ writing


def as_json(narrative: Narrative, rows: tuple[Trace, ...], why: tuple[Reason, ...]) -> bytes:
    """The evidence for programs: the report, then its paragraphs, each with its traces and its reasons."""
    traced = _by_paragraph(rows)
    reasoned = _by_paragraph(why)
    paragraphs = [
        {
            "number": paragraph.number,
            "id": paragraph.id,
            "text": paragraph.text,
            "evidence": traced.get(paragraph.number, []),
            "reasons": reasoned.get(paragraph.number, []),
        }
        for paragraph in narrative.paragraphs()
    ]
    head = {"title": narrative.settings.title, "board": narrative.settings.board}
    return (json.dumps({**head, "paragraphs": paragraphs}, ensure_ascii=False, indent=1) + "\n").encode()


def _by_paragraph(rows: Iterable[Trace | Reason]) -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        found.setdefault(row.paragraph, []).append(asdict(row))
    return found


def as_workbook(narrative: Narrative, rows: tuple[Trace, ...], why: tuple[Reason, ...]) -> bytes:
    """The evidence for people: a row for each run of words and each sheet that it rests on.

    The second sheet gives the reasons: a row for each sentence and each test.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101  a new workbook has one sheet
    sheet.title = "Evidence"
    _fill(sheet, [_HEADINGS, *(line for row in rows for line in _lines(row))], _WIDTHS)
    reasons = [_REASONS, *(line for each in why for line in _reason_lines(each))]
    _fill(book.create_sheet("Reasons"), reasons, _REASON_WIDTHS)
    book.properties.title = f"Evidence for {narrative.settings.title}"
    book.properties.creator = narrative.settings.organisation or narrative.settings.board
    held = io.BytesIO()
    book.save(held)
    return settled(held.getvalue())


def _fill(sheet: Worksheet, lines: Sequence[tuple[str, ...]], widths: Sequence[int]) -> None:
    for number, line in enumerate(lines, 1):
        for column, value in enumerate(line, 1):
            _write(sheet, number, column, value)
    _dress(sheet, widths)


def _reason_lines(each: Reason) -> Iterator[tuple[str, ...]]:
    thresholds = "; ".join(f"{name} = {value}" for name, value in each.thresholds.items())
    start = (each.paragraph, each.sentence, each.phrase or "typed", "; ".join(each.tags))
    for test in each.tests:
        numbers = "; ".join(f"{name} = {value}" for name, value in test.numbers.items())
        yield (*start, test.method, test.found, numbers[:_LONGEST], thresholds)
    if not each.tests:
        yield (*start, "", "", "", thresholds)


def _lines(row: Trace) -> Iterator[tuple[str, ...]]:
    grouped: dict[tuple[str, str], list[str]] = {("", ""): []} if not row.cells else {}
    for cell in row.cells:
        grouped.setdefault((cell.workbook, cell.sheet), []).append(cell.ref)
    for (workbook, sheet), refs in grouped.items():
        refs_text = ", ".join(refs)
        yield (
            row.paragraph,
            row.sentence,
            row.words,
            row.fact,
            row.value,
            row.method,
            workbook,
            sheet,
            refs_text,
        )


def _write(sheet: Worksheet, row: int, column: int, value: str) -> None:
    if value.isdecimal() and column == 1:
        sheet.cell(row, column, int(value)).alignment = _TOP
        return
    cell = sheet.cell(row, column, value)
    cell.data_type = "s"  # a text that begins with = must not become a formula,
    cell.quotePrefix = value[:1] in FORMULA_STARTS  # nor when it is edited
    cell.alignment = _TOP


def _dress(sheet: Worksheet, widths: Sequence[int]) -> None:
    """A heading row that stays in view, columns of a readable width, and a filter."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        heading = sheet.cell(1, column)
        heading.font = Font(bold=True, color="FFFFFF")
        heading.fill = PatternFill("solid", fgColor="12436D")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
