"""Sheets as they are written for people: headings that stay in view, drop-downs, no formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from report_builder.archive import settled
from report_builder.model import FORMULA_STARTS

_HEADING = PatternFill("solid", fgColor="12436D")
_ASSUMED = PatternFill("solid", fgColor="FFF2A8")
_FONT = "Calibri"
_HELP = Font(name=_FONT, size=11, italic=True, color="595959")
_BOLD = Font(name=_FONT, size=11, bold=True, color="FFFFFF")
_LINE = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top", horizontal="left")
_TO_TYPE = PatternFill("solid", fgColor="EAF3FA")
_NOTE_WIDTH, _NOTE_HEIGHT = 320, 110
_INLINE = 250
"""Characters that Excel takes for a list typed into a rule."""


def new_book(title: str) -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = title
    book.properties.creator = "report-builder"
    return book


def add_sheet(
    book: Workbook, name: str, headings: Sequence[str], widths: Sequence[float], row: int = 1
) -> Worksheet:
    """A sheet with a heading row that stays in view."""
    sheet: Worksheet = book.create_sheet(name)
    for column, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = write(sheet, row, column, heading)
        cell.font, cell.fill = _BOLD, _HEADING
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = sheet.cell(row + 1, 1)
    sheet.print_title_rows = f"{row}:{row}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    return sheet


def write(sheet: Worksheet, row: int, column: int, value: object) -> Cell:
    """A cell; a text that begins with = stays a text, when it is edited too, and a date is shown in words."""
    cell: Cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in FORMULA_STARTS
    elif isinstance(value, date):
        cell.number_format = "d mmmm yyyy"
    cell.alignment = _WRAPPED
    return cell


def mark_assumed(cell: Cell, said: str) -> None:
    """Colour a cell and put a note on it that says how its content was come by."""
    cell.fill = _ASSUMED
    cell.comment = Comment(f"assumed: {said}", "report-builder", width=_NOTE_WIDTH, height=_NOTE_HEIGHT)


def write_line(sheet: Worksheet, row: int, text: str, *, is_help: bool = True) -> None:
    """A line of text that runs on over the columns."""
    cell = write(sheet, row, 1, text)
    cell.alignment = Alignment(wrap_text=False)
    cell.font = _HELP if is_help else Font(name=_FONT, size=14, bold=True)


def write_help(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """A cell of help."""
    write(sheet, row, column, text).font = _HELP


def box(sheet: Worksheet, cells: str, *, to_type: bool) -> None:
    """Lines around some cells, and a pale ground where something is to be typed."""
    for row in sheet[cells]:
        for cell in row:
            cell.border = _BOX
            if to_type:
                cell.fill = _TO_TYPE


def offer(sheet: Worksheet, cells: str, listed: Iterable[str] | str, *, strict: bool = True) -> None:
    """A drop-down over some cells, of words or of the cells of another sheet.

    `strict` refuses anything else; without it the list is only offered.
    """
    formula = listed if isinstance(listed, str) else f'"{",".join(listed)}"'
    assert len(formula) < _INLINE or isinstance(listed, str)  # noqa: S101  longer lists stand in a sheet
    rule = DataValidation("list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    rule.errorTitle, rule.error = "Not one of the choices", "Pick one from the list."
    sheet.add_data_validation(rule)
    rule.add(cells)


def as_bytes(book: Workbook) -> bytes:
    """The workbook as bytes that depend on nothing but its content."""
    held = io.BytesIO()
    book.save(held)
    return settled(held.getvalue())
